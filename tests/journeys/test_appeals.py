"""What goes out to the public, that it comes down when the child is found, and rescue alerts."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.planning_cast import DAY, Team
from whereabouts.engines.alerting import NAMESPACE, problems
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.appeals import alert_page, appeals_page, message, poster
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide_publicity import Weighed, decide_publicity, take_appeal_down
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.make_appeal import (
    AppealIncomplete,
    AppealStands,
    NoLongerMissing,
    NoPhoto,
    NothingDecided,
    NotOurs,
    make_appeal,
)
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.reopen_as_missing import reopen_as_missing
from whereabouts.journeys.rescue_alert import (
    AlreadyDecided,
    AlreadyUnderWay,
    Answer,
    NoSuchForce,
    NotMet,
    NotRanked,
    ReasonMissing,
    Unanswered,
    answer_rescue_alert,
    ask_rescue_alert,
    decide_rescue_alert,
    end_rescue_alert,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.publicity.models import Appeal, RescueAlert
from whereabouts.records.people.models import Child

pytestmark = pytest.mark.django_db
WEIGHED = Weighed(
    decision="public", because="Two days, and no trace.", harm_weighed="School will see it.",
    may_say="Testa, 14, red coat.", channels=("posters",),
)  # fmt: skip
YES = {
    key: Answer(answer="yes", words="Known from her sister.")
    for key in ("under_18", "imminent_danger", "enough_to_help")
}


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def missing(team, take_report):
    """Return the reference of an episode in which the child is missing."""
    return take_report(child=team.child)


@pytest.fixture
def chief(team):
    """Return the superintendent of the force."""
    return team.make_actor("superintendent")


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def write(team, reference, at, **more):
    given = {
        "actor": team.inspector, "reference": reference, "shown_name": "Testa",
        "words": "Testa is 14 and wears a red coat.", "area": "Northmoor", "contact": "101",
        "expires_at": at + 3 * DAY, "at": at,
    }  # fmt: skip
    return make_appeal(**{**given, **more})


def appeal(team, reference, at):
    decide_publicity(actor=team.inspector, reference=reference, weighed=WEIGHED, at=at)
    return write(team, reference, at)


def found(team, reference, at):
    account = Found(how="found", by_whom="police", found_at=at, found_place="the made-up quay")
    return locate_child(
        actor=team.make_actor("response_officer"), reference=reference, found=account, at=at
    )


def kind_of(xml):
    return ET.fromstring(xml).findtext(f"{{{NAMESPACE}}}msgType")


def down(team, at):
    with entered(actor=team.inspector, at=at):
        return list(Task.objects.filter(kind="take_appeal_down").values_list("state", flat=True))


# --- appeals ------------------------------------------------------------------------------------


def test_b42_nothing_is_written_for_the_public_before_somebody_has_decided(team, missing, noon):
    with pytest.raises(NothingDecided):
        write(team, missing, noon)
    decide_publicity(
        actor=team.inspector, reference=missing, at=noon,
        weighed=Weighed(decision="none", because="He would see it.", harm_weighed="He waits."),
    )  # fmt: skip
    with pytest.raises(NothingDecided):
        write(team, missing, noon)


def test_a_poster_and_a_message_say_what_was_written_and_are_sound(team, missing, noon):
    reference = appeal(team, missing, noon)
    shown = poster(actor=team.worker, reference=reference, at=noon)
    assert (shown.standing, shown.shown_name, shown.contact) == ("up", "Testa", "101")
    xml = message(actor=team.inspector, reference=reference, at=noon)
    assert problems(xml=xml) == []
    assert kind_of(xml) == "Alert"
    assert b"Testa is 14 and wears a red coat." in xml
    assert b"Exercise" in xml  # a made-up force never sends a real one
    with pytest.raises(AppealStands):
        write(team, missing, noon)


def test_an_appeal_says_what_where_whom_to_ring_and_until_when(team, missing, noon):
    decide_publicity(actor=team.inspector, reference=missing, weighed=WEIGHED, at=noon)
    for wrong, field in (
        ({"words": " "}, "words"), ({"area": ""}, "area"), ({"contact": ""}, "contact"),
        ({"expires_at": noon}, "expires_at"),
    ):  # fmt: skip
        with pytest.raises(AppealIncomplete) as refused:
            write(team, missing, noon, **wrong)
        assert refused.value.fields == (field,)
    with pytest.raises(NoPhoto):
        write(team, missing, noon, with_photo=True)


def test_in_the_moment_in_which_the_child_is_found_it_is_down_and_somebody_takes_down_the_rest(
    team, missing, noon
):
    reference = appeal(team, missing, noon)
    later = noon + timedelta(hours=5)
    found(team, missing, later)
    shown = poster(actor=team.inspector, reference=reference, at=later)
    assert (shown.standing, shown.shown_name, shown.words) == ("found", "", "")
    xml = message(actor=team.inspector, reference=reference, at=later)
    assert (kind_of(xml), problems(xml=xml)) == ("Cancel", [])
    assert b"Testa" not in xml
    assert reference.encode() in xml
    assert down(team, later) == ["open"]
    late = later + timedelta(hours=3)
    fire(at=late)
    assert told(team.make_actor("supervisor"), late, "task_due")
    take_appeal_down(actor=team.inspector, reference=missing, words="All 40 posters.", at=late)
    assert down(team, late) == ["done"]
    with pytest.raises(NoLongerMissing):
        write(team, missing, late)


def test_a_child_who_goes_again_is_not_put_up_again_by_itself(team, missing, noon):
    reference = appeal(team, missing, noon)
    found(team, missing, noon)
    reopen_as_missing(
        actor=team.make_actor("response_officer"), reference=missing, gone_at=noon, at=noon
    )
    later = noon + timedelta(hours=1)
    assert poster(actor=team.inspector, reference=reference, at=later).standing == "found"


def test_found_dead_the_poster_comes_down_too(team, missing, noon):
    reference = appeal(team, missing, noon)
    record_found_dead(
        actor=team.inspector, reference=missing, found_at=noon,
        officer=team.inspector.member_id, at=noon,
    )  # fmt: skip
    assert poster(actor=team.inspector, reference=reference, at=noon).standing == "found"
    assert down(team, noon) == ["open"]


def test_past_its_day_or_taken_down_it_shows_nobody_and_its_end_rings(team, missing, noon):
    reference = appeal(team, missing, noon)
    late = noon + 4 * DAY
    assert poster(actor=team.inspector, reference=reference, at=late).standing == "ended"
    assert kind_of(message(actor=team.inspector, reference=reference, at=late)) == "Cancel"
    fire(at=late)
    assert told(team.inspector, late, "appeal_ends")
    take_appeal_down(actor=team.inspector, reference=missing, words="All.", at=late)
    page = appeals_page(actor=team.inspector, reference=missing, at=late)
    assert [one.standing for one in page.appeals] == ["taken_down"]
    assert not page.may_make


def test_found_without_an_appeal_nothing_is_to_be_taken_down(team, missing, noon):
    found(team, missing, noon)
    assert down(team, noon) == []


def test_the_outsider_finds_no_appeal_and_another_agency_writes_none(
    team, missing, outsider, make_actor, noon
):
    reference = appeal(team, missing, noon)
    elsewhere = make_actor("duty_inspector", agency="Southfell Police")
    for actor in (outsider, elsewhere):
        for look in (
            lambda who=actor: poster(actor=who, reference=reference, at=noon),
            lambda who=actor: message(actor=who, reference=reference, at=noon),
            lambda who=actor: appeals_page(actor=who, reference=missing, at=noon),
            lambda who=actor: alert_page(actor=who, reference=missing, at=noon),
        ):
            with pytest.raises(NotVisible):
                look()
        with entered(actor=actor, at=noon):
            assert not Appeal.objects.exists()
    with pytest.raises(NotVisible):
        write(team, missing, noon, actor=elsewhere)
    with pytest.raises(NotPermitted):
        write(team, missing, noon, actor=team.worker)


def test_a_force_that_sees_the_episode_and_does_not_hold_it_writes_no_appeal(
    team, missing, make_actor, noon
):
    from whereabouts.records.people.actions import relate_to_child

    elsewhere = make_actor("duty_inspector", agency="Southfell Police")
    with entered(actor=team.inspector, at=noon):
        relate_to_child(child_id=team.child_id, agency=elsewhere.agency_id, kind="shared", at=noon)
    with pytest.raises(NotOurs):
        write(team, missing, noon, actor=elsewhere)


# --- Child Rescue Alerts ------------------------------------------------------------------------


def ask(team, reference, at, **more):
    given = {"actor": team.inspector, "reference": reference, "answers": YES, "at": at}
    return ask_rescue_alert(**{**given, **more})


def test_each_question_is_answered_and_a_yes_says_what_is_known(team, missing, noon):
    for wrong in (
        {}, {**YES, "under_18": Answer(answer="perhaps", words="x")},
        {**YES, "imminent_danger": Answer(answer="yes", words=" ")},
    ):  # fmt: skip
        with pytest.raises(Unanswered) as refused:
            ask(team, missing, noon, answers=wrong)
        assert refused.value.questions
    ask(team, missing, noon)
    with pytest.raises(AlreadyUnderWay):
        ask(team, missing, noon)


def test_not_known_is_no_yes_and_no_alert_goes_out_on_it(team, missing, chief, noon):
    unsure = {**YES, "imminent_danger": Answer(answer="unknown")}
    alert = ask(team, missing, noon, answers=unsure)
    decide = {"actor": chief, "alert_id": alert, "at": noon}
    with pytest.raises(NotMet):
        decide_rescue_alert(launch=True, because="We fear the worst.", **decide)
    assert decide_rescue_alert(launch=False, because="Not yet.", **decide) == "declined"
    ask(team, missing, noon)  # something new is known: asked again


def test_a_superintendent_launches_it_by_name_and_it_ends_in_words(team, missing, chief, noon):
    alert = ask(team, missing, noon)
    assert [one.loudness for one in told(chief, noon, "rescue_alert")] == ["interrupt"]
    decide = {"alert_id": alert, "launch": True, "at": noon}
    with pytest.raises(NotPermitted):
        decide_rescue_alert(actor=team.inspector, because="x", **decide)
    from dataclasses import replace

    with pytest.raises(NotRanked):
        decide_rescue_alert(actor=replace(chief, rank="inspector"), because="x", **decide)
    with pytest.raises(ReasonMissing):
        decide_rescue_alert(actor=chief, because=" ", **decide)
    assert decide_rescue_alert(actor=chief, because="Hours matter.", **decide) == "launched"
    with pytest.raises(AlreadyDecided):
        decide_rescue_alert(actor=chief, because="Again.", **decide)
    end = {"actor": team.inspector, "alert_id": alert, "at": noon}
    with pytest.raises(ReasonMissing):
        end_rescue_alert(because=" ", **end)
    end_rescue_alert(because="She is found.", **end)
    with pytest.raises(AlreadyDecided):
        end_rescue_alert(because="Again.", **end)
    (shown,) = alert_page(actor=team.inspector, reference=missing, at=noon).alerts
    assert (shown.state, shown.decided_by) == ("ended", "Superintendent Example")


def back_home(team, reference, at):
    record_back(actor=team.make_actor("response_officer"), reference=reference, back_at=at, at=at)


def dead(team, reference, at):
    record_found_dead(
        actor=team.inspector, reference=reference, found_at=at, at=at,
        officer=team.inspector.member_id,
    )  # fmt: skip


@pytest.mark.parametrize("over", [found, back_home, dead])
@pytest.mark.parametrize("out", [True, False])
def test_an_alert_ends_itself_when_the_search_is_over_and_both_forces_hear(
    team, missing, chief, make_actor, noon, over, out
):
    """Alive or dead, and whether it was out or waits for a word: the notice does not say which."""
    theirs = make_actor("superintendent", agency="Southfell Police")
    alert = ask(team, missing, noon, second_force=theirs.agency_id)
    given = {"alert_id": alert, "because": "Yes.", "at": noon}
    decide_rescue_alert(actor=chief, launch=True, **given)
    if out:
        answer_rescue_alert(actor=theirs, agreed=True, **given)
    later = noon + timedelta(hours=2)
    over(team, missing, later)
    with entered(actor=team.inspector, at=later):
        ended = RescueAlert.objects.get()
        back = list(Task.objects.filter(kind="rescue_alert_called_back"))
    assert (ended.state, ended.ended_at, bool(ended.ended_because)) == ("ended", later, True)
    assert [one.state for one in back] == (["open"] if out else [])
    for actor in (chief, theirs):
        (notice,) = [
            one for one in told(actor, later, "rescue_alert") if "search is over" in one.text
        ]
        assert "dead" not in notice.text
    for late in (
        lambda: end_rescue_alert(actor=team.inspector, alert_id=alert, because="x", at=later),
        lambda: answer_rescue_alert(
            actor=theirs, alert_id=alert, agreed=True, because="x", at=later
        ),
    ):
        with pytest.raises(AlreadyDecided):
            late()


def test_a_child_who_goes_again_has_no_alert_until_somebody_asks_anew(team, missing, chief, noon):
    alert = ask(team, missing, noon)
    decide_rescue_alert(actor=chief, alert_id=alert, launch=True, because="Yes.", at=noon)
    found(team, missing, noon + timedelta(hours=1))
    again = noon + timedelta(hours=2)
    reopen_as_missing(
        actor=team.make_actor("supervisor"), reference=missing, gone_at=again,
        words="Gone again.", at=again,
    )  # fmt: skip
    with entered(actor=team.inspector, at=again):
        assert RescueAlert.objects.get().state == "ended"
    assert ask(team, missing, again) != alert


@pytest.mark.parametrize("over", [found, back_home, dead])
def test_whoever_takes_the_posters_down_is_told_when_the_search_is_over(team, missing, noon, over):
    appeal(team, missing, noon)
    later = noon + timedelta(hours=2)
    over(team, missing, later)
    (notice,) = told(team.inspector, later, "appeal_down")
    assert "Take the appeal down" in notice.text
    with entered(actor=team.inspector, at=later):
        assert Task.objects.get(kind="take_appeal_down").state == "open"


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_where_another_force_is_affected_both_decide_in_whatever_order(
    team, missing, chief, make_actor, noon, first
):
    theirs = make_actor("superintendent", agency="Southfell Police")
    with pytest.raises(NoSuchForce):
        ask(team, missing, noon, second_force=team.force.pk)
    with pytest.raises(NoSuchForce):
        ask(team, missing, noon, second_force=team.council.pk)
    alert = ask(team, missing, noon, second_force=theirs.agency_id)
    with entered(actor=theirs, at=noon):
        assert Child.objects.filter(pk=team.child_id).exists()
    assert told(theirs, noon, "rescue_alert")
    ours = {"actor": chief, "alert_id": alert, "launch": True, "because": "Yes.", "at": noon}
    other = {"actor": theirs, "alert_id": alert, "agreed": True, "because": "Yes.", "at": noon}
    if first == "ours":
        assert decide_rescue_alert(**ours) == "agreed"
        assert answer_rescue_alert(**other) == "launched"
    else:
        assert answer_rescue_alert(**other) == "asked"
        assert decide_rescue_alert(**ours) == "launched"
    with pytest.raises(AlreadyDecided):
        answer_rescue_alert(**other)


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_where_the_other_force_says_no_it_does_not_go_out(
    team, missing, chief, make_actor, noon, first
):
    theirs = make_actor("superintendent", agency="Southfell Police")
    alert = ask(team, missing, noon, second_force=theirs.agency_id)
    ours = {"actor": chief, "alert_id": alert, "launch": True, "because": "Yes.", "at": noon}
    other = {"actor": theirs, "alert_id": alert, "agreed": False, "because": "No.", "at": noon}
    if first == "ours":
        decide_rescue_alert(**ours)
        assert answer_rescue_alert(**other) == "declined"
    else:
        answer_rescue_alert(**other)
        assert decide_rescue_alert(**ours) == "declined"


def test_nobody_deciding_rings_again_and_again_at_the_force_that_is_silent(
    team, missing, chief, make_actor, noon
):
    theirs = make_actor("superintendent", agency="Southfell Police")
    alert = ask(team, missing, noon, second_force=theirs.agency_id)
    decide_rescue_alert(actor=chief, alert_id=alert, launch=True, because="Yes.", at=noon)
    late = noon + timedelta(minutes=16)
    fire(at=late)
    assert len(told(theirs, late, "alert_silent")) == 1
    assert told(chief, late, "alert_silent") == []
    later = late + timedelta(minutes=16)
    fire(at=later)
    assert len(told(theirs, later, "alert_silent")) == 2


def test_the_database_refuses_an_alert_that_one_force_alone_launched(
    team, missing, chief, make_actor, noon
):
    theirs = make_actor("superintendent", agency="Southfell Police")
    ask(team, missing, noon, second_force=theirs.agency_id)
    by = {"decided_by_id": chief.member_id, "decided_at": noon, "because": "x"}
    with entered(actor=chief, at=noon):
        for wrong in (
            {"state": "launched", "launched_at": noon, **by}, {"state": "launched", **by},
            {"state": "declined"}, {"state": "ended"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                RescueAlert.objects.update(**wrong)


def test_no_other_force_and_no_outsider_has_a_part_in_an_alert(
    team, missing, make_actor, outsider, noon
):
    elsewhere = make_actor("superintendent", agency="Farfell Police")
    alert = ask(team, missing, noon)
    for wrong in (
        lambda: ask(team, missing, noon, actor=elsewhere),
        lambda: decide_rescue_alert(
            actor=elsewhere, alert_id=alert, launch=True, because="x", at=noon
        ),
        lambda: answer_rescue_alert(
            actor=elsewhere, alert_id=alert, agreed=True, because="x", at=noon
        ),
        lambda: end_rescue_alert(actor=elsewhere, alert_id=alert, because="x", at=noon),
        lambda: answer_rescue_alert(
            actor=team.make_actor("superintendent"), alert_id=alert, agreed=True, because="x",
            at=noon,
        ),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            wrong()
    with entered(actor=outsider, at=noon):
        assert not RescueAlert.objects.exists()
