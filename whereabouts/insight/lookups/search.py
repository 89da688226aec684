"""Who may be meant: children found by name, date of birth, number or place, and why each fits."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.finding import Asker
from whereabouts.engines.matching import (
    BadDate,
    BadName,
    BirthRange,
    Match,
    Query,
    blocking_keys,
    name_parts,
    parse_date_of_birth,
)
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import agency_of
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight import finding
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.pointers import Pointer, by_record, pointers
from whereabouts.insight.lookups.search_tables import Found, find_in_tables
from whereabouts.records.people import rules
from whereabouts.records.people.vocabulary import IDENTIFIER_SCHEMES

__all__ = ["Hit", "Pointer", "SearchAnswer", "find_children", "likely_same", "pointers"]

SEXES = ("", "F", "M", "X")
PLACE, SAME_PLACE = "Place", "Place is the same"
NUMBER_DIFFERS = "An identifying number differs"
NAMES_DIFFER = ("Given name differs", "Family name differs")
NAME_DIFFERS, OTHER_WAY_ROUND = "Name differs", "Given and family name come the other way round"
BEGINS, A_LITTLE_LIKE = "A name begins with what was typed", "A name is a little like it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person who may be meant: how sure in words, why, and how they differ."""

    pointer: Pointer
    sure: str
    because: tuple[str, ...]
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    score: float

    @property
    def child_id(self) -> UUID:
        """Return the key by which the person is chosen."""
        return self.pointer.child_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The people found, likeliest first, and a sentence about them; problems name their fields."""

    hits: tuple[Hit, ...]
    said: str
    problems: dict[str, str]


@lookup(needs=Permission.CHILD_SEARCH)
def find_children(
    *,
    actor: Actor,
    at: datetime,
    names: str = "",
    born: str = "",
    sex: str = "",
    place: str = "",
    phone: str = "",
    identifier: str = "",
    draft: UUID | None = None,
    limit: int = 20,
) -> SearchAnswer:
    """Return the children who may be meant, as far as the actor's agency may know of them.

    Police find a pointer to any child in the nation; others the children they are related to.
    Every search that shows anybody, or could have, is one look. What cannot be read is left out of
    the search and named in `problems`, so that one slip does not hide a child.
    """
    problems: dict[str, str] = {}
    asked = {
        "names": names.strip(), "born": born.strip(), "sex": sex.strip().upper(),
        "place": place.strip(), "phone": phone.strip(), "identifier": identifier.strip(),
    }  # fmt: skip
    day = _born(asked["born"], at.date(), problems)
    _check_names(asked, problems)
    number, scheme = _number(asked["identifier"])
    hits, fits = _likely(
        query=Query(
            names=tuple(filter(None, (asked["names"],))),
            born=day,
            sex=asked["sex"] or None,
            place=asked["place"] or None,
            phone=asked["phone"] if rules.digits_of(number=asked["phone"]) else None,
        ),
        number=number,
        scheme=scheme,
        limit=limit,
        on=at.date(),
    )
    hits = [_told_of_one_word(hit, asked["names"]) for hit in hits]
    terms = {name: text for name, text in asked.items() if text}
    if terms:
        record_look(
            kind="search",
            page="child search",
            by=actor,
            at=at,
            subjects=[record for hit in hits for record in hit.pointer.records],
            shown=["pointer"] if hits else [],
            terms=terms | ({"draft": str(draft)} if draft else {}),
        )
    said = _said(asked=asked, shown=len(hits), fits=fits, problems=problems)
    return SearchAnswer(hits=tuple(hits), said=said, problems=problems)


def likely_same(
    *, names: tuple[str, ...], births: tuple[BirthRange, ...], on: date, limit: int
) -> list[Hit]:
    """Return who may be the person of these names and dates of birth; callers record it.

    Everything that was committed before is found, that of the last instant too.
    """
    query = Query(names=names, born=births[0] if births else None)
    return _likely(query=query, limit=limit, on=on, fresh=True)[0]


def likely_records(
    *, names: tuple[str, ...], births: tuple[BirthRange, ...], limit: int
) -> set[UUID]:
    """Return every record of whoever `likely_same` finds, for a caller who then weighs them.

    The index may name what the scope does not hold: `weigh` shows it to nobody, and the caller
    raises the alarm of it.
    """
    query = Query(names=names, born=births[0] if births else None)
    found = _asked_of_index(query, limit, number="", scheme="", fresh=True)
    matches, _ = found or find_in_tables(query=query, identifier="", limit=limit)
    return {record for records, _ in matches for record in records}


def alarm_of_beyond(*, beyond: Collection[UUID]) -> None:
    """Raise the alarm where the index named what the scope does not hold: the second fence."""
    if beyond:
        finding.alarm(dropped=len(beyond))


def _born(text: str, on: date, problems: dict[str, str]) -> BirthRange | None:
    try:
        return parse_date_of_birth(text=text, on=on) if text else None
    except BadDate as fault:
        problems["born"] = str(fault)
        return None


def _number(text: str) -> tuple[str, str]:
    """Return a number and the register that it is of, as far as that is said."""
    scheme, _, number = text.partition(":")
    known = scheme.strip().lower() in dict(IDENTIFIER_SCHEMES)
    return (number, scheme.strip().lower()) if number and known else (number or text, "")


def _check_names(asked: dict[str, str], problems: dict[str, str]) -> None:
    for field in ("names", "place"):
        try:
            blocking_keys(name_text=asked[field], born=None)
        except BadName as fault:
            problems[field] = str(fault)
            asked[field] = ""
    for field in ("phone", "identifier", "sex"):
        if "\0" in asked[field] or not asked[field].isprintable():
            problems[field] = "This holds characters that cannot be searched for."
            asked[field] = ""
    if asked["sex"] not in SEXES:
        problems["sex"] = "Sex is F, M or X."
        asked["sex"] = ""


def _likely(
    *,
    query: Query,
    limit: int,
    on: date,
    number: str = "",
    scheme: str = "",
    fresh: bool = False,
) -> tuple[list[Hit], int]:
    """Return the likeliest people, and how many fit in all."""
    if not any((query.names, query.born, query.place, query.phone, number)):
        return [], 0
    wanted = max(limit, 1)
    found = _asked_of_index(query, wanted, number=number, scheme=scheme, fresh=fresh)
    by_index = found is not None
    matches, fits = found or find_in_tables(query=query, identifier=number, limit=wanted)
    shown = by_record(
        found=pointers(child_ids=[record for records, _ in matches for record in records], on=on)
    )
    hits: dict[UUID, Hit] = {}
    for records, match in matches:
        seen = [shown[record] for record in records if record in shown]
        # Joined since, or told of twice: once is enough.
        if seen and seen[0].child_id not in hits:
            hits[seen[0].child_id] = _hit(seen[0], match)
    if by_index:
        alarm_of_beyond(
            beyond=[one for records, _ in matches for one in records if one not in shown]
        )
    return list(hits.values()), fits


def _asked_of_index(
    query: Query, limit: int, *, number: str, scheme: str, fresh: bool
) -> tuple[list[Found], int] | None:
    scope = current()
    kind = agency_of(key=scope.agency_id).kind
    schemes = [scheme] if scheme else [key for key, _ in IDENTIFIER_SCHEMES]
    answer = finding.ask(
        query=replace(query, identifiers=tuple((one, number) for one in schemes if number.strip())),
        asker=Asker(
            agency=scope.agency_id,
            member=scope.member_id,
            everybody=kind in POLICE_KINDS,
            moment=scope.at,
        ),
        limit=limit,
        fresh=fresh,
    )
    if answer is None:
        return None
    found = [
        (hit.records, _as_the_tables_say(hit.match, asked=query, scheme=scheme))
        for hit in answer.hits
    ]
    return found, answer.fits


def _as_the_tables_say(match: Match, *, asked: Query, scheme: str) -> Match:
    """Return a match in which nothing tells a child without a place from one whose place is secret.

    A number of a register that nobody named contradicts no other.
    """
    missing, differs = match.missing, match.differs
    if asked.place and SAME_PLACE not in match.because and PLACE not in missing:
        missing = (*missing, PLACE)
    if not scheme:
        differs = tuple(one for one in differs if one != NUMBER_DIFFERS)
    return replace(match, missing=missing, differs=differs)


def _hit(pointer: Pointer, match: Match) -> Hit:
    return Hit(
        pointer=pointer,
        sure=match.sure,
        because=match.because,
        differs=match.differs,
        missing=match.missing,
        score=match.score,
    )


def _told_of_one_word(hit: Hit, typed: str) -> Hit:
    """Return a hit of one typed word, or its beginning, with why it is one: it is no whole name.

    Compared as a name the word differs from what is held; nobody typed a family name, though.
    """
    words = name_parts(text=typed)
    apart = tuple(one for one in hit.differs if one in NAMES_DIFFER)
    if len(typed.split()) != 1 or not words or not apart:
        return hit
    held = name_parts(text=" ".join((hit.pointer.name, *hit.pointer.other_names)))
    others = tuple(one for one in hit.differs if one not in NAMES_DIFFER)
    because = tuple(one for one in hit.because if one != OTHER_WAY_ROUND)
    if len(words) > 1 and set(words) <= set(held) and because:
        return replace(hit, because=because, differs=others)  # a double name: both its parts
    begins = any(one.startswith(words[0]) for one in held)
    if begins or not hit.because:
        why = BEGINS if begins else A_LITTLE_LIKE
        return replace(hit, because=(why, *hit.because), differs=others)
    return replace(hit, differs=(NAME_DIFFERS, *others))


def _said(*, asked: dict[str, str], shown: int, fits: int, problems: dict[str, str]) -> str:
    if not any(text for field, text in asked.items() if field != "sex"):
        return "Type a name, a date of birth, a place or a number."
    if problems and not shown:
        return "Part of the search could not be read. " + " ".join(problems.values())
    if not shown:
        return "Nobody is found whom you may know of. The child may still be known elsewhere."
    if fits > shown:
        return f"{fits} people may be meant. The {shown} likeliest are shown: add what you know."
    return "One person may be meant." if shown == 1 else f"{shown} people may be meant."
