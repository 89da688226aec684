"""When two records may be suggested as one child, and what follows from what people say; pure.

A machine suggests; only a person joins. Evidence is kept as codes, so that a row holds nobody's
details, and is put into words when it is shown.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log2
from uuid import UUID

from rapidfuzz.distance import OSA

from whereabouts.engines.matching import name_parts, sound_key
from whereabouts.engines.matching.comparing import BORN_REASONS, NAME_REASONS
from whereabouts.engines.matching.nicknames import forms_of_part
from whereabouts.engines.matching.weights import MODEL, SURE


class State(StrEnum):
    """How a pair stands: nobody has said, said to be one child, said to be different."""

    OPEN = "open"
    JOINED = "joined"
    DIFFERENT = "different"


STATES = [
    (State.OPEN, "Nobody has said"),
    (State.JOINED, "Said to be one child"),
    (State.DIFFERENT, "Said to be different children"),
]
SOURCES = [("report", "A new report"), ("details", "New details"), ("link", "A full comparison")]
SAID = [
    ("one", "One child"),
    ("different", "Different children"),
    ("parted", "Parted: different children"),
    ("asked", "Asked the other agency"),
]

# The least likelihood at which a coordinator is asked; while both are missing, the lower one.
LEAST, LEAST_WHILE_MISSING = 0.7, 0.15
# Bits: how many times fewer children are missing at a time (some five hundred) than the model has
# on record, and what being reported within the hour, or last seen in one place, says. [PROPOSED]
MISSING_AT_A_TIME = max(-log2(max(MODEL.probability(0.0), 1e-12)) - 9.0, 0.0)
WITHIN_THE_HOUR, SAME_LAST_SEEN = 3.0, 3.0

SAME_NUMBER, SAME_PHONE, SAME_PLACE = "identifier:same", "phone:same", "place:same"
SAME_HOUR, SAME_SEEN, NO_NAME = "hour:same", "seen:same", "name:unknown"
NEARLY, ENDING = "given:nearly_same", "given:other_ending"
OTHER_WORD, UNLIKE_WORD = "given:other_word", "given:unlike_word"
# When and where two children were last seen says nothing new of who they are: cousins who were said
# to be two go missing together.
CIRCUMSTANCES = frozenset({SAME_HOUR, SAME_SEEN})
# Of a protected child no place is told, not even one that is no secret.
OF_PLACES = frozenset({SAME_PLACE, SAME_SEEN})
# The same name, as far as a name is ever spelt one way.
SAME_GIVEN = frozenset({"given:same", "given:one_of", "given:short_form", NEARLY})
SAME_FAMILY = frozenset({"family:same", "family:one_of"})
SAME_BIRTH = "born:exact"

_NAMES = {"Given name": "given", "Family name": "family"}
CODES: dict[str, str] = {
    **{
        sentence.format(which): f"{code}:{level}"
        for which, code in _NAMES.items()
        for level, sentence in NAME_REASONS.items()
    },
    **{sentence: f"born:{agreement}" for agreement, sentence in BORN_REASONS.items()},
    "Given and family name come the other way round": "names:turned_round",
    "Sex is the same": "sex:same",
    "Place is the same": SAME_PLACE,
    "Phone number is the same": SAME_PHONE,
    "An identifying number is the same": SAME_NUMBER,
    "Given name differs": "given",
    "Family name differs": "family",
    "Date of birth or age differs": "born",
    "Sex differs": "sex",
    "An identifying number differs": "identifier",
}
WORDS: dict[str, str] = {code: sentence for sentence, code in CODES.items()} | {
    NEARLY: "Given name is spelt nearly the same and sounds the same",
    ENDING: "Given name differs in its ending",
    OTHER_WORD: "One word of the given names is the same, another is not",
    UNLIKE_WORD: "One word of the given names is the same, another is quite different",
    SAME_HOUR: "Both were reported missing within an hour",
    SAME_SEEN: "Both were last seen in the same place",
    NO_NAME: "One of the two has no name yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a pair stands, the evidence for it, and what was weighed when somebody said different."""

    state: State = State.OPEN
    evidence: frozenset[str] = frozenset()
    weighed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two records that may be one child: how likely (0 to 1), and the evidence as codes."""

    one: UUID
    other: UUID
    score: float
    agrees: frozenset[str]
    differs: frozenset[str]
    source: str = "report"
    while_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How likely two are one child (0 to 1), what agrees and what differs, as codes."""

    score: float
    agrees: frozenset[str]
    differs: frozenset[str]


