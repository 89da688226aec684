"""Adults, community reports, meetings and operations have times of their own, and are erased as such."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.journeys.adults_cast import GRADE, Beat
from tests.journeys.sharing_cast import member_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.governance import retention_page
from whereabouts.journeys import retain_records as retaining
from whereabouts.journeys.call_meeting import call_panel, invite_to_meeting, put_child_on_agenda
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide_in_meeting import (
    agree_action,
    close_meeting,
    decide_on_child,
    note_presence,
)
from whereabouts.journeys.keep_adult import add_trace, end_adult_entry, know_of_adult
from whereabouts.journeys.own_together import settle_meeting_action, take_on_meeting_action
from whereabouts.journeys.release_adult import release_adult
from whereabouts.journeys.run_operation import close_operation, join_operation, open_operation
from whereabouts.journeys.tell_of_worry import (
    Worry,
    close_worry,
    link_worry,
    look_into_worry,
    note_outcome,
    tell_by_phone,
)
from whereabouts.practice.adults.models import Operation, OperationMember, RegisterEntry, Release
from whereabouts.practice.adults.models import Trace as TraceRow
from whereabouts.practice.community.models import CommunityReport, ReportLink, ReportOutcome
from whereabouts.practice.governance import rules
from whereabouts.practice.meetings.models import Action, Invitation, Item, Meeting
from whereabouts.records.people.models import Adult, AdultIntelligence, AdultLink

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = 365 * DAY + timedelta(hours=6)
BIN = 90 * DAY
GONE = "(erased)"


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


@pytest.fixture
def officer(make_actor):
    return make_actor("information_governance")


@pytest.fixture
def second(officer, noon):
    member = enrol(
        agency=Agency.objects.get(pk=officer.agency_id), username="second-officer",
        display_name="Sol Second", roles=("information_governance",), at=noon - 900 * DAY,
    )  # fmt: skip
    return actor_of(member=member, at=noon)


@pytest.fixture
def once_known(beat):
    """Return a maker of adults of whom nothing was heard for so many years, off the register."""

    def make(years=10.1, name="Rex Madeup", **more):
        then = beat.noon - years * YEAR
        adult = beat.enter(name=name, at=then, **more)
        for value in ("ZZ11 ZZZ", "ZZ22 ZZZ"):
            add_trace(
                actor=beat.response_officer, adult_id=adult, kind="vehicle", value=value,
                source="made up", grading=GRADE, words="By the arcade.", at=then,
            )  # fmt: skip
        know_of_adult(
            actor=beat.response_officer, adult_id=adult, text="Rex gives lifts.", source="made up",
            grading=GRADE, at=then,
        )  # fmt: skip
        end_adult_entry(
            actor=beat.duty_inspector, adult_id=adult, kind="no_risk", words="Moved away.",
            at=then + DAY,
        )  # fmt: skip
        return adult

    return make


@pytest.fixture
def run(officer, noon):
    """Return a maker of a run about a subject, as its page shows it."""

    def make(subject, at=noon):
        retaining.run_retention(actor=officer, subject=subject, at=at)
        return retention_page(actor=officer, at=at).runs[0]

    return make


@pytest.fixture
def binned(run, second, noon):
    """Return a maker of a run that a second person agreed to; it returns the run as it stands."""

    def make(subject, at=noon):
        key = run(subject, at).key
        retaining.decide_retention(
            actor=second, run_id=key, agreed=True, because="Read over.", at=at
        )
        return key

    return make


def counted(found):
    return (found.found, found.held, found.named)


def adults(beat, at):
    with entered(actor=beat.duty_inspector, at=at):
        return sorted(Adult.objects.values_list("name", flat=True))


# --- adults ----------------------------------------------------------------------------------------


def test_an_adult_of_whom_nothing_was_heard_for_ten_years_has_reached_their_time(
    beat, once_known, run, noon
):
    once_known()
    once_known(9, name="Lately Known")
    heard = once_known(name="Heard Again")
    know_of_adult(
        actor=beat.response_officer, adult_id=heard, text="Seen by the school.", source="made up",
        grading=GRADE, at=noon - 2 * YEAR,
    )  # fmt: skip
    found = run("adults")
    assert counted(found) == (1, 0, 1)
    assert (found.subject, found.of) == ("Adults who may pose a risk", 3)
    assert adults(beat, noon) == ["Heard Again", "Lately Known", "Rex Madeup"]  # a dry run


def test_whoever_a_court_registered_is_kept_until_their_hundredth_birthday(beat, once_known, run):
    once_known(name="Registered Young", born_on=date(1970, 1, 1), registered_sex_offender=True)
    once_known(name="Registered Undated", registered_sex_offender=True)
    once_known(name="Registered Old", born_on=date(1920, 1, 1), registered_sex_offender=True)
    assert counted(run("adults")) == (1, 0, 1)


def test_an_adult_is_held_back_while_worked_with_or_a_linked_child_is_missing(
    beat, once_known, run, take_report, noon
):
    then = noon - 10.1 * YEAR
    beat.enter(name="On The Register", at=then)
    warned, child = once_known(name="Warned Away"), beat.child()
    with_missing, missing = once_known(name="With A Missing Child"), beat.child(name="Tess Away")
    joined = once_known(name="Of An Operation")
    for adult, of in ((warned, child), (with_missing, missing)):
        beat.link(adult, of, at=then, others="no", others_words="Asked.")
    beat.draft(warned, child, at=then)
    operation = open_operation(
        actor=beat.missing_coordinator, name="Long", purpose="Them.", at=then
    )
    join_operation(
        actor=beat.missing_coordinator, operation_id=operation, adult_id=joined, because="Seen.",
        at=then,
    )  # fmt: skip
    take_report(child=missing)
    assert counted(run("adults")) == (4, 4, 0)


def test_agreed_to_by_another_everything_personal_is_emptied_and_undone_it_is_as_it_was(
    beat, once_known, binned, officer, noon
):
    then = noon - 10.1 * YEAR
    adult, child = once_known(description="A scar."), beat.child()
    beat.link(adult, child, at=then, detail="In his car.")
    home = beat.make_actor("home_worker").agency_id
    release_adult(
        actor=beat.duty_inspector, adult_id=adult, to_agency=home, parts=["name"], at=then,
        grading=GRADE, because="Waits at the gate.", expires_at=then + 7 * DAY,
    )  # fmt: skip
    key = binned("adults")
    with entered(actor=beat.duty_inspector, at=noon):
        row = Adult.objects.get(pk=adult)
        assert (row.name, row.description, row.born_on) == (GONE, GONE, None)
        assert AdultIntelligence.objects.get(adult=adult).text == GONE
        assert {one.words for one in TraceRow.objects.filter(adult=adult)} == {GONE}
        assert RegisterEntry.objects.get(adult=adult).because == GONE
        let_go = Release.objects.get(adult=adult)
        assert (let_go.name, let_go.because) == (GONE, GONE)
        # What the child's own record says of a link is the child's, with the child's time.
        assert AdultLink.objects.get(adult=adult).detail == "In his car."
        with connection.cursor() as cursor:
            for table in ("people_adult", "adults_trace", "adults_release", "adults_registerentry"):
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ~* 'rex|zz11|arcade'")
                assert cursor.fetchone() == (0,), table
    assert (
        retaining.undo_retention(
            actor=officer, run_id=key, because="He is back.", at=noon + 89 * DAY
        )
        == retention_page(actor=officer, at=noon).runs[0].rows
    )
    with entered(actor=beat.duty_inspector, at=noon):
        row = Adult.objects.get(pk=adult)
        assert (row.name, row.description) == ("Rex Madeup", "A scar.")
        assert {one.key for one in TraceRow.objects.filter(adult=adult)} == {"zz11zzz", "zz22zzz"}
        assert Release.objects.get(adult=adult).name == "Rex Madeup"


def test_after_ninety_days_the_adult_is_erased_for_good_and_not_named_again(
    beat, once_known, binned, run, officer, noon
):
    adult = once_known()
    key = binned("adults")
    over = noon + BIN
    fire(at=over, most=2000)
    assert retention_page(actor=officer, at=over).runs[0].state_key == "erased"
    with pytest.raises(retaining.NothingToUndo):
        retaining.undo_retention(actor=officer, run_id=key, because="Late.", at=over)
    with entered(actor=beat.duty_inspector, at=over):
        kept = AuditEntry.objects.filter(subject=f"adult:{adult}")
        assert kept.exists()
        assert not kept.filter(payload__isnull=False).exists()
    assert counted(run("adults", over)) == (0, 0, 0)


def test_who_runs_it_and_who_agrees_see_no_adult(beat, once_known, binned, officer, second, noon):
    once_known()
    binned("adults")
    for who in (officer, second):
        with entered(actor=who, at=noon):
            assert not visible(Adult).exists()
            assert not Adult.objects.exists()
        page = retention_page(actor=who, at=noon)
        assert "Madeup" not in str(page)


def test_what_another_force_keeps_stays_and_its_runs_name_nobody_of_ours(
    beat, once_known, binned, make_agency, make_actor, noon
):
    once_known()
    stranger = member_of(
        make_agency, noon, "Eastmoor Police", "police_force", "information_governance"
    )
    retaining.run_retention(actor=stranger, subject="adults", at=noon)
    assert counted(retention_page(actor=stranger, at=noon).runs[0]) == (0, 0, 0)
    far = Beat(make_actor=make_actor, noon=noon, agency="Southfell Police")
    theirs = far.enter(name="Known Elsewhere", at=noon - 10.1 * YEAR)
    key = binned("adults")
    with entered(actor=far.duty_inspector, at=noon):
        assert Adult.objects.get(pk=theirs).name == "Known Elsewhere"
    for act in (retaining.undo_retention, retaining.decide_retention):
        more = {} if act is retaining.undo_retention else {"agreed": True}
        with pytest.raises(NotVisible):
            act(actor=stranger, run_id=key, because="x", at=noon, **more)


# --- reports, meetings, operations -----------------------------------------------------------------


def reported(beat, then, **more):
    reference = tell_by_phone(
        actor=beat.missing_coordinator, at=then,
        worry=Worry(
            source="hotel", place="Uncommon Inn", words="A girl and a man, Uncommon.",
            reporter_name="Night Uncommon", of_adult="Uncommon, forty", **more,
        ),
    )  # fmt: skip
    with entered(actor=beat.missing_coordinator, at=then):
        return CommunityReport.objects.get(reference=reference)


@pytest.fixture
def closed_report(beat):
    """Return a maker of reports that were looked into, had an outcome, and were closed."""

    def make(years=7, adult=None, child=None):
        then = beat.noon - years * YEAR
        report = reported(beat, then)
        by = {"actor": beat.missing_coordinator, "report_id": report.pk, "at": then}
        look_into_worry(**by)
        for named in ({"adult_id": adult}, {"child_id": child}):
            if all(named.values()):
                link_worry(because="Fits, Uncommon.", **named, **by)
        note_outcome(kind="attended", words="Uncommon seen.", **by)
        close_worry(words="Uncommon: nothing more.", **by)
        return report.pk

    return make


def test_a_community_report_is_emptied_six_years_after_it_was_closed(
    beat, closed_report, run, officer, second, noon
):
    then = noon - 7 * YEAR
    adult = beat.enter(name="Once Entered", at=then)
    end_adult_entry(
        actor=beat.duty_inspector, adult_id=adult, kind="no_risk", words="Gone.", at=then
    )
    old = closed_report(adult=adult)
    closed_report(5)
    reported(beat, noon - 8 * YEAR)  # nobody closed it
    assert counted(run("community")) == (1, 0, 1)
    key = retention_page(actor=officer, at=noon).runs[0].key
    retaining.decide_retention(actor=second, run_id=key, agreed=True, because="Read.", at=noon)
    with entered(actor=beat.missing_coordinator, at=noon):
        row = CommunityReport.objects.get(pk=old)
        assert (row.place, row.words, row.reporter_name, row.source) == (GONE, GONE, GONE, "hotel")
        assert ReportOutcome.objects.get(report=old).words == GONE
        # Why it is about an adult is the adult's, and goes with the adult.
        assert ReportLink.objects.get(report=old).because == "Fits, Uncommon."
    retaining.undo_retention(actor=officer, run_id=key, because="Wrong rule.", at=noon)
    with entered(actor=beat.missing_coordinator, at=noon):
        assert CommunityReport.objects.get(pk=old).place == "Uncommon Inn"


def test_a_report_of_an_adult_on_the_register_or_of_a_missing_child_is_held_back(
    beat, closed_report, take_report, run, noon
):
    adult, child = beat.enter(at=noon - 7 * YEAR), beat.child()
    closed_report(adult=adult)
    closed_report(child=child.pk)
    take_report(child=child)
    assert counted(run("community")) == (2, 2, 0)


def test_a_meetings_own_words_are_emptied_and_what_was_decided_on_the_child_is_not(
    beat, make_agency, binned, run, officer, second, noon
):
    then = noon - 7 * YEAR
    council = member_of(make_agency, noon, "Aldermere Council", "authority", "social_worker")
    child = beat.child()
    member = enrol(
        agency=Agency.objects.get(pk=officer.agency_id), username="chair-of-then",
        display_name="Chris Chairly", roles=("superintendent",), at=then - DAY, rank="superintendent",
    )  # fmt: skip
    chair = actor_of(member=member, at=then)
    meeting = call_panel(
        actor=beat.missing_coordinator, held_at=then, chair=chair.member_id, place="Room Uncommon",
        at=then,
    )  # fmt: skip
    invite_to_meeting(
        actor=beat.missing_coordinator, meeting_id=meeting, agencies=[council.agency_id], at=then
    )
    item = put_child_on_agenda(
        actor=beat.missing_coordinator, meeting_id=meeting, child_id=child.pk, at=then
    )
    note_presence(
        actor=chair, meeting_id=meeting, agency=council.agency_id, presence="attended",
        who="Ms Uncommon", at=then,
    )  # fmt: skip
    action = agree_action(
        actor=chair, item_id=item, what="See her each week", agency=chair.agency_id,
        who="PC Example", due_on=(then + 9 * DAY).date(), at=then,
    )  # fmt: skip
    decide_on_child(actor=chair, item_id=item, decision="She is seen each week.", at=then)
    close_meeting(actor=chair, meeting_id=meeting, at=then)
    assert counted(run("meetings")) == (1, 1, 0)  # an action of it is not settled
    owner = beat.missing_coordinator
    take_on_meeting_action(actor=owner, action_id=action, at=then + DAY)
    settle_meeting_action(
        actor=owner, action_id=action, done=True, result="Seen.", at=then + 2 * DAY
    )
    retaining.decide_retention(
        actor=second, agreed=False, because="First the action.", at=noon,
        run_id=retention_page(actor=officer, at=noon).runs[0].key,
    )  # fmt: skip
    binned("meetings", noon + DAY)
    with entered(actor=chair, at=noon):
        assert Meeting.objects.get(pk=meeting).place == GONE
        assert Invitation.objects.get(agency=council.agency_id).who == GONE
        assert Item.objects.get(pk=item).outcome == "acts"
        assert Action.objects.get(pk=action).what == "See her each week"


def test_an_operation_is_emptied_ten_years_after_it_was_closed_and_who_was_joined_is_not(
    beat, binned, run, noon
):
    then, child = noon - 10.1 * YEAR, beat.child()
    by = {"actor": beat.missing_coordinator, "at": then}
    made = open_operation(name="Long Ago", purpose="Three Uncommon girls.", **by)
    join_operation(operation_id=made, child_id=child.pk, because="Seen together.", **by)
    open_operation(name="Open Still", purpose="Others.", **by)
    close_operation(operation_id=made, words="Uncommon convicted.", **by)
    binned("operations")
    with entered(actor=beat.duty_inspector, at=noon):
        row = Operation.objects.get(pk=made)
        assert (row.purpose, row.outcome_words, row.name) == (GONE, GONE, "Long Ago")
        assert OperationMember.objects.get().because == "Seen together."
    assert counted(run("operations", noon + DAY)) == (0, 0, 0)


# --- by two people, within a cap, each by itself ---------------------------------------------------


def test_a_run_above_its_cap_is_refused_whole_and_one_waits_for_each_subject(
    once_known, run, officer, second, noon, monkeypatch
):
    once_known()
    once_known(name="Second Madeup")
    rule = rules.retention_for(agency_kind="police_force", on=noon.date(), subject="adults")
    low = rules.Rule(**{**rule.__dict__, "cap": 1})
    with monkeypatch.context() as patched:
        patched.setattr(rules, "_kept", lambda: (low,))
        with pytest.raises(retaining.AboveTheCap):
            retaining.run_retention(actor=officer, subject="adults", at=noon)
    assert retention_page(actor=officer, at=noon).runs == ()
    key = run("adults").key
    with pytest.raises(retaining.AlreadyAnswered):
        run("adults")
    run("community")
    run("children")
    with pytest.raises(retaining.AnotherDecides):
        retaining.decide_retention(actor=officer, run_id=key, agreed=True, because="Mine.", at=noon)


def test_who_does_not_govern_may_not_and_an_authority_has_no_adults_to_run(
    beat, outsider, make_agency, noon
):
    for who in (beat.duty_inspector, beat.offender_manager, outsider):
        with pytest.raises(NotPermitted):
            retaining.run_retention(actor=who, subject="adults", at=noon)
    council = member_of(
        make_agency, noon, "Aldermere Council", "authority", "information_governance"
    )
    with pytest.raises(retaining.NoRule):
        retaining.run_retention(actor=council, subject="adults", at=noon)
    retaining.run_retention(actor=council, subject="meetings", at=noon)
    assert [one.subject for one in retention_page(actor=council, at=noon).kept] == [
        "children", "meetings",
    ]  # fmt: skip
