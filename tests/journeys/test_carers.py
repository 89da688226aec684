"""A home or carer acts in its own name: reports, rings, answers, and nothing is closed by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tests.journeys.homes_cast import DAY, HOUR, MINUTE, make_move
from whereabouts.engines.policy import UnknownFact
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.answer_as_carer import NotForCarers, answer_as_carer
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.close_follow_up import FollowUpOpen, close_follow_up
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.report_as_carer import (
    CarerTold,
    NoForceKnown,
    NothingTold,
    NotLivingHere,
    report_as_carer,
)
from whereabouts.journeys.settle_task import settle_task
from whereabouts.journeys.tell_as_carer import child_rang
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.partners.models import Tried
from whereabouts.practice.partners.protocols import BadProtocol, protocol_of, read_protocols
from whereabouts.practice.response.models import ChildContact
from whereabouts.practice.risk.models import Assertion, Assessment
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db
TOLD = CarerTold(
    key="one", away=False, last_seen_place="The front door", words="She left after a call.",
    tried={"looked_here": "tried", "rang_child": "tried", "usual_places": "not_tried"},
    tried_words={"rang_child": "Rang out, twice."},
)  # fmt: skip


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    made = make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )
    made.place(days=0)
    return made


@pytest.fixture
def reported(move, noon):
    return report_as_carer(actor=move.home, child_id=move.child.pk, told=TOLD, at=noon).episode


def see(actor, reference, at):
    with entered(actor=actor, at=at):
        return Episode.objects.get(reference=reference)


# --- reporting ------------------------------------------------------------------------


def test_a_home_s_report_is_an_episode_of_the_force_there_with_all_that_follows(
    move, reported, noon
):
    episode = see(move.police, reported, noon)
    assert (episode.owner_agency_id, episode.state) == (move.police.agency_id, "open")
    with entered(actor=move.police, at=noon):
        assert Assessment.objects.filter(episode=episode).exists()
        report = Report.objects.get(child_id=episode.child_id)
        assert (report.relation, report.reporter_name) == ("home_worker", move.home.name)
        assert report.contact.channel == "partner"
        told = set(Message.objects.values_list("to_role", flat=True))
    assert {"duty_inspector", "missing_coordinator"} <= told
    assert move.told(move.placing, "new_episode")


def test_the_home_sees_its_own_episode_and_what_it_tried_in_its_own_name(move, reported, noon):
    for actor in (move.home, move.manager, move.police, move.placing):
        with entered(actor=actor, at=noon):
            tried = {one.step: one for one in Tried.objects.all()}
            assert tried["rang_child"].words == "Rang out, twice."
            assert {one.owner_agency_id for one in tried.values()} == {move.home.agency_id}


def test_said_twice_with_one_key_it_is_one_report(move, reported, noon):
    again = report_as_carer(
        actor=move.home, child_id=move.child.pk, told=TOLD, at=noon
    )  # a second tap
    assert again.episode == reported
    with entered(actor=move.police, at=noon):
        assert Report.objects.count() == 1


def test_away_is_reported_too_and_is_no_missing_child(move, noon):
    told = replace(TOLD, key="away", away=True, words="She is at her aunt's, and says so.")
    reference = report_as_carer(actor=move.home, child_id=move.child.pk, told=told, at=noon).episode
    with entered(actor=move.police, at=noon):
        known = Assertion.objects.get(episode__reference=reference, fact="whereabouts_known")
        assert known.value is True


def test_nothing_that_was_not_tried_holds_it_up(move, noon):
    told = replace(TOLD, key="none", tried={}, tried_words={})
    assert report_as_carer(actor=move.home, child_id=move.child.pk, told=told, at=noon).episode


def test_a_report_with_nothing_to_go_by_is_refused(move, noon):
    with pytest.raises(NothingTold):
        report_as_carer(
            actor=move.home, child_id=move.child.pk, told=CarerTold(key="x", away=False), at=noon
        )


def test_a_fact_that_does_not_exist_is_refused_by_name(move, noon):
    told = replace(TOLD, key="fact", facts={"made_up": True})
    with pytest.raises(UnknownFact):
        report_as_carer(actor=move.home, child_id=move.child.pk, told=told, at=noon)


def test_a_foster_carer_reports_as_one(move, make_agency, make_actor, noon):
    carers = make_agency("Carers at Example Lane", "home")
    add_placement(
        actor=move.placing, child_id=move.child.pk, living_at="foster", started_on=noon.date(),
        home=carers.pk, responsible_authority=move.placing.agency_id,
        host_authority=move.host.agency_id, at=noon,
    )  # fmt: skip
    carer = make_actor("home_worker", agency="Carers at Example Lane")
    told = replace(TOLD, key="foster")
    reference = report_as_carer(actor=carer, child_id=move.child.pk, told=told, at=noon).episode
    with entered(actor=move.police, at=noon):
        assert Report.objects.get(episode_links__episode__reference=reference).relation == (
            "foster_carer"
        )
    with pytest.raises(NotLivingHere):
        report_as_carer(
            actor=move.home, child_id=move.child.pk, told=replace(TOLD, key="x"), at=noon
        )


def test_where_no_force_is_known_the_carer_is_told_to_ring(move, make_agency, noon):
    nowhere = make_agency("Nowhere Council", "authority")
    add_placement(
        actor=move.placing, child_id=move.child.pk, living_at="childrens_home", at=noon,
        started_on=noon.date(), home=move.home.agency_id,
        responsible_authority=move.placing.agency_id, host_authority=nowhere.pk,
    )  # fmt: skip
    with pytest.raises(NoForceKnown):
        report_as_carer(
            actor=move.home, child_id=move.child.pk, told=replace(TOLD, key="x"), at=noon
        )


def test_only_who_the_child_lives_with_reports_so(move, outsider, make_actor, noon):
    other_home = make_actor("home_worker", agency=_home(make_actor))
    for actor in (other_home,):
        with pytest.raises(NotVisible):
            report_as_carer(actor=actor, child_id=move.child.pk, told=TOLD, at=noon)
    for actor in (outsider, move.police):
        with pytest.raises(NotPermitted):
            report_as_carer(actor=actor, child_id=move.child.pk, told=TOLD, at=noon)


def _home(make_actor):
    from whereabouts.foundations.agencies.actions import open_agency

    return open_agency(kind="home", name="Oak Lodge", code="oak-lodge", at=_long_ago())


def _long_ago():
    from tests.conftest import NOON

    return NOON - timedelta(days=900)


# --- she rang; she is back ------------------------------------------------------------


def test_she_rang_is_kept_told_and_somebody_tries_again(move, reported, noon):
    before = see(move.police, reported, noon)
    child_rang(
        actor=move.home, reference=reported, rang_at=noon + MINUTE, at=noon + 2 * MINUTE,
        words="At the station, she says.", tone="calm", safe_answer="yes",
    )  # fmt: skip
    after = see(move.police, reported, noon + HOUR)
    assert (after.state, after.level) == (before.state, before.level)
    with entered(actor=move.police, at=noon + HOUR):
        talk = ChildContact.objects.get()
        assert (talk.towards, talk.made_by) == ("from_child", move.home.name)
        again = Task.objects.get(kind="contact_child", state="open", due_at__gt=noon + MINUTE)
        assert again.assigned_agency_id == move.police.agency_id
    (told,) = move.told(move.inspector, "child_rang", noon + HOUR)
    assert "Sampleton" not in told.text


def test_what_sounds_like_danger_asks_for_another_look_at_once(move, reported, noon):
    child_rang(
        actor=move.home, reference=reported, rang_at=noon, at=noon + MINUTE, safe_answer="no",
        words="She asked to be fetched.",
    )  # fmt: skip
    assert move.told(move.inspector, "child_in_danger", noon + HOUR)


def test_an_adult_who_was_heard_interrupts_and_is_assessed_by_who_sees_adults(move, reported, noon):
    child_rang(
        actor=move.home, reference=reported, rang_at=noon, at=noon + MINUTE, adult_heard=True,
        words="A man said to hang up.",
    )  # fmt: skip
    assert move.told(move.inspector, "adult_approaching", noon + HOUR)
    with entered(actor=move.police, at=noon + HOUR):
        said = Assertion.objects.filter(fact="with_adult_of_concern", value=True).latest("said_at")
        assert said.said_by == move.home.name


def test_she_is_back_starts_what_follows_and_closes_nothing_without_the_police(
    move, reported, noon
):
    record_back(
        actor=move.home, reference=reported, back_at=noon + HOUR, at=noon + HOUR,
        where_now="Fern House", words="Seen by the night worker. Cold, not hurt.",
    )  # fmt: skip
    assert see(move.police, reported, noon + HOUR).state == "back"
    with entered(actor=move.police, at=noon + HOUR):
        owed = set(
            Task.objects.filter(state__in=("open", "accepted")).values_list("kind", flat=True)
        )
    assert {"prevention_interview", "return_interview", "referral_decision"} <= owed
    with pytest.raises(NotPermitted):
        close_follow_up(actor=move.home, reference=reported, words="Back.", at=noon + 2 * HOUR)
    with pytest.raises(FollowUpOpen):
        close_follow_up(actor=move.police, reference=reported, words="Back.", at=noon + 2 * HOUR)


# --- answering, disagreeing, notifying ------------------------------------------------


def test_a_carer_answers_what_carers_are_asked_and_it_is_assessed_again(move, reported, noon):
    with entered(actor=move.police, at=noon):
        before = Assessment.objects.count()
    answer_as_carer(
        actor=move.home, reference=reported, fact="out_of_character", value=True, at=noon + MINUTE,
        words="She always texts.",
    )  # fmt: skip
    with entered(actor=move.police, at=noon + MINUTE):
        said = Assertion.objects.get(fact="out_of_character")
        assert (said.value, said.said_by, said.source_kind) == (True, move.home.name, "carer")
        assert said.owner_agency_id == move.home.agency_id
        assert Assessment.objects.count() == before + 1
        assert LogEntry.objects.filter(kind="partner.answered").exists()


def test_what_a_caller_who_may_harm_is_not_asked_a_carer_is_not_asked_either(move, reported, noon):
    for fact in ("violence_at_home", "adult_is_registered_sex_offender", "made_up"):
        with pytest.raises(NotForCarers):
            answer_as_carer(actor=move.home, reference=reported, fact=fact, value=True, at=noon)


def test_a_home_disagrees_with_the_grade_and_a_supervisor_answers(move, reported, noon):
    challenge_grade(
        actor=move.home, reference=reported, made_by_kind="partner", words="It is too low.",
        at=noon + MINUTE,
    )  # fmt: skip
    with entered(actor=move.police, at=noon + HOUR):
        asked = Task.objects.get(kind="challenge_answer")
        assert (asked.to_role, asked.assigned_agency_id) == ("supervisor", move.police.agency_id)


def test_the_home_settles_that_the_regulation_40_notice_is_sent(move, make_actor, noon):
    told = replace(
        TOLD, key="high", facts={"with_adult_of_concern": True, "believed_abducted": True}
    )
    reference = report_as_carer(actor=move.home, child_id=move.child.pk, told=told, at=noon).episode
    assert see(move.police, reference, noon).level == "high"
    with entered(actor=move.home, at=noon):
        task = Task.objects.get(kind="regulation_40_notice")
        assert task.assigned_agency_id == move.home.agency_id
    settle_task(actor=move.home, task_id=task.pk, result="Sent to the inspectorate.", at=noon)
    with entered(actor=move.police, at=noon):
        assert Task.objects.get(pk=task.pk).state == "done"


@pytest.mark.parametrize("step", ["rang", "answer"])
def test_outsiders_and_other_homes_do_none_of_it(move, reported, outsider, make_actor, noon, step):
    other = make_actor("home_worker", agency=_home(make_actor))
    given = {"reference": reported, "at": noon + MINUTE}

    def go(actor):
        if step == "rang":
            child_rang(actor=actor, rang_at=noon, **given)
        else:
            answer_as_carer(actor=actor, fact="out_of_character", value=True, **given)

    with pytest.raises(NotVisible):
        go(other)
    with pytest.raises(NotPermitted):
        go(outsider)


# --- what is expected is dated and sourced --------------------------------------------


def test_what_was_tried_is_added_and_never_changed(move, reported, noon):
    with (
        entered(actor=move.home, at=noon),
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        Tried.objects.update(answer="tried")


def test_each_country_has_its_protocol_from_its_first_day_on(noon):
    england, wales = (protocol_of(key=key, on=noon.date()) for key in ("england", "wales"))
    assert {one.key for one in england.steps} < {one.key for one in wales.steps}
    assert england.source
    assert wales.source
    assert protocol_of(key="nowhere", on=noon.date()) == england
    assert protocol_of(key="wales", on=(noon - 9000 * DAY).date()) == wales


PROTOCOL = """
[[protocols]]
key = "x"
since = 2014-01-01
source = "s"
urgent = "u"
[[protocols.steps]]
key = "a"
words = "b"
"""


def test_a_protocol_that_is_whole_is_read():
    (one,) = read_protocols(text=PROTOCOL)
    assert (one.key, one.steps[0].words) == ("x", "b")


@pytest.mark.parametrize(
    "text",
    [
        PROTOCOL.replace('source = "s"', ""),
        PROTOCOL.replace("since = 2014-01-01", ""),
        PROTOCOL.replace('urgent = "u"', ""),
        PROTOCOL + '[[protocols.steps]]\nkey = "a"\nwords = "c"',
    ],
    ids=["no source", "no day", "nothing urgent", "a step twice"],
)
def test_a_protocol_that_is_not_whole_is_refused(text):
    with pytest.raises(BadProtocol):
        read_protocols(text=text)
