"""Everything of a child that one agency holds and somebody may ask for; callers are in a scope."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.insight.lookups.sentences import sentence_of
from whereabouts.practice.conversations.models import ToldLine
from whereabouts.practice.governance.rules import CONFIDENCE, OTHERS, Held
from whereabouts.practice.partners.models import Grading
from whereabouts.practice.sharing.models import Entry, Sharing
from whereabouts.practice.sharing.rules import title_of
from whereabouts.practice.voice.models import AboutMe
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import (
    addresses_of,
    births_of,
    flags_of,
    names_of,
    phones_of,
    related_people_of,
)

# What is written down when somebody talks with the child.
TALKING = ("return.", "conversation.", "child_contact.", "family.", "voice.")


def held_of(*, children: Collection[UUID], agency: UUID, at: datetime) -> list[Held]:
    """Return what an agency holds of a child under its own name, heading by heading."""
    of = list(children)
    return [
        *_identity(of=of, agency=agency, at=at),
        *_episodes(of=of, agency=agency),
        *_told(of=of, agency=agency),
        *_shared(of=of, agency=agency),
        *_around(of=of, agency=agency),
    ]


def others_around(*, children: Collection[UUID]) -> set[str]:
    """Return the names of those around a child, which are taken out of what goes."""
    return {one.name for one in related_people_of(child_ids=children) if one.name}


def _identity(*, of: list[UUID], agency: UUID, at: datetime) -> Iterator[Held]:
    for name in _own(names_of(child_ids=of), agency):
        yield Held(section="Names", words=f"{name.full} ({name.get_kind_display().lower()})")
    for birth in _own(births_of(child_ids=of), agency):
        yield Held(section="Date of birth", words=birth.as_said)
    for address in _own(addresses_of(child_ids=of), agency):
        yield Held(
            section="Addresses", words=f"{address.line} {address.postcode}".strip(),
            secret_place=address.confidential,
        )  # fmt: skip
    for phone in _own(phones_of(child_ids=of), agency):
        yield Held(section="Telephones", words=phone.number)
    for flag in _own(flags_of(child_ids=of, at=at), agency):
        yield Held(
            section="Worries on record",
            words=f"{flag.get_kind_display()}, {flag.get_strength_display().lower()}",
        )
    yield from _described(of=of, agency=agency)


def _described(*, of: list[UUID], agency: UUID) -> Iterator[Held]:
    for child in visible(Child).filter(pk__in=of, owner_agency=agency):
        for section, words in (
            ("What you look like", child.description),
            ("How to talk with you", child.communication_needs),
            ("About you", child.about_me),
        ):
            if words:
                yield Held(section=section, words=words)


def _own(rows: Iterable[Any], agency: UUID) -> list[Any]:
    return [one for one in rows if one.owner_agency_id == agency]


def _episodes(*, of: list[UUID], agency: UUID) -> Iterator[Held]:
    mine = visible(Episode).filter(child__in=of, owner_agency=agency).order_by("reported_at")
    for episode in mine:
        yield Held(
            section="Times away", at=episode.reported_at.isoformat(),
            words=f"{episode.reference}: {episode.get_state_display()}, {episode.level}",
        )  # fmt: skip
    notes = (
        visible(LogEntry)
        .filter(child__in=of, owner_agency=agency)
        .exclude(words="")
        .order_by("happened_at", "id")
    )
    for note in notes:
        yield Held(
            section="What was written down", at=note.happened_at.isoformat(),
            words=f"{sentence_of(kind=note.kind)} {note.words}",
            delicate=CONFIDENCE if note.kind.startswith(TALKING) else "",
        )  # fmt: skip


def _told(*, of: list[UUID], agency: UUID) -> Iterator[Held]:
    lines = visible(ToldLine).filter(child__in=of, owner_agency=agency).order_by("said_at")
    for told in lines:
        yield Held(
            section="What you told", words=told.words, at=told.said_at.isoformat(),
            delicate=CONFIDENCE,
        )  # fmt: skip
    for line in visible(AboutMe).filter(child__in=of, owner_agency=agency).order_by("said_on"):
        words = " ".join(part for part in (line.person, line.words, line.language) if part)
        yield Held(
            section="About me", words=words, at=line.said_on.isoformat(), delicate=CONFIDENCE
        )


def _shared(*, of: list[UUID], agency: UUID) -> Iterator[Held]:
    mine = visible(Sharing).filter(child__in=of, owner_agency=agency).select_related("to_agency")
    for one in mine.order_by("from_at"):
        to = one.to_agency.name if one.to_agency else one.to_whom
        yield Held(
            section="Shared with others", at=one.from_at.isoformat(),
            words=f"{to}, until {one.until_at:%d %B %Y}, for: {one.purpose}"
            f" ({title_of(gateway=one.gateway)})",
        )  # fmt: skip
    for entry in visible(Entry).filter(child__in=of, owner_agency=agency).order_by("recorded_at"):
        yield Held(
            section="What we told others", words=entry.words, at=entry.recorded_at.isoformat()
        )
    for given in visible(Grading).filter(child__in=of, owner_agency=agency).order_by("graded_at"):
        yield Held(
            section="How great we thought the risk", at=given.graded_at.isoformat(),
            words=f"{given.get_level_display()}: {given.because}",
        )  # fmt: skip


def _around(*, of: list[UUID], agency: UUID) -> Iterator[Held]:
    for person in _own(related_people_of(child_ids=of), agency):
        yield Held(
            section="People around you", delicate=OTHERS,
            words=f"{person.name}, {person.get_relation_display()}, {person.phone}",
        )  # fmt: skip
