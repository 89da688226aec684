"""Whether a record may be the person asked about: a score, how sure, why, and what differs."""

from dataclasses import dataclass
from itertools import product

from whereabouts.engines.matching.agreement import MONTH, Agreement, date_agreement
from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.name_levels import (
    NOTHING_TO_COMPARE,
    Hears,
    NameAgreement,
    TypedName,
    hear,
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
    hold is listed as missing and changes nothing. `Asking` is for one query and many candidates.

    :raises BadName: a name or a place holds characters that no name has.
    """
    return Asking(query=query).match(candidate=candidate)


def compare_records(*, one: Candidate, other: Candidate) -> Match:
    """Return how likely two records are of one person, and why: as if one asked for the other.

    It is `compare` with every name, date, place and number that the first record holds.

    :raises BadName: a name or a place holds characters that no name has.
    """
    return Asking(
        query=Query(
            names=tuple(" ".join(name) for name in one.names),
            sex=one.sex,
            identifiers=one.identifiers,
        ),
        births=one.births,
        places=one.places,
        phones=one.phones,
    ).match(candidate=other)


class Asking:
    """Somebody asked about, made ready once to be held against any number of records."""

    def __init__(
        self,
        *,
        query: Query,
        births: tuple[BirthRange, ...] = (),
        places: tuple[str, ...] = (),
        phones: tuple[str, ...] = (),
        hears: Hears = hear,
    ) -> None:
        """Take a query, and what may be asked beside it where several are known.

        `hears` may know how recorded words sound without working it out.

        :raises BadName: a name or a place holds characters that no name has.
        """
        self._names = [TypedName(text=text, hears=hears) for text in query.names]
        self._births = (query.born, *births) if query.born else births
        self._sex = query.sex
        self._places = _word_sets((query.place, *places) if query.place else places)
        self._phones = _numbers((query.phone, *phones) if query.phone else phones)
        self._identifiers = query.identifiers

    def findings(self, *, candidate: Candidate) -> tuple[Finding, ...]:
        """Return what each comparison weighs, and its sentence.

        :raises BadName: a name or a place of the candidate holds characters that no name has.
        """
        return (
            *self._named(candidate.names),
            _born(self._births, candidate.births),
            _sex(self._sex, candidate.sex),
            _place(self._places, candidate.places),
            _phone(self._phones, candidate.phones),
            _identifiers(self._identifiers, candidate.identifiers),
        )

    def match(self, *, candidate: Candidate) -> Match:
        """Return how likely a candidate is the person asked about, and why.

        :raises BadName: a name or a place of the candidate holds characters that no name has.
        """
        return told(findings=self.findings(candidate=candidate))

    def _named(self, held: tuple[tuple[str, str], ...]) -> tuple[Finding, ...]:
        readings = [
            typed.against(given=given, family=family)
            for typed in self._names
            for given, family in held
        ]
        best = readings[0] if len(readings) == 1 else _most_telling(readings)
        found = (Finding(weight=best.weight), GIVEN_NAME[best.given], FAMILY_NAME[best.family])
        return (*found, OTHER_WAY_ROUND) if best.turned_round else found


def told(*, findings: tuple[Finding, ...]) -> Match:
    """Return what comparisons come to, in numbers and in words."""
    bits, score = weighed(findings=findings)
    return Match(
        score=score,
        sure=MODEL.word(score),
        because=tuple([finding.because for finding in findings if finding.because]),
        differs=tuple([finding.differs for finding in findings if finding.differs]),
        missing=tuple([finding.missing for finding in findings if finding.missing]),
        bits=bits,
    )


def weighed(*, findings: tuple[Finding, ...]) -> tuple[float, float]:
    """Return what comparisons weigh together, and how likely that makes the two one person."""
    bits = sum([finding.weight for finding in findings])
    return bits, MODEL.probability(bits)


def _most_telling(readings: list[NameAgreement]) -> NameAgreement:
    # A reading that compared nothing must not hide one that found a difference.
    return max(
        readings,
        key=lambda reading: (reading != NOTHING_TO_COMPARE, reading.weight),
        default=NOTHING_TO_COMPARE,
    )


def _name(which: str, level: NameLevel) -> Finding:
    match level:
        case NameLevel.UNKNOWN:
            return Finding(missing=which)
        case NameLevel.DIFFERENT:
            return Finding(differs=f"{which} differs")
        case _:
            return Finding(because=NAME_REASONS[level].format(which))


GIVEN_NAME = {level: _name("Given name", level) for level in NameLevel}
FAMILY_NAME = {level: _name("Family name", level) for level in NameLevel}
OTHER_WAY_ROUND = Finding(because="Given and family name come the other way round")
NO_BIRTH = Finding(missing="Date of birth or age")
OTHER_BIRTH = Finding(weight=BORN[Agreement.CONFLICTING], differs="Date of birth or age differs")
NO_SEX, SEX_FITS = Finding(missing="Sex"), Finding(weight=SAME_SEX, because="Sex is the same")
SEX_DIFFERS = Finding(weight=OTHER_SEX, differs="Sex differs")
NO_PLACE, PLACE_FITS = (
    Finding(missing="Place"),
    Finding(weight=SAME_PLACE, because="Place is the same"),
)
NO_PHONE, SAME_NUMBER = (
    Finding(missing="Phone"),
    Finding(weight=SAME_PHONE, because="Phone number is the same"),
)
NO_IDENTIFIER = Finding(missing="Identifiers")
THE_SAME_NUMBER = Finding(weight=SAME_IDENTIFIER, because="An identifying number is the same")
ANOTHER_NUMBER = Finding(weight=OTHER_IDENTIFIER, differs="An identifying number differs")
NOTHING = Finding()


def _born(asked: tuple[BirthRange, ...], held: tuple[BirthRange, ...]) -> Finding:
    if not asked or not held:
        return NO_BIRTH
    if len(asked) == len(held) == 1:
        return _born_once(asked[0], held[0])
    found = (_born_once(one, other) for one, other in product(asked, held))
    return max(found, key=lambda finding: finding.weight)


def _born_once(asked: BirthRange, held: BirthRange) -> Finding:
    agreement = date_agreement(a=asked, b=held)
    if agreement is Agreement.CONFLICTING:
        return OTHER_BIRTH
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
        return NO_SEX
    return SEX_FITS if asked == held else SEX_DIFFERS


def _place(wanted: list[frozenset[str]], held: tuple[str, ...]) -> Finding:
    places = _word_sets(held) if wanted else []
    if not places:
        return NO_PLACE
    if any(one <= other or other <= one for one, other in product(wanted, places)):
        return PLACE_FITS
    # A missing child is by definition somewhere else: another place says nothing.
    return NOTHING


def _word_sets(texts: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(parts) for parts in (name_parts(text=text) for text in texts) if parts]


def _phone(wanted: frozenset[str], held: tuple[str, ...]) -> Finding:
    numbers = _numbers(held) if wanted else wanted
    if not numbers:
        return NO_PHONE
    return SAME_NUMBER if wanted & numbers else NOTHING


def _numbers(phones: tuple[str, ...]) -> frozenset[str]:
    return frozenset(last_digits(phone=phone) for phone in phones) - {""}


def last_digits(*, phone: str) -> str:
    """Return the figures of a number that tell it from any other, whatever stands before them."""
    digits = "".join(letter for letter in phone if letter in "0123456789")
    return digits[-UK_PHONE_LENGTH:]


def _identifiers(asked: Identifiers, held: Identifiers) -> Finding:
    if not asked or not held:
        return NO_IDENTIFIER
    shared = [
        (bare(value=one), bare(value=other))
        for (kind, one), (other_kind, other) in product(asked, held)
        if kind == other_kind and bare(value=one) and bare(value=other)
    ]
    if not shared:
        return NO_IDENTIFIER
    return THE_SAME_NUMBER if any(one == other for one, other in shared) else ANOTHER_NUMBER


def bare(*, value: str) -> str:
    """Return the letters and figures of a number in another register, small."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())
