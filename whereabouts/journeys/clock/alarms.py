"""What ran out unseen: a line in the history, and a notice to whoever stands above."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import EmergencyAccess
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import episode_of, for_the_agency, key_of, tell_head
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.risk.assessing import latest_decision
from whereabouts.practice.risk.telling import ABOVE_AT_HIGH
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.actions.alarms import Told, climb, head_of, ring
from whereabouts.practice.supervision.models import Challenge, Proposal
from whereabouts.records.episodes.models import Transfer
from whereabouts.records.episodes.rules import NOT_CLOSED, UNDER_WAY


@for_the_agency
def task_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever stands above the task's role, and the force that answers for the child."""
    task = visible(Task).select_related("episode__owner_agency").get(pk=key_of(timer))
    if task.state not in OUTSTANDING:
        return
    episode = task.episode
    told = [Told(agency=task.assigned_agency_id, role=rules.above(role=task.to_role))]
    if task.assigned_agency_id != episode.owner_agency_id:
        told.append(head_of(agency=episode.owner_agency))
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_OVERDUE,
        text=f"Episode {episode.reference}: something was not done in time.",
        to=told,
        # Clocks that run out in one minute (after an outage, say) are one notice, not a storm.
        notice_key=f"episode:{episode.pk}:overdue:{at:%Y%m%dT%H%M}",
        what=task.title,
        by=by,
        at=at,
    )


@for_the_agency
def undecided(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that nobody has decided; the recommendation goes on standing."""
    episode = episode_of(timer)
    if episode.decided or episode.state not in UNDER_WAY:
        return
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_UNDECIDED, by=by, at=at,
        text=f"Episode {episode.reference}: nobody has decided. The recommendation stands.",
    )  # fmt: skip


@for_the_agency
def reassess_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that something new is known and nobody has looked again."""
    episode = episode_of(timer)
    decision = latest_decision(episode=episode)
    looked = decision is not None and decision.decided_at > timer.set_at
    if looked or episode.state not in UNDER_WAY:
        return
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_LOOK_AGAIN, by=by, at=at,
        text=f"Episode {episode.reference}: something new is known, and nobody has looked again.",
    )  # fmt: skip


@for_the_agency
def challenge_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that a challenge has no answer.

    Where an inspector's own name is on the decision, a superintendent too: they may not answer it.
    """
    made = visible(Challenge).select_related("episode__owner_agency").get(pk=key_of(timer))
    if made.state != "open":
        return
    told = [head_of(agency=made.episode.owner_agency)]
    if made.decision is not None and made.decision.inspector_id is not None:
        told.append(Told(agency=made.episode.owner_agency_id, role="superintendent"))
    ring(
        timer=timer,
        episode=made.episode,
        kind=events.ALARM_CHALLENGE,
        text=f"Episode {made.episode.reference}: a challenge to the grade has no answer.",
        to=told,
        by=by,
        at=at,
    )


@for_the_agency
def proposal_waiting(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell a superintendent that a proposal waits; what stands goes on standing."""
    proposal = visible(Proposal).select_related("episode").get(pk=key_of(timer))
    if proposal.state != "asked":
        return
    episode = proposal.episode
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_PROPOSAL,
        text=f"Episode {episode.reference}: a proposal waits for an inspector. What stood, stands.",
        to=[
            Told(agency=episode.owner_agency_id, role="duty_inspector"),
            Told(agency=episode.owner_agency_id, role="superintendent"),
        ],
        by=by,
        at=at,
    )