def ordered(*, one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Return a pair in the one order in which it is kept.

    :raises ValueError: they are one record.
    """
    if one == other:
        raise ValueError("A record is no pair with itself.")
    return (one, other) if str(one) < str(other) else (other, one)


def suggested(*, before: Standing | None, evidence: Collection[str]) -> Standing:
    """Return how a pair stands once it is suggested: a suggestion alone never joins or parts.

    What was said to be different stays so, unless something agrees now that was not known then.
    """
    found = frozenset(evidence)
    if before is None:
        return Standing(evidence=found)
    together = before.evidence | found
    if before.state is State.DIFFERENT and found - before.weighed:
        return Standing(evidence=together, weighed=before.weighed)
    return replace(before, evidence=together)


def said_one(*, before: Standing | None) -> Standing:
    """Return how a pair stands once a person said that it is one child."""
    return replace(before or Standing(), state=State.JOINED)


def said_different(*, before: Standing | None) -> Standing:
    """Return how a pair stands once a person said that it is two, or parted it."""
    kept = before or Standing()
    weighed = kept.weighed | kept.evidence | CIRCUMSTANCES
    return replace(kept, state=State.DIFFERENT, weighed=weighed)


def evidence_of(
    *,
    because: Iterable[str],
    differs: Iterable[str],
    given: tuple[Collection[str], Collection[str]] = ((), ()),
) -> tuple[frozenset[str], frozenset[str]]:
    """Return (what agrees, what differs) as codes, from the sentences of a comparison.

    `given` holds the given names of both sides: names that only sound alike are looked at again.

    :raises KeyError: a sentence that no comparison of ours says.
    """
    agrees = {CODES[sentence] for sentence in because}
    against = {CODES[sentence] for sentence in differs}
    if agrees & {"given:sounds_alike", "given:one_slip"}:
        names = [(one, other) for one in given[0] for other in given[1]]
        if any(nearly_same(one=one, other=other) for one, other in names):
            agrees.add(NEARLY)
        elif names and all(other_ending(one=one, other=other) for one, other in names):
            against.add(ENDING)
    if agrees & SAME_GIVEN:
        names = [(one, other) for one in given[0] for other in given[1]]
        if names and all(other_word(one=one, other=other) for one, other in names):
            unlike = all(other_word(one=one, other=other, unlike=True) for one, other in names)
            against.add(UNLIKE_WORD if unlike else OTHER_WORD)
    return frozenset(agrees), frozenset(against)


def may_be_one(*, agrees: Collection[str], differs: Collection[str]) -> bool:
    """Return whether two records may be suggested as one child at all.

    Brothers and sisters agree in family name, address and, as twins, in date of birth. So those
    say nothing by themselves: it takes the same number of another register, the child's own
    telephone, or the same given name. Where only the sound or the beginning of the given name
    agrees, or one of its words and not the other, the rest must not be what twins share, nor what
    brothers and sisters do: one address, one family name, and dates of birth that differ. Short
    names sound alike most often, and some families give all their children one word in common
    (Shu-fen, Shu-hui; Mohammed Hassan, Mohammed Ali): without this, the children of some
    communities are taken for one another more often than those of others.
    """
    agree, against = frozenset(agrees), frozenset(differs)
    if SAME_NUMBER in agree:
        return True
    if against & {"given", "sex", "identifier"}:
        return False
    if SAME_PHONE in agree:
        return True
    at_home = SAME_PLACE in agree and any(code.startswith("family:") for code in agree)
    as_siblings = at_home and "born" in against
    if agree & SAME_GIVEN:
        as_twins = at_home and SAME_BIRTH in agree
        differ = UNLIKE_WORD in against or (OTHER_WORD in against and as_siblings)
        return not (differ and (as_twins or as_siblings))
    if ENDING in against:
        return False
    if any(code.startswith("given:") for code in agree):
        as_twins = at_home and bool(agree & SAME_FAMILY) and SAME_BIRTH in agree
        initial_alone = "given:initial" in agree and SAME_BIRTH in agree
        return not (as_twins or as_siblings or initial_alone)
    return NO_NAME in agree


def nearly_same(*, one: str, other: str) -> bool:
    """Return whether two given names are one name spelt otherwise: Aaliyah, Aliyah.

    They begin with the same letter, sound the same, and are a slip apart: Hassan and Hussein sound
    alike too, and are often twins. Names told apart by their last vowel (Amir, Amira) are not.
    """
    a, b = ("".join(name_parts(text=text)) for text in (one, other))
    shorter = min(len(a), len(b))
    if a == b or shorter < 4 or a[0] != b[0] or other_ending(one=one, other=other):
        return False
    allowed = 1 if shorter < 6 else 2
    return OSA.distance(a, b) <= allowed and sound_key(text=a) == sound_key(text=b)


def other_word(*, one: str, other: str, unlike: bool = False) -> bool:
    """Return whether each of two given names has a word that the other has not, in any spelling.

    As Shu-fen and Shu-hui, or Mohammed Hassan and Mohammed Ali. With `unlike`, a word that sounds
    like one of the other name's is no other word: Mei-li is Mei-lee.
    """
    a, b = name_parts(text=one), name_parts(text=other)
    if "".join(a) == "".join(b):
        return False

    def known(word: str, among: Iterable[str]) -> bool:
        forms = forms_of_part(part=word)
        heard = sound_key(text=word) if unlike else None
        return any(
            each in forms or nearly_same(one=word, other=each) or sound_key(text=each) == heard
            for each in among
        )

    return any(not known(word, b) for word in a) and any(not known(word, a) for word in b)


def other_ending(*, one: str, other: str) -> bool:
    """Return whether two given names are told apart by their last vowel, as Amir and Amira."""
    a, b = sorted(("".join(name_parts(text=text)) for text in (one, other)), key=len)
    vowels = "aeiou"
    if not a or a == b:
        return False
    longer_by_a_vowel = b[:-1] == a and b[-1] in vowels
    other_vowel = len(a) == len(b) and a[:-1] == b[:-1] and a[-1] in vowels and b[-1] in vowels
    return longer_by_a_vowel or other_vowel


def while_missing(*, score: float, agrees: Collection[str]) -> float:
    """Return how likely two are one child when both are missing now, from how likely they were.

    Far fewer children are missing than are on record, so that less evidence says more.
    """
    bits = MISSING_AT_A_TIME
    bits += WITHIN_THE_HOUR if SAME_HOUR in agrees else 0.0
    bits += SAME_LAST_SEEN if SAME_SEEN in agrees else 0.0
    odds = score / max(1.0 - score, 1e-12) * 2.0**bits
    return max(score, odds / (1.0 + odds))


def worth_asking(*, score: float, missing: bool) -> bool:
    """Return whether a coordinator is asked; `missing`: both are missing now."""
    return score >= (LEAST_WHILE_MISSING if missing else LEAST)


def shown(
    *, kept: Evidence, now: Evidence | None, missing: bool, unnamed: bool, secret: bool
) -> Evidence:
    """Return what is shown of a pair: as both records stand `now`, or as was `kept` of them.

    What was kept goes on only in what no record says: when and where they were last seen, and that
    one has no name yet while that is so. `secret`: one is protected, and no place is told.
    """
    found = kept
    if now is not None:
        standing = CIRCUMSTANCES | ({NO_NAME} if unnamed else set())
        agrees = now.agrees | (kept.agrees & standing)
        score = while_missing(score=now.score, agrees=agrees) if missing else now.score
        found = Evidence(score=score, agrees=agrees, differs=now.differs)
    return replace(found, agrees=found.agrees - OF_PLACES) if secret else found


def how_sure(*, score: float) -> str:
    """Return how sure in words, as the search says it."""
    return next(word for least, word in SURE if score >= least)


def in_words(*, codes: Iterable[str]) -> tuple[str, ...]:
    """Return evidence in words, without anybody's details."""
    return tuple(WORDS[code] for code in sorted(codes) if code in WORDS)
