"""Every timer of the table: its length is the pack's, and its trigger sets it, once."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.adults_cast import Beat
from tests.journeys.returning_cast import Night
from whereabouts.engines.deadlines import bank_holiday_source, length_of
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.answer_referral import answer_referral
from whereabouts.journeys.clock import fire
from whereabouts.journeys.note_placement_notice import note_placement_notice
from whereabouts.journeys.record_data_breach import (
    BreachDecided,
    decide_data_breach,
    record_data_breach,
)
from whereabouts.journeys.record_disposition import EnquiriesUnsaid, record_disposition
from whereabouts.journeys.use_police_protection import (
    end_police_protection,
    use_police_protection,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.models import Action
from whereabouts.practice.risk import clocks, packs
from whereabouts.practice.risk.clocks import Standing, owed_by_clocks
from whereabouts.records.episodes.models import Episode

TABLE = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "cases" / "timers.toml").read_text(encoding="utf-8")
)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
HIGH = {"trafficking_concern": True, "suicide_concern": True}

db = pytest.mark.django_db


def task_of(night, kind, role="duty_inspector"):
    with entered(actor=getattr(night, role), at=night.at):
        return Task.objects.get(episode__reference=night.reference, kind=kind)


def notices(night, kind, role="duty_inspector", at=None):
    with entered(actor=getattr(night, role), at=at or night.at):
        found = Message.objects.filter(kind=kind)
        return sorted(found.values_list("to_role", flat=True))


def stand_at(night, level):
    """Let the episode stand at a level, as if a person had decided it."""
    with entered(actor=night.duty_inspector, at=night.at):
        Episode.objects.filter(reference=night.reference).update(level=level, decided=True)


def timer_of(task):
    return Timer.objects.get(subject=f"task:{task.pk}")


@pytest.fixture
def begin(make_actor, make_agency, noon):
    """Return a maker of a night with its report taken."""

    def make(*, policed=True, **told):
        night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon, policed=policed)
        night.report(**told)
        return night

    return make


def in_care(night, make_agency, **more):
    """Let the child live in a children's home of the authority."""
    home = make_agency("Fern House", "home")
    with entered(actor=night.duty_inspector, at=night.at):
        child = Episode.objects.get(reference=night.reference).child_id
    given = {
        "living_at": "childrens_home", "started_on": night.at.date() - timedelta(days=30),
        "home": home.pk, "responsible_authority": night.authority.pk, "looked_after": True,
    }  # fmt: skip
    add_placement(actor=night.missing_coordinator, child_id=child, at=night.at, **{**given, **more})
    return child


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_row_is_in_the_packs_and_tried_here_or_says_why_not(key):
    row = TABLE[key]
    if "later" in row:
        assert row["later"]
        assert "pack" not in row
        return
    assert f"test_{row['tried']}" in {name.partition("__")[0] for name in globals()}
    for day in ("2016-06-01", "2026-06-01"):
        pack = packs.in_force(at=date.fromisoformat(day))
        named = {one.key: one for one in pack.deadlines}
        named |= {one.kind: one for one in pack.tasks if one.kind not in named}
        named |= {kind: one for kind, one in pack.obligations.items() if kind not in named}
        for name, (length, unit) in row["pack"].items():
            assert (named[name].length, named[name].unit) == (length, unit), name
            assert named[name].source, name


@db
def test_pnc_entry(begin, noon):
    night = begin(last_seen_at=noon - 2 * HOUR)
    task = task_of(night, "pnc_entry")
    assert (task.to_role, task.due_at) == ("call_handler", noon + 46 * HOUR)
    assert timer_of(task).due_at == noon + 46 * HOUR


@db
def test_ukmpu_notify(begin, noon):
    night = begin()
    task = task_of(night, "ukmpu_notify")
    assert (task.to_role, task.due_at) == ("missing_coordinator", noon + 72 * HOUR)
    night.found()
    night.back()
    assert task_of(night, "ukmpu_notify").state == "not_done"
    assert timer_of(task).state == "stood_down"