@for_the_agency
def transfer_disputed(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell both duty inspectors that a transfer has no answer; the holder keeps the episode."""
    transfer = (
        visible(Transfer).select_related("episode__owner_agency", "to_agency").get(pk=key_of(timer))
    )
    if transfer.state != "offered":
        return
    episode = transfer.episode
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_TRANSFER,
        text=f"Episode {episode.reference}: the transfer has no answer. Its holder keeps it.",
        to=[head_of(agency=episode.owner_agency), head_of(agency=transfer.to_agency)],
        by=by,
        at=at,
    )


@for_the_agency
def notice_unacknowledged(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Let unread notices climb, and say so in the history of the episode they are about."""
    climbed = climb(timer=timer, by=by, at=at)
    if climbed and timer.subject.startswith("episode:"):
        ring(
            timer=timer, episode=episode_of(timer), kind=events.ALARM_UNREAD, text="", to=[], by=by,
            at=at,
        )  # fmt: skip


@for_the_agency
def unowned(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that an episode has no owner, and climb while it has none."""
    episode = episode_of(timer)
    if episode.owner_id is not None or episode.state not in NOT_CLOSED:
        return
    head = head_of(agency=episode.owner_agency)
    role = rules.above(role=timer.because) if timer.because else head.role
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_UNOWNED,
        text=f"Episode {episode.reference} has no owner. Name one.",
        to=[Told(agency=head.agency, role=role)],
        by=by,
        at=at,
    )
    if rules.above(role=role) not in (role, timer.because):
        set_timer(
            key=f"episode:{episode.pk}:unowned:{at.isoformat()}",
            kind="unowned",
            subject=timer.subject,
            agency=timer.owner_agency_id,
            at=at,
            due_at=at + length_of(key="owner_named", at=at),
            because=role,
        )


@for_the_agency
def superintendent_told(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector to ring: no superintendent has read that an episode is at HIGH."""
    episode = episode_of(timer)
    if episode.level != "high" or episode.state not in UNDER_WAY:
        return
    unread = visible(Message).filter(
        subject=timer.subject, kind="new_episode", to_role=ABOVE_AT_HIGH, withdrawn_at__isnull=True,
        acknowledged_at__isnull=True,
    )  # fmt: skip
    if unread.exists():
        tell_head(
            timer=timer, episode=episode, kind=events.ALARM_SUPERINTENDENT, by=by, at=at,
            text=f"Episode {episode.reference}: no superintendent has read of it. Ring one.",
        )  # fmt: skip


@for_the_agency
def late_entry(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector once of everything that ran out before a late entry."""
    episode = episode_of(timer)
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_LATE_ENTRY, by=by, at=at,
        text=f"Episode {episode.reference} was entered late: look at all that is overdue.",
    )  # fmt: skip


@for_the_agency
def gate_after_return(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that a child is somewhere without the safety questions asked."""
    episode = episode_of(timer)
    asked = visible(Task).filter(episode=episode, kind="return_safety_gate")
    if not asked.filter(state__in=OUTSTANDING).exists():
        return
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_GATE, by=by, at=at,
        text=f"Episode {episode.reference}: the return-safety questions are not answered.",
    )  # fmt: skip


@for_the_agency
def stand_down_left(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that something was not stood down after the return."""
    episode = episode_of(timer)
    left = list(episode.stand_downs.filter(confirmed_at__isnull=True))
    if not left:
        return
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_STAND_DOWN, by=by, at=at,
        text=f"Episode {episode.reference}: {len(left)} not stood down after the return.",
    )  # fmt: skip


@for_the_agency
def emergency_review(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell information governance that emergency access was not reviewed in time."""
    access = visible(EmergencyAccess).get(pk=key_of(timer))
    if access.reviewed_at is not None:
        return
    audit.record(kind=events.ALARM_EMERGENCY, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}",
        kind=timer.kind,
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=timer.owner_agency_id,
        to_role="information_governance",
        text="An emergency access was not reviewed in time.",
        at=at,
        loudness="interrupt",
    )


HANDLERS: dict[str, Handler] = {
    "task_due": task_due,
    "reassess_due": reassess_due,
    "undecided": undecided,
    "challenge_due": challenge_due,
    "proposal_waiting": proposal_waiting,
    "transfer_disputed": transfer_disputed,
    "notice_unacknowledged": notice_unacknowledged,
    "gate_after_return": gate_after_return,
    "stand_down_left": stand_down_left,
    "late_entry": late_entry,
    "unowned": unowned,
    "superintendent_told": superintendent_told,
    "emergency_review": emergency_review,
}
