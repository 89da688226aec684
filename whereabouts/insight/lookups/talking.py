"""Talking with the missing child: what was tried, what was heard, words to begin with; one look."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_parts import task_line
from whereabouts.insight.lookups.response_shapes import ContactLine, TalkPage
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import queries, rules
from whereabouts.practice.response.models import ChildContact
from whereabouts.practice.response.vocabulary import (
    HOW,
    KIND_WORDS,
    REVIEWED,
    SAFE_ANSWERS,
    TONES,
    TOWARDS,
)
from whereabouts.practice.risk.limits import due_by_pack
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child

__all__ = ["HOW", "KIND_WORDS", "SAFE_ANSWERS", "TONES", "TOWARDS", "talk_page"]


@lookup(needs=Permission.EPISODE_UPDATE)
def talk_page(*, actor: Actor, at: datetime, reference: str) -> TalkPage:
    """Return how the child was reached so far, whom they answered, and words to begin with.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    contacts = list(queries.contacts_of(episode=episode))
    waiting = (
        visible(Task)
        .filter(episode=episode, kind="contact_child", state__in=OUTSTANDING)
        .select_related("episode", "assigned_agency", "owner")
        .order_by("due_at")
        .first()
    )
    record_look(
        kind="view", page="talk", by=actor, at=at, subjects=children,
        shown=["name", "telephone", "contacts with the child"],
    )  # fmt: skip
    needs = visible(Child).filter(pk__in=children).values_list("communication_needs", flat=True)
    return TalkPage(
        reference=episode.reference,
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        under_way=episode.state in UNDER_WAY,
        phones=tuple(dict.fromkeys(one.number for one in people.phones_of(child_ids=children))),
        communication_needs=tuple(dict.fromkeys(words for words in needs if words)),
        contacts=tuple(_line(one) for one in contacts),
        answered_by=_answered(contacts),
        next_task=task_line(task=waiting, actor=actor, at=at) if waiting else None,
        next_default=due_by_pack(
            episode=episode, key="contact_child_again", from_at=at, at=at,
            otherwise=length_of(key="contact_child_again", at=at),
        ),
        kind_words=tuple(KIND_WORDS),
        reviewed=REVIEWED,
    )  # fmt: skip


def _answered(contacts: list[ChildContact]) -> str:
    """Return whom the child answered last: best somebody whom they answer tries again."""
    return next(
        (
            one.made_by
            for one in contacts
            if one.tone != "not_reached" and one.how != "voicemail" and one.towards == "to_child"
        ),
        "",
    )


def _line(one: ChildContact) -> ContactLine:
    return ContactLine(
        at=one.happened_at,
        how=one.get_how_display(),
        from_child=one.towards == "from_child",
        by=one.made_by,
        tone=one.get_tone_display(),
        safe=one.get_safe_answer_display(),
        danger=rules.sounds_in_danger(tone=one.tone, safe_answer=one.safe_answer),
        words=one.words,
        next_by=one.next_by,
        agency=one.owner_agency.name,
    )
