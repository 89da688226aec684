"""The conversations after the return, kept one beside the other."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.return_home.queries import spoken_of
from whereabouts.practice.return_home.rules import Spoken
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


@transaction.atomic
def record_interview(
    *,
    episode: Episode,
    task: Task,
    kind: str,
    spoken: Spoken,
    by: Actor,
    at: datetime,
    visit: UUID | None = None,
    sealed_from: Sequence[UUID] = (),
) -> tuple[Interview, tuple[str, ...]]:
    """Keep a conversation, and return it with what it still lacks; lacking nothing, it is done.

    One `visit` may answer several episodes. It is sealed from whoever it names as one who harms.

    Declined, with the carer only, or missing again: the offer stands and so does the task.
    """
    interview = Interview.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        kind=kind,
        outcome=spoken.outcome,
        held_at=spoken.held_at,
        held_by=spoken.held_by,
        setting=spoken.setting,
        explained=spoken.explained,
        seen_alone=spoken.seen_alone,
        answers={
            "safe_now": spoken.safe_now,
            "what_happened": spoken.what_happened,
            "needs": spoken.needs,
            "told": {key: words for key, words in spoken.told.items() if words.strip()},
            "harms": rules.all_harms(harms=spoken.harms),
        },
        reasons=sorted(set(spoken.reasons)),
        words=spoken.words,
        child_view=spoken.child_view,
        offered=spoken.offered,
        know_next_time=spoken.know_next_time,
        way=spoken.way,
        consents=[asdict(one) for one in spoken.consents],
        best_time=spoken.best_time.strip(),
        how_to_reach=spoken.how_to_reach.strip(),
        visit=visit,
        sealed_from=list(sealed_from),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    held = spoken.outcome == "held"
    episodes.write_log(
        episode=episode,
        kind=events.INTERVIEW_HELD if held else events.INTERVIEW_NOT_HELD,
        by=by,
        at=at,
        happened_at=spoken.held_at,
        detail={"kind": kind, "outcome": spoken.outcome},
    )
    # Sealed, it may be hidden from whoever wrote it down by now: it counts all the same.
    lacks = rules.lacking(spoken=[*spoken_of(task=task), spoken], kind=kind)
    if not lacks and task.state in OUTSTANDING:
        tasks.settle(task=task, by=by, at=at, result=f"Held by {spoken.held_by}.")
    return interview, lacks
