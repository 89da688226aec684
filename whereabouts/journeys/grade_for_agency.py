"""Give one's own agency's grading of a child: it stands beside the others' and changes none."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.journeys.door import journey
from whereabouts.journeys.tell_partners import tell_who_answers
from whereabouts.practice.partners import actions as partners
from whereabouts.practice.partners.actions import NothingSaid
from whereabouts.practice.partners.rules import LEVELS
from whereabouts.practice.partners.vocabulary import TOOLS
from whereabouts.records.episodes.queries import all_under_way
from whereabouts.records.people.gate import person_for

__all__ = ["NotInList", "NothingSaid", "grade_for_agency"]


class NotInList(Exception):
    """The level, or what it was graded with, is none of those that there are."""


@journey(needs=Permission.GRADE_OWN)
def grade_for_agency(
    *, actor: Actor, child_id: UUID, level: str, tool: str, because: str, at: datetime
) -> UUID:
    """Keep the grading, and return its key. Whoever answers for the child is told, the sooner
    where it is higher than what stands. No grade of theirs moves.

    :raises NotVisible: there is no such child for this actor.
    :raises NotInList: there is no such level, or nothing like it to grade with.
    :raises NothingSaid: it does not say what it rests on.
    """
    if level not in LEVELS or tool not in dict(TOOLS):
        raise NotInList("Choose a level, and what it was graded with.")
    child, children = person_for(actor, child_id=child_id)
    now = all_under_way(children=children)
    made = partners.grade(
        child=child, level=level, tool=tool, because=because, episode=now[0] if now else None,
        by=actor, at=at,
    )  # fmt: skip
    higher = [one for one in now if LEVELS.index(level) > LEVELS.index(one.level)]
    for episode in higher:
        promise(
            key=f"grading:{made.pk}:{episode.pk}",
            kind="partner_grades_higher",
            subject=f"episode:{episode.pk}",
            from_agency=actor.agency_id,
            to_agency=episode.owner_agency_id,
            to_role="supervisor",
            text=f"Episode {episode.reference}: another agency grades higher. Read why.",
            at=at,
            child=child.pk,
        )
    others = [one for one in now if one not in higher]
    if others or not now:
        tell_who_answers(
            key=f"grading:{made.pk}", what="said how great it thinks the risk is", child=child,
            now=others, by=actor, at=at,
        )  # fmt: skip
    return made.pk
