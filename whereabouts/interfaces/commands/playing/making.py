"""Making what the record held before the report: real rows, through the records' own actions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.interfaces.commands.carried_over import carry_over
from whereabouts.interfaces.commands.playing import codes
from whereabouts.interfaces.commands.playing.cast import Cast
from whereabouts.interfaces.commands.playing.codes import Known, Meaning
from whereabouts.interfaces.commands.playing.reading import Case
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.risk import actions as risk
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.placements import actions as placements
from whereabouts.records.reports import actions as reports

BEFORE_EVERYTHING = timedelta(days=800)
FLAGGED = timedelta(days=60)
PLANNED = timedelta(days=30)
KNOWN = timedelta(days=50)
REVIEW = timedelta(days=60)
LOOKED_AFTER_SINCE = 365
AWAY = timedelta(hours=6)
FIRST_ACTIONS = (
    {"title": "Go to the places that the plan names", "to_role": "response_officer"},
    {"title": "Ring whoever the plan says the child trusts", "to_role": "call_handler"},
)


@dataclass(frozen=True, kw_only=True)
class Before:
    """What was made: the child, and the adults who will be named at the report, and later."""

    child: Child
    named: tuple[tuple[Known, Adult], ...]
    named_later: tuple[tuple[Known, Adult], ...] = ()


def make(*, case: Case, cast: Cast, reported_at: datetime) -> Before:
    """Make the child of a case and all that the record held of them before the report."""
    coordinator = cast.actor("missing_coordinator", at=reported_at)
    start = reported_at - BEFORE_EVERYTHING
    with entered(actor=coordinator, at=start):
        child = people.create_child(
            by=coordinator,
            at=start,
            names=[{"given": "Casey", "family": f"Sampleton {case.id}"[:60]}],
            born_text=_born(age=case.age, on=reported_at.date()).isoformat(),
            sex=case.sex,
            source="made up",
        )
    _addresses(case=case, cast=cast, child=child, by=coordinator, reported_at=reported_at)
    earlier = [
        carry_over(child=child, by=coordinator, reported_at=when, back_at=when + AWAY)
        for when in _earlier_times(case=case, reported_at=reported_at)
    ]
    with entered(actor=coordinator, at=reported_at - FLAGGED):
        for code in case.flags:
            for kind in codes.FLAGS[code]:
                people.raise_flag(
                    child=child,
                    kind=kind,
                    strength="confirmed",
                    source="made-up record",
                    review_on=(reported_at + REVIEW).date(),
                    by=coordinator,
                    at=reported_at - FLAGGED,
                )
    if case.plan:
        _plan(case=case, child=child, by=coordinator, at=reported_at - PLANNED)
    _signs(case=case, child=child, earlier=earlier, by=coordinator, at=reported_at - KNOWN)
    _calls(case=case, cast=cast, child=child, reported_at=reported_at)
    later = case.update.meanings if case.update else ()
    named, named_later = (
        _adults(
            meanings=meanings, label=f"{case.id}-{part}", child=child, by=coordinator,
            at=reported_at - KNOWN,
        )
        for part, meanings in ((1, case.meanings), (2, later))
    )  # fmt: skip
    return Before(child=child, named=named, named_later=named_later)


def _born(*, age: int, on: date) -> date:
    """Return a birthday half a year ago for the age."""
    half_a_year_ago = on - timedelta(days=182)
    return half_a_year_ago.replace(year=half_a_year_ago.year - age, day=1)


def _addresses(*, case: Case, cast: Cast, child: Child, by: Actor, reported_at: datetime) -> None:
    days = codes.WINDOWS[case.window] if case.window == codes.SINCE_PLACEMENT else 0
    moved_in = reported_at - timedelta(days=days or LOOKED_AFTER_SINCE)
    with entered(actor=by, at=moved_in):
        if case.living_at == "home":
            people.add_address(
                child=child, line="1 Made-up Street, Casemere", kind="home",
                force=cast.force.pk, authority=cast.council.pk, source="made up",
                by=by, at=moved_in,
            )  # fmt: skip
        else:
            placements.start_placement(
                child=child,
                living_at=case.living_at,
                started_on=moved_in.date(),
                home=cast.home.pk if case.living_at == "childrens_home" else None,
                responsible_authority=cast.council.pk,
                host_authority=cast.council.pk,
                host_force=cast.force.pk,
                place="2 Made-up Close, Casemere",
                by=by,
                at=moved_in,
            )
        if any(meaning.family_elsewhere for meaning in case.all_meanings):
            people.add_address(
                child=child, line="3 Imaginary Road, Nextmere", kind="family",
                force=cast.next_force.pk, source="made up", by=by, at=moved_in,
            )  # fmt: skip


def _earlier_times(*, case: Case, reported_at: datetime) -> Iterator[datetime]:
    """Yield when each earlier episode was reported, the first of them first."""
    apart = 1.0 if case.prior > 30 else 2.0
    if case.window:
        apart = codes.WINDOWS[case.window] / max(case.prior, 1)
    for number in range(case.prior, 0, -1):
        yield reported_at - timedelta(days=number * apart)


def _plan(*, case: Case, child: Child, by: Actor, at: datetime) -> None:
    with entered(actor=by, at=at):
        plans.agree_plan(
            child=child,
            level=case.plan,
            category="missing",
            first_actions=FIRST_ACTIONS,
            locate_now="The places that the child has told us of.",
            because="Agreed by the people who know the child.",
            review_on=(at + REVIEW).date(),
            by=by,
            at=at,
        )


def _signs(*, case: Case, child: Child, earlier: list[Episode], by: Actor, at: datetime) -> None:
    """Put signs on an earlier record, without a flag of exploitation."""
    wanted = [fact for meaning in case.all_meanings for fact in meaning.on_record]
    if not wanted:
        return
    if not earlier:
        earlier = [carry_over(child=child, by=by, reported_at=at - AWAY, back_at=at)]
    said_at = earlier[-1].reported_at + AWAY
    with entered(actor=by, at=said_at):
        for fact in dict.fromkeys(wanted):
            risk.assert_fact(
                episode=earlier[-1],
                fact=fact,
                value=True,
                said_by="the record of an earlier episode",
                source_kind="records",
                said_at=said_at,
                by=by,
                at=said_at,
            )


def _calls(*, case: Case, cast: Cast, child: Child, reported_at: datetime) -> None:
    calls = max((meaning.calls_for_help for meaning in case.all_meanings), default=0)
    for number in range(1, calls + 1):
        at = reported_at - timedelta(days=2 * number, hours=1)
        handler = cast.actor("call_handler", at=at)
        with entered(actor=handler, at=at):
            reports.open_contact(
                by=handler, at=at, happened_at=at, child=child, relation="mother",
                caller_name="Parent Sampleton", words="Asks for help.",
            )  # fmt: skip


def _adults(
    *, meanings: Iterable[Meaning], label: str, child: Child, by: Actor, at: datetime
) -> tuple[tuple[Known, Adult], ...]:
    """Make adults with records of their own; return those whom somebody will name."""
    named = []
    with entered(actor=by, at=at):
        for number, one in enumerate((one for sense in meanings for one in sense.known), start=1):
            adult = people.create_adult(
                by=by,
                at=at,
                name=f"Adult Inventor {label}-{number}",
                registered_sex_offender=one.registered_sex_offender,
            )
            people.add_intelligence(
                adult=adult, text="Concern about children, and about drugs.", about="children",
                source="made-up intelligence", known_at=at, by=by, at=at,
            )  # fmt: skip
            if one.linked:
                people.link_adult(
                    child=child, adult=adult, kind=one.linked, source="made-up record",
                    by=by, at=at,
                )  # fmt: skip
            if one.named:
                named.append((one, adult))
    return tuple(named)
