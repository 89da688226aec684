"""Decisions about people from plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.matching import BadName
from whereabouts.records.people import events, rules
from whereabouts.records.people.vocabulary import FLAG_KINDS, MAY_BE_TOLD, NAME_KINDS, RELATIONS
from whereabouts.records.placements import events as placement_events
from whereabouts.records.placements import rules as placement_rules

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Birth:
    earliest: date
    latest: date
    believed: bool = True


def born(*days: date, believed: bool = True) -> Birth:
    return Birth(min(days), max(days), believed)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2011, 11, 19), 15),
        (date(2011, 11, 20), 15),
        (date(2011, 11, 21), 14),
        (date(2008, 2, 29), 18),
        (date(2026, 11, 20), 0),
        (date(2027, 1, 1), 0),
    ],
)
def test_an_age_turns_on_the_birthday(day: date, age: int) -> None:
    assert rules.age_years(births=[born(day)], on=TODAY) == age


def test_of_a_range_the_younger_age_counts() -> None:
    assert rules.age_years(births=[born(date(2011, 1, 1), date(2012, 12, 31))], on=TODAY) == 13


def test_of_two_believed_dates_the_younger_age_counts_and_others_not_at_all() -> None:
    births = [
        born(date(2010, 1, 1)),
        born(date(2012, 1, 1)),
        born(date(2020, 1, 1), believed=False),
    ]

    assert rules.age_years(births=births, on=TODAY) == 14


def test_without_a_believed_date_nobody_knows_the_age() -> None:
    assert rules.age_years(births=[], on=TODAY) is None
    assert rules.age_years(births=[born(date(2011, 1, 1), believed=False)], on=TODAY) is None


@pytest.mark.parametrize(
    ("precision", "said", "words"),
    [
        ("day", "12/3/11", "12 March 2011"),
        ("month", "March 2011", "March 2011"),
        ("age", "about 14", "about 14"),
        ("year", "", "2011"),
    ],
)
def test_a_birth_is_shown_as_far_as_it_is_known(precision: str, said: str, words: str) -> None:
    first = date(2011, 3, 12)
    last = first if precision == "day" else date(2011, 12, 31)

    shown = rules.birth_in_words(earliest=first, latest=last, precision=precision, as_said=said)

    assert shown == words


def test_a_range_over_two_years_shows_both() -> None:
    shown = rules.birth_in_words(
        earliest=date(2010, 5, 1), latest=date(2012, 5, 1), precision="age", as_said=""
    )

    assert shown == "2010–2012"


def name(full: str, kind: str = "known_as", until: date | None = None) -> dict[str, object]:
    return {"full": full, "kind": kind, "until_on": until}


def test_the_name_in_use_comes_before_the_one_on_papers_and_the_latest_before_the_first() -> None:
    names = [name("On Papers", "birth"), name("First"), name("Latest"), name("Alias", "alias")]

    assert rules.shown_name(names=names) == "Latest"
    assert rules.shown_name(names=names[:1] + names[3:]) == "On Papers"
    assert rules.shown_name(names=[]) == rules.NO_NAME


def test_a_name_given_up_comes_last() -> None:
    names = [name("Now", "alias"), name("Before", until=date(2025, 1, 1))]

    assert rules.shown_name(names=names) == "Now"
    assert rules.shown_name(names=names, on=TODAY) == "Now"
    later = [name("Now", "alias"), name("Soon given up", until=date(2027, 1, 1))]
    assert rules.shown_name(names=later, on=TODAY) == "Soon given up"
    assert rules.shown_name(names=[name("Odd", "unheard of")]) == "Odd"


@pytest.mark.parametrize(
    ("given_", "family", "full", "kept"),
    [
        ("", "", "Ada  Okafor", ("Ada", "Okafor", "Ada Okafor")),
        ("", "", "Okafor, Ada Mae", ("Ada Mae", "Okafor", "Ada Mae Okafor")),
        ("", "", "Ada", ("Ada", "", "Ada")),
        ("Ada", "Okafor", "", ("Ada", "Okafor", "Ada Okafor")),
        ("Ada", "", "Ada O.", ("Ada", "", "Ada O.")),
    ],
)
def test_a_name_is_kept_in_parts(
    given_: str, family: str, full: str, kept: tuple[str, str, str]
) -> None:
    assert rules.name_as_kept(given=given_, family=family, full=full) == kept


@pytest.mark.parametrize("full", ["", "  ", "\u202e", "a" * 241, "A\0da", "a" * 121])
def test_what_is_no_name_is_refused(full: str) -> None:
    with pytest.raises(BadName):
        rules.name_as_kept(given="", family="", full=full)


@given(st.text(max_size=300))
def test_any_text_is_kept_as_a_name_within_its_bounds_or_refused(text: str) -> None:
    try:
        given_, family, full = rules.name_as_kept(given="", family="", full=text)
    except BadName:
        return
    assert 0 < len(full) <= rules.LONGEST_FULL
    assert len(given_) <= rules.LONGEST_GIVEN
    assert len(family) <= rules.LONGEST_FAMILY


@pytest.mark.parametrize("concern", sorted(rules.CONCERNS))
@pytest.mark.parametrize("relation", sorted(rules.RELATIVES))
def test_every_concern_holds_every_relative_back(relation: str, concern: str) -> None:
    assert rules.held_back(relation=relation, concern=concern)


def test_a_carer_is_held_back_only_where_they_may_be_the_one_run_from() -> None:
    for relation in rules.CARERS:
        assert rules.held_back(relation=relation, concern="violence")
        assert not rules.held_back(relation=relation, concern="honour")
    for relation in ("social_worker", "school", "the_child"):
        assert not rules.held_back(relation=relation, concern="violence")


@pytest.mark.parametrize(
    ("told", "awaiting", "new", "needed"),
    [
        ("nothing", False, "safe", True),
        ("nothing", True, "all", True),
        ("safe", True, "plan", True),
        ("safe", False, "plan", False),
        ("nothing", True, "nothing", False),
    ],
)
def test_only_a_senior_lifts_nothing(told: str, awaiting: bool, new: str, needed: bool) -> None:
    assert rules.needs_senior(told=told, awaiting_senior=awaiting, new=new) is needed


@pytest.mark.parametrize(
    ("number", "digits"),
    [("+44 7700 900123", "7700900123"), ("07700 900 123", "7700900123"), ("999", ""), ("@ada", "")],
)
def test_a_number_is_compared_by_its_last_ten_digits(number: str, digits: str) -> None:
    assert rules.digits_of(number=number) == digits


def test_an_identifier_is_compared_by_letters_and_figures() -> None:
    assert rules.letters_of(value="pnc 12/345-a ٣") == "PNC12345A"


def test_a_reason_is_words() -> None:
    assert rules.reason_given(text="  Same carer. ") == "Same carer."
    with pytest.raises(rules.ReasonNeeded):
        rules.reason_given(text=" \n ")


def test_the_rules_name_only_what_the_vocabulary_has() -> None:
    relations = {key for key, _ in RELATIONS}
    assert relations >= rules.RELATIVES | rules.AROUND_THE_FAMILY | rules.CARERS
    assert set(rules.NAME_ORDER) == {key for key, _ in NAME_KINDS}
    assert set(rules.CONCERN_OF_FLAG) <= {key for key, _ in FLAG_KINDS}
    assert set(rules.CONCERN_OF_FLAG.values()) <= rules.CONCERNS
    assert tuple(key for key, _ in MAY_BE_TOLD) == rules.TOLD_ORDER


@pytest.mark.parametrize("module", [events, placement_events], ids=["people", "placements"])
def test_every_event_has_a_sentence(module: object) -> None:
    kinds = {
        value for key, value in vars(module).items() if key.isupper() and isinstance(value, str)
    }
    sentences = module.SENTENCES  # type: ignore[attr-defined]
    assert kinds == set(sentences)
    assert all(sentence.endswith(".") for sentence in sentences.values())


def test_a_placement_relates_everybody_whose_duty_the_child_is() -> None:
    one, two, three, four, five = (uuid4() for _ in range(5))

    related = placement_rules.relations_of(
        responsible_authority=one, host_authority=two, host_force=three, home=four, home_parent=five
    )

    assert related == [
        (one, "responsible"),
        (two, "host"),
        (three, "host"),
        (four, "caring"),
        (five, "caring"),
    ]
    nobody: dict[str, UUID | None] = dict.fromkeys(
        ["responsible_authority", "host_authority", "host_force", "home", "home_parent"]
    )
    assert placement_rules.relations_of(**nobody) == []


def test_out_of_area_is_unknown_until_both_authorities_are_known() -> None:
    one, two = uuid4(), uuid4()
    out = placement_rules.is_out_of_area
    assert out(responsible_authority=one, host_authority=two) is True
    assert out(responsible_authority=one, host_authority=one) is False
    assert out(responsible_authority=one, host_authority=None) is None
    assert out(responsible_authority=None, host_authority=one) is None


def test_a_placement_stands_from_its_first_day_to_its_last() -> None:
    stands = placement_rules.stands_on
    first, last = date(2026, 11, 1), date(2026, 11, 10)
    assert [
        stands(started_on=first, ended_on=last, on=date(2026, 10, 31)),
        stands(started_on=first, ended_on=last, on=first),
        stands(started_on=first, ended_on=last, on=last),
        stands(started_on=first, ended_on=last, on=date(2026, 11, 11)),
        stands(started_on=first, ended_on=None, on=TODAY),
    ] == [False, True, True, False, True]
    assert placement_rules.days_since(started_on=first, on=TODAY) == 19
    assert placement_rules.days_since(started_on=None, on=TODAY) is None
    assert placement_rules.days_since(started_on=date(2026, 12, 1), on=TODAY) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 Made Up Lane, Aldermere zz1 1zz", "ZZ1 1ZZ"), ("ZZ11ZZ", "ZZ1 1ZZ"),
        ("ZZ1 1ZZ, before that ZZ2A 2ZZ", "ZZ2A 2ZZ"), ("The old mill", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_last_postcode_of_an_address_is_found_as_it_is_written(text, found):
    assert rules.postcode_in(text=text) == found
