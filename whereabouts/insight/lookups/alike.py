"""Which records may be of the same child as one: what is suggested, and why; nobody is joined."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.engines.matching import BadDate, BadName, parse_date_of_birth
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import agencies_of
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.evidence import Held, as_name, held_of
from whereabouts.insight.lookups.pointers import by_record, pointers
from whereabouts.insight.lookups.search import Hit, alarm_of_beyond, likely_records
from whereabouts.insight.lookups.weighing import weigh
from whereabouts.records.pairs import queries as pairs
from whereabouts.records.pairs import rules
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people.rules import NO_NAME, name_as_kept

MOST = 5  # suggestions from one record at a time
MOST_WEIGHED = 20
MOST_LATELY = 40  # a force has a dozen reports a day
# Whoever was reported so lately is compared whatever they are called; open for longer, by name.
LATELY = timedelta(hours=12)
STILL_MISSING = timedelta(days=365)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingHit:
    """A child who is missing now and may be the one being reported: who, at which agency, since."""

    hit: Hit
    agency: str
    reported_at: datetime


@lookup(needs=Permission.CHILD_SEARCH)
def missing_who_fit(
    *,
    actor: Actor,
    at: datetime,
    hits: Sequence[Hit] = (),
    names: str = "",
    born: str = "",
    sex: str = "",
    place: str = "",
    phone: str = "",
    seen_at: str = "",
) -> tuple[MissingHit, ...]:
    """Return who of those missing now may be the child being reported, likeliest first.

    Of `hits`, which a search found, and of those reported lately near in time or place, whatever
    name was said then. A report that concerns one of them is added to that episode by choosing the
    child. One look. What cannot be read is left out.
    """
    names, place = as_name(text=names), as_name(text=place)
    sex, phone, seen_at = (_printed(text) for text in (sex.upper(), phone, seen_at))
    known = {hit.child_id: hit for hit in hits}
    asked = _records_of(hits=hits)
    missing = _missing(children=asked, at=at, place=seen_at)
    among = _looked_at_anyhow(missing=missing.values(), at=at)
    try:
        day = parse_date_of_birth(text=born, on=at.date()) if born.strip() else None
    except BadDate:
        day = None
    said = (names,) if names else ()
    if among and (said or day or sex or place or phone or seen_at):
        for hit in weigh(
            children=among, names=said, births=(day,) if day else (), on=at.date(), sex=sex,
            place=place, phone=phone,
        ):  # fmt: skip
            known.setdefault(hit.child_id, hit)
    _ask_of_others(missing=missing, hits=known.values(), asked=asked, at=at, place=seen_at)
    found = []
    for hit in known.values():
        away = [missing[record] for record in hit.pointer.records if record in missing]
        if not away:
            continue
        score, agrees, _ = _evidence(hit=hit, given=_given_of(names=said), away=away, at=at)
        if not rules.worth_asking(score=score, missing=True):
            continue
        more = [rules.WORDS[code] for code in (rules.SAME_SEEN, rules.SAME_HOUR) if code in agrees]
        shown = replace(
            hit, score=score, sure=rules.how_sure(score=score), because=(*hit.because, *more)
        )
        found.append((shown, away[0]))
    found.sort(key=lambda pair: (-pair[0].score, str(pair[0].child_id)))
    agencies = agencies_of(keys=[one.agency for _, one in found])
    if found:
        record_look(
            kind="search", page="missing now", by=actor, at=at, shown=["pointer"],
            subjects=[record for hit, _ in found for record in hit.pointer.records],
        )  # fmt: skip
    return tuple(
        MissingHit(hit=hit, agency=agencies[one.agency].name, reported_at=one.reported_at)
        for hit, one in found
    )


def _printed(text: str) -> str:
    words = " ".join(text.split())
    return words if words.isprintable() else ""


def suggestions_for(
    *, child_id: UUID, at: datetime, seen_at: str = "", source: str = "report"
) -> list[Suggestion]:
    """Return the records that somebody should compare with one, likeliest first.

    From every force for police, within reach for others, as a search finds them. `seen_at` is where
    the child was last seen. Whoever is missing now comes by less evidence: school, home and mother
    report one child within the hour, each spelling the name otherwise, or not knowing it. The
    caller is inside a scope and records the look.
    """
    held = held_of(child_id=child_id)
    named = _named(held=held)
    missing = _missing(children=named, at=at, place=seen_at, but=held.records)
    hits = _who_fits(held=held, named=named, missing=missing, at=at)
    _ask_of_others(missing=missing, hits=hits, asked=named, at=at, place=seen_at)
    found = []
    for hit in hits:
        suggestion = _suggestion(
            hit=hit, child_id=child_id, held=held, missing=missing, at=at, source=source
        )
        if suggestion is not None:
            found.append(suggestion)
    order = sorted(found, key=lambda one: (not one.while_missing, -one.score, str(one.other)))
    return order[:MOST]


def chosen(*, child_id: UUID, other_id: UUID, at: datetime) -> Suggestion | None:
    """Return what agrees between a record and one that a person chose, however little; or None.

    None where the scope may know of no such child. The caller records the look.
    """
    held = held_of(child_id=child_id)
    hits = weigh(
        children=[other_id],
        names=held.fulls,
        births=held.births,
        on=at.date(),
        sex=held.sex,
        place=held.places[0] if held.places else "",
        phone=held.phones[0] if held.phones else "",
        identifier=held.identifiers[0][1] if held.identifiers else "",
    )
    hit = next((one for one in hits if other_id in one.pointer.records), None)
    if hit is None:
        return None
    away = pairs.missing_now(since=at - STILL_MISSING, children=hit.pointer.records, lately=None)
    score, agrees, differs = _evidence(hit=hit, given=held.given, away=away, at=at)
    return Suggestion(
        one=child_id, other=other_id, score=score, agrees=agrees, differs=differs,
        source="details", while_missing=bool(away),
    )  # fmt: skip


def _missing(
    *, children: Iterable[UUID], at: datetime, place: str, but: Collection[UUID] = ()
) -> dict[UUID, pairs.MissingNow]:
    """Return who of some children is missing now, and everybody reported lately, by their keys."""
    found = pairs.missing_now(
        since=at - STILL_MISSING, children=children, lately=at - LATELY, place=place
    )
    return {one.child: one for one in found if one.child not in but}


def _ask_of_others(
    *,
    missing: dict[UUID, pairs.MissingNow],
    hits: Iterable[Hit],
    asked: Collection[UUID],
    at: datetime,
    place: str,
) -> None:
    """Add whoever is missing of those found otherwise than by name, or lately: by a number."""
    others = _records_of(hits=hits) - missing.keys() - set(asked)
    if others:
        found = pairs.missing_now(
            since=at - STILL_MISSING, children=others, lately=None, place=place
        )
        missing |= {one.child: one for one in found}


def _records_of(*, hits: Iterable[Hit]) -> set[UUID]:
    return {record for hit in hits for record in hit.pointer.records}


def _named(*, held: Held) -> set[UUID]:
    """Return the records that fit by name among all."""
    named: set[UUID] = set()
    if held.fulls:
        for birth in held.births or (None,):
            named |= likely_records(
                names=held.fulls, births=(birth,) if birth else (), limit=MOST_WEIGHED
            )
    return named


def _who_fits(
    *, held: Held, named: set[UUID], missing: Mapping[UUID, pairs.MissingNow], at: datetime
) -> list[Hit]:
    """Return who is worth weighing: by name or number among all, and those reported lately."""
    day = at.date()
    near = named.union(_looked_at_anyhow(missing=missing.values(), at=at))
    if not (near - held.records or held.phones or held.identifiers):
        return []
    hits = weigh(
        children=near - held.records,
        names=held.fulls,
        births=held.births,
        on=day,
        sex=held.sex,
        place=held.places[0] if held.places else "",
        phone=held.phones[0] if held.phones else "",
        identifier=held.identifiers[0][1] if held.identifiers else "",
    )
    shown = {record for hit in hits for record in hit.pointer.records}
    missed = named - held.records - shown
    if missed:
        # Not weighed for want of room, or not in the scope at all: only that is an alarm.
        alarm_of_beyond(beyond=missed - by_record(found=pointers(child_ids=missed, on=day)).keys())
    return [hit for hit in hits if held.records.isdisjoint(hit.pointer.records)]


def _looked_at_anyhow(*, missing: Iterable[pairs.MissingNow], at: datetime) -> list[UUID]:
    """Return whom to compare whatever they are called: near in time, in place, or in our hands."""
    ours = current().agency_id
    near = [
        one
        for one in missing
        if one.reported_at >= at - HOUR
        or (one.reported_at >= at - LATELY and (one.same_place or one.agency == ours))
    ]
    near.sort(key=lambda one: (one.same_place, one.reported_at), reverse=True)
    return [one.child for one in near[:MOST_LATELY]]


def _suggestion(
    *,
    hit: Hit,
    child_id: UUID,
    held: Held,
    missing: Mapping[UUID, pairs.MissingNow],
    at: datetime,
    source: str,
) -> Suggestion | None:
    away = [missing[record] for record in hit.pointer.records if record in missing]
    score, agrees, differs = _evidence(hit=hit, given=held.given, away=away, at=at)
    if not rules.may_be_one(agrees=agrees, differs=differs):
        return None
    if not rules.worth_asking(score=score, missing=bool(away)):
        return None
    return Suggestion(
        one=child_id,
        other=away[0].child if away else hit.child_id,
        score=score,
        agrees=agrees,
        differs=differs,
        source=source,
        while_missing=bool(away),
    )


def _evidence(
    *, hit: Hit, given: Iterable[str], away: Iterable[pairs.MissingNow], at: datetime
) -> tuple[float, frozenset[str], frozenset[str]]:
    theirs = _given_of(names=(hit.pointer.name, *hit.pointer.other_names))
    ours, missing = tuple(given), list(away)
    agrees, differs = rules.evidence_of(
        because=hit.because, differs=hit.differs, given=(ours, theirs)
    )
    if not ours or hit.pointer.unidentified:
        agrees |= {rules.NO_NAME}
    if any(abs(at - one.reported_at) <= HOUR for one in missing):
        agrees |= {rules.SAME_HOUR}
    if any(one.same_place for one in missing):
        agrees |= {rules.SAME_SEEN}
    score = rules.while_missing(score=hit.score, agrees=agrees) if missing else hit.score
    return score, agrees, differs


def _given_of(*, names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        try:
            given, _, _ = name_as_kept(given="", family="", full=name)
        except BadName:
            continue  # no name, or none that anybody keeps
        if name != NO_NAME and given:
            found[given] = None
    return tuple(found)