@db
def test_ukmpu_notify_high(begin, noon):
    night = begin(facts=HIGH)
    task = task_of(night, "ukmpu_notify_high")
    assert (task.to_role, task.due_at) == ("missing_coordinator", noon + HOUR)


@db
def test_ukmpu_notify_high__is_not_asked_below_high(begin):
    with pytest.raises(Task.DoesNotExist):
        task_of(begin(), "ukmpu_notify_high")


@db
def test_social_care_told_at_once__where_the_authority_is_known(begin):
    night = begin(facts=HIGH)
    # At noon on a Friday the day's team hears of it, in the commit of the report itself.
    with entered(actor=night.social_worker, at=night.at):
        told = Message.objects.get(kind="new_episode", to_agency=night.authority)
    assert (told.to_role, told.promised_at) == ("social_worker", night.at)
    assert told.loudness == "interrupt"
    with pytest.raises(Task.DoesNotExist):
        task_of(night, "notify_social_care")


@db
@pytest.mark.parametrize(("facts", "within"), [({}, 30), (HIGH, 15)])
def test_social_care_told_at_once__else_the_coordinator_finds_out_whom(begin, noon, facts, within):
    night = begin(policed=False, facts=facts)
    task = task_of(night, "notify_social_care")
    assert task.to_role == "missing_coordinator"
    assert task.due_at == noon + timedelta(minutes=within)


@db
def test_social_worker_contact(begin, noon):
    task = task_of(begin(), "social_worker_contact", "social_worker")
    assert (task.to_role, task.due_at) == ("social_worker", noon + HOUR)


def test_social_worker_contact__is_asked_for_at_every_level():
    pack = packs.in_force(at=date(2026, 6, 1))
    for level in ("absent", "low", "medium", "high"):
        assert "social_worker_contact" in {task.kind for task in pack.tasks_for(level=level)}


def test_inspector_endorses():
    pack = packs.in_force(at=date(2026, 6, 1))
    first = {
        limit.level: limit.to
        for limit in pack.deadlines
        if limit.key.startswith("review_first_") and limit.event == "report"
    }
    assert first["absent"] == "duty_inspector"
    assert set(first) == {"absent", "low", "medium", "high"}


@db
@pytest.mark.parametrize(("level", "hours"), [("medium", 24), ("low", 24), ("high", 1)])
def test_prevention_interview(begin, level, hours):
    night = begin()
    stand_at(night, level)
    night.found()
    night.back()
    task = task_of(night, "prevention_interview")
    with entered(actor=night.duty_inspector, at=night.at):
        back_at = Episode.objects.get(reference=night.reference).back_at
    assert task.due_at == back_at + hours * HOUR


@db
def test_return_interview(begin):
    night = begin()
    night.found()
    night.back()
    task = task_of(night, "return_interview", "social_worker")
    with entered(actor=night.duty_inspector, at=night.at):
        back_at = Episode.objects.get(reference=night.reference).back_at
    assert (task.to_role, task.due_at) == ("social_worker", back_at + 72 * HOUR)


@db
@pytest.mark.parametrize(("country", "hours"), [("england", 72), ("wales", 60)])
def test_return_interview__goes_by_the_entry_of_its_own_country(begin, monkeypatch, country, hours):
    entry = {"return_interview_wales": 60 * HOUR}  # as if a board had agreed on another length
    monkeypatch.setattr(
        clocks, "length_of", lambda *, key, at: entry.get(key) or length_of(key=key, at=at)
    )
    night = begin()
    type(night.force).objects.filter(pk=night.authority.pk).update(country=country)
    night.found()
    night.back()
    task = task_of(night, "return_interview", "social_worker")
    with entered(actor=night.duty_inspector, at=night.at):
        back_at = Episode.objects.get(reference=night.reference).back_at
    assert task.due_at == back_at + hours * HOUR


