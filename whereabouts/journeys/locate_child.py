"""Record that a child was found, was located or came back: what has happened is never refused."""

from collections.abc import Iterable
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.actions import AdultSeen
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.rules import Found, NotInList, NotYet
from whereabouts.practice.risk import after_return, returning
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, State
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known_people

__all__ = ["AdultSeen", "Found", "NotInList", "NotYet", "locate_child"]


@journey(needs=Permission.RETURN_RECORD)
def locate_child(
    *,
    actor: Actor,
    reference: str,
    found: Found,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
    exploitation: str = "cse",
) -> str:
    """Keep an account of how the child was found, and return the state of the episode.

    Located is not yet back. A child who is there already is back, and the return-safety questions
    come within 30 minutes. An episode that is past it keeps the account beside the first one.
    `exploitation` ("cse" or "cce") is what a flag is proposed for where adults are named.

    :raises NotVisible: there is no such episode, or no such adult, for this actor.
    :raises NotInList: an answer is none of those that may be given.
    :raises NotYet: the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    rules.check_found(found=found, at=at)
    if exploitation not in ("cse", "cce"):
        raise NotInList("exploitation")
    before = episode.state
    returns.record_found(episode=episode, found=found, by=actor, at=at)
    _keep_place(episode=episode, found=found, by=actor, at=at)
    linked = returns.link_adults(
        episode=episode,
        adults=adults,
        kind="found_with",
        source=f"found, episode {episode.reference}",
        said_at=found.found_at,
        by=actor,
        at=at,
    )
    if episode.state in NOT_CLOSED:
        returning.arrange_return(episode=episode, by=actor, at=at)
        after_return.arrange_needs(episode=episode, needs=found.needs, by=actor, at=at)
        after_return.arrange_national_referral(episode=episode, by=actor, at=at)
        if linked:
            returning.arrange_found_with(
                episode=episode, exploitation=exploitation, by=actor, at=at
            )
    if episode.state == State.BACK and before != State.BACK:
        returning.start_after_return(episode=episode, back_at=found.found_at, by=actor, at=at)
        after_return.owe_offer(episode=episode, by=actor, at=at)
    keep_ladder(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return episode.state


def _keep_place(*, episode: Episode, found: Found, by: Actor, at: datetime) -> None:
    """Keep where the child was found on their record, so that the next call handler sees it."""
    place = " ".join(found.found_place.split())
    if not place:
        return
    children = known_people.same_person_set(child_id=episode.child_id)
    known = known_people.addresses_of(child_ids=children)
    if any(one.kind == "found_at" and one.line.casefold() == place.casefold() for one in known):
        return
    people.add_address(
        child=episode.child, kind="found_at", line=place, from_on=found.found_at.date(),
        source=f"episode {episode.reference}", by=by, at=at,
    )  # fmt: skip
