"""What a plan must say, when it is past its day, what changed, and what a plan of help lacks."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.plans import rules
from whereabouts.practice.plans.forms import BadForm, fields_of, read_form
from whereabouts.practice.plans.rules import Addressee, Contents
from whereabouts.practice.plans.vocabulary import FORMS
from whereabouts.practice.support import rules as support
from whereabouts.practice.support.rules import Act

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
HOME, FORCE, COUNCIL, OTHER = (UUID(int=number) for number in range(1, 5))


def contents(**more):
    said = {
        "level": "medium", "category": "missing", "review_on": TODAY + 30 * DAY,
        "first_actions": [{"title": "Ring the aunt"}], "locate_now": "x", "who_does_what": "x",
        "prevent": "x", "childs_view": "x",
    }  # fmt: skip
    return Contents(**{**said, **more})


def test_a_whole_plan_lacks_nothing_and_an_empty_one_names_each_part():
    assert rules.lacking(contents=contents()) == ()
    empty = Contents(level="high", category="missing", review_on=TODAY)
    assert rules.lacking(contents=empty) == (
        "first_actions", "locate_now", "who_does_what", "prevent", "childs_view", "high_when",
        "high_until",
    )  # fmt: skip
    assert rules.lacking(contents=contents(first_actions=[{"title": " "}])) == ("first_actions",)


def test_what_would_be_better_said_is_shown_as_thin():
    thin = rules.thin(contents=contents())
    assert thin[0] == "contacts"
    assert set(thin) >= {"search_order", "health", "team"}
    six = [{"name": f"Contact {place}"} for place in range(6)]
    assert "contacts" not in rules.thin(contents=contents(contacts=six))


@pytest.mark.parametrize(
    ("level", "high_until", "on", "overdue"),
    [
        ("medium", None, TODAY + 30 * DAY, False),
        ("medium", None, TODAY + 31 * DAY, True),
        ("high", TODAY + 10 * DAY, TODAY + 10 * DAY, False),
        ("high", TODAY + 10 * DAY, TODAY + 11 * DAY, True),
        ("high", TODAY + 99 * DAY, TODAY + 31 * DAY, True),
        ("medium", TODAY + 10 * DAY, TODAY + 11 * DAY, False),
    ],
)
def test_a_plan_is_past_its_day_when_its_review_or_the_end_of_high_is_over(
    level, high_until, on, overdue
):
    assert (
        rules.is_overdue(level=level, review_on=TODAY + 30 * DAY, high_until=high_until, on=on)
        is overdue
    )


@pytest.mark.parametrize(
    ("since", "old"), [(None, None), (TODAY - 180 * DAY, False), (TODAY - 181 * DAY, True)]
)
def test_a_photograph_is_old_after_a_while_and_unknown_is_not_new(since, old):
    assert rules.is_old(on=TODAY, since=since, longest=180 * DAY) is old


def test_what_changed_from_one_version_to_the_next_is_told_in_the_order_of_the_form():
    before = {"level": "high", "aim": "", "works": "Music"}
    after = {"level": "medium", "aim": None, "works": "Music", "prevent": "Time"}
    changed = rules.differences(before=before, after=after)
    assert [one.name for one in changed] == ["level", "prevent"]
    assert (changed[0].before, changed[0].after) == ("high", "medium")


def test_a_plan_goes_with_the_child_to_whoever_is_there_once_each():
    there = rules.goes_with(
        home=HOME, host_force=FORCE, host_authority=COUNCIL, responsible_authority=COUNCIL
    )
    assert there == (
        Addressee(agency=HOME, role="home_worker"),
        Addressee(agency=FORCE, role="missing_coordinator"),
        Addressee(agency=FORCE, role="duty_inspector"),
        Addressee(agency=COUNCIL, role="social_worker"),
    )
    nobody = rules.goes_with(
        home=None, host_force=None, host_authority=None, responsible_authority=None
    )
    assert nobody == ()
    moved = (Addressee(agency=OTHER, role="home_worker"), *there[1:])
    assert rules.left_behind(before=there, now=moved) == {HOME}


@pytest.mark.parametrize(
    ("asked", "in_force"),
    [
        ([], False),
        ([(HOME, True)], True),
        ([(HOME, True), (FORCE, None)], False),
        ([(HOME, True), (FORCE, False)], False),
    ],
)
def test_a_plan_is_in_force_with_everybodys_yes_and_not_with_nobodys(asked, in_force):
    assert rules.is_in_force(asked=asked) is in_force


def test_a_line_for_police_and_social_care_is_not_for_everybody():
    assert rules.may_see_line(audience="everybody", full=False)
    assert rules.may_see_line(audience="police_and_social_care", full=True)
    assert not rules.may_see_line(audience="police_and_social_care", full=False)


# --- the carer's form -------------------------------------------------------------------------


def test_both_forms_have_the_headings_that_the_protocol_names():
    for form, _ in FORMS:
        keys = {one.key for one in fields_of(form=form, on=TODAY)}
        assert {"looks", "dangers", "associates", "addresses", "places", "medicine", "money",
                "social_media", "phones", "travel", "childs_words"} <= keys  # fmt: skip
    assert fields_of(form="philomena", on=date(2014, 1, 1)) == ()


HEAD = 'since = 2015-03-01\nsource = "s"\n[[parts]]\ntitle = "P"\nfields = [{}]\n'


@pytest.mark.parametrize(
    "fields", ['{ key = "a" }', '{ key = "a", label = "A" }, { key = "a", label = "B" }']
)
def test_a_field_that_is_not_whole_or_comes_twice_is_refused(fields):
    with pytest.raises(BadForm):
        read_form(text=HEAD.format(fields))


def test_a_form_without_a_source_is_refused():
    with pytest.raises(BadForm):
        read_form(text=HEAD.format('{ key = "a", label = "A" }').replace('source = "s"\n', ""))


# --- help that lasts ---------------------------------------------------------------------------


def lacks(*acts, **more):
    said = {"needs": "x", "risks": "x", "childs_view": "x", "why_no_view": "", "lead": "Example"}
    return support.lacking(**{**said, **more}, actions=acts)


GOOD = Act(kind="support", who="Youth worker Sample", due_on=TODAY)


def test_a_plan_with_needs_risks_view_and_an_action_that_somebody_does_is_complete():
    assert lacks(GOOD) == ()
    assert lacks(GOOD, childs_view="", why_no_view="Two days old.") == ()


@pytest.mark.parametrize("kind", ["meeting", "notice"])
def test_a_plan_whose_only_action_is_a_meeting_or_a_notice_is_incomplete(kind):
    alone = Act(kind=kind, who="Sergeant Example", due_on=TODAY)
    assert lacks(alone) == ("only_meeting_or_notice",)
    assert lacks(alone, alone) == ("only_meeting_or_notice",)
    assert lacks(alone, GOOD) == ()


def test_each_thing_that_is_missing_is_named():
    assert lacks(needs=" ", risks="", childs_view="", lead="") == (
        "needs", "risks", "childs_view", "lead", "actions",
    )  # fmt: skip
    assert lacks(Act(kind="support", who="", due_on=None)) == ("owner", "due")
    assert set(support.LACKS) >= set(lacks()) | {"owner", "due", "only_meeting_or_notice"}


@given(
    kinds=st.lists(st.sampled_from(["meeting", "notice", "support", "family"]), max_size=6),
)
def test_one_action_of_help_is_enough_and_no_number_of_meetings_is(kinds):
    acts = [Act(kind=kind, who="x", due_on=TODAY) for kind in kinds]
    helps = any(kind in ("support", "family") for kind in kinds)
    assert (lacks(*acts) == ()) is helps


def test_what_a_senior_may_look_at_first_is_suggested_from_what_is_known():
    assert support.suggestions(with_parent=False, moved_lately=False) == ()
    (contact,) = support.suggestions(with_parent=True, moved_lately=False)
    assert "contact" in contact
    assert len(support.suggestions(with_parent=True, moved_lately=True)) == 2
