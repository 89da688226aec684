"""B47: calls for help that no episode comes of leave an offer owed, when they come, once."""

from datetime import timedelta

import pytest

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.plans_now import plans_now
from whereabouts.insight.lookups.support import support_page
from whereabouts.journeys.clock import fire
from whereabouts.journeys.log_by_feed import SentEvent, log_by_feed
from whereabouts.journeys.offer_support import NamedContactMissing, offer_support
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.support.models import HelpSought, PanelItem, SupportOffer
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import create_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child whom nobody has ever reported missing."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


def rings(team, at, *, relation="mother", agency=None, child=None, event="1"):
    """Let a force's own system pass on a call about the child, of which no episode comes."""
    actor = team.make_actor("feed", agency=agency) if agency else team.make_actor("feed")
    reference = f"{agency or 'NM'}-{at.isoformat()}"
    log_by_feed(
        actor=actor, at=at,
        sent=SentEvent(
            log_reference=reference, event=event, kind="opened", happened_at=at,
            sent=reference.encode(), digest=f"{reference}{event}".encode(),
            words="She shouts at me and I do not know what to do.",
            child=child or team.child_id, relation=relation, caller_name="Paula Sampleton",
        ),
    )  # fmt: skip


def owed(team, at):
    """Return (to whom, calls) of every offer that calls left owed, settled ones left out."""
    with entered(actor=team.worker, at=at):
        waiting = HelpSought.objects.filter(settled_at__isnull=True).order_by("asked_at")
        return list(waiting.values_list("to_whom", "calls"))


def offer(team, at, **more):
    given = {
        "to_whom": "parent", "need": "family", "answer": "accepted",
        "named_contact": "Support worker Sample, 01632 960009", **more,
    }  # fmt: skip
    return offer_support(actor=team.worker, child_id=team.child_id, at=at, **given)


def three_calls(team, noon, **more):
    for day in (60, 30, 0):
        rings(team, noon - day * DAY, **more)


def test_the_third_call_by_the_mother_owes_an_offer_when_it_comes_in_though_no_episode_does(
    team, noon
):
    for day in (60, 30):
        rings(team, noon - day * DAY)
    assert owed(team, noon) == []
    rings(team, noon)
    assert owed(team, noon) == [("family", 3)]
    with entered(actor=team.inspector, at=noon):
        assert not Episode.objects.exists()
        # The definition asks for a discussion too: the child waits before the panel.
        assert PanelItem.objects.get().thresholds == ["three_calls_in_90_days"]
    (told,) = [
        one for one in notices_to_me(actor=team.worker, at=noon) if one.kind == "help_sought"
    ]
    assert told.place == ("child-support", team.child_id)
    assert "Sampleton" not in told.text


def test_who_is_to_offer_it_reads_of_it_on_the_child_s_page_and_on_their_list(team, noon):
    three_calls(team, noon)
    (line,) = support_page(actor=team.worker, at=noon, child_id=team.child_id).again.owed
    assert (line.to_whom, line.calls, line.agency) == ("The family", 3, "Aldermere Council")
    for actor in (team.worker, team.writer):
        (waiting,) = plans_now(actor=actor, at=noon).help_owed
        assert waiting.child_id == team.child_id
        assert not waiting.late
    late = plans_now(actor=team.worker, at=line.due_at + timedelta(minutes=1)).help_owed
    assert late[0].late


def test_an_offer_with_somebody_by_name_settles_it_and_the_calls_are_counted_anew(team, noon):
    three_calls(team, noon)
    with pytest.raises(NamedContactMissing):
        offer(team, noon, named_contact="")
    offer(team, noon, answer="not_offered", words="Nobody answered the door.", named_contact="")
    assert owed(team, noon) == [("family", 3)], "a reason why not is no offer"
    offer(team, noon)
    assert owed(team, noon) == []
    with entered(actor=team.worker, at=noon):
        kept = SupportOffer.objects.get(help_seeking=True)
        assert HelpSought.objects.get().offer_id == kept.pk
    # Two more are no occasion yet; the third is.
    for day in (1, 2):
        rings(team, noon + day * DAY)
    assert owed(team, noon + 2 * DAY) == []
    rings(team, noon + 3 * DAY)
    assert owed(team, noon + 3 * DAY) == [("family", 3)]


def test_more_calls_before_the_offer_owe_no_second_one(team, noon):
    three_calls(team, noon)
    for day in (1, 2, 3):
        rings(team, noon + day * DAY)
        rings(team, noon + day * DAY, event="2")
    with entered(actor=team.worker, at=noon + 3 * DAY):
        assert HelpSought.objects.count() == 1


