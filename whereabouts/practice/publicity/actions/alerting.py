"""Asking for a Child Rescue Alert, deciding on it by name in both forces, and ending it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.rules import RANKS, at_least
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.actions import ask
from whereabouts.practice.publicity import events, rules
from whereabouts.practice.publicity.models import RescueAlert
from whereabouts.practice.publicity.rules import Answer
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.queries import same_person_set

SILENT_CLOCK = "alert_silent"
CALL_BACK = "rescue_alert_called_back"
DECIDES = "superintendent"


class Unanswered(ValueError):
    """A question has no answer, or a yes has no words: `questions` says which."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__("Answer each question; a yes says in words what is known.")
        self.questions = questions


class AlreadyUnderWay(Exception):
    """An alert was asked for in this episode, and is not over."""


class NotMet(Exception):
    """A question is not answered with yes: the alert may not go out."""


class NotRanked(Exception):
    """Whoever decides has the rank for it."""


class NotYours(Exception):
    """The other force decides for itself."""


class AlreadyDecided(Exception):
    """It is decided on, or over."""


class ReasonMissing(Exception):
    """A decision says why."""


@transaction.atomic
def ask_alert(
    *,
    episode: Episode,
    answers: Mapping[str, Answer],
    second_force: UUID | None,
    by: Actor,
    at: datetime,
) -> RescueAlert:
    """Ask for a Child Rescue Alert; the superintendents of the forces affected are interrupted.

    Another force that is affected may see the child from then on.

    :raises Unanswered: a question has no answer, or a yes has no words.
    :raises AlreadyUnderWay: one is under way.
    """
    missing = rules.unanswered(answers=answers, on=at.date())
    if missing:
        raise Unanswered(missing)
    try:
        with transaction.atomic():
            alert = RescueAlert.objects.create(
                child_id=episode.child_id,
                episode=episode,
                answers={
                    key: {"answer": one.answer, "words": one.words.strip()}
                    for key, one in answers.items()
                },
                met=rules.criteria_met(answers=answers, on=at.date()),
                asked_at=at,
                due_at=at + length_of(key="rescue_alert_decided", at=at),
                second_force_id=second_force,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError:
        raise AlreadyUnderWay("An alert was asked for already: see how it stands.") from None
    if second_force is not None:
        relate_to_child(
            child_id=episode.child_id, agency=second_force, kind="allocated", at=at,
            because=f"rescue alert:{alert.pk}",
        )  # fmt: skip
    _tell(alert=alert, key="asked", by=by, at=at)
    set_timer(
        key=f"rescue_alert:{alert.pk}", kind=SILENT_CLOCK, subject=f"rescue_alert:{alert.pk}",
        agency=by.agency_id, at=at, due_at=alert.due_at,
    )  # fmt: skip
    audit.record(kind=events.ALERT_ASKED, subject=f"rescue_alert:{alert.pk}", by=by, at=at)
    return alert


@transaction.atomic
def decide_alert(*, alert: RescueAlert, launch: bool, because: str, by: Actor, at: datetime) -> str:
    """Decide on an alert for the force that asked, and return how it stands then.

    Where another force is affected it is launched once that force has agreed, too.

    :raises ReasonMissing: no reason is given.
    :raises NotRanked: whoever decides is below the rank for it.
    :raises NotMet: a question is not answered with yes.
    :raises AlreadyDecided: it is decided on, or over.
    """
    now = _held(alert=alert, because=because, by=by, at=at)
    if now.state != "asked":
        raise AlreadyDecided("This alert is decided on already.")
    if launch and not now.met:
        raise NotMet("A question is not answered with yes: no alert goes out on this.")
    now.decided_at, now.decided_by_id, now.because = at, by.member_id, because.strip()
    now.state = "declined" if not launch else "agreed"
    return _keep(now, by=by, at=at)


@transaction.atomic
def answer_alert(*, alert: RescueAlert, agreed: bool, because: str, by: Actor, at: datetime) -> str:
    """Decide on an alert for the other force that is affected, and return how it stands then.

    :raises ReasonMissing, NotRanked: as deciding on it.
    :raises NotYours: the actor's force was not asked.
    :raises AlreadyDecided: it is decided on, or over.
    """
    now = _held(alert=alert, because=because, by=by, at=at)
    if now.second_force_id != by.agency_id:
        raise NotYours("Your force was not asked.")
    if now.second_at is not None or now.state not in ("asked", "agreed"):
        raise AlreadyDecided("This alert is decided on already.")
    now.second_agreed, now.second_at, now.second_by_id = agreed, at, by.member_id
    now.second_because = because.strip()
    if not agreed and now.state == "agreed":
        now.state = "declined"
    return _keep(now, by=by, at=at)


@transaction.atomic
def end_alert(*, alert: RescueAlert, because: str, by: Actor, at: datetime) -> None:
    """End an alert everywhere: the child is found, or it helps no more.

    :raises ReasonMissing: no reason is given.
    :raises AlreadyDecided: it is over, or never went out.
    """
    if not because.strip():
        raise ReasonMissing("Say why it ends.")
    ended = RescueAlert.objects.filter(pk=alert.pk, state="launched").update(
        state="ended", ended_at=at, ended_by_id=by.member_id, ended_because=because.strip()
    )
    if not ended:
        raise AlreadyDecided("This alert is not out.")
    audit.record(kind=events.ALERT_ENDED, subject=f"rescue_alert:{alert.pk}", by=by, at=at)


@transaction.atomic(savepoint=False)
def end_alerts_of_found(*, episode: Episode, because: str, by: Actor, at: datetime) -> int:
    """End every alert about a child in the moment in which the search is over; return how many.

    One that is out is called back everywhere by somebody with a task; one that waits is decided on
    no more. Both forces hear. Alive or dead: the notice does not say which.
    """
    children = same_person_set(child_id=episode.child_id)
    live = list(
        RescueAlert.objects.select_for_update(of=("self",))
        .select_related("episode", "owner_agency")
        .filter(child__in=children, state__in=("asked", "agreed", "launched"))
    )
    for alert in live:
        RescueAlert.objects.filter(pk=alert.pk).update(
            state="ended", ended_at=at, ended_by_id=by.member_id, ended_because=because
        )
        stand_down(subject=f"rescue_alert:{alert.pk}", at=at, kinds=(SILENT_CLOCK,))
        if alert.state == "launched":
            ask(
                episode=alert.episode, kind=CALL_BACK, to_role="duty_inspector",
                assigned_agency=alert.owner_agency_id, because="B42",
                due_at=at + length_of(key="appeal_taken_down", at=at), by=by, at=at,
                fact=alert.pk.hex[:12],
            )  # fmt: skip
        alert.state = "ended"
        _tell(alert=alert, key="ended", by=by, at=at)
        audit.record(kind=events.ALERT_ENDED, subject=f"rescue_alert:{alert.pk}", by=by, at=at)
    return len(live)


def _held(*, alert: RescueAlert, because: str, by: Actor, at: datetime) -> RescueAlert:
    if not because.strip():
        raise ReasonMissing("Say why.")
    if by.rank not in RANKS or not at_least(rank=by.rank, needed=rules.decider(on=at.date())):
        raise NotRanked("A superintendent or above decides on a Child Rescue Alert.")
    return RescueAlert.objects.select_for_update().get(pk=alert.pk)


def _keep(now: RescueAlert, *, by: Actor, at: datetime) -> str:
    """Keep what was decided; with both forces' word it is launched."""
    both = now.second_force_id is None or now.second_agreed is True
    if now.second_agreed is False and now.state == "agreed":
        now.state = "declined"
    if now.state == "agreed" and both:
        now.state, now.launched_at = "launched", at
    now.save(
        update_fields=[
            "state", "decided_at", "decided_by", "because", "second_agreed", "second_at",
            "second_by", "second_because", "launched_at",
        ],
        force_update=True,
    )  # fmt: skip
    if now.state in ("launched", "declined"):
        stand_down(subject=f"rescue_alert:{now.pk}", at=at, kinds=(SILENT_CLOCK,))
    kind = {
        "launched": events.ALERT_LAUNCHED, "declined": events.ALERT_DECLINED,
    }.get(now.state, events.ALERT_AGREED)  # fmt: skip
    _tell(alert=now, key=f"{now.state}:{by.agency_id}", by=by, at=at)
    audit.record(kind=kind, subject=f"rescue_alert:{now.pk}", by=by, at=at)
    return now.state


def _tell(*, alert: RescueAlert, key: str, by: Actor, at: datetime) -> None:
    words = {
        "asked": "A Child Rescue Alert is asked for: decide.",
        "agreed": "A Child Rescue Alert waits for the other force.",
        "launched": "A Child Rescue Alert is launched.",
        "declined": "A Child Rescue Alert is not launched: read why.",
        "ended": "The search is over: a Child Rescue Alert has ended. Call it back everywhere.",
    }
    told = [(alert.owner_agency_id, DECIDES), (alert.owner_agency_id, "duty_inspector")]
    if alert.second_force_id is not None:
        told.append((alert.second_force_id, DECIDES))
    for agency, role in told:
        promise(
            key=f"rescue_alert:{alert.pk}:{key}:{agency}:{role}",
            kind="rescue_alert",
            subject=f"episode:{alert.episode_id}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text=words[alert.state],
            at=at,
            loudness="interrupt",
            high=True,
            child=alert.child_id,
        )