@db
@pytest.mark.parametrize("country", ["england", "wales"])
def test_referral_decision(begin, country):
    night = begin()
    type(night.force).objects.filter(pk=night.force.pk).update(country=country)
    night.found()
    night.back()
    task = task_of(night, "referral_decision")
    # Noon is on a Friday: one working day on is Monday at 17:00.
    assert task.due_at.isoformat() == "2026-11-23T17:00:00+00:00"
    assert task.clock["calendar"] == country
    assert timer_of(task).calendar == bank_holiday_source()
    assert timer_of(task_of(night, "return_interview", "social_worker")).calendar == ""


@pytest.fixture
def protected(begin):
    """A night with police protection begun."""
    night = begin()
    night.found()
    started = night.later()
    ends = use_police_protection(
        actor=night.response_officer, reference=night.reference, started_at=started, at=started,
        grounds="Found with nobody to go to.",
    )  # fmt: skip
    return night, started, ends


@db
def test_police_protection__ends_after_72_hours_with_a_task_and_three_warnings(protected):
    night, started, ends = protected
    assert ends == started + 72 * HOUR
    assert task_of(night, "police_protection_workflow").due_at == ends
    warnings = Timer.objects.filter(kind="protection_ending").order_by("due_at")
    assert [timer.due_at - started for timer in warnings] == [48 * HOUR, 66 * HOUR, 70 * HOUR]


@db
def test_police_protection__warns_inspector_and_authority_while_it_is_in_force(protected):
    night, started, _ = protected
    Timer.objects.exclude(kind="protection_ending").update(state="stood_down", settled_at=started)
    told = []
    for hours in (47.9, 48, 66, 70):
        night.at = started + hours * HOUR
        fire(at=night.at)
        told.append(
            (
                notices(night, "protection_ending"),
                notices(night, "protection_ending", "social_worker"),
            )
        )
    assert [len(one[0]) for one in told] == [0, 3, 6, 9]
    assert set(told[-1][0]) == {"duty_inspector", "out_of_hours_worker", "social_worker"}
    assert len(told[-1][1]) == 6


@db
def test_police_protection__once_ended_warns_nobody(protected):
    night, started, _ = protected
    end_police_protection(
        actor=night.duty_inspector, reference=night.reference, ended_at=started + HOUR,
        at=started + HOUR, outcome="accommodated", words="Agreed with the mother.",
    )  # fmt: skip
    Timer.objects.exclude(kind="protection_ending").update(state="stood_down", settled_at=started)
    assert fire(at=started + 71 * HOUR) == 3
    assert notices(night, "protection_ending") == []


def wales(**more):
    return Standing(**{
        "level": "absent", "country": "wales", "living_at": "childrens_home", "looked_after": True,
        "authority_known": True, **more,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "owed"),
    [
        (wales(), True),
        (wales(country="england"), False),
        (wales(looked_after=False), False),
        (wales(level="medium"), False),
    ],
)
def test_absence_in_wales__ends_for_a_looked_after_child_at_the_lowest_level(standing, owed):
    pack = packs.in_force(at=date(2026, 6, 1))
    kinds = {one.kind for one in owed_by_clocks(pack=pack, standing=standing)}
    assert ("absence_limit_wales" in kinds) is owed


@db
def test_absence_in_wales__is_six_hours_or_midnight_whichever_is_earlier(begin, make_agency, noon):
    from whereabouts.journeys.report_missing import follow_up
    from whereabouts.practice.risk.assessing import latest_assessment

    night = begin(last_seen_at=noon - HOUR)
    in_care(night, make_agency)
    type(night.force).objects.filter(pk=night.force.pk).update(country="wales")
    stand_at(night, "absent")
    clock = night.duty_inspector
    with entered(actor=clock, at=noon, changes=True):
        episode = Episode.objects.get(reference=night.reference)
        follow_up(
            episode=episode, assessment=latest_assessment(episode=episode), told=None, by=clock,
            at=noon, new=False,
        )  # fmt: skip
    task = task_of(night, "absence_limit_wales")
    assert (task.to_role, task.due_at) == ("duty_inspector", noon + 5 * HOUR)


