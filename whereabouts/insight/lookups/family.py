"""Keeping the family told: who waits, until when, and what each may hear; one look."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import ROLES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import members_with
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.response_shapes import FamilyLine, FamilyPage, UpdateLine
from whereabouts.practice.response import queries, rules
from whereabouts.practice.response.models import FamilyUpdate
from whereabouts.practice.response.vocabulary import SAYABLE
from whereabouts.practice.risk.limits import next_news_due
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import UNDER_WAY, State
from whereabouts.records.people import queries as people

WORDS = {key: words for key, _, _, words in SAYABLE}


@lookup(needs=Permission.EPISODE_UPDATE)
def family_page(*, actor: Actor, at: datetime, reference: str) -> FamilyPage:
    """Return everybody around the child, what they may be told, and what is promised.

    What may be said is put together from their standing and nothing else.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    updates = [
        _update(one, actor=actor, at=at) for one in queries.updates_of(episode=episode)
    ]  # fmt: skip
    promised = {
        one.person_id: _update(one, actor=actor, at=at)
        for one in queries.updates_of(episode=episode)
        if one.state == "promised"
    }
    record_look(
        kind="view", page="family", by=actor, at=at, subjects=children, shown=["name", "around"]
    )
    found, dead = queries.was_found(episode=episode), episode.state == State.FOUND_DEAD
    return FamilyPage(
        reference=episode.reference,
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        family=tuple(
            FamilyLine(
                key=one.pk,
                name=one.name,
                relation=one.get_relation_display(),
                told=one.told,
                told_words=one.get_told_display(),
                language=one.language,
                may_promise=rules.may_promise(told=one.told, dead=dead),
                sayable=rules.sayable(told=one.told, found=found, dead=dead),
                promised=promised.get(one.pk),
            )
            for one in people.related_people_of(child_ids=children)
        ),
        updates=tuple(updates),
        colleagues=_colleagues(actor=actor, at=at),
        under_way=episode.state in UNDER_WAY,
        next_default=next_news_due(episode=episode, at=at),
    )


def _colleagues(*, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return who of the actor's agency may keep a family told, the actor first."""
    roles = [role for role, may in ROLES.items() if Permission.EPISODE_UPDATE in may]
    found = {
        member.pk: member.display_name
        for role in roles
        for member in members_with(agency=actor.agency_id, role=role, at=at)
    }
    return tuple(sorted(found.items(), key=lambda pair: (pair[0] != actor.member_id, pair[1])))


def _update(one: FamilyUpdate, *, actor: Actor, at: datetime) -> UpdateLine:
    return UpdateLine(
        key=one.pk,
        person=one.person.name,
        relation=one.person.get_relation_display(),
        named=one.named.display_name,
        mine=one.named_id == actor.member_id,
        due_at=one.due_at,
        overdue=one.state == "promised" and one.due_at < at,
        state=one.state,
        language=one.language,
        interpreter=one.interpreter,
        said=tuple(WORDS.get(key, key) for key in one.said),
        their_words=one.their_words,
        because=one.because,
        given_at=one.given_at,
        given_by=one.given_by.display_name if one.given_by else "",
    )
