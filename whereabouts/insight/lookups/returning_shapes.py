"""What the page of a return shows: plain shapes, no steps."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from whereabouts.insight.lookups.returning_moment import NationalShown, NeedShown, PlaceShown


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A return-safety question, its answer if it has one, and who said so."""

    key: str
    question: str
    words: str = ""
    said_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A task of the follow-up."""

    key: UUID
    kind: str
    title: str
    detail: str
    state: str
    due_at: datetime | None
    to_role: str
    agency: str
    result: str
    code: str


@dataclass(frozen=True, kw_only=True)
class System:
    """One thing on the stand-down list."""

    key: str
    words: str
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    not_used: bool = False


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation after the return, as far as the reader may know of it."""

    kind: str
    outcome: str
    held_at: datetime
    held_by: str
    harms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of police protection."""

    key: str
    words: str
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class Protected:
    """Police protection, and how long it runs."""

    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    outcome: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Account:
    """How the child was found or came back; `place_hidden` where this reader may not know where."""

    how: str
    by_whom: str
    found_at: datetime
    place_hidden: bool
    found_place: str = ""
    found_with: str = ""
    condition: str = ""
    needs: tuple[str, ...] = ()
    where_now: str = ""
    already_there: bool = False
    back_at: datetime | None = None
    seen_alone_at: datetime | None = None
    seen_by: str = ""
    destination: str = ""
    destination_kind: str = ""
    destination_state: str = "none"
    decided_by: str = ""
    decision_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to ring for another place, at any hour."""

    name: str
    words: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Around:
    """Somebody around the child to whom the child could go, and what they may be told."""

    key: UUID
    name: str
    relation: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Risk:
    """What the records hold of an address, or of an adult: a reason to ask, never an answer."""

    what: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ReturnView:
    """Everything that the page of a return shows."""

    reference: str
    version: int
    child: UUID
    name: str
    age: int | None
    state: str
    level: str
    category: str
    next_step: str
    account: Account | None
    questions: tuple[Answer, ...]
    danger: str
    open_questions: tuple[str, ...]
    bars: tuple[str, ...]
    contacts: tuple[Contact, ...]
    around: tuple[Around, ...]
    risks: tuple[Risk, ...]
    owed: tuple[Owed, ...]
    talks: tuple[Talk, ...]
    systems: tuple[System, ...]
    protection: Protected | None
    referrals: tuple[str, ...]
    left: tuple[str, ...]
    shares: tuple[tuple[str, int, int], ...] = ()  # agency, settled, asked of it
    places: tuple[PlaceShown, ...] = ()
    needs: tuple[NeedShown, ...] = ()
    national: NationalShown | None = None
    told_to_leave: str = ""
    why_code: str = ""
    told_child: str = ""
    whom_to_ask: tuple[tuple[UUID, str], ...] = ()
    force: int = 0
    officers: tuple[tuple[UUID, str], ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class MayBeSaid:
    """What one person may be told now, and the sentence for the telephone."""

    who: str
    relation: str
    told: str
    say: str
    because: str = ""
    senior_decides: bool = False
