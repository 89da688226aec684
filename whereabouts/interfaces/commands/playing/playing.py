"""Playing one case: what was on record, the report, the decision, what was learnt, the return."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.interfaces.commands.playing import codes, deciding, observing
from whereabouts.interfaces.commands.playing.cast import Cast, cast
from whereabouts.interfaces.commands.playing.judging import Played
from whereabouts.interfaces.commands.playing.making import Before, make
from whereabouts.interfaces.commands.playing.reading import Case
from whereabouts.interfaces.commands.playing.returning import come_back, try_to_finish
from whereabouts.interfaces.commands.playing.steps import Refused, Step, Steps
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.close_contact import ClosureRefused, close_contact
from whereabouts.journeys.name_adult import name_adult
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.told import AdultNamed
from whereabouts.records.reports import actions as reports

LONDON = ZoneInfo("Europe/London")
BY_DAY, AT_NIGHT = time(14, 0), time(23, 10)
DAYS_AGO = timedelta(days=8)
REPORTER = "Parent Sampleton"
BACK_AFTER_HOURS = 6.0
MINUTES = timedelta(minutes=1)
NOTHING_TO_IT = "Nothing was recorded and nothing was done: the log was closed."


def play_all(
    *, cases: list[Case], at: datetime, tell: Callable[[int, int], None] = lambda done, of: None
) -> list[Played]:
    """Play every case on the database, each with people of its own, and return what came of it.

    `tell` hears before each case how many are played, of how many.
    """
    players = cast(at=at)
    played = []
    for number, case in enumerate(cases):
        tell(number, len(cases))
        played.append(play(case=case, players=players, at=at))
    return played


def play(*, case: Case, players: Cast, at: datetime) -> Played:
    """Play a case as it would have happened some days before a moment."""
    reported_at = report_time(late=case.late, at=at)
    before = make(case=case, cast=players, reported_at=reported_at)
    steps = Steps()
    if case.category == codes.CLOSED_WITHOUT_RECORD:
        steps.add(_close_without_record(players=players, before=before, at=reported_at))
    now = reported_at + 5 * MINUTES
    reference = _report(case=case, players=players, before=before, reported_at=reported_at, at=now)
    first = observing.latest(cast=players, reference=reference, at=now)
    for category, level in deciding.wishes_of(case):
        step, now = deciding.try_decision(
            case=case, cast=players, reference=reference, category=category, level=level, at=now
        )
        steps.add(step)
    if any(meaning.challenge for meaning in case.all_meanings):
        now += 10 * MINUTES
        challenge_grade(
            actor=players.actor("call_handler", at=now),
            reference=reference,
            made_by_kind="carer",
            made_by_name=REPORTER,
            words="I do not agree. Somebody has to look now.",
            at=now,
        )
    later = None
    if case.update is not None:
        now += 60 * MINUTES
        _learn(case=case, players=players, before=before, reference=reference, at=now)
        later = observing.latest(cast=players, reference=reference, at=now)
        step, now = deciding.try_decision(
            case=case, cast=players, reference=reference, category="missing",
            level=case.update.level, at=now,
        )  # fmt: skip
        steps.add(step)
    found_at = max(now + 10 * MINUTES, reported_at + timedelta(hours=_hours_away(case)))
    now = come_back(case=case, cast=players, reference=reference, found_at=found_at)
    if case.tag == "FAIL" and not case.level and case.category in ("", "missing"):
        steps.add(try_to_finish(cast=players, reference=reference, at=now))
    floors = [
        observing.safeguards_floors(facts=seen.facts, at=now)
        for seen in (first, later)
        if seen is not None
    ]
    return Played(
        case=case,
        steps=steps,
        first=first,
        later=later,
        fired=observing.every_rule_fired(cast=players, reference=reference, at=now),
        created=observing.created(cast=players, child=before.child, reference=reference, at=now),
        floors=floors,
    )


def report_time(*, late: bool, at: datetime) -> datetime:
    """Return when a case is reported: some days before a moment, by day or late at night."""
    day = (at - DAYS_AGO).astimezone(LONDON).date()
    return datetime.combine(day, AT_NIGHT if late else BY_DAY, tzinfo=LONDON)


def _hours_away(case: Case) -> float:
    days = max((meaning.found_after_days for meaning in case.all_meanings), default=0)
    if days:
        return 24.0 * days
    return (case.update.found_hours if case.update else 0) or BACK_AFTER_HOURS


def _report(
    *, case: Case, players: Cast, before: Before, reported_at: datetime, at: datetime
) -> str:
    facts = {name: value for one in case.meanings for name, value in one.facts.items()}
    receipt = report_missing(
        actor=players.actor("call_handler", at=at),
        told=Told(
            idempotency_key=f"{case.id}-{uuid4()}",
            happened_at=reported_at,
            child=before.child.pk,
            living_at=case.living_at,
            reporter_name=REPORTER,
            relation=case.reporter,
            reporter_contact="01632 960999",
            last_seen_place="near where the child lives",
            facts=facts,
            words=" ".join(one.words for one in case.meanings if one.words),
            adults=_adults(case_meanings=case.meanings, named=before.named),
        ),
        at=at,
    )
    return receipt.episode


def _adults(
    *, case_meanings: tuple[codes.Meaning, ...], named: tuple[tuple[codes.Known, object], ...]
) -> tuple[AdultNamed, ...]:
    known = [
        AdultNamed(adult=adult.pk, name=adult.name, kind=one.named)  # type: ignore[attr-defined]
        for one, adult in named
    ]
    said = [
        AdultNamed(name="Somebody Inventor", kind=one.kind, fact=one.fact, detail=meaning.words)
        for meaning in case_meanings
        for one in meaning.said
    ]
    return (*known, *said)


def _learn(*, case: Case, players: Cast, before: Before, reference: str, at: datetime) -> None:
    """Tell what was learnt later: an adult named, a question answered."""
    if case.update is None:
        return
    handler = players.actor("call_handler", at=at)
    for adult in _adults(case_meanings=case.update.meanings, named=before.named_later):
        name_adult(actor=handler, reference=reference, adult=adult, said_by=REPORTER, at=at)
    for meaning in case.update.meanings:
        for fact, value in meaning.facts.items():
            answer_question(
                actor=handler, reference=reference, fact=fact, value=value, said_by=REPORTER,
                source_kind="carer", words=meaning.words, at=at,
            )  # fmt: skip


def _close_without_record(*, players: Cast, before: Before, at: datetime) -> Step:
    """Try to close the call's log with no record of it, up to a senior who signs."""
    handler = players.actor("call_handler", at=at)
    with entered(actor=handler, at=at):
        contact = reports.open_contact(
            by=handler, at=at, happened_at=at, child=before.child, channel="log",
            caller_name=REPORTER, words="The child has not come back.",
        )  # fmt: skip
    refusals = []
    for role, signed in (("call_handler", False), ("supervisor", False), ("duty_inspector", True)):
        at += MINUTES
        try:
            close_contact(
                actor=players.actor(role, at=at), contact_id=contact.pk, disposal="no_action",
                because=NOTHING_TO_IT, signed=signed, at=at,
            )  # fmt: skip
        except NotPermitted as refused:
            refusals.append(Refused(rule="B09", text=str(refused)))
        except ClosureRefused as refused:
            refusals.append(Refused(rule=refused.rule, text=str(refused)))
        else:
            return Step(
                wanted="close the log without a record", outcome="override", by=role,
                refusals=tuple(refusals),
            )  # fmt: skip
    return Step(
        wanted="close the log without a record", outcome="refused", refusals=tuple(refusals)
    )
