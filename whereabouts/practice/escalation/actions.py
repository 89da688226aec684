"""Taking a matter up, letting it climb, answering it, and saying that it is settled."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.escalation import events, queries, rules
from whereabouts.practice.escalation.models import Climb, Escalation
from whereabouts.practice.escalation.rules import Ladder
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child

DUE = "escalation_due"


class NotYours(Exception):
    """It stands on another's step, or the actor raised it."""


class AlreadyAnswered(Exception):
    """It has an answer, or is settled."""


class NoAnswerYet(Exception):
    """There is no answer to settle or to find lacking."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is taken up: what it is, and what is wanted of whom it is taken to."""

    kind: str
    words: str
    wanted: str


@transaction.atomic(savepoint=False)
def take_up(
    *, matter: Matter, to_agency: Agency, child: Child | None, episode: Episode | None, by: Actor,
    at: datetime,
) -> Escalation:  # fmt: skip
    """Let a matter stand on the first step of an agency's ladder that is above whoever raises it.

    :raises NoLadder: that agency has none.
    """
    ladder = rules.ladder_for(agency_kind=to_agency.kind, on=london_date(instant=at))
    own = to_agency.pk == by.agency_id
    level = rules.first_step(ladder=ladder, roles=by.roles if own else ())
    board = queries.board_of(agency=to_agency, on=london_date(instant=at))
    agency = (board if ladder.steps[level].board else None) or to_agency
    due_at = at + ladder.steps[level].lasts
    made = Escalation.objects.create(
        child=child, episode=episode, kind=matter.kind, words=matter.words.strip(),
        wanted=matter.wanted.strip(), to_agency=to_agency, at_agency=agency,
        at_role=ladder.steps[level].role, level=level, raised_at=at, due_at=due_at,
        **_owned(by=by, at=at),
    )  # fmt: skip
    _step(escalation=made, why="raised", words="", by=by, at=at)
    audit.record(
        kind=events.RAISED, subject=f"escalation:{made.pk}", by=by, at=at,
        payload={"kind": matter.kind, "words": matter.words.strip()},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def climb(*, escalation: Escalation, why: str, words: str, by: Actor, at: datetime) -> bool:
    """Let a matter climb one step; return whether there was one, or it stays at the top.

    At the top it is said again to whoever stands there, and to whoever raised it.
    """
    ladder = ladder_of(escalation=escalation)
    board = queries.board_of(agency=escalation.to_agency, on=london_date(instant=at))
    up = rules.above(ladder=ladder, level=escalation.level, has_board=board is not None)
    if up is None:
        _stay(escalation=escalation, ladder=ladder, by=by, at=at)
        return False
    step = ladder.steps[up]
    agency = board if step.board else escalation.to_agency
    moved = Escalation.objects.filter(pk=escalation.pk, level=escalation.level).update(
        level=up, at_agency=agency, at_role=step.role, due_at=at + step.lasts, state="open",
        answer="", answered_at=None, answered_by=None,
    )  # fmt: skip
    if not moved:
        return False
    escalation.refresh_from_db()
    _step(escalation=escalation, why=why, words=words, by=by, at=at)
    audit.record(
        kind=events.CLIMBED if why == "no_answer" else events.NOT_ENOUGH,
        subject=f"escalation:{escalation.pk}", by=by, at=at, payload={"level": up},
    )  # fmt: skip
    return True


@transaction.atomic(savepoint=False)
def answer(*, escalation: Escalation, words: str, by: Actor, at: datetime) -> None:
    """Answer a matter that stands on one's step, or beneath it; whoever raised it is told.

    :raises NotYours: it stands on another's step, or the actor raised it.
    :raises AlreadyAnswered: it has its answer.
    """
    ladder = ladder_of(escalation=escalation)
    theirs = rules.may_answer(ladder=ladder, level=escalation.level, roles=by.roles)
    if not theirs or escalation.at_agency_id != by.agency_id:
        raise NotYours("It stands on another's step: they answer it.")
    if escalation.recorded_by_id == by.member_id:
        raise NotYours("You raised it yourself: somebody else answers.")
    done = Escalation.objects.filter(pk=escalation.pk, state="open").update(
        state="answered", answer=words.strip(), answered_at=at, answered_by=by.member_id
    )
    if not done:
        raise AlreadyAnswered("It has its answer.")
    stand_down(subject=f"escalation:{escalation.pk}", at=at)
    audit.record(
        kind=events.ANSWERED, subject=f"escalation:{escalation.pk}", by=by, at=at,
        payload={"words": words.strip()},
    )  # fmt: skip
    _tell_raiser(escalation=escalation, what="answered", by=by, at=at)


@transaction.atomic(savepoint=False)
def settle(*, escalation: Escalation, by: Actor, at: datetime) -> None:
    """Say that a matter is settled by its answer.

    :raises NoAnswerYet: there is none that waits for this.
    """
    done = Escalation.objects.filter(pk=escalation.pk, state="answered").update(
        state="settled", settled_at=at
    )
    if not done:
        raise NoAnswerYet("There is no answer that could settle it.")
    audit.record(kind=events.SETTLED, subject=f"escalation:{escalation.pk}", by=by, at=at)


def ladder_of(*, escalation: Escalation) -> Ladder:
    """Return the ladder that held where and when a matter was raised."""
    return rules.ladder_for(
        agency_kind=escalation.to_agency.kind, on=london_date(instant=escalation.raised_at)
    )


def _stay(*, escalation: Escalation, ladder: Ladder, by: Actor, at: datetime) -> None:
    due_at = at + ladder.steps[escalation.level].lasts
    audit.record(kind=events.AT_THE_TOP, subject=f"escalation:{escalation.pk}", by=by, at=at)
    # An answer that was not enough at the top is asked for again there.
    Escalation.objects.filter(pk=escalation.pk).update(
        state="open", answer="", answered_at=None, answered_by=None
    )
    _tell(escalation=escalation, text="A matter stands at the top without an answer.", at=at, by=by)
    _tell_raiser(escalation=escalation, what="at the top, and without an answer", by=by, at=at)
    _set_clock(escalation=escalation, due_at=due_at, at=at)


def _step(*, escalation: Escalation, why: str, words: str, by: Actor, at: datetime) -> None:
    Climb.objects.create(
        escalation=escalation, raised_by_id=escalation.owner_agency_id,
        at_agency_id=escalation.at_agency_id, at_role=escalation.at_role, level=escalation.level,
        why=why, at=at, due_at=escalation.due_at, words=words.strip(), **_owned(by=by, at=at),
    )  # fmt: skip
    _tell(
        escalation=escalation, text="A matter was taken to you. It needs an answer.", at=at, by=by
    )
    _set_clock(escalation=escalation, due_at=escalation.due_at, at=at)


def _set_clock(*, escalation: Escalation, due_at: datetime, at: datetime) -> None:
    # In the name of whoever raised it: they see it wherever it has climbed.
    set_timer(
        key=f"escalation:{escalation.pk}:{escalation.level}:{due_at.isoformat()}", kind=DUE,
        subject=f"escalation:{escalation.pk}", agency=escalation.owner_agency_id, at=at,
        due_at=due_at,
    )  # fmt: skip


def _tell(*, escalation: Escalation, text: str, by: Actor, at: datetime) -> None:
    promise(
        key=f"escalation:{escalation.pk}:{escalation.level}:{at.isoformat()}",
        kind="escalation_to_answer", subject=f"escalation:{escalation.pk}",
        from_agency=by.agency_id, to_agency=escalation.at_agency_id, to_role=escalation.at_role,
        text=text, at=at,
    )  # fmt: skip
    tell_screens(agencies=[escalation.at_agency_id])


def _tell_raiser(*, escalation: Escalation, what: str, by: Actor, at: datetime) -> None:
    raiser = escalation.recorded_by
    held = raiser.roles.order_by("from_at").values_list("role", flat=True).last()
    promise(
        key=f"escalation:{escalation.pk}:raiser:{at.isoformat()}", kind="escalation_moved",
        subject=f"raised:{escalation.pk}", from_agency=by.agency_id,
        to_agency=escalation.owner_agency_id, to_role=held or "", to_member=raiser.pk,
        text=f"A matter that you raised: {what}.", at=at,
    )  # fmt: skip
    tell_screens(agencies=[escalation.owner_agency_id])


def _owned(*, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id,
    }  # fmt: skip
