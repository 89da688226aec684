"""Write what the poster and the message of a decision to appeal say to the public."""

from datetime import datetime

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.decide_publicity import NoLongerMissing, NotOurs
from whereabouts.journeys.door import journey
from whereabouts.practice.publicity import actions as publicity
from whereabouts.practice.publicity.actions import (
    AppealIncomplete,
    AppealStands,
    NothingDecided,
)
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.queries import photo_of, same_person_set

__all__ = [
    "AppealIncomplete", "AppealStands", "NoLongerMissing", "NoPhoto", "NotOurs", "NothingDecided",
    "make_appeal",
]  # fmt: skip


class NoPhoto(Exception):
    """There is no photograph on record."""


@journey(needs=Permission.PUBLICITY_DECIDE)
def make_appeal(
    *,
    actor: Actor,
    reference: str,
    words: str,
    area: str,
    contact: str,
    expires_at: datetime,
    at: datetime,
    shown_name: str = "",
    with_photo: bool = False,
) -> str:
    """Write what the public reads, and return its reference; the photograph is the latest one.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOurs: another agency holds the episode.
    :raises NoLongerMissing: the child is found: no appeal goes out.
    :raises NothingDecided: nobody has decided that the public is asked.
    :raises AppealStands: the decision's poster is written.
    :raises AppealIncomplete: something is missing, or the end does not lie ahead.
    :raises NoPhoto: a photograph is wanted, and there is none.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.owner_agency_id != actor.agency_id:
        raise NotOurs("The force that holds the episode decides on publicity.")
    if episode.state != State.OPEN:
        raise NoLongerMissing("The child is found: no appeal goes out.")
    photo = None
    if with_photo:
        found = photo_of(child_ids=same_person_set(child_id=episode.child_id))
        if found is None:
            raise NoPhoto("There is no photograph on record: add one first.")
        photo = found.pk
    appeal = publicity.make_appeal(
        episode=episode, shown_name=shown_name, words=words, area=area, contact=contact,
        expires_at=expires_at, photo=photo, by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=episode.child_id))
    return appeal.reference
