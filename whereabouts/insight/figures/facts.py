"""What a pack counts: one episode as plain values, and what was set up for a child, without names.

Everything that nobody recorded is None or empty, and stays a line of its own in every table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

HOUR = timedelta(hours=1)
NOT_ASKED, NO_ANSWER, DENIED, TOLD = "not_asked", "asked", "denied", "told"
NOBODY_ASKED = "Not asked"  # of the child's own word
HARM_WORDS = {
    NOT_ASKED: "Not asked",
    NO_ANSWER: "Asked, no answer",
    DENIED: "Asked, said no",
    TOLD: "Told of, seen or suspected",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation after the return: whether it was offered, and what became of it."""

    due: bool = False
    offered: bool = False
    held_at: datetime | None = None
    country: str = ""  # of whoever must offer it: another country, another length
    declined: bool = False
    childs_view: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFact:
    """One episode of one child, as it is counted."""

    person: str
    force: str
    authority: str  # its name; empty where nobody recorded one
    reported_at: datetime
    key: str = ""  # of the episode: what two agencies hold of it is of one
    back_at: datetime | None = None
    category: str = "missing"
    first_level: str = ""
    decided_at: datetime | None = None
    deployed_at: datetime | None = None
    age: int | None = None
    sex: str = ""
    ethnicity: str = ""
    disability: bool = False
    looked_after: bool | None = None
    living_at: str = ""
    home: str = ""
    out_of_area: bool | None = None
    last_seen_place: str = ""
    found_place: str = ""
    found_by: str = ""
    destination: str = ""
    harm: str = NOT_ASKED
    prevention: Talk = Talk()
    independent: Talk = Talk()
    shared_back: bool = False
    used_in_plan: bool = False
    tasks: int = 0
    hours_out: float = 0.0
    distance_km: float | None = None  # from home to where the child was found
    placed_km: float | None = None  # from home to the placement, where a notice told it

    @property
    def missing(self) -> bool:
        """Whether it counts as an incident at all: whereabouts known is neither kind."""
        return self.category != "whereabouts_known"

    def hours_until(self, when: datetime | None, *, since: datetime | None) -> float | None:
        """Return the hours between two moments, or None where either is not known."""
        if when is None or since is None:
            return None
        return (when - since) / HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """That something was set up for a child: a trigger plan, a long-term plan, support accepted."""

    person: str
    kind: str
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How long a child had not been missing when a kind of help began, and at the end of the time.

    None: never missing before, as far as anybody knows.
    """

    person: str
    kind: str
    days_then: int | None
    days_now: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adults:
    """Adults of concern around the children: how many, and of how many children each."""

    linked: int
    of_several_children: int


def adults_of(*, links: Iterable[tuple[str, str]]) -> Adults:
    """Count the adults of (adult, child), and those linked with several children."""
    children: dict[str, set[str]] = defaultdict(set)
    for adult, child in links:
        children[adult].add(child)
    return Adults(
        linked=len(children), of_several_children=sum(len(one) > 1 for one in children.values())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A child's last word under a long-term plan, or that nobody asked."""

    person: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """That a child is an authority's for some days: responsible, host, or where they live."""

    authority: UUID
    from_on: date | None = None
    until_on: date | None = None  # the last of the days

    def on(self, *, first: date, last: date) -> bool:
        """Say whether any day of a time is one of them."""
        began = self.from_on is None or self.from_on <= last
        return began and (self.until_on is None or self.until_on >= first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a pack is made of, for a time, as one agency may see it."""

    since: datetime
    until: datetime
    agency: str
    episodes: tuple[EpisodeFact, ...]  # of the time, and of a while before for comparing
    helped: tuple[Helped, ...]
    adults: Adults
    links: frozenset[tuple[str, str]] = frozenset()  # (adult, child), neither by name
    quiet: tuple[Quiet, ...] = ()  # of everybody who was ever helped, missing lately or not
    says: tuple[Said, ...] = ()
    # Whose each child is, for a pack that is of some authorities alone.
    areas: Mapping[str, frozenset[Belongs]] = field(default_factory=dict)
    # Whom a pack cannot compare before and after, since it follows them for a part of the time.
    in_part: frozenset[str] = frozenset()
    records: frozenset[UUID] = frozenset()  # whom the look is written down of

    @property
    def of_the_time(self) -> tuple[EpisodeFact, ...]:
        """Return the incidents reported in the time itself."""
        return tuple(
            one
            for one in self.episodes
            if one.missing and self.since <= one.reported_at < self.until
        )
