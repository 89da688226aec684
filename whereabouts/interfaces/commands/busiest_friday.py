"""The made-up busiest Friday: one force, one authority, one evening, through the journeys.

Worse than any real one on purpose: but for first attendances and decisions nothing is done in time,
nobody comes back, and the coordinator is at home. The same seed is the same evening.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol, open_agency
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.outbox.rules import gathered_within
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.answer_proposal import answer_proposal
from whereabouts.journeys.attend import say_arrived
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.send_somebody import send_somebody
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.practice.risk.models import Assessment

SHIFT_BEGINS = datetime(2026, 11, 20, 18, tzinfo=UTC)
SHIFT = timedelta(hours=8)
STEP = timedelta(minutes=10)
REPORTS, SEED = 44, 2016
MOST_TO_AN_INSPECTOR, MOST_TO_A_NIGHT_TEAM = 12, 6
READS_LIST_EVERY = 3  # steps
ANSWERED_AFTER = timedelta(minutes=12)
MOST_REPORTS_AT_HIGH = 9  # as bad as an evening gets, by the seeds that were counted
# Of ten reports so many come in each hour of the shift.
BUSY = (1, 2, 3, 4, 3, 2, 1, 1)
# What is said, and how often among twenty reports.
SAID: tuple[tuple[int, dict[str, Any]], ...] = (
    (2, {"self_harm": "current", "mental_health_need": True}),
    (3, {"violence_at_home": True}),
    (6, {"late_night": True}),
    (9, {}),
)
CAST = {
    "call_handler": ("force", "constable"),
    "supervisor": ("force", "sergeant"),
    "duty_inspector": ("force", "inspector"),
    "superintendent": ("force", "superintendent"),
    "response_officer": ("force", "constable"),
    "missing_coordinator": ("force", "sergeant"),
    "social_worker": ("authority", ""),
    "out_of_hours_worker": ("authority", ""),
}
ON_SHIFT = ("supervisor", "duty_inspector", "out_of_hours_worker")
RATIONALE = "Made up for a count: the recommendation is taken as it stands."
LOWER = "An aunt in the made-up town rang: the child eats with her and comes home later."

Step = Callable[[datetime], None]


@dataclass(kw_only=True)
class Evening:
    """Who is there, what is yet to happen at which minute, and what became of it."""

    cast: dict[str, Actor]
    chance: random.Random
    todo: list[tuple[datetime, int, Step]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    levels: Counter[str] = field(default_factory=Counter)
    acknowledgements: int = 0

    def later(self, at: datetime, step: Step) -> None:
        """Let a step be taken at a moment."""
        self.todo.append((at, len(self.todo), step))


def play(*, reports: int = REPORTS, seed: int = SEED) -> dict[str, Any]:
    """Play the evening on the database that is set, and return what everybody heard."""
    evening = Evening(cast=_cast(), chance=random.Random(seed))  # noqa: S311 (made up, by a seed)
    for number, at in enumerate(_moments(evening.chance, reports)):
        evening.later(at, _reporting(evening, number))
    at, rounds = SHIFT_BEGINS, 0
    while at < SHIFT_BEGINS + SHIFT:
        at, rounds = at + STEP, rounds + 1
        _take_steps(evening, until=at)
        fire(at=at, most=100_000)
        _read(evening, rounds=rounds, at=at)
    return _counted(evening)


def _moments(chance: random.Random, reports: int) -> list[datetime]:
    hours = chance.choices(range(len(BUSY)), weights=BUSY, k=reports)
    return sorted(
        SHIFT_BEGINS + timedelta(hours=hour, minutes=chance.randrange(60)) for hour in hours
    )


def _cast() -> dict[str, Actor]:
    long_ago = SHIFT_BEGINS - timedelta(days=400)
    force, authority = (
        open_agency(kind=kind, name=name, code=code, at=long_ago, made_up=True)
        for kind, name, code in (
            ("police_force", "Fridayshire Police", "fridayshire-police"),
            ("authority", "Fridayham Council", "fridayham-council"),
        )
    )
    Area.objects.create(authority=authority, force=force)
    agencies = {"force": force, "authority": authority}
    return {
        role: actor_of(
            member=enrol(
                agency=agencies[of], username=f"{role}@friday", display_name="Example Member",
                roles=(role,), at=long_ago, rank=rank,
            ),
            at=SHIFT_BEGINS,
        )
        for role, (of, rank) in CAST.items()
    }  # fmt: skip


def _take_steps(evening: Evening, *, until: datetime) -> None:
    """Take every step whose moment has come, the earliest first; a step may add others."""
    while evening.todo:
        evening.todo.sort(key=lambda one: one[:2])
        if evening.todo[0][0] >= until:
            return
        moment, _, step = evening.todo.pop(0)
        step(moment)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What chance makes of one report: what is said, and after how many minutes who does what."""

    said: dict[str, Any]
    decide_after: int
    there_after: int
    proposes: bool

    @property
    def high(self) -> bool:
        """Whether it stands at HIGH."""
        return "self_harm" in self.said


