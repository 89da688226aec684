"""Approve a policy pack, or let a draft run in shadow: by a named person who read these bytes."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk.actions import HashDiffers

__all__ = ["HashDiffers", "approve_pack"]


@journey(needs=Permission.PACK_APPROVE)
def approve_pack(
    *, actor: Actor, pack: str, sha256: str, standing: str, at: datetime, note: str = ""
) -> None:
    """Put a pack in force ("approved") or beside it ("shadow"), with the hash of what was read.

    :raises HashDiffers: the pack is not what was read.
    :raises UnknownPack: there is no such pack.
    """
    risk.approve_pack(pack=pack, sha256=sha256, standing=standing, by=actor, at=at, note=note)
