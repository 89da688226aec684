"""What is known of a child, as plain values: pages get these and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from whereabouts.insight.lookups.beside import LateLine
from whereabouts.insight.lookups.planning_shapes import Line
from whereabouts.insight.lookups.search import Pointer
from whereabouts.insight.lookups.voice import Voice
from whereabouts.records.people.vocabulary import OF_EXPLOITATION

LATELY = 3


class View(StrEnum):
    """How much of a child's record a role is shown."""

    FULL = "full"
    INTERVIEWER = "interviewer"
    CARER = "carer"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLine:
    """A name, of what kind, said by whom."""

    full: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthLine:
    """A date of birth in words, as somebody stated it."""

    words: str
    as_said: str
    source: str
    believed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLine:
    """A language, and whether an interpreter is wanted."""

    language: str
    preferred: bool
    interpreter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEpisode:
    """One episode: when, how grave, where and with whom it ended, what helped."""

    reference: str
    agency: str
    state: str
    level: str
    category: str
    decided: bool
    started_at: datetime
    ended_at: datetime | None
    lasted: timedelta
    living_at: str
    how: str
    by_whom: str
    found_place: str
    found_with: str
    helped: str
    twice_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryInBrief:
    """The history in numbers; two agencies' episodes of one absence count once."""

    total: int
    last_90_days: int
    agencies: int
    highest: str
    longest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """A flag with its strength, source, owner and review date."""

    flag_id: UUID
    kind: str
    words: str
    strength: str
    state: str
    source: str
    detail: str
    owner: str
    agency: str
    raised_at: datetime
    review_on: date
    overdue: bool

    @property
    def of_exploitation(self) -> bool:
        """Whether it says that somebody uses the child, or may."""
        return self.kind in OF_EXPLOITATION


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A live trigger plan: the least level, what to do first, what works."""

    level: str
    category: str
    owner: str
    agency: str
    agreed_at: datetime
    review_on: date
    overdue: bool
    first_actions: tuple[dict[str, Any], ...]
    locate_now: str
    who_does_what: str
    prevent: str
    works: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOfAdult:
    """Something known about an adult, with where it came from."""

    text: str
    about: str
    grading: str
    source: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultLine:
    """An adult of concern, how linked to the child, and what is known."""

    adult_id: UUID
    name: str
    how: str
    strength: str
    source: str
    detail: str
    said_at: datetime
    registered_sex_offender: bool | None
    description: str
    intelligence: tuple[KnownOfAdult, ...]
    # The warning notice about this child that holds now, by its reference; "" where none does.
    warned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """Where the child is looked after, and whose duty that is."""

    placement_id: UUID
    words: str
    living_at: str
    home: str
    place: str
    carer: str
    responsible: str
    host: str
    host_force: str
    legal_status: str
    looked_after: bool | None
    out_of_area: bool | None
    started_on: date
    ended_on: date | None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """A place of the child's, whose force that is, and what happened there before."""

    kind: str
    line: str
    postcode: str
    force: str
    other_force: bool
    confidential: bool
    risk_history: str
    from_on: date | None
    until_on: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """Where the child was seen before: when, how sure, who says so, and in which episode."""

    at: datetime
    place: str
    confidence: str
    source: str
    seen_by: str
    words: str
    reference: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One earlier call."""

    at: datetime
    by: str
    words: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsBefore:
    """How often somebody called about the child before, and the latest calls."""

    total: int
    by_the_child: int
    by_carers: int
    about_the_address: int
    latest: tuple[CallLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundLine:
    """Somebody around the child, and what they may be told."""

    person_id: UUID
    name: str
    relation: str
    relation_words: str
    phone: str
    address: str
    language: str
    parental_responsibility: bool | None
    told: str
    told_words: str
    told_because: str
    told_by: str
    awaiting_senior: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One of the records that are this child, and whose it is."""

    child_id: UUID
    agency: str
    recorded_at: datetime
    unidentified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything about a child that the asker may see; `full` is None where only a pointer is."""

    pointer: Pointer
    full: "Story | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The child as one story across forces. What the view leaves out is empty."""

    child_id: UUID
    view: View
    sees_adults: bool
    sees_calls: bool
    records: tuple[RecordLine, ...]
    name: str
    names: tuple[NameLine, ...]
    births: tuple[BirthLine, ...]
    age: int | None
    sex: str
    gender: str
    ethnicity: str
    description: str
    unidentified: bool
    died_on: date | None
    communication_needs: tuple[str, ...]
    about_me: tuple[str, ...]
    voice: Voice
    languages: tuple[LanguageLine, ...]
    phones: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    has_photo: bool
    episodes: tuple[PastEpisode, ...]
    brief: HistoryInBrief
    flags: tuple[FlagLine, ...]
    proposals: tuple[FlagLine, ...]
    plans: tuple[PlanLine, ...]
    plan_lines: Mapping[str, tuple[Line, ...]]
    adults: tuple[AdultLine, ...]
    placement: PlacementLine | None
    placements: tuple[PlacementLine, ...]
    addresses: tuple[AddressLine, ...]
    sightings: tuple[SeenLine, ...]
    calls: CallsBefore
    around: tuple[AroundLine, ...]
    late_returns: tuple[LateLine, ...] = ()

    @property
    def open_now(self) -> tuple[PastEpisode, ...]:
        """Return the episodes in which the child is not back."""
        return tuple(one for one in self.episodes if one.ended_at is None)

    @property
    def earlier(self) -> tuple[PastEpisode, ...]:
        """Return the episodes that are over."""
        return tuple(one for one in self.episodes if one.ended_at is not None)

    @property
    def taught(self) -> tuple[PastEpisode, ...]:
        """Return the episodes that are over and taught something, latest first."""
        return tuple(one for one in self.earlier if one.found_place or one.helped)

    @property
    def taught_lately(self) -> tuple[PastEpisode, ...]:
        """Return the latest of them."""
        return self.taught[:LATELY]

    @property
    def taken_in(self) -> tuple[Line, ...]:
        """Return the lines taken into the plan that help to find the child or to talk with them.

        What the latest times taught in the same words is not said twice.
        """
        said = " ".join(
            f"was found at {one.found_place}. {one.helped}" for one in self.taught_lately
        ).casefold()
        return tuple(
            one
            for part in ("locate_now", "works")
            for one in self.plan_lines.get(part, ())
            if one.text.rstrip(".").casefold() not in said
        )
