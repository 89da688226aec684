"""The moment of return on its page: other places and their silence, needs, a national referral."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import authorities
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.return_home import queries, rules, vocabulary
from whereabouts.practice.return_home.models import Alternative, Return
from whereabouts.records.episodes.models import Episode

LOOKED_BACK = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class PlaceShown:
    """Another place that was asked for, and how long the answer took or is still waited for."""

    key: UUID
    kind: str
    name: str
    phone: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    words: str
    minutes: int
    waits: bool
    climbed: bool
    gap: bool


@dataclass(frozen=True, kw_only=True)
class NeedShown:
    """Something that the child needs now, and how it was seen to."""

    key: str
    need: str
    met: str


@dataclass(frozen=True, kw_only=True)
class NationalShown:
    """The national referral, where there is one."""

    reference: str
    referred_at: datetime
    exploitation: tuple[str, ...]
    age_disputed: bool
    age_words: str
    interpreter: str
    advocate: str
    grounds: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Silence:
    """How an agency answers when another place is asked for: counted, never named by child."""

    agency: str
    asked: int
    answered: int
    longest: int | None
    climbed: int
    gaps: int


@lookup(needs=Permission.GAPS_LOOK)
def silences(*, actor: Actor, at: datetime) -> tuple[Silence, ...]:
    """Return by agency how often another place was asked for, and how often nobody answered.

    A force sees whom it asked; an authority sees what was asked of itself, and of nobody else.
    """
    rows = visible(Alternative).filter(
        Q(owner_agency=actor.agency_id) | Q(asked_agency=actor.agency_id),
        asked_at__gt=at - LOOKED_BACK,
        asked_at__lte=at,
    )
    by_agency: dict[str, list[Alternative]] = {}
    for one in rows.select_related("asked_agency"):
        name = one.asked_agency.name if one.asked_agency else "Others"
        by_agency.setdefault(name, []).append(one)
    return tuple(
        Silence(
            agency=name,
            asked=len(asked),
            answered=sum(one.answered_at is not None for one in asked),
            longest=max((_minutes(one, at) for one in asked if one.answered_at), default=None),
            climbed=sum(one.climbed_at is not None for one in asked),
            gaps=sum(one.gap_at is not None for one in asked),
        )
        for name, asked in sorted(by_agency.items())
    )


def places(*, episode: Episode, at: datetime) -> tuple[PlaceShown, ...]:
    """Return the other places that were asked for, latest first."""
    kinds, answers = dict(vocabulary.ALTERNATIVE_KINDS), dict(vocabulary.ALTERNATIVE_ANSWERS)
    return tuple(
        PlaceShown(
            key=one.pk,
            kind=kinds[one.kind],
            name=one.name,
            phone=one.phone,
            asked_at=one.asked_at,
            answer=answers.get(one.answer, ""),
            answered_at=one.answered_at,
            words=one.words,
            minutes=_minutes(one, at),
            waits=one.answer not in ("yes", "no"),
            climbed=one.climbed_at is not None,
            gap=one.gap_at is not None,
        )
        for one in queries.alternatives_of(episode=episode)
    )


def needs(*, returned: Return) -> tuple[NeedShown, ...]:
    """Return what the child needs, with how it was seen to."""
    return tuple(
        NeedShown(key=key, need=words, met=returned.needs_met.get(key, {}).get("words", ""))
        for key, words in vocabulary.NEEDS
        if key in returned.needs
    )


def national(*, episode: Episode) -> NationalShown | None:
    """Return the national referral of an episode, or None."""
    kept = queries.national_referral_of(episode=episode)
    if kept is None:
        return None
    types = dict(vocabulary.EXPLOITATION_TYPES)
    decided = {"": "", **dict(vocabulary.GROUNDS_DECIDED)}
    return NationalShown(
        reference=kept.reference,
        referred_at=kept.referred_at,
        exploitation=tuple(types[one] for one in kept.exploitation),
        age_disputed=kept.age_disputed,
        age_words=kept.age_words,
        interpreter=kept.interpreter,
        advocate=kept.advocate,
        grounds=tuple(
            (words, decided[getattr(kept, key)], _day(getattr(kept, f"{key}_on")))
            for key, words in vocabulary.GROUNDS
        ),
    )


def whom_to_ask() -> tuple[tuple[UUID, str], ...]:
    """Return the authorities that may be asked for a place."""
    return tuple((one.pk, one.name) for one in authorities())


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else ""


def _minutes(one: Alternative, at: datetime) -> int:
    return rules.minutes_between(one.asked_at, one.answered_at or at)
