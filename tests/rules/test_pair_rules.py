"""When two records may be suggested as one child, and that no history joins anybody by itself."""

from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereabouts.engines.matching import (
    BirthRange,
    Candidate,
    Query,
    compare,
    parse_date_of_birth,
)
from whereabouts.engines.matching.comparing import NAME_REASONS
from whereabouts.engines.matching.weights import NameLevel
from whereabouts.records.pairs import events, rules
from whereabouts.records.pairs.rules import Evidence, Standing, State

TODAY = date(2026, 11, 20)
ADDRESS = "4 Made-up Street"


def born(text: str) -> BirthRange:
    return parse_date_of_birth(text=text, on=TODAY)


def may_be_one(one: str, other: str, **more: str) -> bool:
    """Compare two made-up children who share a date of birth and an address."""
    first, second = ((name.rpartition(" ")[0], name.rpartition(" ")[2]) for name in (one, other))
    day = born(more.get("born", "12 March 2012"))
    phone = more.get("phone", "")
    numbers = (("nhs", more["nhs"]),) if "nhs" in more else ()
    match = compare(
        query=Query(
            names=(one,), born=day, sex=more.get("sex"), place=more.get("place", ADDRESS),
            phone=phone or None, identifiers=numbers,
        ),
        candidate=Candidate(
            names=(second,), births=(born(more.get("other_born", "12 March 2012")),),
            sex=more.get("other_sex"), places=(ADDRESS,), phones=(phone,) if phone else (),
            identifiers=numbers,
        ),
    )  # fmt: skip
    agrees, differs = rules.evidence_of(
        because=match.because, differs=match.differs, given=((first[0],), (second[0],))
    )
    return rules.may_be_one(agrees=agrees, differs=differs)


