"""Ask for the place of a child's phone: why that is needed, and how little it takes of whom."""

from dataclasses import asdict, dataclass
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation import events
from whereabouts.practice.investigation.actions import NotOutstanding
from whereabouts.practice.investigation.queries import outstanding
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for

__all__ = ["Asked", "NotOutstanding", "SayWhy", "ask_for_phone_location"]

KIND = "phone_location"


class SayWhy(Exception):
    """What the law wants said is not said. `field` says what."""

    def __init__(self, field: str) -> None:
        super().__init__("Say it: whoever authorises it, and any court, reads this.")
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an authority to ask rests on: all of it is said.

    `others` is whose lives it touches besides, and how that is kept small.
    """

    number: str
    necessary: str
    proportionate: str
    others: str
    authorised_by: str


@journey(needs=Permission.RESPONSE_GO)
def ask_for_phone_location(*, actor: Actor, reference: str, asked: Asked, at: datetime) -> None:
    """Keep what was asked and who authorised it; the task that wanted it is done by that.

    What the phone says when it answers is a sighting, written down as one.

    :raises NotVisible: there is no such episode for this actor.
    :raises SayWhy: something that the law wants said is not said.
    :raises NotOutstanding: no such request waits.
    """
    said = {name: words.strip() for name, words in asdict(asked).items()}
    for name, words in said.items():
        if not words:
            raise SayWhy(name)
    episode = episode_for(actor, reference=reference)
    waiting = [
        one
        for one in outstanding(episode=episode)
        if one.kind == KIND and one.assigned_agency_id == actor.agency_id
    ]
    if not waiting:
        raise NotOutstanding("No request for the place of a phone waits in this episode.")
    result = f"Asked, authorised by {said['authorised_by']}: {said['necessary']}"
    for task in waiting:
        tasks.settle(task=task, by=actor, at=at, result=result)
    episodes.write_log(
        episode=episode, kind=events.LOCATION_ASKED, by=actor, at=at, words=result, detail=said
    )
    tell_whoever_sees(child=episode.child_id)