@db
def test_serious_event_at_a_home(begin, make_agency, noon):
    night = begin()
    child = in_care(night, make_agency)
    night.at += timedelta(minutes=1)
    night.report(child=child, facts=HIGH)
    task = task_of(night, "regulation_40_notice", "home_worker")
    assert task.to_role == "home_worker"
    assert task.assigned_agency.name == "Fern House"


@db
def test_serious_event_at_a_home__is_not_asked_where_the_child_lives_elsewhere(begin):
    with pytest.raises(Task.DoesNotExist):
        task_of(begin(facts=HIGH), "regulation_40_notice")


@pytest.fixture
def placed_away(begin, make_agency, noon):
    """A child placed yesterday in a home outside the area of the authority responsible."""
    night = begin()
    host = make_agency("Farhaven Council", "authority")
    in_care(night, make_agency, host_authority=host.pk, started_on=noon.date() - timedelta(days=1))
    return night


@db
def test_placement_out_of_area(placed_away, noon):
    night = placed_away
    timer = Timer.objects.get(kind="placement_notice")
    assert timer.owner_agency == night.authority
    # Placed on a Thursday: five working days on is the Thursday after, at 17:00.
    assert timer.due_at.isoformat() == "2026-11-26T17:00:00+00:00"
    assert timer.calendar == bank_holiday_source()
    fire(at=timer.due_at, most=1000)
    assert notices(night, "placement_notice", "social_worker") == ["social_worker"]


@db
def test_admission_to_a_home(placed_away, make_agency):
    in_care(placed_away, make_agency, started_on=placed_away.at.date())
    timer = Timer.objects.get(kind="admission_notice")
    assert timer.owner_agency.name == "Fern House"
    assert timer.due_at.isoformat() == "2026-11-21T00:00:00+00:00"
    fire(at=timer.due_at, most=1000)
    assert notices(placed_away, "admission_notice", "home_worker") == ["home_worker"]


@db
def test_placement_out_of_area__once_noted_rings_nobody(placed_away, outsider):
    night = placed_away
    timer = Timer.objects.get(kind="placement_notice")
    placement = timer.subject.partition(":")[2]
    given = {"placement_id": placement, "to_whom": "Farhaven Council", "at": night.at}
    with pytest.raises(NotVisible):
        note_placement_notice(actor=outsider, **given)
    with pytest.raises(NotPermitted):
        note_placement_notice(actor=night.call_handler, **given)
    note_placement_notice(actor=night.social_worker, **given)
    fire(at=timer.due_at, most=1000)
    assert notices(night, "placement_notice", "social_worker") == []
    assert Timer.objects.get(pk=timer.pk).state == "stood_down"


@db
def test_placement_out_of_area__entered_long_after_rings_nobody(begin, make_agency, noon):
    night = begin()
    host = make_agency("Farhaven Council", "authority")
    in_care(night, make_agency, host_authority=host.pk)
    assert not Timer.objects.filter(kind__in=("placement_notice", "admission_notice")).exists()


def test_strategy_meeting_for_repeats():
    pack = packs.in_force(at=date(2026, 6, 1))
    owing = {
        rule.id
        for rule in pack.rules
        for clause in rule.clauses
        if "strategy_meeting_request" in clause.owes
    }
    assert "RF10" in owing


@db
def test_assessment_after_a_referral(begin, noon):
    """Accepted, it has 45 working days from the referral: two bank holidays lie between."""
    night = begin()
    night.found()
    night.back()
    referral = night.sent_referral()
    answer_referral(
        actor=night.social_worker, referral_id=referral, answer="accepted", at=night.later()
    )
    timer = Timer.objects.get(subject=f"referral:{referral}", state="waiting")
    assert (timer.kind, timer.calendar) == ("referral_unanswered", bank_holiday_source())
    decided_on = noon.date()
    days = [decided_on + timedelta(days=one) for one in range(1, 120)]
    closed = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    working = [day for day in days if day.weekday() < 5 and day not in closed]
    assert timer.due_at.date() == working[44]
    fire(at=timer.due_at - timedelta(seconds=1))
    assert notices(night, "referral_unanswered", role="missing_coordinator") == []
    fire(at=timer.due_at)
    assert notices(night, "referral_unanswered", role="missing_coordinator")


