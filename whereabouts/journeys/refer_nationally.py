"""Refer a child nationally as possibly trafficked: no consent, never less for a disputed age."""

from datetime import date, datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NotOutstanding
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.actions import ReferenceMissing, Referred
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import national_referral_of, task_now
from whereabouts.practice.return_home.rules import NotInList, NotYet
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import after_return
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known_people

__all__ = [
    "NotInList",
    "NotOutstanding",
    "NotYet",
    "ReferenceMissing",
    "Referred",
    "decide_grounds",
    "refer_nationally",
]


@journey(needs=Permission.REFERRAL_DECIDE)
def refer_nationally(*, actor: Actor, reference: str, referred: Referred, at: datetime) -> None:
    """Keep the referral with its reference; from now on the record says that it may be trafficking.

    The child is asked for nothing first: to refer a child takes no consent. An age that is disputed
    is written down, and every rule goes on treating them as a child.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: a type of exploitation is none of the list.
    :raises NotYet: the time lies ahead.
    :raises ReferenceMissing: it has no reference.
    :raises NotOutstanding: it was referred already.
    """
    episode = standing_episode_for(actor, reference=reference)
    task = task_now(episode=episode, kind="national_referral")
    if task is None:
        risk.assert_fact(
            episode=episode, fact="trafficking_concern", value=True, said_by="whoever refers",
            source_kind="police", said_at=referred.referred_at, by=actor, at=at,
        )  # fmt: skip
        after_return.arrange_national_referral(episode=episode, by=actor, at=at)
        task = task_now(episode=episode, kind="national_referral")
    assert task is not None  # noqa: S101 - arranged a line before
    returns.refer_nationally(task=task, referred=referred, by=actor, at=at)
    after_return.await_grounds(
        episode=episode, grounds="reasonable", since=referred.referred_at, by=actor, at=at
    )
    children = known_people.same_person_set(child_id=episode.child_id)
    if "trafficking" not in {
        flag.kind for flag in known_people.flags_of(child_ids=children, at=at)
    }:
        people.raise_flag(
            child=episode.child,
            kind="trafficking",
            strength="suspected",
            source=f"National referral, episode {episode.reference}",
            review_on=(at + length_of(key="flag_reviewed_after_return", at=at)).date(),
            by=actor,
            at=at,
        )
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.REFERRAL_DECIDE)
def decide_grounds(
    *,
    actor: Actor,
    reference: str,
    grounds: str,
    decided: str,
    decided_on: date,
    at: datetime,
    advocate: str = "",
) -> None:
    """Keep what the national mechanism decided, with its day; reasonable grounds ask for the next.

    It takes nothing away: neither a "no" nor a disputed age lowers what protects the child.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOutstanding: nobody has referred the child.
    :raises NotInList: an answer is none of its list, or it was kept before.
    :raises NotYet: the day lies ahead, or before the referral.
    """
    episode = standing_episode_for(actor, reference=reference)
    referral = national_referral_of(episode=episode)
    if referral is None:
        raise NotOutstanding("Nobody has referred the child yet.")
    returns.decide_grounds(
        referral=referral, grounds=grounds, decided=decided, decided_on=decided_on,
        advocate=advocate, by=actor, at=at,
    )  # fmt: skip
    task = task_now(episode=episode, kind=f"{grounds}_grounds")
    if task is not None and task.settled_at is None:
        tasks.settle(task=task, by=actor, at=at, result="Decided, with its day.")
    if (grounds, decided) == ("reasonable", "positive"):
        after_return.await_grounds(episode=episode, grounds="conclusive", since=at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
