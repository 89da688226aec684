"""Keep, under seal, that somebody who works with children is named as the one who harms."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.conduct import actions as conduct
from whereabouts.practice.conduct import rules
from whereabouts.practice.conduct.actions import AlreadyDecided, NothingToTell
from whereabouts.practice.conduct.gate import matter_for
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.conduct.queries import open_of_words
from whereabouts.practice.conduct.rules import Incomplete, NotInList, Told
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.risk import returning, sealing
from whereabouts.practice.risk.sealing import Way
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State

__all__ = [
    "AlreadyDecided",
    "Incomplete",
    "NotInList",
    "NothingToTell",
    "Told",
    "decide_matter",
    "keep_matter",
    "seal_matter_further",
    "tell_back",
    "tell_of_conduct",
]
UNTOLD = "child_untold"


@journey(needs=Permission.CONDUCT_TELL)
def tell_of_conduct(*, actor: Actor, reference: str, told: Told, at: datetime) -> None:
    """Keep a matter under seal, and tell whoever looks into it. It is shown nowhere else.

    An officer goes to professional standards, everybody else to the designated officer. Until it is
    decided that person does not go to the child, and the follow-up is not complete.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: an answer is none of those that may be given.
    :raises Incomplete: there are no words, or the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    rules.check_told(told=told, at=at)
    way = sealing.way_of(episode=episode, told=told, at=at)
    keep_matter(episode=episode, told=told, way=way, by=actor, at=at)


def keep_matter(
    *,
    episode: Episode | None,
    told: Told,
    way: Way,
    by: Actor,
    at: datetime,
    from_words: UUID | None = None,
) -> None:
    """Keep a matter, tell whoever looks into it, and open a closed follow-up again."""
    matter = conduct.keep_matter(
        episode=episode, told=told, about_agency=way.about_agency, route=way.route,
        route_agency=way.route_agency, sealed_from=way.sealed_from, by=by, at=at,
        from_words=from_words,
    )  # fmt: skip
    sealing.tell_of_matter(matter=matter, by=by, at=at)
    if episode is not None and episode.state == State.CLOSED:
        returns.open_follow_up_again(episode=episode, words="", by=by, at=at)
        returning.arrange_return(episode=episode, by=by, at=at)


@journey(needs=Permission.CONDUCT_LOOK)
def decide_matter(
    *, actor: Actor, matter_id: UUID, outcome: str, words: str, at: datetime, for_child: str = ""
) -> None:
    """Say what became of a matter, in words. From then on nobody is kept from the child by it.

    `for_child` is what whoever told of it hears. A clock runs until they have: at the authority
    that read it where a child said it on their own page, else with whoever looked into it.

    :raises NotVisible: there is none for this actor, or it is sealed from them.
    :raises NotInList: the outcome is none of the list.
    :raises Incomplete: there are no words, or none for whoever told of it.
    :raises AlreadyDecided: it was decided.
    """
    matter = matter_for(actor, matter_id=matter_id)
    conduct.decide_matter(
        matter=matter, outcome=outcome, words=words, for_child=for_child, by=actor, at=at
    )
    stand_down(subject=f"matter:{matter.pk}", at=at)
    if matter.child_id is not None:
        _let_it_be_told(matter=matter, by=actor, at=at)


@journey(needs=Permission.CONDUCT_LOOK)
def tell_back(*, actor: Actor, matter_id: UUID, how: str, words: str, at: datetime) -> None:
    """Say that whoever told of a matter heard what became of it, or why they did not.

    What came from a child's own page is told back by the authority that read it.

    :raises NotVisible: there is none for this actor, or it is sealed from them.
    :raises NotInList: `how` is none of the list.
    :raises Incomplete: there are no words.
    :raises NothingToTell: it is not decided, leads to nobody, or they were told.
    """
    matter = matter_for(actor, matter_id=matter_id)
    conduct.tell_back(matter=matter, how=how, words=words, by=actor, at=at)
    stand_down(subject=f"matter:{matter.pk}", at=at)


def _let_it_be_told(*, matter: Matter, by: Actor, at: datetime) -> None:
    """Tell whoever tells the child that they may; of the matter itself nothing is said."""
    if matter.from_words is None:
        subject, agency, role = f"matter:{matter.pk}", matter.route_agency_id, matter.route
    elif open_of_words(words=matter.from_words):
        return  # two look into what one child said: the child hears of both at once
    else:
        subject, agency = f"child_words:{matter.from_words}", matter.owner_agency_id
        role = "social_worker"
        promise(
            key=f"{subject}:came_of:{matter.pk}",
            kind="child_untold",
            subject=subject,
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text="What a child said was looked into. Tell the child what became of it.",
            at=at,
        )
    set_timer(
        key=f"{subject}:untold:{matter.pk}",
        kind=UNTOLD,
        subject=subject,
        agency=agency,
        at=at,
        due_at=at + length_of(key="child_told_back", at=at),
        because=role,
    )


@journey(needs=Permission.CONDUCT_LOOK)
def seal_matter_further(*, actor: Actor, matter_id: UUID, username: str, at: datetime) -> None:
    """Seal a matter from somebody else, too, by their sign-in name: a friend, a superior.

    :raises NotVisible: there is none for this actor, or it is sealed from them.
    :raises NotInList: nobody has that name.
    """
    matter = matter_for(actor, matter_id=matter_id)
    member = Member.objects.filter(username=username.strip()).first()
    if member is None:
        raise NotInList("username")
    conduct.seal_further(matter=matter, keys=[member.pk], by=actor, at=at)
