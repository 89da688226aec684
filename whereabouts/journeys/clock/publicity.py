"""Appeals past their day, and Child Rescue Alerts that nobody decides on: who hears."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.publicity import events
from whereabouts.practice.publicity.models import Appeal, RescueAlert


@for_the_agency
def appeal_ends(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that an appeal is up past its day: its poster says so already."""
    appeal = visible(Appeal).select_related("publicity", "episode").get(pk=key_of(timer))
    if appeal.publicity.taken_down_at is not None:
        return
    audit.record(kind=events.APPEAL_ENDED, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}",
        kind=timer.kind,
        subject=f"episode:{appeal.episode_id}",
        from_agency=by.agency_id,
        to_agency=appeal.owner_agency_id,
        to_role="duty_inspector",
        text=f"Episode {appeal.episode.reference}: the appeal is past its day. Decide again.",
        at=at,
        loudness="interrupt",
        child=appeal.child_id,
    )


@for_the_agency
def alert_silent(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say again, to whichever force has not decided, that an alert waits; until it is decided."""
    alert = visible(RescueAlert).select_related("episode").get(pk=key_of(timer))
    if alert.state not in ("asked", "agreed"):
        return
    audit.record(kind=events.ALERT_SILENT, subject=timer.subject, by=by, at=at)
    silent = [alert.owner_agency_id] if alert.state == "asked" else []
    if alert.second_force_id is not None and alert.second_at is None:
        silent.append(alert.second_force_id)
    for agency in silent:
        promise(
            key=f"timer:{timer.pk}:{agency}",
            kind=timer.kind,
            subject=f"episode:{alert.episode_id}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role="superintendent",
            text=f"Episode {alert.episode.reference}: a Child Rescue Alert waits for a decision.",
            at=at,
            loudness="interrupt",
            high=True,
            child=alert.child_id,
        )
    set_timer(
        key=f"rescue_alert:{alert.pk}:{at.isoformat()}",
        kind=timer.kind,
        subject=timer.subject,
        agency=timer.owner_agency_id,
        at=at,
        due_at=at + length_of(key="rescue_alert_decided", at=at),
    )


HANDLERS: dict[str, Handler] = {"appeal_ends": appeal_ends, "alert_silent": alert_silent}
