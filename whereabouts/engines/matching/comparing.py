"""Whether a record may be the person asked about: a score, how sure, why, and what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from whereabouts.engines.matching.agreement import Agreement, date_agreement
from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.name_levels import (
    NOTHING_TO_COMPARE,
    NameAgreement,
    name_agreement,
)
from whereabouts.engines.matching.names import name_parts
from whereabouts.engines.matching.weights import (
    BORN,
    NEAR_MISS_OF_A_RANGE,
    OTHER_IDENTIFIER,
    OTHER_SEX,
    PRIOR,
    SAME_IDENTIFIER,
    SAME_PHONE,
    SAME_PLACE,
    SAME_SEX,
    SURE,
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
    """How likely a record is the person asked about. The reasons hold nobody's details."""

    score: float
    sure: str
    because: tuple[str, ...]
    differs: tuple[str, ...]
    missing: tuple[str, ...]


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
    findings = (
        *_names(query, candidate),
        _born(query, candidate),
        _sex(query.sex, candidate.sex),
        _place(query.place, candidate.places),
        _phone(query.phone, candidate.phones),
        _identifiers(query.identifiers, candidate.identifiers),
    )
    score = 1 / (1 + 2 ** -(PRIOR + sum(finding.weight for finding in findings)))
    return Match(
        score=score,
        sure=next(word for least, word in SURE if score >= least),
        because=_told(finding.because for finding in findings),
        differs=_told(finding.differs for finding in findings),
        missing=_told(finding.missing for finding in findings),
    )


def _told(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _names(query: Query, candidate: Candidate) -> Iterator[Finding]:
    readings = [
        name_agreement(text=text, given=given, family=family)
        for text in query.names
        for given, family in candidate.names
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


def _born(query: Query, candidate: Candidate) -> Finding:
    if query.born is None or not candidate.births:
        return Finding(missing="Date of birth or age")
    found = (_born_once(query.born, birth) for birth in candidate.births)
    return max(found, key=lambda finding: finding.weight)


def _born_once(asked: BirthRange, held: BirthRange) -> Finding:
    agreement = date_agreement(a=asked, b=held)
    if agreement is Agreement.CONFLICTING:
        return Finding(weight=BORN[agreement], differs="Date of birth or age differs")
    known_to_the_day = asked.precision == held.precision == "day"
    rough = agreement in NEAR_MISSES and not known_to_the_day
    return Finding(
        weight=NEAR_MISS_OF_A_RANGE if rough else BORN[agreement],
        because=BORN_REASONS[agreement],
    )


def _sex(asked: str | None, held: str | None) -> Finding:
    # X says that neither F nor M was recorded, which neither fits nor contradicts them.
    if not asked or not held or "X" in (asked, held):
        return Finding(missing="Sex")
    if asked == held:
        return Finding(weight=SAME_SEX, because="Sex is the same")
    return Finding(weight=OTHER_SEX, differs="Sex differs")


def _place(asked: str | None, held: tuple[str, ...]) -> Finding:
    wanted = frozenset(name_parts(text=asked or ""))
    if not wanted:
        return Finding(missing="Place")
    places = [frozenset(parts) for parts in (name_parts(text=place) for place in held) if parts]
    if not places:
        return Finding(missing="Place")
    if any(wanted <= place or place <= wanted for place in places):
        return Finding(weight=SAME_PLACE, because="Place is the same")
    # A missing child is by definition somewhere else: another place says nothing.
    return Finding()


def _phone(asked: str | None, held: tuple[str, ...]) -> Finding:
    wanted = _last_digits(asked or "")
    numbers = [digits for digits in map(_last_digits, held) if digits]
    if not wanted or not numbers:
        return Finding(missing="Phone")
    if wanted in numbers:
        return Finding(weight=SAME_PHONE, because="Phone number is the same")
    return Finding()


def _last_digits(phone: str) -> str:
    digits = "".join(letter for letter in phone if letter in "0123456789")
    return digits[-UK_PHONE_LENGTH:]


def _identifiers(asked: Identifiers, held: Identifiers) -> Finding:
    shared = [
        (_bare(one), _bare(other))
        for (kind, one), (other_kind, other) in product(asked, held)
        if kind == other_kind and _bare(one) and _bare(other)
    ]
    if not shared:
        return Finding(missing="Identifiers")
    if any(one == other for one, other in shared):
        return Finding(weight=SAME_IDENTIFIER, because="An identifying number is the same")
    return Finding(weight=OTHER_IDENTIFIER, differs="An identifying number differs")


def _bare(value: str) -> str:
    return "".join(letter for letter in value.casefold() if letter.isalnum())
