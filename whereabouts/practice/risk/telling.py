"""Who is told that a child is missing, and how loudly; each acknowledges, and silence climbs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.engines.deadlines import (
    Calendar,
    is_working_day,
    length_of,
    london_date,
    london_instant,
    times_of,
)
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies import queries as agencies
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import Notice, promise, promise_all
from whereabouts.foundations.timers.actions import Clock, set_timers
from whereabouts.practice.risk import events
from whereabouts.practice.risk.arranging import responsible_authority
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import relate_to_child

TOLD_ABOVE = "superintendent_told_high"  # the pack's deadline
ABOVE_AT_HIGH = "superintendent"
LISTED = frozenset({"missing_coordinator", ABOVE_AT_HIGH})


def arrange_notices(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Tell everybody who must act that there is a new episode, and set the clocks of silence."""
    authority = responsible_authority(episode=episode, at=at)
    if authority is not None:
        relate_to_child(
            child_id=episode.child_id,
            agency=authority.pk,
            kind="responsible",
            at=at,
            because="authority told of the episode",
        )
    _promise_new(
        episode=episode,
        receivers=_receivers(episode=episode, authority=authority, at=at),
        text=f"New episode {episode.reference}: see it and acknowledge.",
        times_lower=_times_lower(episode=episode) if episode.level == "high" else 0,
        by=by,
        at=at,
    )
    clocks = [_climbs_unless_read(episode=episode, key="unacknowledged", at=at)]
    clocks += _above_has_read_it(episode=episode, times_lower=0, at=at)
    if episode.owner_id is None:
        named_by = at + length_of(key="owner_named", at=at)
        unowned = _clock(episode=episode, key="unowned", kind="unowned", due_at=named_by)
        clocks.append(unowned)
    set_timers(clocks=clocks, at=at)


