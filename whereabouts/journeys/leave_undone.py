"""Leave a return task undone: by whoever answers for it, with a code and in words."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import require
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.return_home.rules import NotInList

__all__ = ["ANSWERS_FOR", "NeedsCode", "NotInList", "NotOutstanding", "leave_undone"]

# Who may leave which task undone: whoever could do it.
ANSWERS_FOR = {
    "prevention_interview": Permission.PREVENTION_INTERVIEW,
    "return_interview": Permission.RETURN_INTERVIEW,
    "referral_decision": Permission.REFERRAL_DECIDE,
    "return_safety_gate": Permission.RETURN_DESTINATION,
    "police_protection_workflow": Permission.RETURN_DESTINATION,
    "immediate_needs": Permission.RETURN_RECORD,
    "national_referral": Permission.REFERRAL_DECIDE,
    "interview_feedback": Permission.RETURN_INTERVIEW,
}
# Either conversation's keeper may say why nobody was asked, or seen, again.
BY_EITHER = frozenset({"see_again", "carer_asked"})
MAY_EITHER = (Permission.PREVENTION_INTERVIEW, Permission.RETURN_INTERVIEW)


@journey(needs=Permission.TASK_DO)
def leave_undone(
    *, actor: Actor, reference: str, kind: str, code: str, words: str, at: datetime
) -> None:
    """Say that a return task is not done, why, and in words.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: the task is none of those of a return.
    :raises NotPermitted: the actor could not have done it either.
    :raises NotOutstanding: it is settled, or was never asked for.
    :raises NeedsCode: the code is none of the list, or there are no words.
    """
    if kind not in ANSWERS_FOR and kind not in BY_EITHER:
        raise NotInList("kind")
    either = [one for one in MAY_EITHER if permitted(roles=actor.roles, permission=one)]
    if kind in ANSWERS_FOR or not either:
        require(actor=actor, permission=ANSWERS_FOR.get(kind, MAY_EITHER[0]))
    episode = standing_episode_for(actor, reference=reference)
    task = task_now(episode=episode, kind=kind)
    if task is None:
        raise NotOutstanding("This was not asked for.")
    if not code:
        raise NeedsCode("Choose why it was not done, and say it in words.")
    tasks.settle(task=task, by=actor, at=at, result=words, not_done_code=code)
    tell_whoever_sees(child=episode.child_id)
