"""What ran out while a child is looked for: nobody there in time, a family not told."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import actions as response
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.models import Deployment, FamilyUpdate
from whereabouts.practice.response.queries import none_free_since
from whereabouts.practice.supervision.actions.alarms import head_of, ring
from whereabouts.practice.supervision.queries import shift_began
from whereabouts.practice.supervision.rules import above
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.rules import State


@for_the_agency
def first_attendance(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector at once that nobody is there; no unit free is counted, no excuse."""
    task = visible(Task).select_related("episode__owner_agency").get(pk=key_of(timer))
    if task.state not in OUTSTANDING:
        return
    episode = task.episode
    none_free = visible(Deployment).filter(episode=episode, none_free=True).count()
    force = episode.owner_agency_id
    in_force, _ = none_free_since(agency=force, since=shift_began(agency=force, at=at), at=at)
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_FIRST_ATTENDANCE,
        text=f"Episode {episode.reference}: nobody is there yet. Send somebody.",
        to=[head_of(agency=episode.owner_agency)],
        what=f"no unit free, {none_free} times; {in_force} in the force this shift"
        if none_free
        else task.title,
        by=by,
        at=at,
    )


@for_the_agency
def family_update_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever promised, and their supervisor, that the family waits.

    Somebody who may be told nothing by now is not told: the promise ends with its reason.
    """
    update = (
        visible(FamilyUpdate)
        .select_related("person", "task__episode", "named")
        .filter(task=key_of(timer), state="promised")
        .first()
    )
    if update is None or update.task.state not in OUTSTANDING:
        return
    episode = update.task.episode
    if not rules.may_promise(told=update.person.told, dead=episode.state == State.FOUND_DEAD):
        response.leave(
            update=update, code="lawful_reason", because="They may be told nothing by now.", by=by,
            at=at,
        )  # fmt: skip
        episodes.write_log(episode=episode, kind=events.UPDATE_LEFT, by=by, at=at)
        return
    episodes.write_log(
        episode=episode, kind=events.ALARM_FAMILY, by=by, at=at,
        detail={"timer": str(timer.pk), "due_at": timer.due_at.isoformat()},
    )  # fmt: skip
    role = update.task.to_role
    for to_role, to_member in ((role, update.named_id), (above(role=role), None)):
        promise(
            key=f"timer:{timer.pk}:{to_role}:{to_member or ''}",
            kind=timer.kind,
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=update.task.assigned_agency_id,
            to_role=to_role,
            to_member=to_member,
            text=f"Episode {episode.reference}: the family was promised news and waits.",
            at=at,
            loudness="list",
            high=episode.level == "high",
            child=episode.child_id,
        )


HANDLERS: dict[str, Handler] = {
    "first_attendance": first_attendance,
    "family_update_due": family_update_due,
}
