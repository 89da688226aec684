"""A line, a code or a child's words for somebody: hidden alike when none and when not theirs."""

from collections.abc import Collection
from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.voice.models import AboutMe, ChildLink, ChildsWords
from whereabouts.records.episodes.models import Episode


def line_for(actor: Actor, *, line_id: UUID, child_ids: Collection[UUID]) -> AboutMe:
    """Return one thing that a child tells about themselves.

    :raises NotVisible: there is none for this actor.
    """
    return one(AboutMe, pk=line_id, child__in=list(child_ids))


def link_for(actor: Actor, *, link_id: UUID, episode: Episode | None = None) -> ChildLink:
    """Return a code that was made for a child; of the episode given, where one is.

    :raises NotVisible: there is none for this actor.
    """
    return one(ChildLink, pk=link_id, **({"episode": episode} if episode else {}))


def words_for(actor: Actor, *, words_id: UUID) -> ChildsWords:
    """Return what a child said, to whoever it is for.

    :raises NotVisible: there is none for this actor.
    """
    return one(ChildsWords, pk=words_id)
