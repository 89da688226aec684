"""Limits of the law: police protection about to end, and notices of placements not on record."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import episode_of, for_the_agency, key_of
from whereabouts.practice.return_home.models import Protection
from whereabouts.practice.risk.arranging import responsible_authority
from whereabouts.practice.supervision import events
from whereabouts.practice.supervision.actions.alarms import Told, head_of, ring
from whereabouts.records.placements.models import Placement


@for_the_agency
def protection_ending(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector and the authority that police protection is about to end."""
    episode = episode_of(timer)
    standing = visible(Protection).filter(episode=episode, ended_at__isnull=True, ends_at__gt=at)
    if not standing.exists():
        return
    told = [head_of(agency=episode.owner_agency)]
    authority = responsible_authority(episode=episode, at=at)
    if authority is not None:
        told += [Told(agency=authority.pk, role="social_worker")]
        told += [Told(agency=authority.pk, role="out_of_hours_worker")]
    ring(
        timer=timer, episode=episode, kind=events.ALARM_PROTECTION, to=told, by=by, at=at,
        text=f"Episode {episode.reference}: police protection ends soon. Agree what comes after.",
    )  # fmt: skip


@for_the_agency
def placement_notice(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the authority responsible that no notice of an out-of-area placement is on record."""
    _tell(
        timer=timer, kind=events.ALARM_PLACEMENT, role="social_worker", by=by, at=at,
        text="An out-of-area placement has no notice on record: give it, and note it.",
    )  # fmt: skip


@for_the_agency
def admission_notice(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the home that no notice of an admission is on record."""
    _tell(
        timer=timer, kind=events.ALARM_ADMISSION, role="home_worker", by=by, at=at,
        text="An admission to the home has no notice on record: give it, and note it.",
    )  # fmt: skip


def _tell(*, timer: Timer, kind: str, role: str, text: str, by: Actor, at: datetime) -> None:
    if not visible(Placement).filter(pk=key_of(timer), ended_on__isnull=True).exists():
        return
    audit.record(kind=kind, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}",
        kind=timer.kind,
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=timer.owner_agency_id,
        to_role=role,
        text=text,
        at=at,
        loudness="list",
    )


HANDLERS: dict[str, Handler] = {
    "protection_ending": protection_ending,
    "placement_notice": placement_notice,
    "admission_notice": admission_notice,
}
