"""Records that may be of one child: the list, and two records side by side, as each may be seen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.evidence import evidence_for
from whereabouts.insight.lookups.search import Pointer, pointers
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.pairs import queries, rules
from whereabouts.records.pairs.gate import pair_for, seen_of
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.pairs.rules import SAID, SOURCES, STATES, Evidence
from whereabouts.records.people import queries as people
from whereabouts.records.people import rules as people_rules
from whereabouts.records.people.models import Child

MOST = 60
ELSEWHERE = "a record elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A pair on the list: who the two are as far as they may be seen, how sure, and why."""

    pair_id: UUID
    names: tuple[str, str]
    agencies: tuple[tuple[str, ...], tuple[str, ...]]
    sure: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    while_missing: bool
    suggested_at: datetime
    source: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairList:
    """The pairs that somebody may decide, and those for which another agency must be asked."""

    to_decide: tuple[PairLine, ...]
    to_ask: tuple[PairLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNow:
    """An episode under way."""

    reference: str
    agency: str
    reported_at: datetime
    last_seen_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One of the two: everything compared where it may be seen, else what a search would show."""

    child_id: UUID
    seen: bool
    name: str
    other_names: tuple[str, ...]
    births: tuple[str, ...]
    sex: str
    places: tuple[str, ...]
    phones: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    description: str
    open_now: tuple[OpenNow, ...]
    agencies: tuple[str, ...]
    earlier_episodes: int
    has_flag: bool
    has_plan: bool
    has_photo: bool
    unidentified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a named person said of the pair; the reason is shown to whoever may see both."""

    words: str
    because: str
    by: str
    agency: str
    asked: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Two records side by side, and what may be done."""

    pair_id: UUID
    state: str
    state_words: str
    sure: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    while_missing: bool
    halves: tuple[Half, Half]
    answers: tuple[Answer, ...]
    joined: bool
    may_decide: bool
    ask: str  # the agency to ask; "" where nobody has to be
    ask_by_telephone: bool
    asked_already: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningLine:
    """That a record was joined with another, and parted; the reasons for whoever may see both."""

    child_id: UUID
    other_id: UUID
    agency: str
    because: str
    by: str
    at: datetime
    part_because: str
    parted_by: str
    parted_at: datetime | None


@lookup(needs=Permission.CHILD_JOIN)
def suggested_pairs(*, actor: Actor, at: datetime) -> PairList:
    """Return the pairs that nobody has settled, both missing first; one line for two people.

    Read over the joined sets: two who are one child already, or whom somebody said to be different,
    are not asked about again by way of another of their records. Each child shown is a look.
    """
    found = queries.open_pairs(most=MOST)
    known = _known(found, at=at)
    records = {record for one in known.values() for record in one.records}
    person = {record: min(one.records) for one in known.values() for record in one.records}
    different = {
        frozenset({person[key] for key in pair}) for pair in queries.said_different(records=records)
    }
    shown: dict[frozenset[UUID], SuggestedPair] = {}
    for pair in found:
        both = frozenset({person.get(key, key) for key in (pair.first_id, pair.second_id)})
        if len(both) == 2 and both not in different:
            shown.setdefault(both, pair)
    seen = set(
        visible(Child)
        .filter(pk__in=[key for pair in shown.values() for key in (pair.first_id, pair.second_id)])
        .values_list("pk", flat=True)
    )
    subjects = {key for pair in shown.values() for key in (pair.first_id, pair.second_id)}
    asked = queries.asked_of(pairs=shown.values())
    evidence = evidence_for(pairs=shown.values(), seen=seen, unnamed=_unnamed(known))
    lines = [
        (
            _line(pair, known, asked.get(pair.pk, ""), seen, evidence[pair.pk]),
            {pair.first_id, pair.second_id} <= seen,
        )
        for pair in sorted(
            shown.values(), key=lambda one: (not one.while_missing, -evidence[one.pk].score)
        )
    ]
    if shown:
        record_look(
            kind="view", page="pairs", by=actor, at=at, subjects=subjects, shown=["pointer"]
        )
    return PairList(
        to_decide=tuple(line for line, both in lines if both),
        to_ask=tuple(line for line, both in lines if not both),
    )


@lookup(needs=Permission.CHILD_JOIN)
def suggested_pair(*, actor: Actor, at: datetime, pair_id: UUID) -> PairPage:
    """Return two records side by side: the actor's in full, another's as policy gives; a look.

    :raises NotVisible: the actor may see neither.
    """
    pair = pair_for(actor, pair_id=pair_id)
    seen = seen_of(pair=pair)
    known = _known([pair], at=at)
    first = _half(pair.first_id, known=known, seen=pair.first_id in seen, at=at)
    second = _half(pair.second_id, known=known, seen=pair.second_id in seen, at=at)
    evidence = evidence_for(pairs=[pair], seen=seen, unnamed=_unnamed(known))[pair.pk]
    joined = pair.second_id in people.same_person_set(child_id=pair.first_id)
    answers = queries.answers_of(first=pair.first_id, second=pair.second_id)
    holder = _other_holder(pair, seen)
    record_look(
        kind="view", page="pair", by=actor, at=at, subjects=[pair.first_id, pair.second_id],
        shown=["identity"],
    )  # fmt: skip
    return PairPage(
        pair_id=pair.pk,
        state=pair.state,
        state_words=dict(STATES)[rules.State(pair.state)],
        sure=rules.how_sure(score=evidence.score),
        agrees=rules.in_words(codes=evidence.agrees),
        differs=rules.in_words(codes=evidence.differs),
        while_missing=pair.while_missing,
        halves=(first, second),
        answers=tuple(
            Answer(
                words=dict(SAID)[one.said],
                because=one.because,
                by=one.recorded_by.display_name,
                agency=one.owner_agency.name,
                asked=one.asked.name if one.asked else "",
                at=one.recorded_at,
            )
            for one in answers
        ),
        joined=joined,
        may_decide=len(seen) == 2 and pair.state == "open" and not joined,
        ask=holder.name if holder is not None and pair.state == "open" else "",
        ask_by_telephone=holder is not None and holder.kind not in POLICE_KINDS,
        asked_already=any(one.said == "asked" for one in answers),
    )


def joinings_of(*, child_ids: frozenset[UUID]) -> tuple[JoiningLine, ...]:
    """Return when these records were joined and parted, by whom and why; the caller records it."""
    found = queries.joinings(children=child_ids)
    agencies = Agency.objects.in_bulk({one.other_agency for one in found})
    members = Member.objects.in_bulk(
        {key for one in found for key in (one.joined_by, one.parted_by) if key}
    )
    once = {frozenset((one.child, one.other)) | {one.joined_at}: one for one in found}
    return tuple(
        JoiningLine(
            child_id=one.child,
            other_id=one.other,
            agency=agencies[one.other_agency].name,
            because=one.because,
            by=members[one.joined_by].display_name,
            at=one.joined_at,
            part_because=one.part_because,
            parted_by=members[one.parted_by].display_name if one.parted_by else "",
            parted_at=one.parted_at,
        )
        for one in once.values()
    )


def _known(pairs: list[SuggestedPair], *, at: datetime) -> dict[UUID, Pointer]:
    """Return a pointer for each record of some pairs, as far as the scope may know of it."""
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    if not keys:
        return {}
    found: dict[UUID, Pointer] = {}
    for pointer in pointers(child_ids=keys, on=at.date()):
        found |= dict.fromkeys(keys & set(pointer.records), pointer)
    return found


def _unnamed(known: dict[UUID, Pointer]) -> set[UUID]:
    return {record for record, pointer in known.items() if pointer.unidentified}


def _line(
    pair: SuggestedPair, known: dict[UUID, Pointer], asked: str, seen: set[UUID],
    evidence: Evidence,
) -> PairLine:  # fmt: skip
    both = (known.get(pair.first_id), known.get(pair.second_id))
    return PairLine(
        pair_id=pair.pk,
        # In a list nobody is named whom one may not see: their page says what a search would.
        names=(
            _name(both[0]) if pair.first_id in seen else ELSEWHERE,
            _name(both[1]) if pair.second_id in seen else ELSEWHERE,
        ),
        agencies=(_agencies(both[0]), _agencies(both[1])),
        sure=rules.how_sure(score=evidence.score),
        agrees=rules.in_words(codes=evidence.agrees),
        differs=rules.in_words(codes=evidence.differs),
        while_missing=pair.while_missing,
        suggested_at=pair.suggested_at,
        source=dict(SOURCES)[pair.source],
        asked=asked,
    )


def _name(pointer: Pointer | None) -> str:
    return pointer.name if pointer is not None else people_rules.NO_NAME


def _agencies(pointer: Pointer | None) -> tuple[str, ...]:
    return pointer.agencies if pointer is not None else ()


def _half(child_id: UUID, *, known: dict[UUID, Pointer], seen: bool, at: datetime) -> Half:
    pointer = known.get(child_id)
    same = people.same_person_set(child_id=child_id) if seen else frozenset({child_id})
    rows = list(visible(Child).filter(pk__in=same)) if seen else []
    return Half(
        child_id=child_id,
        seen=seen,
        name=_name(pointer),
        other_names=pointer.other_names if pointer is not None else (),
        births=tuple(
            people_rules.birth_in_words(
                earliest=one.earliest, latest=one.latest, precision=one.precision,
                as_said=one.as_said,
            )
            for one in people.births_of(child_ids=same)
        )
        if seen
        else tuple(filter(None, (pointer.born if pointer is not None else "",))),
        sex=pointer.sex if pointer is not None else "",
        places=tuple(
            ", ".join(filter(None, (one.line, one.postcode)))
            + (" (confidential: do not pass on)" if one.confidential else "")
            for one in people.addresses_of(child_ids=same)
        ),
        phones=tuple(one.number for one in people.phones_of(child_ids=same)),
        identifiers=tuple(
            (one.get_scheme_display(), one.value) for one in people.identifiers_of(child_ids=same)
        ),
        description="; ".join(one.description for one in rows if one.description),
        open_now=tuple(
            OpenNow(
                reference=one.reference,
                agency=one.owner_agency.name,
                reported_at=one.reported_at,
                last_seen_place=one.last_seen_place,
            )
            for one in of_children(children=same)
            .filter(state__in=UNDER_WAY)
            .select_related("owner_agency")
        )
        if seen
        else (),
        agencies=_agencies(pointer),
        earlier_episodes=pointer.earlier_episodes if pointer is not None else 0,
        has_flag=pointer.has_flag if pointer is not None else False,
        has_plan=pointer.has_plan if pointer is not None else False,
        has_photo=seen and people.photo_of(child_ids=same) is not None,
        unidentified=pointer.unidentified if pointer is not None else False,
    )  # fmt: skip


def _other_holder(pair: SuggestedPair, seen: frozenset[UUID]) -> Agency | None:
    """Return the agency that keeps the record which the scope may not see."""
    hidden = {pair.first_id, pair.second_id} - seen
    kept = queries.holders(children=hidden) if len(hidden) == 1 else {}
    return Agency.objects.filter(pk__in=kept.values()).first()
