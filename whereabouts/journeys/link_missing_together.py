"""Say that children are missing together: each keeps an episode of their own."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.queries import same_person_set

__all__ = ["SameChild", "link_missing_together"]


class SameChild(Exception):
    """The two episodes are of one child: that is another kind of link."""


@journey(needs=Permission.EPISODE_UPDATE)
def link_missing_together(*, actor: Actor, reference: str, other: str, at: datetime) -> None:
    """Link two episodes of different children who are missing together.

    :raises NotVisible: one of them is not there for this actor.
    :raises SameChild: both are of one child.
    """
    one = episode_for(actor, reference=reference)
    two = episode_for(actor, reference=other)
    if two.child_id in same_person_set(child_id=one.child_id):
        raise SameChild("Both episodes are of the same child.")
    episodes.link(episode=one, other=two, kind="together", by=actor, at=at)
    episodes.write_log(
        episode=two, kind="episode.linked", by=actor, at=at, detail={"kind": "together"}
    )
    for episode in (one, two):
        tell_whoever_sees(child=episode.child_id)