TWINS = [
    ("Ada Quill", "Eve Quill"), ("Hassan Quill", "Hussein Quill"), ("Amir Quill", "Amira Quill"),
    ("Karim Quill", "Karima Quill"), ("Jaden Quill", "Kaden Quill"), ("A Quill", "Ada Quill"),
    ("Testa Sampleton", "Tessie Sampleton"), ("Zain Quill", "Zaina Quill"),
]  # fmt: skip
ONE_CHILD = [
    ("Ada Quill", "Ada Quill"), ("Aaliyah Khan", "Aliyah Khan"), ("Sara Quill", "Sarah Quill"),
    ("Mohammed Quill", "Muhammad Quill"), ("William Quill", "Bill Quill"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_are_never_suggested_as_one_by_what_they_share(one: str, other: str) -> None:
    assert not may_be_one(one, other)
    assert not may_be_one(other, one)


@pytest.mark.parametrize(("one", "other"), ONE_CHILD)
def test_one_child_spelt_otherwise_is_suggested(one: str, other: str) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_a_number_of_the_childs_own_is_further_evidence(one: str, other: str) -> None:
    assert may_be_one(one, other, nhs="943 476 5919")


def test_the_childs_own_telephone_is_further_evidence_unless_the_given_name_differs() -> None:
    assert may_be_one("Hassan Quill", "Hussein Quill", phone="07700 900123")
    assert not may_be_one("Ada Quill", "Eve Quill", phone="07700 900123")


def test_a_brother_and_a_sister_of_one_name_are_not_suggested() -> None:
    assert not may_be_one("Alex Quill", "Alex Quill", sex="F", other_sex="M")


def test_siblings_at_one_address_are_not_suggested() -> None:
    assert not may_be_one("Ada Quill", "Eve Quill", other_born="3 May 2014")


@pytest.mark.parametrize(
    ("one", "other"), [("Wen Quill", "Wan Quill"), ("Hana Quill", "Huan Quil")]
)
def test_siblings_whose_names_sound_alike_are_not_suggested(one: str, other: str) -> None:
    assert not may_be_one(one, other, other_born="3 May 2014")
    assert may_be_one(one, other, other_born="3 May 2014", place="9 Other Road")
    assert may_be_one(one, other, other_born="3 May 2014", phone="07700 900123")


SHARED_WORD = [
    ("Shu-fen Quill", "Shu-hui Quill"), ("Mohammed Hassan Quill", "Muhammad Ali Quill"),
    ("Mary Ada Quill", "Mary Eve Quill"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SHARED_WORD)
def test_siblings_who_have_one_word_of_their_names_in_common_are_not_suggested(
    one: str, other: str
) -> None:
    for born in ("12 March 2012", "3 May 2014"):
        assert not may_be_one(one, other, other_born=born)
        assert not may_be_one(other, one, other_born=born)
        assert may_be_one(one, other, other_born=born, nhs="943 476 5919")
    assert may_be_one(one, other, place="9 Other Road")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mei-li Quill", "Mei-lee Quill"), ("Meili Quill", "Mei-Li Quill"),
        ("Shu-fen Quill", "Shu-fen Mei-hui Quill"), ("Mohammed Ali Quill", "Mohammed Quill"),
        ("Kate Ada Quill", "Catherine Ada Quill"),
    ],
)  # fmt: skip
def test_one_child_with_more_words_or_other_spellings_of_them_is_suggested(
    one: str, other: str
) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


def test_one_child_of_two_dates_whose_name_is_spelt_otherwise_is_suggested() -> None:
    assert may_be_one("Aaliyah Khan", "Aliyah Khan", other_born="3 May 2014")


def test_a_name_that_only_sounds_alike_is_enough_where_the_address_is_another() -> None:
    assert may_be_one("Aaliyah Khan", "Aliya Khan", place="9 Other Road")


def test_every_sentence_of_a_comparison_has_its_code_and_its_words() -> None:
    for level in NAME_REASONS:
        assert f"given:{level}" in rules.CODES.values()
    assert {str(level) for level in NameLevel} >= {str(level) for level in NAME_REASONS}
    for code in rules.CODES.values():
        assert rules.in_words(codes=[code])


def test_what_no_comparison_says_is_refused() -> None:
    with pytest.raises(KeyError):
        rules.evidence_of(because=["Shoe size is the same"], differs=[])


def test_the_evidence_in_words_holds_no_names() -> None:
    words = " ".join(rules.in_words(codes=set(rules.WORDS)))
    assert "Quill" not in words
    assert len(rules.in_words(codes=set(rules.WORDS))) == len(rules.WORDS)


@pytest.mark.parametrize("score", [0.0, 1e-9, 0.001, 0.3, 0.999, 1.0])
def test_being_missing_together_makes_it_likelier_never_certain_beyond_one(score: float) -> None:
    alone = rules.while_missing(score=score, agrees=())
    in_the_hour = rules.while_missing(score=score, agrees={rules.SAME_HOUR, rules.SAME_SEEN})
    assert score <= alone <= in_the_hour <= 1.0


def evidence(score: float, *agrees: str, differs: tuple[str, ...] = ()) -> Evidence:
    return Evidence(score=score, agrees=frozenset(agrees), differs=frozenset(differs))


def test_what_is_shown_of_a_pair_is_what_the_records_say_now() -> None:
    kept = evidence(
        0.99, "born:exact", rules.SAME_HOUR, rules.SAME_SEEN, rules.NO_NAME, differs=("sex",)
    )
    now = evidence(0.4, "given:same", rules.SAME_PLACE, differs=("born",))

    def shown(**more: object) -> Evidence:
        given: dict[str, object] = {"missing": False, "unnamed": False, "secret": False, **more}
        return rules.shown(kept=kept, **{"now": now, **given})

    circumstances = {rules.SAME_HOUR, rules.SAME_SEEN}
    assert shown(now=None) == kept
    assert shown().differs == {"born"}
    assert shown().agrees == now.agrees | circumstances
    assert shown().score == 0.4
    assert shown(unnamed=True).agrees == now.agrees | circumstances | {rules.NO_NAME}
    assert shown(missing=True).score > 0.4
    assert shown(secret=True).agrees == {"given:same", rules.SAME_HOUR}
    assert shown(secret=True, now=None).agrees == kept.agrees - {rules.SAME_SEEN}


def test_a_pair_has_one_order_and_a_record_is_no_pair_with_itself() -> None:
    one, other = UUID(int=7), UUID(int=3)
    assert rules.ordered(one=one, other=other) == rules.ordered(one=other, other=one)
    with pytest.raises(ValueError, match="no pair"):
        rules.ordered(one=one, other=one)


def test_every_event_is_said() -> None:
    assert len(events.SENTENCES) == 6


# --- histories: suggest, join, part --------------------------------------------------

CODES = ("given:same", "born:exact", "phone:same", "identifier:same")
RECORDS = 5
PAIRS = list(combinations(range(RECORDS), 2))


@dataclass
class Book:
    """A plain model: who said what, which links stand, how each pair stands."""

    links: set[tuple[int, int]] = field(default_factory=set)
    pairs: dict[tuple[int, int], Standing] = field(default_factory=dict)
    said: list[tuple[str, tuple[int, int], str]] = field(default_factory=list)

    def together(self, record: int) -> frozenset[int]:
        reached = {record}
        while True:
            more = {end for link in self.links if reached & set(link) for end in link}
            if more <= reached:
                return frozenset(reached)
            reached |= more

    def sets(self) -> frozenset[frozenset[int]]:
        return frozenset(self.together(record) for record in range(RECORDS))

    def suggest(self, pair: tuple[int, int], evidence: frozenset[str]) -> None:
        if pair[1] not in self.together(pair[0]):
            self.pairs[pair] = rules.suggested(before=self.pairs.get(pair), evidence=evidence)

    def join(self, pair: tuple[int, int], by: str) -> bool:
        if pair[1] in self.together(pair[0]):
            return False
        self.pairs[pair] = rules.said_one(before=self.pairs.get(pair))
        self.links.add(pair)
        self.said.append(("one", pair, by))
        return True

    def part(self, pair: tuple[int, int], by: str) -> bool:
        if pair not in self.links:
            return False
        self.links.remove(pair)
        self.pairs[pair] = rules.said_different(before=self.pairs.get(pair))
        self.said.append(("parted", pair, by))
        return True


def step(book: Book, kind: str, pair: tuple[int, int], evidence: frozenset[str]) -> None:
    """Take one step, and hold it to what must never be false."""
    before, standing = book.sets(), book.pairs.get(pair)
    if kind == "suggest":
        book.suggest(pair, evidence)
        assert book.sets() == before, "somebody was joined or parted by a suggestion"
        now = book.pairs.get(pair)
        if standing and standing.state is State.DIFFERENT and evidence <= standing.weighed:
            assert now is not None
            assert now.state is State.DIFFERENT, "suggested again without anything new"
    elif kind == "join" and book.join(pair, "coordinator"):
        joined = Book(links=set(book.links))
        joined.part(pair, "coordinator")
        assert joined.sets() == before, "parting is not the inverse of joining"
    elif kind == "part":
        book.part(pair, "coordinator")
    by_people = [(said, of) for said, of, by in book.said if by]
    for link in book.links:
        last = [said for said, of in by_people if of == link][-1]
        assert last == "one", "a link without a person behind it"
        assert book.pairs[link].state is State.JOINED
    ones = sum(said == "one" for said, _ in by_people)
    assert len(book.links) == ones - (len(by_people) - ones)


STEPS = st.tuples(
    st.sampled_from(("suggest", "suggest", "join", "part")),
    st.sampled_from(PAIRS),
    st.frozensets(st.sampled_from(CODES)),
)


@settings(max_examples=150, deadline=None)
@given(history=st.lists(STEPS, max_size=25))
def test_no_history_joins_anybody_without_a_person(
    history: list[tuple[str, tuple[int, int], frozenset[str]]],
) -> None:
    book = Book()
    for kind, pair, evidence in history:
        step(book, kind, pair, evidence)
    for link in sorted(book.links):
        step(book, "part", link, frozenset())
    assert book.sets() == frozenset(frozenset({record}) for record in range(RECORDS))


@pytest.mark.parametrize(
    "count", [2_000, pytest.param(100_000, marks=[pytest.mark.full, pytest.mark.slow])]
)
def test_no_history_of_many_joins_anybody_without_a_person(count: int) -> None:
    draw, acts = Random(2016), 0
    for _ in range(count):
        book = Book()
        for _ in range(draw.randrange(1, 16)):
            kind = draw.choice(("suggest", "suggest", "join", "part"))
            evidence = frozenset(draw.sample(CODES, draw.randrange(len(CODES) + 1)))
            step(book, kind, draw.choice(PAIRS), evidence)
        acts += len(book.said)
        for link in sorted(book.links):
            step(book, "part", link, frozenset())
        assert len(book.sets()) == RECORDS
    assert acts > count, "hardly anybody joined anything: the histories say nothing"


@given(before=st.frozensets(st.sampled_from(CODES)), found=st.frozensets(st.sampled_from(CODES)))
def test_what_was_said_to_be_different_opens_again_only_for_something_new(
    before: frozenset[str], found: frozenset[str]
) -> None:
    settled = rules.said_different(before=Standing(evidence=before))
    again = rules.suggested(before=settled, evidence=found)
    assert (again.state is State.OPEN) == bool(found - before)
    assert again.evidence == before | found
