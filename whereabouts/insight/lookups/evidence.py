"""What is held of a child as far as it is compared, and what agrees between two; joined over all.

A list of pairs and the page of one say the same of it, since both ask here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from whereabouts.engines.matching import (
    BadName,
    BirthRange,
    Candidate,
    Match,
    Query,
    compare,
    normal_name,
)
from whereabouts.records.pairs import rules
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.pairs.rules import Evidence
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import (
    ChildAddress,
    ChildBirth,
    ChildIdentifier,
    ChildName,
    ChildPhone,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a child over the records read as one, as far as it is compared."""

    records: frozenset[UUID]
    names: tuple[tuple[str, str, str], ...]  # given, family, the whole
    births: tuple[BirthRange, ...]
    sex: str
    places: tuple[str, ...]  # never confidential ones
    phones: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]

    @property
    def fulls(self) -> tuple[str, ...]:
        """Return every name in full, once."""
        return tuple(dict.fromkeys(full for _, _, full in self.names))

    @property
    def given(self) -> tuple[str, ...]:
        """Return every given name, once."""
        return tuple(dict.fromkeys(given for given, _, _ in self.names if given))


def as_name(*, text: str) -> str:
    """Return a name or place without the space around it, or "" where it cannot be one."""
    try:
        return text.strip() if normal_name(text=text) else ""
    except BadName:
        return ""


def held_of(*, child_id: UUID) -> Held:
    """Return what is held of a child, as far as the scope sees it."""
    same = people.same_person_set(child_id=child_id)
    # A protected child is compared by no place at all, whoever keeps the secret one.
    addresses = people.addresses_of(child_ids=same)
    if addresses and people.is_protected(child_id=child_id):
        addresses = []
    return _held(
        records=same,
        names=people.names_of(child_ids=same),
        births=people.births_of(child_ids=same),
        sexes=people.sexes_of(child_ids=same),
        addresses=addresses,
        phones=people.phones_of(child_ids=same),
        identifiers=people.identifiers_of(child_ids=same),
    )


def held_of_each(*, child_ids: Iterable[UUID]) -> dict[UUID, Held]:
    """Return what is held of each of some children, asked for together."""
    same = people.same_person_sets(child_ids=child_ids)
    records = frozenset[UUID]().union(*same.values())
    protected = people.protected_among(child_ids=same) if same else frozenset()
    names = people.names_of(child_ids=records) if same else []
    births = people.births_of(child_ids=records) if same else []
    addresses = people.addresses_of(child_ids=records) if same else []
    phones = people.phones_of(child_ids=records) if same else []
    identifiers = people.identifiers_of(child_ids=records) if same else []
    sexes = people.sex_of_each(child_ids=records) if same else {}
    return {
        child: _held(
            records=whole,
            names=[one for one in names if one.child_id in whole],
            births=[one for one in births if one.child_id in whole],
            sexes=[sexes[record] for record in sorted(whole) if record in sexes],
            addresses=[
                one for one in addresses if one.child_id in whole and child not in protected
            ],
            phones=[one for one in phones if one.child_id in whole],
            identifiers=[one for one in identifiers if one.child_id in whole],
        )
        for child, whole in same.items()
    }


def _held(
    *,
    records: frozenset[UUID],
    names: Iterable[ChildName],
    births: Iterable[ChildBirth],
    sexes: list[str],
    addresses: Iterable[ChildAddress],
    phones: Iterable[ChildPhone],
    identifiers: Iterable[ChildIdentifier],
) -> Held:
    return Held(
        records=records,
        names=tuple((one.given, one.family, one.full) for one in names),
        births=tuple(
            BirthRange(one.earliest, one.latest, one.precision)  # type: ignore[arg-type]
            for one in births
            if one.believed
        ),
        sex=sexes[0] if sexes else "",
        places=tuple(filter(None, (as_name(text=one.postcode or one.line) for one in addresses))),
        phones=tuple(one.number for one in phones),
        identifiers=tuple((one.scheme, one.value) for one in identifiers),
    )


def between(*, one: UUID, other: UUID) -> tuple[float, frozenset[str], frozenset[str]]:
    """Return (how likely, what agrees, what differs) of two records in scope, as codes."""
    found = _between(ours=held_of(child_id=one), theirs=held_of(child_id=other))
    return found.score, found.agrees, found.differs


def evidence_for(
    *, pairs: Iterable[SuggestedPair], seen: Collection[UUID], unnamed: Collection[UUID]
) -> dict[UUID, Evidence]:
    """Return for each pair how likely it is and why: as the records stand now, in this scope.

    Where only one of the two may be seen, it is as it was when it was suggested. `unnamed` are
    children of whom nobody knows yet who they are.
    """
    asked = list(pairs)
    both = {key: (key.first_id, key.second_id) for key in asked}
    held = held_of_each(
        child_ids={key for keys in both.values() if set(keys) <= set(seen) for key in keys}
    )
    secret = people.protected_among(child_ids={key for keys in both.values() for key in keys})
    return {
        pair.pk: _shown(pair, held, unnamed=set(keys) & set(unnamed), secret=secret & set(keys))
        for pair, keys in both.items()
    }


def _shown(
    pair: SuggestedPair, held: Mapping[UUID, Held], *, unnamed: set[UUID], secret: Collection[UUID]
) -> Evidence:
    kept = Evidence(
        score=pair.score, agrees=frozenset(pair.agrees), differs=frozenset(pair.differs)
    )
    ours, theirs = held.get(pair.first_id), held.get(pair.second_id)
    now = None
    if ours is not None and theirs is not None and pair.second_id not in ours.records:
        now = _between(ours=ours, theirs=theirs)
        unnamed = unnamed or {key for one in (ours, theirs) if not one.given for key in one.records}
    return rules.shown(
        kept=kept, now=now, missing=pair.while_missing, unnamed=bool(unnamed), secret=bool(secret)
    )


def _between(*, ours: Held, theirs: Held) -> Evidence:
    best = _best(ours=ours, theirs=theirs)
    agrees, differs = rules.evidence_of(
        because=best.because, differs=best.differs, given=(ours.given, theirs.given)
    )
    return Evidence(score=best.score, agrees=agrees, differs=differs)


def _best(*, ours: Held, theirs: Held) -> Match:
    """Return the comparison that fits best, whichever of the two is asked for.

    Max is short for Maxine, and Maxine for nobody: whether they agree depends on who is asked for.
    """
    return max(
        _asked_for(ours=ours, theirs=theirs),
        _asked_for(ours=theirs, theirs=ours),
        key=lambda match: match.score,
    )


def _asked_for(*, ours: Held, theirs: Held) -> Match:
    """Return the comparison that fits best, whichever date of birth, place or number is taken."""
    candidate = Candidate(
        names=tuple((given, family) for given, family, _ in theirs.names),
        births=theirs.births,
        sex=theirs.sex or None,
        places=theirs.places,
        phones=theirs.phones,
        identifiers=theirs.identifiers,
    )
    tried = product(ours.births or (None,), ours.places or (None,), ours.phones or (None,))
    return max(
        (
            compare(
                query=Query(
                    names=ours.fulls, born=born, sex=ours.sex or None, place=place, phone=phone,
                    identifiers=ours.identifiers,
                ),
                candidate=candidate,
            )
            for born, place, phone in tried
        ),
        key=lambda match: match.score,
    )  # fmt: skip