def test_calls_to_two_forces_count_together(team, make_agency, noon):
    south = make_agency("Southmere Police")
    with entered(actor=team.writer, at=noon):
        relate(subjects=[team.child_id], agency=south.pk, kind="shared", at=noon - 90 * DAY)
    rings(team, noon - 60 * DAY)
    rings(team, noon - 30 * DAY, agency="Southmere Police")
    assert owed(team, noon) == []
    rings(team, noon, agency="Southmere Police")
    assert owed(team, noon) == [("family", 3)]
    # The other force's next call is of the same occasion.
    rings(team, noon + DAY)
    with entered(actor=team.worker, at=noon + DAY):
        assert HelpSought.objects.count() == 1


def test_the_child_s_own_calls_owe_an_offer_of_their_own(team, noon):
    three_calls(team, noon, relation="the_child")
    assert owed(team, noon) == [("child", 3)]
    offer(team, noon)
    assert owed(team, noon) == [("child", 3)], "what a parent was offered is not the child's"
    offer(team, noon, to_whom="child", need="violence_at_home")
    assert owed(team, noon) == []


@pytest.mark.parametrize("relation", ["public", "school", ""])
def test_calls_by_anybody_else_are_no_family_asking(team, noon, relation):
    three_calls(team, noon, relation=relation)
    assert owed(team, noon) == []


def test_three_calls_by_three_people_or_over_a_longer_time_are_no_occasion(team, noon):
    for day, relation in ((2, "mother"), (1, "father"), (0, "grandparent")):
        rings(team, noon - day * DAY, relation=relation)
    rings(team, noon - 95 * DAY)
    assert owed(team, noon) == []


def test_what_calls_left_owed_is_not_owed_again_by_the_episode_that_comes_after_all(
    team, take_report, noon
):
    three_calls(team, noon)
    take_report(child=team.child, at=noon + DAY, relation="mother")
    with entered(actor=team.worker, at=noon + DAY):
        assert not Task.objects.filter(kind="help_seeking_offer", because="B47").exists()
    offer(team, noon + DAY)
    assert owed(team, noon + DAY) == []


def test_what_an_episode_left_owed_is_not_owed_again_by_the_next_call(team, take_report, noon):
    for day in (60, 30, 0):
        take_report(child=team.child, at=noon - day * DAY, relation="mother")
    rings(team, noon + DAY)
    assert owed(team, noon + DAY) == []


def test_an_offer_that_nobody_makes_is_said_again_and_above_until_somebody_does(team, noon):
    three_calls(team, noon)
    with entered(actor=team.worker, at=noon):
        due = HelpSought.objects.get().due_at
    for at in (due, due + 2 * DAY):
        fire(at=at + timedelta(minutes=1))
    kinds = [one.kind for one in notices_to_me(actor=team.worker, at=due + 2 * DAY)]
    assert kinds.count("help_sought_due") == 2
    offer(team, due + 3 * DAY)
    fire(at=due + 9 * DAY)
    kinds = [one.kind for one in notices_to_me(actor=team.worker, at=due + 9 * DAY)]
    assert kinds.count("help_sought_due") <= 2


def test_another_agency_sees_nothing_of_it(team, outsider, noon):
    three_calls(team, noon)
    with entered(actor=outsider, at=noon):
        assert not HelpSought.objects.exists()
    with pytest.raises(NotVisible):
        support_page(actor=outsider, at=noon, child_id=team.child_id)
    assert plans_now(actor=outsider, at=noon).help_owed == ()


def test_without_an_authority_that_is_known_the_force_s_coordinator_offers_it(make_actor, noon):
    writer = make_actor("missing_coordinator", agency="Elsewhere Police")
    with entered(actor=writer, at=noon):
        child = create_child(
            by=writer, at=noon, names=[{"full": "Sampla Testerton"}], born_text="2012",
            source="made up",
        )  # fmt: skip

    class Alone:
        """A force of whose authority nothing is known."""

    alone = Alone()
    alone.make_actor, alone.child_id = make_actor, child.pk
    for day in (60, 30, 0):
        rings(alone, noon - day * DAY, agency="Elsewhere Police")
    with entered(actor=writer, at=noon):
        sought = HelpSought.objects.get()
        assert sought.assigned_agency_id == writer.agency_id
        assert sought.to_role == "missing_coordinator"
