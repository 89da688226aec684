"""What a child tells about themselves, in groups: for their page, the episode's and the door's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.voice.gate import line_for
from whereabouts.practice.voice.models import AboutMe
from whereabouts.practice.voice.queries import lines_of
from whereabouts.practice.voice.vocabulary import (
    BEFORE_TALKING,
    CHILDS_OWN,
    GROUP_OF,
    GROUPS,
    KINDS,
    NAMES_SOMEBODY,
    SOURCES,
)
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import display_name

__all__ = [
    "KINDS", "NAMES_SOMEBODY", "SOURCES", "Voice", "VoiceGroup", "VoiceLine", "VoicePage",
    "line_of_child", "voice_of", "voice_page",
]  # fmt: skip
ORDER = [kind for kind, _ in KINDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLine:
    """One thing, in the child's words where they are the child's, with who says so and when."""

    line_id: UUID
    kind: str
    kind_words: str
    words: str
    person: str
    language: str
    childs_own: bool
    source: str
    said_by: str
    said_on: date
    agency: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceGroup:
    """The lines of one group."""

    key: str
    words: str
    lines: tuple[VoiceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What holds now, in groups; and what has to be there before anybody talks with the child."""

    groups: tuple[VoiceGroup, ...]
    first: tuple[VoiceLine, ...]

    def of(self, key: str) -> tuple[VoiceLine, ...]:
        """Return the lines of a group."""
        return next((one.lines for one in self.groups if one.key == key), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePage:
    """A child's page of About me: what holds, and what held."""

    child_id: UUID
    name: str
    voice: Voice
    over: tuple[VoiceLine, ...]


@lookup(needs=Permission.CHILD_LOOK)
def voice_page(*, actor: Actor, at: datetime, child_id: UUID) -> VoicePage:
    """Return what a child tells about themselves over every record; the look is written down.

    :raises NotVisible: there is no such child for this actor.
    """
    child, same = person_for(actor, child_id=child_id)
    lines = [_line(one) for one in lines_of(child_ids=same)]
    record_look(
        kind="view", page="about me", by=actor, at=at, subjects=same,
        shown=["identity", *(["about me"] if lines else [])],
    )  # fmt: skip
    return VoicePage(
        child_id=child.pk,
        name=display_name(child_id=child.pk),
        voice=_voice([one for one in lines if one.ended_at is None]),
        over=tuple(one for one in lines if one.ended_at is not None),
    )


@lookup(needs=Permission.CHILD_LOOK)
def line_of_child(*, actor: Actor, at: datetime, child_id: UUID, line_id: UUID) -> VoiceLine:
    """Return one thing that a child tells about themselves.

    :raises NotVisible: there is none for this actor.
    """
    child, same = person_for(actor, child_id=child_id)
    line = _line(line_for(actor, line_id=line_id, child_ids=same))
    record_look(
        kind="view", page="about me", by=actor, at=at, subjects=[child.pk], shown=["about me"]
    )
    return line


def voice_of(*, child_ids: Collection[UUID]) -> Voice:
    """Return what holds now; the caller is in a scope and records the look."""
    return _voice([_line(one) for one in lines_of(child_ids=child_ids).filter(ended_at=None)])


def _voice(lines: list[VoiceLine]) -> Voice:
    lines = sorted(lines, key=lambda one: ORDER.index(one.kind))
    groups = (
        VoiceGroup(
            key=key, words=words, lines=tuple(one for one in lines if GROUP_OF[one.kind] == key)
        )
        for key, words in GROUPS.items()
    )
    return Voice(
        groups=tuple(one for one in groups if one.lines),
        first=tuple(one for one in lines if one.kind in BEFORE_TALKING),
    )


def _line(one: AboutMe) -> VoiceLine:
    return VoiceLine(
        line_id=one.pk,
        kind=one.kind,
        kind_words=one.get_kind_display(),
        words=one.words,
        person=one.person,
        language=one.language,
        childs_own=one.source in CHILDS_OWN,
        source=one.get_source_display(),
        said_by=one.said_by or one.recorded_by.display_name,
        said_on=one.said_on,
        agency=one.owner_agency.name,
        ended_at=one.ended_at,
        ended_by=one.ended_by.display_name if one.ended_by else "",
        ended_because=one.ended_because,
    )
