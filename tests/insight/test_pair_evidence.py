"""What a list says of a pair, its page says too: every kind of evidence, as records stand now."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.evidence import between, held_of, held_of_each
from whereabouts.insight.lookups.pairs import suggested_pair, suggested_pairs
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs import rules
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people import actions as people
from whereabouts.records.people.queries import same_person_set

pytestmark = pytest.mark.django_db
DAY = "12 March 2012"
# Of the circumstances no record says anything: they go on as they were when it was suggested.
CIRCUMSTANCES = {rules.SAME_HOUR, rules.SAME_SEEN}


class Side(NamedTuple):
    """What is held of one of the two."""

    name: str = "Testa Sampleton"
    born: str = DAY
    sex: str = "F"
    place: str = ""
    phone: str = ""
    number: str = ""


SIDE = Side()
# One, the other, and what is said of the two beside much else; the evidence kept is always stale.
KINDS: list[tuple[Side, Side, set[str]]] = [
    (SIDE, SIDE, {"given:same", "family:same", "born:exact", "sex:same"}),
    (Side(name="Anna Testa Quill"), Side(name="Beth Testa Quill"), {"given:one_of"}),
    (Side(name="Katie Sampleton"), Side(name="Catherine Sampleton"), {"given:short_form"}),
    (Side(name="Hassan Quill"), Side(name="Hussein Quill"), {"given:sounds_alike"}),
    (Side(name="Maximilian Quill"), Side(name="Maximilien Quill"), {rules.NEARLY}),
    (Side(name="Zebedee Quill"), Side(name="Zabidae Quill"), {"given:sounds_alike"}),
    (Side(name="Bronwen Quill"), Side(name="Brondwen Quill"), {"given:one_slip"}),
    (Side(name="Max Quill"), Side(name="Maxentius Quill"), {"given:begins"}),
    (Side(name="T Quill"), SIDE, {"given:initial"}),
    (Side(name="Amir Quill"), Side(name="Amira Quill"), {rules.ENDING}),
    (Side(name="Shu-fen Quill"), Side(name="Shu-hui Quill"), {rules.UNLIKE_WORD}),
    (Side(name="Mei-li Quill"), Side(name="Mei-lo Quill"), {rules.OTHER_WORD}),
    (SIDE, Side(name="Zebedee Sampleton"), {"given"}),
    (Side(name="Testa Ash-Quill"), Side(name="Testa Null-Quill"), {"family:one_of"}),
    (Side(name="Testa Smith"), Side(name="Testa Smyth"), {"family:sounds_alike"}),
    (Side(name="Testa Bronwen"), Side(name="Testa Brondwen"), {"family:one_slip"}),
    (Side(name="Testa Sam"), SIDE, {"family:begins"}),
    (Side(name="Testa S"), SIDE, {"family:initial"}),
    (SIDE, Side(name="Testa Quill"), {"family"}),
    (SIDE, Side(name="Sampleton Testa"), {"names:turned_round"}),
    (SIDE, Side(born="3 December 2012"), {"born:transposed"}),
    (SIDE, Side(born="13 March 2012"), {"born:one_digit_off"}),
    (Side(born="12 September 2012"), Side(born="12 October 2012"), {"born:off_by_month"}),
    (Side(born="12 March 2009"), Side(born="12 March 2010"), {"born:off_by_year"}),
    (SIDE, Side(born="2012"), {"born:overlap"}),
    (SIDE, Side(born="25 August 2009"), {"born"}),
    (SIDE, Side(sex="M"), {"sex"}),
    (Side(place="4 Made-up Street"), Side(place="4 Made-up Street"), {rules.SAME_PLACE}),
    (Side(phone="07700 900123"), Side(phone="+44 7700 900123"), {rules.SAME_PHONE}),
    (Side(number="999 000 0001"), Side(number="9990000001"), {rules.SAME_NUMBER}),
    (Side(number="999 000 0001"), Side(number="999 000 0002"), {"identifier"}),
    (SIDE, Side(name=""), {rules.NO_NAME}),
]  # fmt: skip


@pytest.fixture
def coordinator(make_actor: Any) -> Any:
    return make_actor("missing_coordinator")


def made(side: Side, by: Any) -> Any:
    child = people.create_child(
        by=by, at=NOON, names=[{"full": side.name}] if side.name else [], born_text=side.born,
        sex=side.sex,
    )  # fmt: skip
    if side.place:
        people.add_address(child=child, by=by, at=NOON, line=side.place)
    if side.phone:
        people.add_phone(child=child, by=by, at=NOON, number=side.phone)
    if side.number:
        people.add_identifier(child=child, by=by, at=NOON, scheme="nhs", value=side.number)
    return child


def kept(one: Any, other: Any, by: Any, agrees: set[str], differs: set[str]) -> SuggestedPair:
    pairs.suggest(
        suggestion=Suggestion(
            one=one.pk, other=other.pk, score=0.9, agrees=frozenset(agrees),
            differs=frozenset(differs),
        ),
        by=by, at=NOON,
    )  # fmt: skip
    first, second = rules.ordered(one=one.pk, other=other.pk)
    return SuggestedPair.objects.get(first=first, second=second)


def told_of(pair: SuggestedPair, lines: dict[Any, Any], actor: Any) -> Iterator[Any]:
    page = suggested_pair(actor=actor, at=NOON, pair_id=pair.pk)
    for one in (lines[pair.pk], page):
        yield one.sure, one.agrees, one.differs


def test_the_list_and_the_page_say_the_same_of_every_kind_of_evidence(coordinator: Any) -> None:
    every = {code for code in rules.WORDS if code != "family:short_form"}
    with entered(actor=coordinator, at=NOON):
        stored = [
            kept(
                made(one, coordinator), made(other, coordinator), coordinator,
                {"born:exact", "given:begins", rules.NO_NAME, *CIRCUMSTANCES}, {"born", "sex"},
            )
            for one, other, _ in KINDS
        ]  # fmt: skip
    lines = {line.pair_id: line for line in suggested_pairs(actor=coordinator, at=NOON).to_decide}
    met: set[str] = set()
    for pair, (one, other, expected) in zip(stored, KINDS, strict=True):
        listed, on_page = told_of(pair, lines, coordinator)
        assert listed == on_page, (one, other)
        said = {*listed[1], *listed[2]}
        assert {rules.WORDS[code] for code in expected | CIRCUMSTANCES} <= said, (one, other)
        assert not set(listed[1]) & set(listed[2])
        # What agreed, and differed, when it was suggested is said no more where it is not so now.
        assert (rules.WORDS["born"] in said) == ("born" in expected), (one, other)
        assert (rules.WORDS[rules.NO_NAME] in said) == (rules.NO_NAME in expected), (one, other)
        met |= said

    assert met == {rules.WORDS[code] for code in every}


def test_what_is_put_right_since_is_said_on_both_and_orders_the_list(coordinator: Any) -> None:
    with entered(actor=coordinator, at=NOON):
        right, wrong = (
            [made(SIDE, coordinator), made(Side(born=born), coordinator)]
            for born in ("25 August 2009", "26 August 2009")
        )
        first = kept(*right, coordinator, {"given:same", "family:same"}, {"born"})
        second = kept(*wrong, coordinator, {"given:same", "family:same"}, {"born"})
        people.add_birth(child=right[1], by=coordinator, at=NOON, text=DAY, instead=True)
    found = suggested_pairs(actor=coordinator, at=NOON).to_decide

    assert [line.pair_id for line in found] == [first.pk, second.pk]
    assert [rules.WORDS["born"] in line.differs for line in found] == [False, True]
    lines = {line.pair_id: line for line in found}
    for pair in (first, second):
        listed, on_page = told_of(pair, lines, coordinator)
        assert listed == on_page


def test_what_is_held_of_many_is_what_is_held_of_each(coordinator: Any) -> None:
    with entered(actor=coordinator, at=NOON):
        children = [made(side, coordinator) for one, other, _ in KINDS[:6] for side in (one, other)]
        people.add_address(
            child=children[0], by=coordinator, at=NOON, line="Rose Cottage", confidential=True
        )
        people.add_address(child=children[0], by=coordinator, at=NOON, line="4 Made-up Street")
        people.link_records(
            child=children[2], other=children[3], because="One aunt.", by=coordinator, at=NOON
        )
        found = held_of_each(child_ids=[child.pk for child in children])

        assert same_person_set(child_id=children[2].pk) == {children[2].pk, children[3].pk}
        assert found == {child.pk: held_of(child_id=child.pk) for child in children}
        assert found[children[0].pk].places == ()
        assert held_of_each(child_ids=[]) == {}
        _, agrees, _ = between(one=children[0].pk, other=children[1].pk)
        assert "born:exact" in agrees


def test_it_makes_no_difference_which_of_the_two_is_asked_for(coordinator: Any) -> None:
    with entered(actor=coordinator, at=NOON):
        for one, other, expected in KINDS[:20]:
            keys = [made(side, coordinator).pk for side in (one, other)]
            there, back = (
                between(one=first, other=second) for first, second in (keys, reversed(keys))
            )
            assert there == back, (one, other)
            assert expected <= there[1] | there[2]


def test_of_a_record_that_may_not_be_seen_both_say_what_was_kept(
    coordinator: Any, make_actor: Any
) -> None:
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    with entered(actor=elsewhere, at=NOON):
        theirs = made(SIDE, elsewhere)
    with entered(actor=coordinator, at=NOON):
        ours = made(SIDE, coordinator)
        pair = kept(ours, theirs, coordinator, {"family:same"}, {"born"})
    (line,) = suggested_pairs(actor=coordinator, at=NOON).to_ask
    listed, on_page = told_of(pair, {line.pair_id: line}, coordinator)

    assert listed == on_page
    assert listed[1:] == ((rules.WORDS["family:same"],), (rules.WORDS["born"],))
