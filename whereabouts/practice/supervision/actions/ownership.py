"""One owner at all times: taking an episode on, offering it, answering an offer."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.access.permissions import ROLES, Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.supervision import events
from whereabouts.practice.supervision.models import HandOver
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


class OtherAgencys(Exception):
    """The episode is another agency's: ask for a transfer."""


class HasOwner(Exception):
    """Somebody owns the episode: they stay its owner until they hand it over."""


class NotTheOwner(Exception):
    """Only the owner, or a senior, may offer the episode."""


class MayNotOwn(Exception):
    """The person chosen does not work here, or may not own an episode."""


class NotOffered(Exception):
    """There is no such offer to this person any more."""


@transaction.atomic
def take(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Become the owner of an episode that nobody owns; a senior may take over from an owner.

    :raises OtherAgencys: it is recorded by another agency.
    :raises HasOwner: somebody owns it.
    """
    _refuse_others(episode=episode, by=by)
    before = episode.owner
    if before is not None and before.pk != by.member_id and not _senior(by):
        raise HasOwner("This episode has an owner: ask them to hand it over.")
    episodes.take_ownership(episode=episode, by=by, at=at)
    stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("unowned",))
    _withdraw(episode=episode, by=by, at=at)
    if before is not None and before.pk != by.member_id:
        _tell(
            member=before, episode=episode, key=f"episode:{episode.pk}:taken:{at.isoformat()}",
            text=f"Episode {episode.reference}: a senior took over the ownership from you.",
            by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def offer(*, episode: Episode, to_member: Member, words: str, by: Actor, at: datetime) -> HandOver:
    """Offer an episode to a colleague: the owner stays the owner until they accept.

    :raises OtherAgencys: it is recorded by another agency.
    :raises NotTheOwner: the actor neither owns it nor is senior.
    :raises MayNotOwn: the colleague may not own an episode here, or owns this one already.
    """
    _refuse_others(episode=episode, by=by)
    if episode.owner_id not in (None, by.member_id) and not _senior(by):
        raise NotTheOwner("Only the owner may hand the episode over.")
    if to_member.pk == episode.owner_id or not _may_own(to_member, agency=by.agency_id, at=at):
        raise MayNotOwn("Choose a colleague who may own an episode and does not own this one.")
    _withdraw(episode=episode, by=by, at=at)
    offered = HandOver.objects.create(
        child_id=episode.child_id,
        episode=episode,
        from_member_id=episode.owner_id,
        to_member=to_member,
        offered_at=at,
        words=words,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    episodes.write_log(episode=episode, kind=events.OFFERED, by=by, at=at, words=words)
    _tell(
        member=to_member, episode=episode, key=f"hand_over:{offered.pk}",
        text=f"Episode {episode.reference}: you are offered its ownership. Accept or decline.",
        by=by, at=at, loudness="interrupt",
    )  # fmt: skip
    return offered


@transaction.atomic
def answer(*, offered: HandOver, accepted: bool, words: str, by: Actor, at: datetime) -> None:
    """Accept or decline an offer; accepted, the actor is the owner from this moment.

    :raises NotOffered: it was answered or withdrawn, or is to somebody else.
    """
    answered = HandOver.objects.filter(
        pk=offered.pk, state="offered", to_member=by.member_id
    ).update(state="accepted" if accepted else "declined", answered_at=at)
    if not answered:
        raise NotOffered("This offer is no longer there for you to answer.")
    offered.refresh_from_db()
    episode = offered.episode
    if accepted:
        episodes.take_ownership(episode=episode, by=by, at=at)
        stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("unowned",))
    episodes.write_log(
        episode=episode,
        kind=events.OFFER_ACCEPTED if accepted else events.OFFER_DECLINED,
        by=by,
        at=at,
        words=words,
    )
    if offered.from_member is not None:
        said = "accepted" if accepted else "declined: you stay the owner"
        _tell(
            member=offered.from_member, episode=episode, key=f"hand_over:{offered.pk}:answered",
            text=f"Episode {episode.reference}: the offer of ownership was {said}.", by=by, at=at,
        )  # fmt: skip


def _withdraw(*, episode: Episode, by: Actor, at: datetime) -> None:
    withdrawn = HandOver.objects.filter(episode=episode, state="offered").update(
        state="withdrawn", answered_at=at
    )
    if withdrawn:
        episodes.write_log(episode=episode, kind=events.OFFER_WITHDRAWN, by=by, at=at)


def _refuse_others(*, episode: Episode, by: Actor) -> None:
    if episode.owner_agency_id != by.agency_id:
        raise OtherAgencys("Another agency records this episode: ask them to transfer it.")


def _senior(actor: Actor) -> bool:
    return permitted(roles=actor.roles, permission=Permission.RISK_OVERRIDE)


def _may_own(member: Member, *, agency: object, at: datetime) -> bool:
    if member.agency_id != agency or not member.is_active:
        return False
    roles = actor_of(member=member, at=at).roles
    return permitted(roles=roles, permission=Permission.EPISODE_OWN)


def _tell(
    *,
    member: Member,
    episode: Episode,
    key: str,
    text: str,
    by: Actor,
    at: datetime,
    loudness: str = "list",
) -> None:
    roles = sorted(actor_of(member=member, at=at).roles & set(ROLES))
    if not roles:
        return  # somebody without a role reads no notices
    promise(
        key=key,
        kind="hand_over",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=member.agency_id,
        to_role=roles[0],
        to_member=member.pk,
        text=text,
        at=at,
        loudness=loudness,
        high=episode.level == "high",
        child=episode.child_id,
    )
