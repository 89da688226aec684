"""Keep what a child lets others know of what they told, and let them change their mind."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations.gate import line_for
from whereabouts.practice.conversations.rules import Line, NotInList, OverrideIncomplete
from whereabouts.practice.return_home.gate import standing_episode_for

__all__ = ["Line", "NotInList", "OverrideIncomplete", "share_line"]


@journey(needs=Permission.TOLD_LOOK)
def share_line(
    *, actor: Actor, reference: str, line: Line, at: datetime, replaces: UUID | None = None
) -> UUID:
    """Add a line with what may be known of it and by whom; return its key.

    `replaces` is an earlier line in whose place it stands: the child changed their mind, or
    somebody overrides their no, which takes the reason and whether the child was told first.

    :raises NotVisible: there is no such episode or line for this actor.
    :raises NotInList: an answer is none of those that may be given, or there are no words.
    :raises OverrideIncomplete: an override does not say whether the child was told first.
    """
    episode = standing_episode_for(actor, reference=reference)
    if not line.words.strip():
        raise NotInList("line_words")
    if replaces is not None:
        earlier = line_for(actor, episode=episode, line_id=replaces)
        kept = conversations.replace_line(earlier=earlier, line=line, by=actor, at=at)
    else:
        kept = conversations.keep_lines(
            episode=episode, lines=[line], said_in="later", said_at=at, by=actor, at=at
        )[0]
    tell_whoever_sees(child=episode.child_id)
    return kept.pk
