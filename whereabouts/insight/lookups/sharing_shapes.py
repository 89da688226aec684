"""Sharing as plain values: what left, who may see, what agencies say, packs and agreements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.practice.partners.rules import SideBySide


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """One thing shared: what, to whom, by which law, for what, until when, and how it ended."""

    key: UUID
    kind: str
    to: str
    by: str
    agency: str
    gateway: str
    agreement: str
    purpose: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ended_because: str
    runs: bool
    ours: bool
    told: str
    told_because: str
    child_told: bool
    pack: "PackLine | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """A pack's way: for whom, how it was handed over, opened, receipted, answered."""

    title: str
    fields: tuple[str, ...]
    handed: str
    opened_at: datetime | None
    receipt_at: datetime | None
    receipt_by: str
    feedback: str
    feedback_at: datetime | None
    printed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """Why an agency may see the child."""

    agency: str
    why: str
    from_at: datetime
    until_at: datetime | None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """What an agency told."""

    key: UUID
    agency: str
    agency_kind: str
    by: str
    kind: str
    words: str
    said_by: str
    happened_at: datetime
    at: datetime
    reference: str
    child_id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice about the child between agencies, and when somebody read it."""

    at: datetime
    from_agency: str
    to_agency: str
    text: str
    acknowledged_at: datetime | None
    acknowledged_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingPage:
    """Everything that left of a child, who may see the child, and what agencies say."""

    child_id: UUID
    name: str
    at: datetime
    shared: tuple[SharedLine, ...]
    reasons: tuple[ReasonLine, ...]
    notices: tuple[NoticeLine, ...]
    gradings: SideBySide
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen when something is shared of a child."""

    child_id: UUID
    name: str
    agencies: list[tuple[str, str]]
    gateways: list[tuple[str, str]]
    agreements: list[tuple[str, str]]
    own_end: datetime | None
    told: list[tuple[str, str]]
    handed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackShown:
    """A pack as its reader gets it: nothing else of the child leaves."""

    key: UUID
    child_id: UUID
    title: str
    agency: str
    phone: str
    reader: str
    lines: tuple[tuple[str, str], ...]
    until_at: datetime
    receipt_at: datetime | None
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement, what runs under it, and how it ended."""

    key: UUID
    title: str
    with_agency: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str
    running: int
