"""What a return may do, what it still needs, and what may be said of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import FOLLOW_UP_KINDS, RETURN_KINDS, TITLES
from whereabouts.practice.return_home import vocabulary
from whereabouts.practice.return_home.consent import Consent, agreed_to_talk, check_consents
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.rules import CARERS, RELATIVES

SAFEGUARDING_ROLES = frozenset({"duty_inspector", "superintendent", "social_worker"})
# Whoever sees the child alone is not somebody whom the child may have run from.
NOT_INDEPENDENT_KINDS = frozenset({"home"})


class NotInList(ValueError):
    """An answer is none of those that may be given; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field.replace('_', ' ')}” is none of the answers that may be given.")
        self.field = field


class NotYet(ValueError):
    """A time lies ahead: what has not happened cannot be recorded. `field` says which time."""

    def __init__(self, field: str) -> None:
        super().__init__("That time has not come yet. Check the day and the time.")
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Found:
    """How a child was found, was located or came back: an account, as somebody gave it."""

    how: str
    by_whom: str
    found_at: datetime
    found_place: str = ""
    by_whom_name: str = ""
    found_with: str = ""
    condition: str = ""
    needs: tuple[str, ...] = ()
    where_now: str = ""
    already_there: bool = False


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A conversation after the return, in the order of the form.

    `harms` maps each harm to how it was asked and answered; one left out was not asked. `safe_now`
    is yes, no or unknown. `told` holds answers to the form's own questions. `best_time` and
    `how_to_reach` are for whoever goes to the child next.
    """

    outcome: str
    held_at: datetime
    held_by: str
    setting: str = ""
    explained: bool = False
    seen_alone: bool | None = None
    safe_now: str = ""
    what_happened: str = ""
    needs: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    harms: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    words: str = ""
    child_view: str = ""
    offered: str = ""
    know_next_time: str = ""
    way: str = ""
    consents: tuple[Consent, ...] = ()
    best_time: str = ""
    how_to_reach: str = ""


@dataclass(frozen=True, kw_only=True)
class Left:
    """One thing that still stands between an episode and the end of its follow-up."""

    kind: str
    words: str


def check_time(*, field: str, when: datetime, at: datetime) -> None:
    """Go on if a time has come.

    :raises NotYet: it lies ahead.
    """
    if when > at:
        raise NotYet(field)


def check_found(*, found: Found, at: datetime) -> None:
    """Go on if an account holds only answers from the lists, and a time that has come.

    :raises NotInList: naming the field.
    :raises NotYet: the time lies ahead.
    """
    _in_list("how", found.how, vocabulary.HOW)
    _in_list("by_whom", found.by_whom, vocabulary.BY_WHOM)
    for need in found.needs:
        _in_list("needs", need, vocabulary.NEEDS)
    check_time(field="found_at", when=found.found_at, at=at)


def check_spoken(*, spoken: Spoken, at: datetime) -> None:
    """Go on if a conversation holds only answers from the lists, and a time that has come.

    :raises NotInList: naming the field.
    :raises ConsentIncomplete, ConsentRefused: as `check_consents`.
    :raises NotYet: the time lies ahead.
    """
    _in_list("outcome", spoken.outcome, vocabulary.INTERVIEW_OUTCOMES)
    for harm, answer in spoken.harms.items():
        _in_list("harms", harm, vocabulary.HARMS)
        _in_list(harm, answer, vocabulary.HARM_ANSWERS)
    for reason in spoken.reasons:
        _in_list("reasons", reason, vocabulary.REASONS)
    lists = (*vocabulary.QUESTIONS.values(), *vocabulary.WRITTEN_UP.values())
    every = {key for kind in lists for key, _ in kind}
    for question in spoken.told:
        if question not in every:
            raise NotInList(question)
    if spoken.safe_now and spoken.safe_now not in vocabulary.DANGER_ANSWERS:
        raise NotInList("safe_now")
    if spoken.way:
        _in_list("way", spoken.way, vocabulary.WAYS)
    for one in spoken.consents:
        _in_list("consent", one.who, vocabulary.CONSENT_BY)
        _in_list("consent", one.answer, vocabulary.CONSENT_ANSWERS)
        for what in one.to:
            _in_list("consent", what, vocabulary.CONSENT_TO)
    check_consents(consents=spoken.consents, held=spoken.outcome == "held")
    check_time(field="held_at", when=spoken.held_at, at=at)


def _in_list(field: str, value: str, choices: Iterable[tuple[str, str]]) -> None:
    if value not in {key for key, _ in choices}:
        raise NotInList(field)


def after_found(*, state: str, already_there: bool) -> State | None:
    """Return where an account of finding takes an episode, or None where it is only kept.

    What has happened is never refused: an account that moves nothing is kept beside the others.
    """
    if state == State.OPEN:
        return State.BACK if already_there else State.LOCATED
    return State.BACK if state == State.LOCATED and already_there else None


def counts_as_seen(*, alone: bool | None, agency_kind: str) -> bool:
    """Return whether the child was seen alone by somebody whom they can tell."""
    return alone is True and agency_kind not in NOT_INDEPENDENT_KINDS


# --- before any destination, and within 30 minutes where the child is there already -------------


def unanswered(*, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the return-safety questions that nobody has answered. "Not known" is no answer here,
    but for whether the child runs from harm there: there it is one, and counts as unknown.
    """
    missing = [
        key
        for key, _ in vocabulary.SAFETY_QUESTIONS
        if not str(answers.get(key, {}).get("words", "")).strip()
    ]
    if answers.get(vocabulary.DANGER, {}).get("words") not in vocabulary.DANGER_ANSWERS:
        missing.insert(0, vocabulary.DANGER)
    return tuple(missing)


