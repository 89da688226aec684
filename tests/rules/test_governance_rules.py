"""A bundle withholds what is others' and what was told in confidence; nothing is kept by chance."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.governance import rules
from whereabouts.practice.governance.rules import (
    CONFIDENCE,
    HARM,
    HIDDEN,
    OTHERS,
    Held,
    NoRule,
    bundle,
    going,
    read_retention,
    retention_for,
    without,
    years_before,
)

TODAY = date(2026, 11, 20)
ASKERS = [key for key, _ in rules.ASKERS]


def made(asker, **held):
    (line,) = bundle(
        held=[Held(section="S", words="Testa told Paula of it", **held)], asker=asker,
        others={"Paula Sampleton"},
    )  # fmt: skip
    return line


@pytest.mark.parametrize(
    ("delicate", "child", "parent", "for_child"),
    [
        ("", True, True, True), (OTHERS, False, False, False),
        (CONFIDENCE, True, False, True), (HARM, False, False, False),
    ],
)  # fmt: skip
def test_who_gets_what_goes_by_what_is_delicate_in_it(delicate, child, parent, for_child):
    assert [made(asker, delicate=delicate).goes for asker in ("child", "parent", "for_child")] == [
        child, parent, for_child,
    ]  # fmt: skip


def test_a_secret_place_never_goes_to_a_parent():
    assert made("child", secret_place=True).goes
    refused = made("parent", secret_place=True)
    assert (refused.goes, refused.because) == (False, rules.BECAUSE[HARM])


@pytest.mark.parametrize("asker", ASKERS)
def test_what_goes_names_nobody_else(asker):
    line = made(asker)
    assert line.words == f"Testa told {HIDDEN} of it"


def test_what_is_withheld_leaves_its_heading_and_reason_and_no_word():
    (line,) = going(lines=[made("parent", delicate=CONFIDENCE)])
    assert (line.section, line.words, line.because) == ("S", "", rules.BECAUSE[CONFIDENCE])


@given(
    st.lists(
        st.builds(
            Held, section=st.just("S"), words=st.text(max_size=30),
            delicate=st.sampled_from(["", OTHERS, CONFIDENCE, HARM]), secret_place=st.booleans(),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_a_parent_never_gets_more_than_the_child(held):
    to_child = [one.goes for one in bundle(held=held, asker="child", others=())]
    to_parent = [one.goes for one in bundle(held=held, asker="parent", others=())]
    assert all(child or not parent for child, parent in zip(to_child, to_parent, strict=True))
    assert len(to_parent) == len(held)  # each is said to be there, gone or withheld


def test_names_are_taken_out_whole_and_in_part_in_any_case():
    assert without(words="PAULA and sampleton, not Paulas", names={"Paula Sampleton"}) == (
        f"{HIDDEN} and {HIDDEN}, not Paulas"
    )
    assert without(words="as it stands", names={"", "Al"}) == "as it stands"


def test_each_kind_of_agency_has_its_time_or_none():
    police = retention_for(agency_kind="police_force", on=TODAY)
    assert (police.years_after_closing, police.years_after_birth) == (6, None)
    assert retention_for(agency_kind="authority", on=TODAY).years_after_birth == 75
    for kind, on in (("home", TODAY), ("police_force", date(2022, 12, 31))):
        with pytest.raises(NoRule):
            retention_for(agency_kind=kind, on=on)


@pytest.mark.parametrize(
    "wrong", ['source=""', "cap=0", "years_after_birth=1", "years_after_closing=false"]
)
def test_a_rule_needs_a_source_a_cap_and_one_time(wrong):
    body = {
        "id": '"x"', "since": "2020-01-01", "title": '"X"', "kinds": '["home"]',
        "cap": "5", "source": '"s"', "status": '"proposed"', "years_after_closing": "6",
    }  # fmt: skip
    text = "[[retention]]\n" + "\n".join(f"{key}={value}" for key, value in body.items())
    assert read_retention(text=text)[0].cap == 5
    key, _, value = wrong.partition("=")
    if value == "false":
        del body[key]
    else:
        body[key] = value
    text = "[[retention]]\n" + "\n".join(f"{key}={value}" for key, value in body.items())
    with pytest.raises(NoRule):
        read_retention(text=text)


def test_years_before_a_leap_day_end_on_the_last_of_february():
    assert years_before(on=date(2024, 2, 29), years=6) == date(2018, 2, 28)
    assert years_before(on=TODAY, years=6) == date(2020, 11, 20)