@db
def test_conference_after_enquiries(begin, noon):
    """Enquiries are made: the conference has 15 working days from the discussion."""
    night = begin()
    night.found(already_there=True)
    night.prevention(harms={"held": "disclosed"})
    task = task_of(night, "strategy_discussion")
    given = {"actor": night.social_worker, "task_id": task.pk, "words": "By telephone, with all."}
    with pytest.raises(EnquiriesUnsaid):
        record_disposition(at=night.later(), **given)
    record_disposition(enquiries="yes", at=night.later(), **given)
    with entered(actor=night.social_worker, at=night.at):
        action = Action.objects.get()
    assert (action.because, action.first_agency_id) == ("conference", night.authority.pk)
    assert action.due_on == date(2026, 12, 11)  # Friday the 20th of November and 15 working days
    timer = Timer.objects.get(subject=f"meeting_action:{action.pk}", kind="meeting_action_due")
    assert (timer.due_at, action.calendar) == (action.due_at, bank_holiday_source())
    fire(at=timer.due_at - timedelta(seconds=1), most=1000)
    assert notices(night, "meeting_action_due", "social_worker") == []
    fire(at=timer.due_at, most=1000)
    assert notices(night, "meeting_action_due", "social_worker") == ["social_worker"]


@db
@pytest.mark.parametrize("more", [{"enquiries": "no"}, {"not_done_code": "done_by_other_agency"}])
def test_conference_after_enquiries__is_not_asked_where_none_are_made(begin, more):
    night = begin()
    night.found(already_there=True)
    night.prevention(harms={"held": "disclosed"})
    record_disposition(
        actor=night.social_worker, task_id=task_of(night, "strategy_discussion").pk,
        words="Told elsewhere already.", at=night.later(), **more,
    )  # fmt: skip
    with entered(actor=night.social_worker, at=night.at):
        assert not Action.objects.exists()


@db
def test_warning_notice_is_reviewed(make_actor, make_agency, noon):
    """Served, it is looked at within 28 days; an episode has its holder visited at once."""
    beat = Beat(make_actor=make_actor, noon=noon)
    notice = beat.served(beat.enter(), beat.child())
    timer = Timer.objects.get(kind="warning_notice_review")
    assert (timer.subject, timer.due_at) == (f"warning_notice:{notice}", noon + 28 * 24 * HOUR)
    fire(at=timer.due_at - timedelta(seconds=1), most=1000)
    assert notices(beat, "warning_notice_review", at=timer.due_at) == []
    fire(at=timer.due_at, most=1000)
    assert "offender_manager" in notices(beat, "warning_notice_review", at=timer.due_at)


@db
def test_data_breach(make_actor, make_agency, noon):
    """From when the agency knew: a warning with a day left, the end at 72 hours, then each day."""
    officer = make_actor("information_governance")
    known_at = noon - 10 * HOUR
    breach = record_data_breach(
        actor=officer, kind="sent", words="A letter went next door.", known_at=known_at, at=noon
    )
    subject = f"data_breach:{breach}"
    clocks = dict(Timer.objects.filter(subject=subject).values_list("kind", "due_at"))
    ends = known_at + 72 * HOUR
    assert clocks == {"data_breach_soon": ends - 24 * HOUR, "data_breach_due": ends}

    def told(kind, at):
        fire(at=at, most=1000)
        with entered(actor=officer, at=at):
            return Message.objects.filter(kind=kind).count()

    assert told("data_breach_soon", ends - 24 * HOUR - SECOND) == 0
    assert told("data_breach_soon", ends - 24 * HOUR) == 1
    assert told("data_breach_due", ends - SECOND) == 0
    assert told("data_breach_due", ends) == 1
    assert told("data_breach_due", ends + 24 * HOUR) == 2
    decide_data_breach(
        actor=officer, breach_id=breach, at=ends + 25 * HOUR,
        decided=BreachDecided(told=False, because="It came back unopened.", people="told"),
    )  # fmt: skip
    assert told("data_breach_due", ends + 240 * HOUR) == 2
