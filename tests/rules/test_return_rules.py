"""Decisions about a return from plain values."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOON
from whereabouts.practice.investigation.vocabulary import (
    ALLEGATION_KINDS,
    FOLLOW_UP_KINDS,
    NOT_DONE_CODES,
    OWN_FORM,
    RETURN_KINDS,
    SEARCH_KINDS,
    TITLES,
)
from whereabouts.practice.return_home import rules, vocabulary
from whereabouts.practice.return_home.consent import Consent
from whereabouts.practice.return_home.rules import Found, NotInList, NotYet, Spoken
from whereabouts.records.episodes.rules import MOVES, STATES, State, may_move
from whereabouts.records.people.vocabulary import MAY_BE_TOLD

EVERY_STATE = [state for state, _ in STATES]
STOOD_DOWN = {system: True for system, _ in vocabulary.STAND_DOWN_SYSTEMS}
ANSWERED = {
    **{key: {"words": "Asked."} for key, _ in vocabulary.SAFETY_QUESTIONS},
    vocabulary.DANGER: {"words": "no"},
}


def found(**more):
    return Found(**{"how": "found", "by_whom": "police", "found_at": NOON, **more})


def spoken(**more):
    return Spoken(**{"outcome": "held", "held_at": NOON, "held_by": "PC Example", **more})


@pytest.mark.parametrize("state", EVERY_STATE)
@pytest.mark.parametrize("already_there", [True, False])
def test_an_account_moves_an_episode_only_where_it_may_go(state, already_there):
    to_state = rules.after_found(state=state, already_there=already_there)
    if state == State.OPEN:
        assert to_state == (State.BACK if already_there else State.LOCATED)
    elif state == State.LOCATED:
        assert to_state == (State.BACK if already_there else None)
    else:
        assert to_state is None
    assert to_state is None or may_move(from_state=state, to_state=to_state)


def test_nothing_but_seen_leads_to_closed():
    assert [state for state in MOVES if State.CLOSED in MOVES[state]] == [State.SEEN]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"how": "magic"}, "how"),
        ({"by_whom": "x"}, "by_whom"),
        ({"needs": ("gold",)}, "needs"),
    ],
)
def test_an_account_off_the_list_is_named(wrong, field):
    with pytest.raises(NotInList) as refused:
        rules.check_found(found=found(**wrong), at=NOON)
    assert refused.value.field == field


def test_what_has_not_happened_is_not_recorded():
    rules.check_found(found=found(needs=("food",)), at=NOON)
    with pytest.raises(NotYet) as refused:
        rules.check_found(found=found(found_at=NOON + timedelta(minutes=1)), at=NOON)
    assert refused.value.field == "found_at"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "x"}, "outcome"),
        ({"harms": {"x": "denied"}}, "harms"),
        ({"harms": {"held": "x"}}, "held"),
        ({"safe_now": "x"}, "safe_now"),
    ],
)
def test_a_conversation_off_the_list_is_named(wrong, field):
    with pytest.raises(NotInList) as refused:
        rules.check_spoken(spoken=spoken(**wrong), at=NOON)
    assert refused.value.field == field


def test_a_conversation_is_checked_for_its_time():
    rules.check_spoken(spoken=spoken(safe_now="unknown", harms={"held": "denied"}), at=NOON)
    with pytest.raises(NotYet):
        rules.check_spoken(spoken=spoken(held_at=NOON + timedelta(hours=1)), at=NOON)


@pytest.mark.parametrize(
    ("alone", "agency_kind", "counts"),
    [
        (True, "police_force", True),
        (True, "authority", True),
        (True, "home", False),
        (False, "police_force", False),
        (None, "police_force", False),
    ],
)
def test_seen_counts_alone_and_by_somebody_independent(alone, agency_kind, counts):
    assert rules.counts_as_seen(alone=alone, agency_kind=agency_kind) is counts


def test_every_question_left_out_is_open_and_a_blank_is_no_answer():
    every = [vocabulary.DANGER, *(key for key, _ in vocabulary.SAFETY_QUESTIONS)]
    assert list(rules.unanswered(answers={})) == every
    assert rules.unanswered(answers=ANSWERED) == ()
    blank = {**ANSWERED, "child_view": {"words": "  "}}
    assert rules.unanswered(answers=blank) == ("child_view",)
    assert rules.unanswered(answers={**ANSWERED, vocabulary.DANGER: {"words": "unknown"}}) == ()


@pytest.mark.parametrize(("said", "is_danger"), [("yes", True), ("no", False), ("unknown", False)])
def test_danger_is_what_was_said_to_be(said, is_danger):
    assert rules.danger_said(answers={vocabulary.DANGER: {"words": said}}) is is_danger
    assert rules.danger_said(answers={}) is False


@pytest.mark.parametrize(
    ("given", "bars"),
    [
        ({"kind": "home", "violence": True}, ("violence",)),
        ({"kind": "placement", "violence": True}, ("violence",)),
        ({"kind": "emergency", "violence": True, "concerns": {"violence"}}, ()),
        ({"kind": "home", "concerns": {"honour"}}, ("concern",)),
        ({"kind": "relative", "concerns": {"honour"}}, ("concern",)),
        ({"kind": "placement", "concerns": {"honour"}}, ()),
        ({"kind": "home", "told_nothing": ["mother"]}, ("told_nothing",)),
        ({"kind": "home", "told_nothing": ["foster_carer"]}, ()),
        ({"kind": "placement", "told_nothing": ["foster_carer"]}, ("told_nothing",)),
        ({"kind": "relative", "person_told": "nothing"}, ("told_nothing",)),
        ({"kind": "relative", "person_told": "safe"}, ()),
    ],
)
def test_what_is_known_bars_the_way_there(given, bars):
    plain = {"violence": False, "concerns": (), "told_nothing": (), "person_told": None}
    assert rules.bars(**{**plain, **given}) == bars
    assert all(rules.BAR_WORDS[bar] for bar in bars)


@pytest.mark.parametrize(
    ("roles", "words", "passes"),
    [
        ({"duty_inspector"}, "Safe because …", True),
        ({"social_worker"}, "Safe because …", True),
        ({"social_worker"}, " ", False),
        ({"out_of_hours_worker"}, "Safe because …", False),
        (set(), "Safe because …", False),
    ],
)
def test_a_safeguarding_decision_is_by_a_role_and_in_words(roles, words, passes):
    assert rules.may_pass(roles=roles, words=words) is passes


@pytest.mark.parametrize(
    ("state", "answers", "seen", "barred", "passed"),
    [
        ("agreed", {}, False, True, True),
        ("refused", ANSWERED, True, False, False),
        ("already_there", ANSWERED, True, False, True),
        ("already_there", ANSWERED, True, True, False),
        ("already_there", ANSWERED, False, False, False),
        ("none", {}, True, False, False),
    ],
)
def test_the_gate_is_behind_the_child_only_then(state, answers, seen, barred, passed):
    assert (
        rules.gate_is_passed(
            destination_state=state, answers=answers, seen_alone=seen, barred=barred
        )
        is passed
    )


def test_harm_told_or_suspected_is_an_allegation_and_not_asked_is_never_no():
    harms = {"held": "disclosed", "hurt": "suspected", "sexual": "denied", "given": "asked"}
    assert rules.allegations(harms=harms) == ("hurt", "held")
    every = rules.all_harms(harms=harms)
    assert every["pictures"] == "not_asked"
    assert set(every) == {key for key, _ in vocabulary.HARMS}


def test_two_conversations_together_may_lack_nothing():
    first = spoken(explained=True, safe_now="yes")
    second = spoken(child_view="With my aunt.", offered="A mentor; yes.")
    assert rules.lacking(spoken=[first]) == ("words", "offered")
    assert rules.lacking(spoken=[first, second]) == ()


@pytest.mark.parametrize(
    ("consents", "agreed"),
    [
        ((), False),
        ((Consent(who="child", answer="yes", to=("talk",)),), True),
        ((Consent(who="child", answer="yes", to=("share",)),), False),
        ((Consent(who="child", answer="not_able", words="Asleep."),), True),
        ((Consent(who="child", answer="not_asked"),), False),
        ((Consent(who="parent", answer="yes", to=("talk",)),), False),
    ],
)
def test_the_independent_conversation_lacks_the_child_s_own_yes(consents, agreed):
    one = spoken(explained=True, safe_now="yes", words="A walk.", offered="Yes.", consents=consents)
    assert (rules.lacking(spoken=[one], kind="return") == ()) is agreed
    assert rules.lacking(spoken=[one]) == ()


@pytest.mark.parametrize("outcome", ["declined", "carer_only", "missing_again"])
def test_a_conversation_not_held_lacks_everything(outcome):
    complete = spoken(
        outcome=outcome, explained=True, safe_now="yes", words="None.", offered="Yes."
    )
    lacks = rules.lacking(spoken=[complete], kind="return")
    assert set(lacks) == set(rules.LACKING_WORDS)


DONE = [(kind, "done") for kind in RETURN_KINDS]


def left(**more):
    given = {"state": State.SEEN, "tasks": DONE, "stand_downs": STOOD_DOWN, **more}
    return [one.kind for one in rules.follow_up_left(**given)]


def test_with_everything_done_nothing_is_left():
    assert left() == []


@pytest.mark.parametrize("state", [state for state in EVERY_STATE if state != State.SEEN])
def test_only_a_child_who_was_seen_is_followed_up(state):
    assert left(state=state) == ["seen"]


@pytest.mark.parametrize("kind", FOLLOW_UP_KINDS)
@pytest.mark.parametrize("stands", ["open", "accepted"])
def test_every_outstanding_task_of_the_follow_up_is_left(kind, stands):
    assert kind in left(tasks=[*DONE, (kind, stands)])
    two = rules.follow_up_left(
        state=State.SEEN, tasks=[*DONE, (kind, stands), (kind, stands)], stand_downs=STOOD_DOWN
    )
    assert "(2)" in two[0].words


@pytest.mark.parametrize("kind", RETURN_KINDS)
def test_a_return_task_that_was_never_asked_for_or_cancelled_is_left(kind):
    others = [(one, "not_done") for one in RETURN_KINDS if one != kind]
    assert left(tasks=others) == [kind]
    assert left(tasks=[*others, (kind, "cancelled")]) == [kind]


def test_each_referral_without_an_answer_is_left():
    assert left(unanswered=["A council", "A charity"]) == ["referral_answer"] * 2


@pytest.mark.parametrize("system", STOOD_DOWN)
def test_whatever_is_not_stood_down_is_left(system):
    assert left(stand_downs={**STOOD_DOWN, system: False}) == [f"stand_down_{system}"]
    without = {key: value for key, value in STOOD_DOWN.items() if key != system}
    assert left(stand_downs=without) == [f"stand_down_{system}"]


@given(
    tasks=st.lists(
        st.tuples(
            st.sampled_from(FOLLOW_UP_KINDS),
            st.sampled_from(["open", "accepted", "done", "not_done", "cancelled"]),
        ),
        max_size=12,
    )
)
def test_settling_a_task_never_leaves_more(tasks):
    given_now = {"state": State.SEEN, "stand_downs": STOOD_DOWN}
    before = {one.kind for one in rules.follow_up_left(tasks=tasks, **given_now)}
    settled = [(kind, "done" if stands == "open" else stands) for kind, stands in tasks]
    after = {one.kind for one in rules.follow_up_left(tasks=settled, **given_now)}
    assert after <= before


@pytest.mark.parametrize("state", EVERY_STATE)
@pytest.mark.parametrize("told", [key for key, _ in MAY_BE_TOLD])
def test_no_sentence_says_more_than_the_standing_allows(told, state):
    sentence = rules.may_say(told=told, state=state)
    if told == "nothing" or state == State.FOUND_DEAD:
        assert sentence == rules.ON_THE_PHONE_NOTHING
    if told != "all":
        assert "where they are" not in sentence
    looked_for = state in (State.OPEN, State.JOINED, State.FOUND_DEAD)
    assert ("child is safe" in sentence) == (not looked_for and told != "nothing")


@pytest.mark.parametrize("told", [key for key, _ in MAY_BE_TOLD])
def test_only_whoever_may_be_told_all_may_know_the_place(told):
    assert rules.may_know_place(told=told) is (told == "all")


def test_the_lists_hold_together():
    assert set(RETURN_KINDS) | set(ALLEGATION_KINDS) <= set(FOLLOW_UP_KINDS) <= OWN_FORM
    assert not SEARCH_KINDS & set(FOLLOW_UP_KINDS)
    assert set(TITLES) >= SEARCH_KINDS
    assert set(vocabulary.TASK_OF_INTERVIEW.values()) <= set(RETURN_KINDS)
    assert {key for key, _ in vocabulary.HARM_ANSWERS} >= vocabulary.ALLEGES
    assert "no_longer_possible" in dict(NOT_DONE_CODES)