def minutes_between(asked_at: datetime, answered_at: datetime) -> int:
    """Return how many whole minutes an answer took."""
    return int((answered_at - asked_at).total_seconds() // 60)


def needs_left(*, needs: Collection[str], met: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the child needs that nobody has seen to."""
    return tuple(key for key, _ in vocabulary.NEEDS if key in needs and key not in met)


def told_to_leave(*, answers: Mapping[str, Any]) -> bool:
    """Return whether somebody answered that the child was told to leave."""
    return answers.get(vocabulary.TOLD_TO_LEAVE, {}).get("words") == "yes"


def danger_said(*, answers: Mapping[str, Any]) -> bool:
    """Return whether somebody answered that the child is running from harm there."""
    return answers.get(vocabulary.DANGER, {}).get("words") == "yes"


def bars(
    *,
    kind: str,
    violence: bool,
    concerns: Collection[str],
    told_nothing: Collection[str],
    person_told: str | None,
    told_to_leave: bool = False,
) -> tuple[str, ...]:
    """Return why a destination needs a safeguarding decision; empty where nothing is known.

    `told_nothing` are the relations of those who may be told nothing; `person_told` is the
    standing of whoever the child would go to, None where nobody is named.
    """
    found = []
    if kind in ("home", "placement") and violence:
        found.append("violence")
    if kind in ("home", "placement") and told_to_leave:
        found.append("told_to_leave")
    if kind in ("home", "relative") and concerns:
        found.append("concern")
    lives_there = {"home": RELATIVES, "placement": CARERS}.get(kind, frozenset())
    if lives_there & set(told_nothing) or person_told == "nothing":
        found.append("told_nothing")
    return tuple(found)


BAR_WORDS = {
    "told_to_leave": "The child was told to leave there: children's services decide on a place.",
    "violence": "Violence or abuse is known, or was said, where the child would go.",
    "concern": "A concern stands that keeps relatives from being told anything.",
    "told_nothing": "Somebody who is there may be told nothing about this child.",
}


def may_pass(*, roles: Collection[str], words: str) -> bool:
    """Return whether a safeguarding decision is one: by a role that may, and in words."""
    return bool(SAFEGUARDING_ROLES & set(roles)) and bool(words.strip())


def gate_is_passed(
    *,
    destination_state: str,
    answers: Mapping[str, Any],
    seen_alone: bool,
    barred: bool,
) -> bool:
    """Return whether the return-safety gate is behind the child.

    A destination that a named person agreed to is. A child who is there already, or was taken
    without asking, needs the answers and to have been seen alone, and nothing that bars the place.
    """
    if destination_state == "agreed":
        return True
    if destination_state == "refused" or barred:
        return False
    return seen_alone and not unanswered(answers=answers)


# --- the conversations --------------------------------------------------------------------------


def allegations(*, harms: Mapping[str, str]) -> tuple[str, ...]:
    """Return the harms that were told of or are suspected, in the order of the form."""
    return tuple(key for key, _ in vocabulary.HARMS if harms.get(key) in vocabulary.ALLEGES)


def all_harms(*, harms: Mapping[str, str]) -> dict[str, str]:
    """Return an answer for every harm: what was not asked is kept as not asked, never as no."""
    return {key: harms.get(key) or "not_asked" for key, _ in vocabulary.HARMS}


def lacking(*, spoken: Iterable[Spoken], kind: str = "prevention") -> tuple[str, ...]:
    """Return what the conversations of one task leave out together, so that it is not yet done.

    A conversation may be carried on by another person whom the child trusts. The independent one
    is held with the child's consent, or not at all.
    """
    held = [one for one in spoken if one.outcome == "held"]
    wanted = {
        "held": bool(held),
        "explained": any(one.explained for one in held),
        "consent": kind != "return" or any(agreed_to_talk(consents=one.consents) for one in held),
        "safe_now": any(one.safe_now for one in held),
        "words": any(one.words.strip() or one.child_view.strip() for one in held),
        "offered": any(one.offered.strip() for one in held),
    }
    return tuple(name for name, there in wanted.items() if not there)


LACKING_WORDS = {
    "held": "Nobody has spoken with the child yet. The offer stands.",
    "explained": "What the talk is for, and what cannot be kept between you, was not explained.",
    "consent": "Whether the child agreed to this conversation is not written down.",
    "safe_now": "Whether the child is safe now was not asked.",
    "words": "The child's own words or view are not written down.",
    "offered": "No help was offered, or it was not written down.",
}


# --- the end of the follow-up -------------------------------------------------------------------


def follow_up_left(
    *,
    state: str,
    tasks: Iterable[tuple[str, str]],
    stand_downs: Mapping[str, bool],
    unanswered: Sequence[str] = (),
    elsewhere: int = 0,
    unsaid: bool = False,
) -> tuple[Left, ...]:
    """Return everything that stands in the way of the end, in words; empty where nothing does.

    `tasks` are (kind, state) pairs; `stand_downs` maps each system to whether it is settled.
    `unanswered` is to whom a referral went that has no answer: sent is not yet heard.
    `elsewhere` is how many matters are dealt with under seal, of which nothing is told.
    `unsaid` is whether somebody else must say that it may end: whom to ask is named, and no reason.
    """
    left = []
    if state != State.SEEN:
        left.append(Left(kind="seen", words=_NOT_SEEN.get(state, "The child is not back yet.")))
    known = list(tasks)
    live = [(kind, stands) for kind, stands in known if stands != "cancelled"]
    for kind in RETURN_KINDS:
        if not any(one == kind for one, _ in live):
            left.append(Left(kind=kind, words=f"Never asked for: {TITLES[kind]}"))
    for kind in FOLLOW_UP_KINDS:
        still = sum(1 for one, stands in live if one == kind and stands in OUTSTANDING)
        if still:
            left.append(Left(kind=kind, words=TITLES[kind] + (f" ({still})" if still > 1 else "")))
    left += [
        Left(kind="referral_answer", words=f"The referral has no answer yet: {name}")
        for name in unanswered
    ]
    if elsewhere:
        left.append(Left(kind="elsewhere", words="Something that is dealt with elsewhere."))
    if unsaid:
        left.append(Left(kind="ask", words=ASK_BEFORE_THE_END))
    for system, words in vocabulary.STAND_DOWN_SYSTEMS:
        if not stand_downs.get(system, False):
            left.append(Left(kind=f"stand_down_{system}", words=f"Not stood down: {words}"))
    return tuple(left)


ASK_BEFORE_THE_END = "The duty inspector ends this follow-up. Ask them, or a superintendent."
_NOT_SEEN: dict[str, str] = {
    State.BACK: "Nobody independent has seen the child alone yet.",
    State.CLOSED: "The follow-up is complete already.",
    State.FOUND_DEAD: "The child was found dead; there is no follow-up to close.",
    State.JOINED: "The episode was joined to another: close that one.",
}


# --- what may be said ---------------------------------------------------------------------------

ON_THE_PHONE_NOTHING = (
    "I cannot talk about anybody on the phone. I will write down what you tell me, and somebody"
    " will ring you back."
)
_SAY = {
    State.OPEN: {
        "safe": "We have your report and we are working on it. We will ring you.",
        "plan": "We are looking now, and an officer will tell you what is being done.",
        "all": "We are looking now. Tell them what is being done and answer what they ask.",
    },
    "found": {
        "safe": "The child is safe. I cannot say more on the phone.",
        "plan": "The child is safe. Somebody will tell you what happens next before it does.",
        "all": "The child is safe. You may say where they are and what happens next.",
    },
}


def may_say(*, told: str, state: str) -> str:
    """Return the sentence that may be said to somebody with a standing: never more than it allows.

    After a death only the named officer speaks, so everybody is told the same.
    """
    if told == "nothing" or state == State.FOUND_DEAD:
        return ON_THE_PHONE_NOTHING
    return _SAY[State.OPEN if state in (State.OPEN, State.JOINED) else "found"][told]


def may_know_place(*, told: str) -> bool:
    """Return whether somebody with a standing may know where the child is or goes."""
    return told == "all"
