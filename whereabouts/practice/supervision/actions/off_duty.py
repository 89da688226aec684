"""An owner who goes off duty, or leaves, leaves the episode unowned, and its clock begins."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import DutyPeriod, Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.actions.alarms import head_of
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.events import OWNER_TAKEN
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.episodes.rules import NOT_CLOSED


@transaction.atomic
def leave_unowned(
    *, agency: UUID, by: Actor, at: datetime, left_the_shift: Collection[UUID] = ()
) -> int:
    """Leave each open episode of an agency unowned whose owner is no longer there; return how many.

    The clock of the unowned runs from when their duty ended, not from when somebody noticed; the
    duty inspector has it on a list at once, and the board shows it.
    """
    owned = (
        visible(Episode)
        .filter(owner_agency=agency, state__in=NOT_CLOSED, owner__isnull=False)
        .select_related("owner__agency", "owner_agency")
        .prefetch_related("owner__roles", "owner__duties")
        .order_by("pk")
    )
    left = 0
    for episode in owned:
        gone = _gone(episode=episode, left_the_shift=left_the_shift, at=at)
        if gone is None or episode.owner_id is None:
            continue
        why, since = gone
        if episodes.leave_ownership(
            episode=episode, owner=episode.owner_id, kind=events.OWNER_GONE, by=by, at=at,
            because=why,
        ):  # fmt: skip
            _start_the_clock(episode=episode, since=since, by=by, at=at)
            left += 1
    return left


def agencies_to_look_at(*, at: datetime) -> list[UUID]:
    """Return the agencies of members who may have gone: ended duty, no role left, or deactivated.

    It asks of members alone, so it needs no scope; whose the episodes are is asked in each.
    """
    ended = DutyPeriod.objects.filter(until_at__lte=at).values("member")
    on_now = DutyPeriod.objects.filter(from_at__lte=at, until_at__gt=at).values("member")
    off_duty = Q(pk__in=ended) & ~Q(pk__in=on_now)
    role_ended = Q(roles__until_at__lte=at)
    gone = Member.objects.filter(Q(is_active=False) | off_duty | role_ended)
    return sorted(
        set(gone.exclude(username__startswith="clock@").values_list("agency", flat=True)), key=str
    )


def _gone(
    *, episode: Episode, left_the_shift: Collection[UUID], at: datetime
) -> tuple[str, datetime] | None:
    owner = episode.owner
    if owner is None:
        return None
    may_own = permitted(
        roles=actor_of(member=owner, at=at).roles, permission=Permission.EPISODE_OWN
    )
    left = owner.pk in left_the_shift
    duties = [(duty.from_at, duty.until_at) for duty in owner.duties.all()]
    if owner.is_active and may_own and not left and not any(until <= at for _, until in duties):
        return None  # of nearly everybody, without a question
    taken = LogEntry.objects.filter(episode=episode, kind=OWNER_TAKEN).order_by("recorded_at")
    since = taken.values_list("recorded_at", flat=True).last() or episode.recorded_at
    return rules.gone_since(
        active=owner.is_active,
        may_own=may_own,
        left_the_shift=left,
        duties=duties,
        owner_since=since,
        at=at,
    )


def _start_the_clock(*, episode: Episode, since: datetime, by: Actor, at: datetime) -> None:
    due_at = max(since + length_of(key="owner_named", at=at), at)
    set_timer(
        key=f"episode:{episode.pk}:unowned:{at.isoformat()}",
        kind="unowned",
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=due_at,
    )
    head = head_of(agency=episode.owner_agency)
    promise(
        key=f"episode:{episode.pk}:owner_gone:{at.isoformat()}",
        kind="unowned",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=head.agency,
        to_role=head.role,
        text=f"Episode {episode.reference}: its owner is off duty. Name another.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    tell_whoever_sees(child=episode.child_id)
