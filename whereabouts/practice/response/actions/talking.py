"""Writing down how the missing child was reached. It changes no grade."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.models import ChildContact
from whereabouts.practice.response.vocabulary import (
    HOW,
    KIND_WORDS,
    SAFE_ANSWERS,
    TONES,
    TOWARDS,
)
from whereabouts.records.episodes.models import Episode

LONGEST_NAME = 160


@dataclass(frozen=True, kw_only=True)
class Talked:
    """One call, voicemail or message: who, how, what was heard, and who tries next."""

    how: str
    towards: str
    happened_at: datetime
    made_by: str
    tone: str
    safe_answer: str
    words: str = ""
    suggested: str = ""
    next_by: str = ""


@transaction.atomic
def record_contact(
    *,
    episode: Episode,
    talked: Talked,
    by: Actor,
    at: datetime,
    next_at: datetime | None = None,
    next_role: str = "call_handler",
    next_member: UUID | None = None,
) -> ChildContact:
    """Keep one try or one reply. The task to try is done; the next, if there is one, is a task.

    :raises NotInList: an answer is none of its list.
    :raises NotYet: the time lies ahead.
    """
    for field, choices in (
        ("how", HOW), ("towards", TOWARDS), ("tone", TONES), ("safe_answer", SAFE_ANSWERS),
    ):  # fmt: skip
        rules.check_choice(field=field, value=getattr(talked, field), choices=choices)
    if talked.suggested:
        rules.check_choice(
            field="suggested", value=talked.suggested,
            choices=[(key, words) for key, words, _ in KIND_WORDS],
        )  # fmt: skip
    rules.check_time(field="happened_at", when=talked.happened_at, at=at)
    made_by = (talked.made_by.strip() or by.name)[:LONGEST_NAME]
    for task in Task.objects.filter(
        episode=episode, kind="contact_child", state__in=OUTSTANDING
    ):  # fmt: skip
        tasks.settle(task=task, by=by, at=at, result="Tried: see what was said with the child.")
    following = None
    if next_at is not None:
        tried = Task.objects.filter(episode=episode, kind="contact_child").count()
        following = tasks.ask(
            episode=episode,
            kind="contact_child",
            title="Try the child again, kindly",
            detail=f"Best by: {talked.next_by.strip()}" if talked.next_by.strip() else "",
            to_role=next_role,
            assigned_agency=episode.owner_agency_id,
            because="B38",
            by=by,
            at=at,
            due_at=next_at,
            fact=f"try-{tried + 1}",
            owner=next_member,
        )
    made = ChildContact.objects.create(
        child_id=episode.child_id,
        episode=episode,
        how=talked.how,
        towards=talked.towards,
        happened_at=talked.happened_at,
        made_by=made_by,
        tone=talked.tone,
        safe_answer=talked.safe_answer,
        words=talked.words.strip(),
        suggested=talked.suggested,
        next_by=talked.next_by.strip(),
        next_task=following,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.TALKED, subject=f"child_contact:{made.pk}", by=by, at=at,
        payload={"how": talked.how, "safe": talked.safe_answer, "tone": talked.tone},
    )  # fmt: skip
    return made
