"""Record that a child is back, or was seen alone: each is a step of its own."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import return_of
from whereabouts.practice.return_home.rules import NotYet
from whereabouts.practice.risk import after_return, returning
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.records.episodes.rules import NOT_CLOSED, State

__all__ = ["NotToThisChild", "NotYet", "record_back", "record_seen"]


@journey(needs=Permission.RETURN_RECORD)
def record_back(
    *,
    actor: Actor,
    reference: str,
    back_at: datetime,
    at: datetime,
    where_now: str = "",
    words: str = "",
) -> str:
    """Say that the child is back, and return the state. The clocks that run from the return start.

    Never refused: a child who was taken back without the questions is back, and the questions then
    come within 30 minutes.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="back_at", when=back_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    before = episode.state
    returns.mark_back(
        episode=episode, back_at=back_at, where_now=where_now, words=words, by=actor, at=at
    )
    if episode.state in NOT_CLOSED:
        returning.arrange_return(episode=episode, by=actor, at=at)
        after_return.arrange_national_referral(episode=episode, by=actor, at=at)
    if episode.state == State.BACK and before != State.BACK:
        returning.start_after_return(episode=episode, back_at=back_at, by=actor, at=at)
        after_return.owe_offer(episode=episode, by=actor, at=at)
    keep_ladder(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return episode.state


@journey(needs=Permission.RETURN_RECORD)
def record_seen(
    *,
    actor: Actor,
    reference: str,
    seen_at: datetime,
    alone: bool | None,
    at: datetime,
    words: str = "",
) -> str:
    """Say that somebody saw the child, and return the state.

    It counts only alone, and by somebody whom the child did not live with; else it is a note.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotToThisChild: somebody else sees this child for now.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="seen_at", when=seen_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    refuse_if_kept_away(actor=actor, episode=episode)
    returns.mark_seen(episode=episode, seen_at=seen_at, alone=alone, words=words, by=actor, at=at)
    after_return.owe_offer(episode=episode, by=actor, at=at)
    returned = return_of(episode=episode)
    if returned is not None and episode.state in (State.BACK, State.SEEN):
        returning.pass_gate(returned=returned, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return episode.state
