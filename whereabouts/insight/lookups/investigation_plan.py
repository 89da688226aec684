"""The investigation plan of an episode: its lines, sign-offs and publicity; one look."""

import re
from collections import defaultdict
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_parts import task_line
from whereabouts.insight.lookups.response_shapes import (
    LineOfEnquiry,
    PlanPage,
    PublicityLine,
    SignOffLine,
)
from whereabouts.practice.investigation import queries
from whereabouts.practice.investigation.models import Publicity, Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import (
    CHANNELS,
    LINE_KINDS,
    PUBLICITY_DECISIONS,
    TITLES,
)
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people import queries as people

__all__ = ["CHANNELS", "PUBLICITY_DECISIONS", "plan_page"]

ROUND = re.compile(r"-again-\d+$")
# What the plan names as not asked: a line of one's own is never "not asked".
NAMED = tuple(kind for kind in LINE_KINDS if kind not in ("line_of_enquiry", "port_alert"))


@lookup(needs=Permission.EPISODE_UPDATE)
def plan_page(*, actor: Actor, at: datetime, reference: str) -> PlanPage:
    """Return the plan in the order in which it is read, each line with every round's result.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    lines = _lines(episode=episode, actor=actor, at=at)
    record_look(
        kind="view", page="plan", by=actor, at=at, subjects=children,
        shown=["name", "level", "tasks", "publicity"],
    )  # fmt: skip
    words = dict(CHANNELS)
    there = {line.kind for line in lines}
    return PlanPage(
        reference=episode.reference,
        name=people.display_name(child_id=episode.child_id),
        level=episode.level,
        decided=episode.decided,
        ours=episode.owner_agency_id == actor.agency_id,
        under_way=episode.state in UNDER_WAY,
        lines=lines,
        not_asked=tuple(TITLES[kind] for kind in NAMED if kind not in there),
        sign_offs=tuple(
            SignOffLine(
                at=one.signed_at,
                by=one.recorded_by.display_name,
                agreed=one.agreed,
                words=one.words,
            )
            for one in queries.sign_offs_of(episode=episode)
        ),
        publicity=tuple(_publicity(one, words) for one in queries.publicity_of(episode=episode)),
    )


def _lines(*, episode: Episode, actor: Actor, at: datetime) -> tuple[LineOfEnquiry, ...]:
    found = (
        queries.of_episode(episode=episode)
        .filter(kind__in=LINE_KINDS)
        .exclude(state="cancelled")
        .select_related("episode", "assigned_agency", "owner")
        .order_by("created_at", "id")
    )
    rounds: dict[tuple[int, str, str], list[Task]] = defaultdict(list)
    for task in found:
        base = ROUND.sub("", task.fact)
        rounds[LINE_KINDS.index(task.kind), base, str(task.assigned_agency_id)].append(task)
    made = []
    for key in sorted(rounds):
        tasks = rounds[key]
        now = next((task for task in tasks if task.state in OUTSTANDING), None)
        made.append(
            LineOfEnquiry(
                kind=tasks[0].kind,
                title=tasks[0].title,
                now=task_line(task=now, actor=actor, at=at) if now else None,
                rounds=tuple(
                    task_line(task=task, actor=actor, at=at)
                    for task in reversed(tasks)
                    if task is not now
                ),
                again_after_hours=tasks[-1].again_after_hours,
            )
        )
    return tuple(made)


def _publicity(one: Publicity, words: dict[str, str]) -> PublicityLine:
    return PublicityLine(
        at=one.decided_at,
        by=one.recorded_by.display_name,
        decision=one.get_decision_display(),
        goes_out=one.decision != "none",
        channels=tuple(words.get(channel, channel) for channel in one.channels),
        because=one.because,
        harm_weighed=one.harm_weighed,
        may_say=one.may_say,
        child_view=one.child_view,
        up=one.decision != "none" and one.taken_down_at is None,
        taken_down_at=one.taken_down_at,
        taken_down_by=one.taken_down_by.display_name if one.taken_down_by else "",
    )
