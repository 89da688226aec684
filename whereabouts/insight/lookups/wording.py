"""What comes up in a text as it is written, with another way to say it; and how often, by unit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.engines.language import ABOUT_A_CHILD, Term, found_in, utf16
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Team
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.risk.wording import known_terms
from whereabouts.practice.voice.queries import term_counts
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import flags_and_proposals, same_person_set
from whereabouts.records.people.vocabulary import OF_EXPLOITATION

LONGEST = 20_000
MOST = 12  # hints at one time; the rest come up when these are gone
MORE = frozenset({"concern", "grading"})
MONTHS = 12
NO_UNIT = "No unit on record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something that was written, where, why to think again, and another way to say it.

    `start` and `end` are counted as a browser counts.
    """

    term: str
    words: str
    start: int
    end: int
    severity: str
    because: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """A term of the list, as the page of terms shows it."""

    term: str
    example: str
    because: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How often a term came up in a unit."""

    unit: str
    term: str
    words: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingCounts:
    """How often terms came up in the actor's agency, by unit, since a month."""

    since: date
    lines: tuple[CountLine, ...]


@lookup(needs=Permission.SIGNED_IN)
def wording_of(
    *, actor: Actor, at: datetime, text: str, more: frozenset[str] = frozenset()
) -> tuple[Hint, ...]:
    """Return the hints on a text about a child. It is refused nothing and kept nowhere."""
    read = text[:LONGEST]
    found = found_in(text=read, terms=known_terms(), context=ABOUT_A_CHILD | (more & MORE))
    return tuple(
        Hint(
            term=one.term.id,
            words=one.words,
            start=utf16(text=read, place=one.start),
            end=utf16(text=read, place=one.end),
            severity=one.term.severity,
            because=one.term.because,
            instead=one.term.instead,
            source=one.term.source,
        )
        for one in found[:MOST]
    )


@lookup(needs=Permission.SIGNED_IN)
def concern_stands(
    *, actor: Actor, at: datetime, reference: str = "", child_id: UUID | None = None
) -> bool:
    """Return whether a concern of exploitation stands on record, or is proposed, of a page's child.

    Of a child whom the actor may not see there is none: a hint tells nobody anything.
    """
    if not (reference or child_id):
        return False
    try:
        if child_id is not None:
            _, children = person_for(actor, child_id=child_id)
        else:
            children = same_person_set(child_id=episode_for(actor, reference=reference).child_id)
    except NotVisible:
        return False
    stand, proposed = flags_and_proposals(child_ids=children, at=at)
    return any(one.kind in OF_EXPLOITATION for one in (*stand, *proposed))


@lookup(needs=Permission.SIGNED_IN)
def terms_listed(*, actor: Actor, at: datetime) -> tuple[TermLine, ...]:
    """Return every term with an example, its reason, another way to say it, and its source."""
    return tuple(
        TermLine(
            term=term.id,
            example=_said(term),
            because=term.because,
            instead=term.instead,
            source=term.source,
        )
        for term in known_terms()
        if term.examples
    )


@lookup(needs=Permission.OVERSIGHT_LOOK)
def wording_counts(*, actor: Actor, at: datetime) -> WordingCounts:
    """Return how often each term came up, by unit, over twelve months. No writer is counted."""
    today = london_date(instant=at)
    months = today.year * 12 + today.month - MONTHS
    since = date(months // 12, months % 12 + 1, 1)
    names = dict(Team.objects.filter(agency=actor.agency_id).values_list("pk", "name"))
    terms = {term.id: term for term in known_terms()}
    return WordingCounts(
        since=since,
        lines=tuple(
            CountLine(
                unit=names.get(team, NO_UNIT) if team else NO_UNIT,
                term=term,
                words=_said(terms[term]) if term in terms else term,
                number=number,
            )
            for team, term, number in term_counts(agency=actor.agency_id, since=since)
        ),
    )


def _said(term: Term) -> str:
    """Return what a term looks like in a sentence; of a phrase without one, its other way."""
    return term.examples[0] if term.examples else f"Instead: {term.instead}"
