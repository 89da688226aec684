"""Whether somebody may go to a child now: asked by every step that sends or lets them."""

from uuid import UUID

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.conduct.queries import kept_away, names_kept_away
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set


class NotToThisChild(Exception):
    """Somebody else goes to this child for now. Why is nobody's to ask."""


def refuse_if_kept_away(*, actor: Actor, episode: Episode) -> None:
    """Go on unless the actor does not go to this child for now.

    :raises NotToThisChild: they do not.
    """
    refuse_if_member(member=actor.member_id, episode=episode)


def refuse_if_member(*, member: UUID | None, episode: Episode) -> None:
    """Go on unless a member, where one is named, does not go to this child for now.

    :raises NotToThisChild: they do not.
    """
    if member is None:
        return
    children = same_person_set(child_id=episode.child_id)
    if kept_away(children=children, member=member):
        raise NotToThisChild("Somebody else goes to this child for now.")


def refuse_if_named(*, words: str, episode: Episode) -> None:
    """Go on unless words name somebody who does not go to this child for now.

    :raises NotToThisChild: they do.
    """
    if not words.strip():
        return
    children = same_person_set(child_id=episode.child_id)
    if names_kept_away(children=children, words=words):
        raise NotToThisChild("Somebody else goes to this child for now.")
