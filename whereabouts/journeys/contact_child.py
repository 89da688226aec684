"""Keep a call, a voicemail or a message with the missing child, and who tries next.

A reply never lowers a grade: nothing here states a fact. What sounds like danger asks somebody to
look again at once.
"""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_member
from whereabouts.practice.response import actions as response
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.actions import Talked
from whereabouts.practice.response.rules import NotInList, NotYet
from whereabouts.practice.risk import after_return
from whereabouts.practice.support import actions as support_kept
from whereabouts.practice.support.actions import AtContact, NothingOffered
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY, State

__all__ = [
    "AtContact",
    "NextIsPast",
    "NotInList",
    "NotToThisChild",
    "NotYet",
    "NothingOffered",
    "Talked",
    "contact_child",
]

AFTER_THE_RETURN = (State.BACK, State.SEEN, State.CLOSED)


class NextIsPast(Exception):
    """The next try lies in the past."""


@journey(needs=Permission.EPISODE_UPDATE)
def contact_child(
    *,
    actor: Actor,
    reference: str,
    talked: Talked,
    at: datetime,
    next_at: datetime | None = None,
    next_role: str = "call_handler",
    next_member: UUID | None = None,
    adult_heard: bool = False,
    support: AtContact | None = None,
) -> UUID:
    """Keep one try or reply, and make the next try somebody's task; return its key.

    `adult_heard`: an adult of concern is with the child, or near, by what was heard: it interrupts.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: an answer is none of its list.
    :raises NotYet: the time lies ahead.
    :raises NextIsPast: the next try would have been earlier than now.
    :raises NotToThisChild: whoever would try next does not go to this child for now. Without
        them, what was heard is kept, whoever heard it.
    :raises NothingOffered: `support` says neither what was offered nor why nothing was.
    """
    if next_at is not None and next_at <= at:
        raise NextIsPast("Choose a time for the next try that is still to come.")
    episode = episode_for(actor, reference=reference, lock=True)
    return keep_talk(
        actor=actor, episode=episode, talked=talked, next_at=next_at, next_role=next_role,
        next_member=next_member, adult_heard=adult_heard, support=support, at=at,
    )  # fmt: skip


def keep_talk(
    *,
    actor: Actor,
    episode: Episode,
    talked: Talked,
    at: datetime,
    next_at: datetime | None = None,
    next_role: str = "call_handler",
    next_member: UUID | None = None,
    adult_heard: bool = False,
    support: AtContact | None = None,
) -> UUID:
    """Go through the steps, for a journey that stands in its scope; refuses as contact_child."""
    refuse_if_member(member=next_member, episode=episode)
    under_way = episode.state in UNDER_WAY
    made = response.record_contact(
        episode=episode,
        talked=talked,
        by=actor,
        at=at,
        # Once the child is back nobody rings them to look for them.
        next_at=next_at if under_way else None,
        next_role=next_role,
        next_member=next_member,
    )
    episodes.write_log(
        episode=episode, kind=events.TALKED, by=actor, at=at, happened_at=talked.happened_at,
        words=made.words, detail={"kind": made.get_how_display(), "by": made.made_by},
    )  # fmt: skip
    support_kept.keep_at_contact(episode=episode, said=support, said_in="contact", by=actor, at=at)
    if support is None and rules.reached(tone=made.tone, towards=made.towards):
        after_return.owe_offer(episode=episode, after_the_end=True, by=actor, at=at)
    if rules.sounds_in_danger(tone=made.tone, safe_answer=made.safe_answer):
        if under_way:
            _look_again(episode=episode, contact=made.pk, by=actor, at=at)
        if under_way or episode.state in AFTER_THE_RETURN:
            _tell_of_danger(episode=episode, contact=made.pk, by=actor, at=at)
    if adult_heard:
        adult_near(
            episode=episode, key=f"child_contact:{made.pk}", said_by=made.made_by,
            words=made.words, by=actor, at=at,
        )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return made.pk


def _look_again(*, episode: Episode, contact: UUID, by: Actor, at: datetime) -> None:
    """Ask for another look at the grade at once: it may only go up by what a child says."""
    episodes.write_log(episode=episode, kind=events.DANGER_HEARD, by=by, at=at)
    set_timer(
        key=f"episode:{episode.pk}:reassess:contact:{contact}",
        kind="reassess_due",
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="looked_again", at=at),
    )


def _tell_of_danger(*, episode: Episode, contact: UUID, by: Actor, at: datetime) -> None:
    """Interrupt the duty inspector: the child may not be safe, missing still or back."""
    promise(
        key=f"child_contact:{contact}:danger",
        kind="child_in_danger",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="duty_inspector",
        text=f"Episode {episode.reference}: the child may not be safe. Look again now.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
