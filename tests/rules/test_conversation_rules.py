"""What a child lets be known, which questions stay open, and whom nobody has fed back to."""

import pytest

from whereabouts.practice.conversations import rules
from whereabouts.practice.conversations.rules import Asked, Line, NotInList, OverrideIncomplete
from whereabouts.practice.conversations.vocabulary import FED_BACK_NEEDED

HARMS, ANSWERS = ("hurt", "sexual", "held"), ("denied", "asked", "disclosed", "not_asked")


@pytest.mark.parametrize(
    ("agreed", "because", "audience", "shared"),
    [
        ("yes", "", ("police",), True),
        ("yes", "", (), False),
        ("no", "", ("police",), False),
        ("not_asked", "", ("police",), False),
        ("no", "Somebody may be hurt tonight.", ("police",), True),
        ("no", "   ", ("police",), False),
        ("no", "Somebody may be hurt tonight.", (), False),
    ],
)
def test_a_line_is_shared_by_a_yes_or_an_override_and_only_with_somebody(
    agreed, because, audience, shared
):
    assert rules.may_share(agreed=agreed, because=because, audience=audience) is shared


def test_an_override_says_whether_the_child_was_told_first():
    line = Line(kind="where", words="By the canal.", agreed="no", because="They may be hurt.")
    with pytest.raises(OverrideIncomplete):
        rules.check_line(line=line)
    rules.check_line(
        line=Line(kind="where", words="-", agreed="no", because="Hurt.", told_first=False)
    )


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("kind", Line(kind="gossip", words="x")),
        ("agreed", Line(kind="where", words="x", agreed="perhaps")),
        ("audience", Line(kind="where", words="x", audience=("everybody",))),
    ],
)
def test_a_line_outside_the_lists_is_refused_by_name(field, line):
    with pytest.raises(NotInList) as refused:
        rules.check_line(line=line)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("source", Asked(source="rumour", answers={})),
        ("harms", Asked(source="child", answers={"unheard_of": "denied"})),
        ("hurt", Asked(source="child", answers={"hurt": "perhaps"})),
    ],
)
def test_answers_about_harm_outside_the_lists_are_refused_by_name(field, asked):
    with pytest.raises(NotInList) as refused:
        rules.check_asked(asked=asked, harms=HARMS, answers=ANSWERS)
    assert refused.value.field == field


@pytest.mark.parametrize("answer", ["asked", "not_asked"])
def test_silence_leaves_a_direct_question_open(answer):
    said = {"hurt": "denied", "held": "disclosed", "sexual": answer}
    assert rules.unanswered(said=said) == ("sexual",)
    assert rules.unanswered(said={}) == rules.ASKED_DIRECTLY


def test_feeding_back_is_done_once_everybody_is_told_or_there_is_a_reason():
    assert rules.feedback_left(given=[]) == FED_BACK_NEEDED
    given = [(to, to != "police") for to in FED_BACK_NEEDED]
    assert rules.feedback_left(given=given) == ()
    assert rules.feedback_left(given=given[1:]) == FED_BACK_NEEDED[:1]
    assert rules.feedback_left(given=given, heard_elsewhere=True) == ("worker",)
    assert rules.feedback_left(given=[*given, ("worker", False)], heard_elsewhere=True) == ()


@pytest.mark.parametrize(
    ("state", "outcome", "then"),
    [
        ("asked", "agreed", "scheduled"),
        ("asked", "no_answer", "allocated"),
        ("scheduled", "missing_again", "allocated"),
        ("submitted", "agreed", "submitted"),
        ("approved", "no_answer", "approved"),
    ],
)
def test_an_attempt_moves_what_still_waits_and_nothing_else(state, outcome, then):
    assert rules.after_attempt(state=state, outcome=outcome) == then
    assert rules.visit_is_due(state=state) is (state in {"asked", "allocated", "scheduled"})