def drawn(chance: random.Random) -> Drawn:
    """Draw a report. HIGH is looked at first, and somebody is there within the time, or nearly."""
    said = chance.choices([facts for _, facts in SAID], weights=[often for often, _ in SAID])[0]
    high = "self_harm" in said
    return Drawn(
        said=said,
        decide_after=chance.randrange(5, 20 if high else 40),
        there_after=chance.randrange(10, 33) if high else chance.randrange(15, 75),
        proposes=chance.random() < 0.05,
    )


def forecast(*, reports: int = REPORTS, seed: int = SEED) -> dict[str, int]:
    """Return what is heard by the rules alone, without a database: a model of `play`.

    Counts of `high` reports, of `notices` that interrupt an inspector, and of `interruptions`, in
    which those of a short while are one; `night` counts those of the team out of hours.
    """
    chance = random.Random(seed)  # noqa: S311 (made up, by a seed)
    heard: list[datetime] = []
    by_night: list[datetime] = []
    evening = [(at, drawn(chance)) for at in _moments(chance, reports)]
    ends = SHIFT_BEGINS + SHIFT
    for at, one in evening:
        there_by = at + timedelta(minutes=30 if one.high else 60)
        # Clocks are looked at every step; who is there by then stands it down.
        rings_at = SHIFT_BEGINS - STEP * ((SHIFT_BEGINS - there_by) // STEP)
        if at + timedelta(minutes=one.there_after) >= rings_at and rings_at <= ends:
            heard.append(rings_at)
        if one.high:
            by_night.append(at)
            heard.append(at)
        elif one.proposes and at + timedelta(minutes=one.decide_after) < ends:
            heard.append(at + timedelta(minutes=one.decide_after))
    return {
        "high": len(by_night),
        "notices": len(heard),
        "interruptions": _gathered(heard, role="duty_inspector"),
        "night": _gathered(by_night, role="out_of_hours_worker"),
    }


def _gathered(heard: list[datetime], *, role: str) -> int:
    """Return how many interruptions a role's notices are, those of a short while being one."""
    firsts: list[datetime] = []
    for when in sorted(heard):
        if not firsts or when - firsts[-1] >= length_of(key=gathered_within(role=role), at=when):
            firsts.append(when)
    return len(firsts)


def _reporting(evening: Evening, number: int) -> Step:
    one = drawn(evening.chance)

    def report(at: datetime) -> None:
        told = Told(
            idempotency_key=f"friday-{number}",
            happened_at=at,
            names=f"Testa Fridayton {number}",
            born_text=f"{1 + number % 28} March {2009 + number % 6}",
            reporter_name="Paula Fridayton",
            relation="foster_carer",
            reporter_contact="01632 960001",
            last_seen_at=at - timedelta(hours=2),
            last_seen_place="the made-up park",
            facts=one.said,
        )
        receipt = report_missing(actor=evening.cast["call_handler"], told=told, at=at)
        reference = receipt.episode
        evening.references.append(reference)
        evening.levels[receipt.recommendation["level"]] += 1
        evening.later(
            at + timedelta(minutes=one.decide_after), _deciding(evening, reference, one.proposes)
        )
        evening.later(at + timedelta(minutes=one.there_after), _attending(evening, reference))

    return report


def _attending(evening: Evening, reference: str) -> Step:
    def attend(at: datetime) -> None:
        sent = send_somebody(
            actor=evening.cast["supervisor"], reference=reference, unit="Car 1",
            asked_at=at - timedelta(minutes=5), sent_at=at - timedelta(minutes=4), at=at,
        )  # fmt: skip
        say_arrived(
            actor=evening.cast["response_officer"], reference=reference, arrived_at=at, at=at,
            deployment_id=sent,
        )  # fmt: skip

    return attend


def _deciding(evening: Evening, reference: str, proposes: bool) -> Step:
    """Let a sergeant decide as recommended; one in twenty would rather go lower, and asks."""

    def refuse(at: datetime, proposal: UUID) -> None:
        answer_proposal(
            actor=evening.cast["duty_inspector"], proposal_id=proposal, agreed=False,
            because=RATIONALE, at=at,
        )  # fmt: skip

    def go(at: datetime) -> None:
        supervisor = evening.cast["supervisor"]
        take_ownership(actor=supervisor, reference=reference, at=at)
        with entered(actor=supervisor, at=at):
            latest = (
                visible(Assessment).filter(episode__reference=reference).latest("number").result
            )
        rules = {row["rule"] for row in latest["fired"]}
        if proposes and latest["level"] == "medium":
            declined = {"answer": "declined", "reason": LOWER}
            asked = propose_lower(
                actor=supervisor, reference=reference, at=at,
                wish=Wish(
                    category="missing", level="low", rationale=LOWER,
                    answers=dict.fromkeys(rules, declined),
                ),
            )  # fmt: skip
            answered_at = at + ANSWERED_AFTER
            evening.later(answered_at, lambda when: refuse(when, UUID(asked)))
            return
        answer = "accepted" if latest["level"] == "high" else "declined"
        taken = {"answer": answer, "reason": LOWER}
        decide(
            actor=supervisor, reference=reference, at=at,
            wish=Wish(
                category="missing", level=latest["level"], rationale=RATIONALE,
                answers=dict.fromkeys(rules, taken),
            ),
        )  # fmt: skip

    return go


def _read(evening: Evening, *, rounds: int, at: datetime) -> None:
    """Let whoever is on shift acknowledge what interrupts, and the list every half hour."""
    loudness = ["interrupt"] if rounds % READS_LIST_EVERY else ["interrupt", "list"]
    for role in ON_SHIFT:
        actor = evening.cast[role]
        mine = notices_to_me(actor=actor, at=at, most=200, loudness=loudness)
        if mine:
            acknowledge_notices(actor=actor, keys=[one.key for one in mine], at=at)
            evening.acknowledgements += 1


def _counted(evening: Evening) -> dict[str, Any]:
    heard: dict[str, Counter[str]] = {role: Counter() for role in CAST}
    kinds: dict[str, Counter[str]] = {role: Counter() for role in CAST}
    interruptions: Counter[str] = Counter()
    for role, actor in evening.cast.items():
        with entered(actor=actor, at=SHIFT_BEGINS + SHIFT):
            mine = visible(Message).filter(to_agency=actor.agency_id)
            rows = list(
                mine.values_list("to_role", "climbed_to", "loudness", "kind", "gathered_with")
            )
        for to_role, climbed_to, loudness, kind, gathered_with in rows:
            if role in (to_role, climbed_to):
                heard[role][loudness] += 1
                if loudness == "interrupt":
                    kinds[role][kind] += 1
                    # What climbed interrupts by itself, whatever list it was on below.
                    interruptions[role] += gathered_with is None or role != to_role
    return {
        "reports": len(evening.references),
        "levels": dict(sorted(evening.levels.items())),
        "shift_hours": SHIFT / timedelta(hours=1),
        "heard": {role: dict(sorted(one.items())) for role, one in heard.items()},
        "interrupts_by_kind": {role: dict(one) for role, one in kinds.items() if one},
        "acknowledgements": evening.acknowledgements,
        "interrupts_to_an_inspector": interruptions["duty_inspector"],
        "interrupts_to_a_night_team": interruptions["out_of_hours_worker"],
        "notices_that_interrupt_an_inspector": heard["duty_inspector"]["interrupt"],
    }
