"""Say which local packs one's agency grades by beside the national ones, from when, until when."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.policy import UnknownPack
from whereabouts.engines.policy.library import british_day
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies import actions as agencies
from whereabouts.foundations.agencies import events
from whereabouts.foundations.agencies.actions import FollowingRefused
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import FollowedPack
from whereabouts.foundations.agencies.queries import agency_of
from whereabouts.foundations.audit import actions as audit
from whereabouts.journeys.door import journey
from whereabouts.practice.risk import packs

__all__ = ["FollowingRefused", "NotVisible", "follow_pack", "stop_following"]


@journey(needs=Permission.PACK_APPROVE)
def follow_pack(*, actor: Actor, pack: str, from_on: date, at: datetime) -> UUID:
    """Say that the actor's agency follows a local pack from a day on.

    It adds to what the national packs ask and takes nothing away. What was graded before stays as
    it was: each assessment keeps the name of the pack that it was made by.

    :raises FollowingRefused: there is no such pack or it is not in force on the day, the day has
        passed, or the agency follows it then already or records no episodes.
    """
    try:
        files = packs.library().of_partnership(name=pack)
    except UnknownPack:
        raise FollowingRefused("Choose one of the local packs on this page.") from None
    if from_on < british_day(at=at):
        raise FollowingRefused("Enter today or a later day: what was graded before stays.")
    if not any(packs.library().holds(file=file, day=from_on) for file in files):
        raise FollowingRefused("This local pack is not in force on that day.")
    own = agency_of(key=actor.agency_id)
    made = agencies.follow_pack(agency=own, pack=pack, from_on=from_on, by=actor.member_id, at=at)
    _write_down(events.PACK_FOLLOWED, made, by=actor, at=at, on=from_on)
    return made.pk


@journey(needs=Permission.PACK_APPROVE)
def stop_following(*, actor: Actor, following_id: UUID, until_on: date, at: datetime) -> None:
    """Say from which day on the actor's agency follows a local pack no more.

    :raises NotVisible: it is not the actor's agency's, or there is none.
    :raises FollowingRefused: it has an end already, would end before it began, or the day passed.
    """
    following = FollowedPack.objects.filter(pk=following_id, agency=actor.agency_id).first()
    if following is None:
        raise NotVisible()
    if until_on < british_day(at=at):
        raise FollowingRefused("Enter today or a later day: what was graded before stays.")
    agencies.stop_following(following=following, until_on=until_on, by=actor.member_id, at=at)
    _write_down(events.PACK_LEFT, following, by=actor, at=at, on=until_on)


def _write_down(kind: str, row: FollowedPack, *, by: Actor, at: datetime, on: date) -> None:
    audit.record(
        kind=kind, subject=f"agency:{row.agency_id}", by=by, at=at,
        payload={"pack": row.pack, "on": on.isoformat()},
    )  # fmt: skip
