"""Say what came of an allegation, and of what else asks for words; the listener hears of it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import DISPOSED_OF
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.meetings.actions import EnquiriesUnsaid
from whereabouts.practice.return_home.queries import interviews_of
from whereabouts.practice.return_home.rules import NotInList

__all__ = [
    "DispositionMissing",
    "EnquiriesUnsaid",
    "NeedsCode",
    "NotInList",
    "NotOutstanding",
    "record_disposition",
]


DISCUSSION = "strategy_discussion"


class DispositionMissing(Exception):
    """What came of it must be said in words: a reference, a decision, or the reason why not."""


@journey(needs=Permission.TASK_DO)
def record_disposition(
    *,
    actor: Actor,
    task_id: UUID,
    words: str,
    at: datetime,
    not_done_code: str = "",
    enquiries: str = "",
) -> None:
    """Settle a crime record, a strategy discussion and the like with what came of it.

    Whoever listened to the child is told, so that the child hears it from them.

    Done, the words hold the crime's reference or what was decided; not done, a code and the reason
    (a reasoned "no crime" is `lawful_reason`).

    Of a strategy discussion `enquiries` says whether enquiries under section 47 are made, "yes" or
    "no" (the reason is in the words): where they are, the conference has its clock.

    :raises NotVisible: there is no such task for this actor.
    :raises NotInList: the task is none of these.
    :raises DispositionMissing: there are no words.
    :raises EnquiriesUnsaid: a discussion was held, and it does not say whether enquiries are made.
    :raises NeedsCode: the code is none of the list.
    :raises NotOutstanding: it was settled already.
    """
    task = task_for(actor, task_id=task_id)
    if task.kind not in DISPOSED_OF:
        raise NotInList("task")
    if not words.strip():
        raise DispositionMissing("Give the reference, what was decided, or the reason why not.")
    held = task.kind == DISCUSSION and not not_done_code
    if held and task.state in OUTSTANDING and enquiries not in ("yes", "no"):
        raise EnquiriesUnsaid("Say whether section 47 enquiries are made.")
    tasks.settle(task=task, by=actor, at=at, result=words, not_done_code=not_done_code)
    if held and enquiries == "yes":
        meetings.agree_after_enquiries(episode=task.episode, by=actor, at=at)
    _tell_listeners(task=task, by=actor, at=at)
    tell_whoever_sees(child=task.child_id)


def _tell_listeners(*, task: Task, by: Actor, at: datetime) -> None:
    """Tell whoever spoke with the child that something came of it, once each."""
    episode = task.episode
    listeners = {
        (one.owner_agency_id, one.recorded_by_id, one.kind)
        for one in interviews_of(episode=episode)
    }
    for agency, member, kind in sorted(listeners, key=str):
        promise(
            key=f"task:{task.pk}:disposition:{member}",
            kind="came_of_it",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role="return_interviewer" if kind == "return" else "response_officer",
            to_member=member,
            text=f"Episode {episode.reference}: what came of it is on record. Tell the child.",
            at=at,
            child=episode.child_id,
        )