def tell_of_high(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Interrupt whoever must act when an episode comes to stand at HIGH: once each time."""
    if episode.level != "high":
        return
    authority = responsible_authority(episode=episode, at=at)
    times_lower = _times_lower(episode=episode)
    _promise_new(
        episode=episode,
        receivers=_receivers(episode=episode, authority=authority, at=at),
        text=f"Episode {episode.reference} stands at HIGH: see it and acknowledge.",
        times_lower=times_lower,
        by=by,
        at=at,
    )
    key = f"high_unacknowledged:{times_lower}"
    clocks = [_climbs_unless_read(episode=episode, key=key, at=at)]
    clocks += _above_has_read_it(episode=episode, times_lower=times_lower, at=at)
    set_timers(clocks=clocks, at=at)


def tell_offender_manager(
    *, episode: Episode, owed: Iterable[Mapping[str, Any]], by: Actor, at: datetime
) -> None:
    """Interrupt whoever manages offenders, where the rules ask for their check: once an episode."""
    if not any(one["kind"] == "offender_manager_task" for one in owed):
        return
    promise(
        key=f"episode:{episode.pk}:offender_manager",
        kind="adult_approaching",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="offender_manager",
        text=f"Episode {episode.reference}: an offender may be with the child. Check the address.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )


def tell_adult_near(*, episode: Episode, key: str, by: Actor, at: datetime) -> None:
    """Interrupt whoever acts: somebody says that an adult of concern is with the child, or near.

    The notice names nobody; what was said stands in the episode.
    """
    episodes.write_log(episode=episode, kind=events.ADULT_NEAR, by=by, at=at)
    authority = responsible_authority(episode=episode, at=at)
    told = [(episode.owner_agency_id, "duty_inspector")]
    if authority is not None:
        told.append((authority.pk, authority_role(authority=authority, at=at)))
    for agency, role in told:
        promise(
            key=f"{key}:adult_near:{agency}:{role}",
            kind="adult_approaching",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text=f"Episode {episode.reference}: an adult of concern may be with the child. Act.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )
    clock = _climbs_unless_read(episode=episode, key=f"{key}:adult_near", at=at)
    set_timers(clocks=[clock], at=at)


def authority_role(*, authority: Agency, at: datetime) -> str:
    """Return which team of an authority answers at this hour: the day's, or the one out of hours.

    The rota decides where it names somebody out of hours; else office hours in London.
    """
    if agencies.on_duty(agency=authority.pk, role="out_of_hours_worker", at=at) is not None:
        return "out_of_hours_worker"
    today = london_date(instant=at)
    opens, closes = (
        london_instant(on=today, wall=times_of(key=key, at=at)[0])
        for key in ("office_opens", "office_closes")
    )
    calendar: Calendar = "wales" if authority.country == "wales" else "england"
    in_hours = is_working_day(on=today, calendar=calendar) and opens <= at < closes
    return "social_worker" if in_hours else "out_of_hours_worker"


def _receivers(
    *, episode: Episode, authority: Agency | None, at: datetime
) -> list[tuple[UUID, str]]:
    """Return (agency, role) of whoever must know; a plan's owner is told with the plan."""
    ours = episode.owner_agency_id
    receivers = [(ours, "duty_inspector"), (ours, "missing_coordinator")]
    if _told_above(episode=episode, at=at) is not None:
        receivers.append((ours, ABOVE_AT_HIGH))
    if authority is not None:
        receivers.append((authority.pk, authority_role(authority=authority, at=at)))
    return receivers


def _promise_new(
    *,
    episode: Episode,
    receivers: list[tuple[UUID, str]],
    text: str,
    times_lower: int,
    by: Actor,
    at: datetime,
) -> None:
    high = episode.level == "high"
    # New at HIGH and come to stand there are one interruption; raised again is another.
    step = f"high:{times_lower}" if high else "new"
    promise_all(
        notices=[
            Notice(
                key=f"episode:{episode.pk}:{step}:{agency}:{role}",
                kind="new_episode",
                subject=f"episode:{episode.pk}",
                from_agency=by.agency_id,
                to_agency=agency,
                to_role=role,
                text=text,
                # What must be done tonight is the inspector's: these know of it.
                loudness="list" if role in LISTED else "interrupt",
                high=high,
                child=episode.child_id,
            )
            for agency, role in receivers
        ],
        at=at,
    )


def _told_above(*, episode: Episode, at: datetime) -> timedelta | None:
    """Return within which length a superintendent knows of HIGH, by the pack in force."""
    if episode.level != "high":
        return None
    for limit in pack_for(episode=episode, at=at).deadlines:
        if limit.key == TOLD_ABOVE:
            return timedelta(hours=limit.length)
    return None


def _above_has_read_it(*, episode: Episode, times_lower: int, at: datetime) -> list[Clock]:
    """Return the clock of a superintendent's reading; from now, where the report's has run out."""
    within = _told_above(episode=episode, at=at)
    if within is None:
        return []
    due_at = episode.reported_at + within
    return [
        _clock(
            episode=episode, key=f"{TOLD_ABOVE}:{times_lower}", kind="superintendent_told",
            due_at=due_at if due_at > at else at + within,
        )
    ]  # fmt: skip


def _times_lower(*, episode: Episode) -> int:
    """Return how often somebody decided on less than HIGH: one time at HIGH from the next."""
    return len(_lower(episode=episode.pk))


@prepared(about="episode")
def _lower(*, episode: UUID) -> "QuerySet[Decision, UUID]":
    lower = visible(Decision).filter(episode=episode).exclude(level="high")
    return lower.values_list("pk", flat=True)


def _climbs_unless_read(*, episode: Episode, key: str, at: datetime) -> Clock:
    read_by = at + length_of(key="notice_acknowledged", at=at)
    return _clock(episode=episode, key=key, kind="notice_unacknowledged", due_at=read_by)


def _clock(*, episode: Episode, key: str, kind: str, due_at: datetime) -> Clock:
    return Clock(
        key=f"episode:{episode.pk}:{key}",
        kind=kind,
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        due_at=due_at,
    )
