"""Tell what one's agency knows of a child; attributed, and whoever answers is told."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing import rules
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import all_under_way
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.models import Child

__all__ = ["NotVisible", "NothingSaid", "tell_what_we_know", "tell_who_answers"]


class NothingSaid(Exception):
    """Something that it needs is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.PARTNER_TELL)
def tell_what_we_know(
    *, actor: Actor, child_id: UUID, kind: str, words: str, at: datetime, said_by: str = "",
    happened_at: datetime | None = None,
) -> UUID:  # fmt: skip
    """Keep what the actor's agency tells of a child; where one is missing, in that history too.

    Whoever answers for the child's episode is told, or, where there is none, who keeps the record.

    :raises NotVisible: there is no such child for this actor.
    :raises NothingSaid: there are no words, or the kind is none of the list.
    """
    child, children = person_for(actor, child_id=child_id)
    if kind not in dict(rules.ENTRY_KINDS):
        raise NothingSaid("kind", "Choose what it is.")
    if not words.strip():
        raise NothingSaid("words", "Write what you know.")
    if happened_at is not None and happened_at > at:
        raise NothingSaid("happened_at", "Enter a time that has passed.")
    now = all_under_way(children=children)
    made = sharing.write_entry(
        child=child, episode=now[0] if now else None, kind=kind, words=words, said_by=said_by,
        happened_at=happened_at or at, by=actor, at=at,
    )  # fmt: skip
    for episode in now:
        episodes.write_log(
            episode=episode, kind=events.NOTE, by=actor, at=at, happened_at=happened_at or at,
            words=words.strip(), detail={"said_by": said_by.strip()} if said_by.strip() else None,
        )  # fmt: skip
    tell_who_answers(key=f"entry:{made.pk}", what="told something of a child", child=child,
                     now=now, by=actor, at=at)  # fmt: skip
    return made.pk


def tell_who_answers(
    *, key: str, what: str, child: Child, now: list[Episode], by: Actor, at: datetime
) -> None:
    """Tell whoever has the episode, or keeps the record; nobody is told what they wrote."""
    where = {
        one.owner_agency_id: (f"episode:{one.pk}", f"Episode {one.reference}: ") for one in now
    } or {child.owner_agency_id: (f"child:{child.pk}", "")}
    kinds = dict(Agency.objects.filter(pk__in=where).values_list("pk", "kind"))
    for agency, (subject, lead) in where.items():
        if agency == by.agency_id:
            continue
        role = "supervisor" if lead else rules.ROLE_OF_KIND.get(kinds[agency], "")
        if not role:
            continue
        words = f"{lead}another agency {what}."
        promise(
            key=f"{key}:{agency}", kind="partner_told", subject=subject, from_agency=by.agency_id,
            to_agency=agency, to_role=role, child=child.pk, text=words[0].upper() + words[1:],
            at=at,
        )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=child.pk))
