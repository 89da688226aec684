"""Whether a record may be the person asked about: a score, how sure, why, and what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from whereabouts.engines.matching.agreement import MONTH, Agreement, date_agreement
from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.name_levels import (
    NOTHING_TO_COMPARE,
    NameAgreement,
    name_agreement,
)
from whereabouts.engines.matching.names import name_parts
from whereabouts.engines.matching.weights import (
    BORN,
    FIT_OF_A_YEAR,
    MODEL,
    NEAR_MISS_OF_A_RANGE,
    OTHER_IDENTIFIER,
    OTHER_SEX,
    SAME_IDENTIFIER,
    SAME_PHONE,
    SAME_PLACE,
    SAME_SEX,
    NameLevel,
)

NAME_REASONS: dict[NameLevel, str] = {
    NameLevel.SAME: "{} is the same",
    NameLevel.ONE_OF: "{} is one of the names held",
    NameLevel.SHORT_FORM: "{} is a short or other form of the name held",
    NameLevel.SOUNDS_ALIKE: "{} sounds alike",
    NameLevel.ONE_SLIP: "{} is spelt nearly the same",
    NameLevel.BEGINS: "{} begins the same",
    NameLevel.INITIAL: "{} has the same initial",
}
BORN_REASONS: dict[Agreement, str] = {
    Agreement.EXACT: "Date of birth is the same",
    Agreement.TRANSPOSED: "Date of birth is the same with day and month changed round",
    Agreement.ONE_DIGIT: "Date of birth is the same but for one figure",
    Agreement.OFF_BY_MONTH: "Date of birth is a month out",
    Agreement.OFF_BY_YEAR: "Date of birth or age is a year out",
    Agreement.OVERLAP: "Age or part of the date of birth fits",
}
NEAR_MISSES = (Agreement.OFF_BY_MONTH, Agreement.OFF_BY_YEAR)
UK_PHONE_LENGTH = 10

# Each a kind and a value, such as a police or a social care number.
Identifiers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the person asked about; whatever is left out is not known."""

    names: tuple[str, ...] = ()
    born: BirthRange | None = None
    sex: str | None = None
    place: str | None = None
    phone: str | None = None
    identifiers: Identifiers = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a record holds: every name as (given, family), every date of birth ever given."""

    names: tuple[tuple[str, str], ...] = ()
    births: tuple[BirthRange, ...] = ()
    sex: str | None = None
    places: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    identifiers: Identifiers = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How likely a record is the person asked about. The reasons hold nobody's details.

    `bits` is the sum of weights that the probability `score` was made of.
    """

    score: float
    sure: str
    because: tuple[str, ...]
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    bits: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one comparison weighs, and the sentence it puts on one of the three lists."""

    weight: float = 0.0
    because: str = ""
    differs: str = ""
    missing: str = ""


def compare(*, query: Query, candidate: Candidate) -> Match:
    """Return how likely a candidate is the person asked about, and why.

    Of several names or dates of birth the one that fits best counts. What either side does not
    hold is listed as missing and changes nothing.

    :raises BadName: a name or a place holds characters that no name has.
    """
    return _match(
        (
            *_names(query.names, candidate.names),
            _born((query.born,) if query.born else (), candidate.births),
            _sex(query.sex, candidate.sex),
            _place((query.place,) if query.place else (), candidate.places),
            _phone((query.phone,) if query.phone else (), candidate.phones),
            _identifiers(query.identifiers, candidate.identifiers),
        )
    )


def compare_records(*, one: Candidate, other: Candidate) -> Match:
    """Return how likely two records are of one person, and why: as if one asked for the other.

    It is `compare` with every name, date, place and number that the first record holds.

    :raises BadName: a name or a place holds characters that no name has.
    """
    return _match(
        (
            *_names(tuple(" ".join(name) for name in one.names), other.names),
            _born(one.births, other.births),
            _sex(one.sex, other.sex),
            _place(one.places, other.places),
            _phone(one.phones, other.phones),
            _identifiers(one.identifiers, other.identifiers),
        )
    )


def _match(findings: tuple[Finding, ...]) -> Match:
    bits = sum(finding.weight for finding in findings)
    score = MODEL.probability(bits)
    return Match(
        score=score,
        sure=MODEL.word(score),
        because=_told(finding.because for finding in findings),
        differs=_told(finding.differs for finding in findings),
        missing=_told(finding.missing for finding in findings),
        bits=bits,
    )


def _told(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _names(asked: tuple[str, ...], held: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    readings = [
        name_agreement(text=text, given=given, family=family)
        for text in asked
        for given, family in held
    ]
    best = max(readings, key=_how_telling, default=NOTHING_TO_COMPARE)
    yield Finding(weight=best.weight)
    yield _name("Given name", best.given)
    yield _name("Family name", best.family)
    if best.turned_round:
        yield Finding(because="Given and family name come the other way round")


def _how_telling(reading: NameAgreement) -> tuple[bool, float]:
    # A reading that compared nothing must not hide one that found a difference.
    return reading != NOTHING_TO_COMPARE, reading.weight


def _name(which: str, level: NameLevel) -> Finding:
    match level:
        case NameLevel.UNKNOWN:
            return Finding(missing=which)
        case NameLevel.DIFFERENT:
            return Finding(differs=f"{which} differs")
        case _:
            return Finding(because=NAME_REASONS[level].format(which))


def _born(asked: tuple[BirthRange, ...], held: tuple[BirthRange, ...]) -> Finding:
    if not asked or not held:
        return Finding(missing="Date of birth or age")
    found = (_born_once(one, other) for one, other in product(asked, held))
    return max(found, key=lambda finding: finding.weight)


def _born_once(asked: BirthRange, held: BirthRange) -> Finding:
    agreement = date_agreement(a=asked, b=held)
    if agreement is Agreement.CONFLICTING:
        return Finding(weight=BORN[agreement], differs="Date of birth or age differs")
    weight = BORN[agreement]
    if not asked.precision == held.precision == "day":
        # A year or an age fits many more children than a month does, and misses them by less.
        widest = max(asked.latest - asked.earliest, held.latest - held.earliest)
        if agreement in NEAR_MISSES:
            weight = NEAR_MISS_OF_A_RANGE
        elif widest > MONTH:
            weight = FIT_OF_A_YEAR
    return Finding(weight=weight, because=BORN_REASONS[agreement])


def _sex(asked: str | None, held: str | None) -> Finding:
    # X says that neither F nor M was recorded, which neither fits nor contradicts them.
    if not asked or not held or "X" in (asked, held):
        return Finding(missing="Sex")
    if asked == held:
        return Finding(weight=SAME_SEX, because="Sex is the same")
    return Finding(weight=OTHER_SEX, differs="Sex differs")


def _place(asked: tuple[str, ...], held: tuple[str, ...]) -> Finding:
    wanted = _word_sets(asked)
    places = _word_sets(held) if wanted else []
    if not places:
        return Finding(missing="Place")
    if any(one <= other or other <= one for one, other in product(wanted, places)):
        return Finding(weight=SAME_PLACE, because="Place is the same")
    # A missing child is by definition somewhere else: another place says nothing.
    return Finding()


def _word_sets(texts: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(parts) for parts in (name_parts(text=text) for text in texts) if parts]


def _phone(asked: tuple[str, ...], held: tuple[str, ...]) -> Finding:
    wanted, numbers = ({last_digits(phone=it) for it in side} - {""} for side in (asked, held))
    if not wanted or not numbers:
        return Finding(missing="Phone")
    if wanted & numbers:
        return Finding(weight=SAME_PHONE, because="Phone number is the same")
    return Finding()


def last_digits(*, phone: str) -> str:
    """Return the figures of a number that tell it from any other, whatever stands before them."""
    digits = "".join(letter for letter in phone if letter in "0123456789")
    return digits[-UK_PHONE_LENGTH:]


def _identifiers(asked: Identifiers, held: Identifiers) -> Finding:
    shared = [
        (bare(value=one), bare(value=other))
        for (kind, one), (other_kind, other) in product(asked, held)
        if kind == other_kind and bare(value=one) and bare(value=other)
    ]
    if not shared:
        return Finding(missing="Identifiers")
    if any(one == other for one, other in shared):
        return Finding(weight=SAME_IDENTIFIER, because="An identifying number is the same")
    return Finding(weight=OTHER_IDENTIFIER, differs="An identifying number differs")


def bare(*, value: str) -> str:
    """Return the letters and figures of a number in another register, small."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())
