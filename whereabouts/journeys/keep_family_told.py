"""Promise the family news by a time, tell them within what they may be told, or say why not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import colleague
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.response import actions as response
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.actions import (
    AlreadyPromised,
    AlreadySettled,
    NothingMayBeTold,
    NotSayable,
    ReasonNeeded,
    TooSoon,
)
from whereabouts.practice.response.gate import update_for
from whereabouts.practice.response.models import FamilyUpdate
from whereabouts.practice.risk import after_return
from whereabouts.practice.risk.limits import next_news_due
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people.gate import related_person_for

__all__ = [
    "AlreadyPromised",
    "AlreadySettled",
    "NeedsCode",
    "NobodyNamed",
    "NotOutstanding",
    "NotSayable",
    "NothingMayBeTold",
    "ReasonNeeded",
    "TooSoon",
    "leave_family_untold",
    "promise_family_news",
    "tell_family",
]

NOT_REACHED = "unable_to_contact"


class NobodyNamed(Exception):
    """News is promised from somebody of the actor's own agency, by name."""


@journey(needs=Permission.EPISODE_UPDATE)
def promise_family_news(
    *,
    actor: Actor,
    reference: str,
    person_id: UUID,
    named: UUID,
    due_at: datetime,
    at: datetime,
    language: str = "",
    interpreter: bool = False,
) -> UUID:
    """Promise somebody around the child news by an agreed time, from somebody with a name.

    :raises NotVisible: there is no such episode, or no such person around the child.
    :raises NobodyNamed: the member named is none of the actor's agency.
    :raises NothingMayBeTold: they may be told nothing.
    :raises TooSoon: the time has passed.
    :raises AlreadyPromised: news is promised to them already.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    person = related_person_for(actor, person_id=person_id, child_id=episode.child_id)
    member = colleague(agency=actor.agency_id, member_id=named)
    if member is None:
        raise NobodyNamed("Name somebody of your own agency who tells them.")
    made = response.promise_update(
        episode=episode, person=person, named=member, due_at=due_at, language=language,
        interpreter=interpreter, by=actor, at=at,
    )  # fmt: skip
    episodes.write_log(
        episode=episode, kind=events.UPDATE_PROMISED, by=actor, at=at,
        detail={"by": member.display_name},
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.EPISODE_UPDATE)
def tell_family(
    *,
    actor: Actor,
    reference: str,
    update_id: UUID,
    said: Collection[str],
    at: datetime,
    their_words: str = "",
    next_at: datetime | None = None,
    no_more: str = "",
) -> UUID | None:
    """Keep what somebody was told, of what they may be told now; return the next promise's key.

    While the child is missing there is a next time: the one agreed, else the pack's, unless they
    want to hear no more (`no_more`, in their words).

    :raises NotVisible: there is no such episode or promise for this actor.
    :raises NothingMayBeTold: they may be told nothing by now.
    :raises NotSayable: something said is more than they may be told.
    :raises AlreadySettled, NotOutstanding: they were told already.
    :raises TooSoon: the next time has passed.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    update = update_for(actor, episode=episode, update_id=update_id)
    response.give(update=update, said=said, their_words=their_words, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.UPDATE_GIVEN, by=actor, at=at, words=their_words,
        detail={"kind": sorted(said)},
    )  # fmt: skip
    after_return.owe_offer(episode=episode, by=actor, at=at, to="family")
    following = None
    if no_more.strip():
        episodes.write_log(
            episode=episode, kind=events.NO_MORE_NEWS, by=actor, at=at, words=no_more.strip()
        )
    elif next_at is not None or episode.state in UNDER_WAY:
        due_at = next_at or next_news_due(episode=episode, at=at)
        following = _promise_again(update=update, due_at=due_at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return following


@journey(needs=Permission.EPISODE_UPDATE)
def leave_family_untold(
    *, actor: Actor, reference: str, update_id: UUID, code: str, because: str, at: datetime
) -> None:
    """Leave a promise unkept, with a code and the reason.

    Whoever could not be reached is tried again by the pack's time, while the child is missing.

    :raises NotVisible: there is no such episode or promise for this actor.
    :raises ReasonNeeded, NeedsCode: the reason or the code is missing.
    :raises AlreadySettled, NotOutstanding: they were told already.
    """
    if not code:
        raise NeedsCode("Choose why they are not told, and say it in words.")
    episode = episode_for(actor, reference=reference, lock=True)
    update = update_for(actor, episode=episode, update_id=update_id)
    response.leave(update=update, code=code, because=because, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.UPDATE_LEFT, by=actor, at=at, words=because,
        detail={"code": code},
    )  # fmt: skip
    tried_again = code == NOT_REACHED and episode.state in UNDER_WAY
    if tried_again and rules.may_promise(told=update.person.told):
        due_at = next_news_due(episode=episode, at=at)
        _promise_again(update=update, due_at=due_at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)


def _promise_again(*, update: FamilyUpdate, due_at: datetime, by: Actor, at: datetime) -> UUID:
    """Promise the same person the next news, from the same name, in the same language."""
    return response.promise_update(
        episode=update.episode, person=update.person, named=update.named, due_at=due_at,
        language=update.language, interpreter=update.interpreter, by=by, at=at,
    ).pk  # fmt: skip
