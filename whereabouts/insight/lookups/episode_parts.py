"""The parts of an episode's page that are lists: tasks, history, notices, links and reports."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.episode_shapes import (
    ClockLine,
    LinkLine,
    LogLine,
    NoticeLine,
    PastGrade,
    ReportLine,
    Step,
    TaskLine,
)
from whereabouts.insight.lookups.known_parts import seen_line
from whereabouts.insight.lookups.known_shapes import SeenLine
from whereabouts.insight.lookups.sentences import sentence_of
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.queries import sightings_of
from whereabouts.practice.investigation.rules import OUTSTANDING, has_own_form
from whereabouts.practice.investigation.vocabulary import NOT_DONE_CODES
from whereabouts.records.episodes.models import Episode, EpisodeLink, EpisodeReport, LogEntry
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.episodes.rules import STATES, State
from whereabouts.records.people.queries import display_names

WORDS_OF_CODES = dict(NOT_DONE_CODES)
WAITS_FOR = {
    "return": "the child's return",
    "decision": "the decision",
    "located": "the child to be located",
    "interview": "the interview",
}
# What a role that sees no more than it needs reads of the history: what happened, no words.
LIMITED_KINDS = ("episode.", "task.")
NOT_FOR_LIMITED = ("episode.note", "episode.level_stands", "episode.found_dead")
SPEAK_FIRST = "Speak with the duty inspector"


def task_line(*, task: Task, actor: Actor, at: datetime, name: str = "") -> TaskLine:
    """Return a task as a line: mine, my agency's, or another's."""
    ours = task.assigned_agency_id == actor.agency_id
    mine = task.owner_id == actor.member_id or (
        ours and task.owner_id is None and task.to_role in actor.roles
    )
    waits = task.due_at is None and bool(task.clock.get("from"))
    return TaskLine(
        key=task.pk,
        reference=task.episode.reference,
        kind=task.kind,
        title=task.title,
        detail=task.detail,
        because=task.because,
        role=ROLE_NAMES.get(task.to_role, task.to_role),
        agency=task.assigned_agency.name,
        owner=task.owner.display_name if task.owner else "",
        whose="mine" if mine else "ours" if ours else "theirs",
        state=task.state,
        due_at=task.due_at,
        waits_for=WAITS_FOR.get(task.clock["from"], task.clock["from"]) if waits else "",
        overdue=task.state in OUTSTANDING and task.due_at is not None and task.due_at < at,
        settled_at=task.settled_at,
        result=task.result,
        not_done=WORDS_OF_CODES.get(task.not_done_code, task.not_done_code),
        own_form=has_own_form(kind=task.kind),
        about=task.fact,
        name=name,
        accepted_at=task.accepted_at,
    )


def tasks(*, episode: Episode, actor: Actor, full: bool, at: datetime) -> tuple[TaskLine, ...]:
    """Return an episode's tasks, the next due first; a limited role sees its own agency's."""
    found = (
        visible(Task)
        .filter(episode=episode)
        .select_related("episode", "assigned_agency", "owner")
        .order_by("due_at", "created_at", "id")
    )
    if not full:
        found = found.filter(assigned_agency=actor.agency_id)
    return tuple(task_line(task=task, actor=actor, at=at) for task in found)


def log(*, episode: Episode, actor: Actor, full: bool) -> tuple[LogLine, ...]:
    """Return the history, the latest first.

    A limited role reads its own agency's words; of others' it reads that the episode moved.
    """
    lines = []
    entries = (
        visible(LogEntry)
        .filter(episode=episode)
        .select_related("recorded_by", "owner_agency")
        .order_by("-happened_at", "-id")
    )
    for entry in entries:
        own = entry.owner_agency_id == actor.agency_id
        if not (full or own or entry.kind.startswith(LIMITED_KINDS)):
            continue
        shown = full or own
        if not shown and entry.kind in NOT_FOR_LIMITED:
            continue
        lines.append(
            LogLine(
                at=entry.happened_at,
                recorded_at=entry.recorded_at,
                kind=entry.kind,
                sentence=sentence_of(kind=entry.kind),
                words=entry.words if shown else "",
                detail=_detail(entry.detail) if full else "",
                by=entry.recorded_by.display_name if shown else "",
                agency=entry.owner_agency.name,
            )
        )
    return tuple(_together(lines))


def _together(lines: list[LogLine]) -> Iterator[LogLine]:
    """Yield the lines; alarms of one kind in one minute are one line that names each task."""
    held: LogLine | None = None
    for line in lines:
        same = held is not None and (line.kind, line.at.replace(second=0, microsecond=0)) == (
            held.kind, held.at.replace(second=0, microsecond=0),
        )  # fmt: skip
        if held is not None and same and line.kind.startswith("alarm."):
            named = [words for words in (held.detail, line.detail) if words]
            held = replace(held, detail="; ".join(named), times=held.times + 1)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def sightings(*, children: Iterable[UUID], since: datetime) -> tuple[SeenLine, ...]:
    """Return the sightings of this absence, the latest first."""
    found = sightings_of(children=children).filter(seen_at__gte=since)
    return tuple(seen_line(sighting=one) for one in found.select_related("episode", "owner_agency"))


def notices(*, episode: Episode, actor: Actor, full: bool) -> tuple[NoticeLine, ...]:
    """Return who was told what, the latest first; a limited role sees its own agency's."""
    found = (
        visible(Message)
        .filter(subject=f"episode:{episode.pk}")
        .select_related("to_agency", "acknowledged_by")
        .order_by("-promised_at", "-id")
    )
    if not full:
        found = found.filter(to_agency=actor.agency_id, to_role__in=actor.roles)
    return tuple(
        NoticeLine(
            text=one.text,
            role=ROLE_NAMES.get(one.to_role, one.to_role),
            agency=one.to_agency.name,
            at=one.promised_at,
            acknowledged_at=one.acknowledged_at,
            acknowledged_by=one.acknowledged_by.display_name if one.acknowledged_by else "",
            climbed_to=ROLE_NAMES.get(one.climbed_to, one.climbed_to),
            withdrawn=one.withdrawn_at is not None,
        )
        for one in found
    )


def clocks(*, subjects: Iterable[str], at: datetime) -> tuple[ClockLine, ...]:
    """Return the clocks that run beside the tasks' own, the next first."""
    waiting = Timer.objects.filter(subject__in=list(subjects), state="waiting").order_by("due_at")
    return tuple(
        ClockLine(words=KINDS.get(one.kind, one.kind), due_at=one.due_at, overdue=one.due_at < at)
        for one in waiting
    )


def links(*, episode: Episode, full: bool) -> tuple[LinkLine, ...]:
    """Return the episodes that belong to this one; children missing together by name."""
    found = (
        visible(EpisodeLink)
        .filter(episode=episode, ended_at__isnull=True)
        .select_related("other__owner_agency")
        .order_by("kind", "recorded_at")
    )
    seen = {one.pk for one in visible(Episode).filter(pk__in=found.values("other"))}
    shown = [one for one in found if one.other_id in seen and (full or one.kind == "same_child")]
    names = display_names(child_ids={one.other.child_id for one in shown})
    return tuple(
        LinkLine(
            reference=one.other.reference,
            kind=one.kind,
            words=one.get_kind_display(),
            name=names.get(one.other.child_id, ""),
            agency=one.other.owner_agency.name,
            level=one.other.level,
            state=one.other.state,
            child_id=one.other.child_id,
        )
        for one in shown
    )


def reports(*, episode: Episode, actor: Actor, full: bool) -> tuple[ReportLine, ...]:
    """Return every telling of this episode, the latest first; a limited role its own agency's."""
    found = (
        visible(EpisodeReport)
        .filter(episode=episode, parted_at__isnull=True)
        .select_related("report__owner_agency")
        .order_by("-report__happened_at")
    )
    if not full:
        found = found.filter(report__owner_agency=actor.agency_id)
    return tuple(
        ReportLine(
            reference=one.report.reference,
            at=one.report.happened_at,
            by=one.report.reporter_name,
            relation=one.report.get_relation_display(),
            agency=one.report.owner_agency.name,
            words=one.report.words,
            incomplete=one.report.incomplete,
        )
        for one in found
    )


def grades(*, episode: Episode, children: Iterable[UUID]) -> tuple[PastGrade, ...]:
    """Return how every other episode of the child was graded, in all forces, latest first."""
    states = dict(STATES)
    return tuple(
        PastGrade(
            reference=one.reference,
            agency=one.owner_agency.name,
            reported_at=one.reported_at,
            level=one.level,
            category=one.category,
            decided=one.decided,
            state=states.get(State(one.state), one.state),
        )
        for one in of_children(children=children)
        .exclude(pk=episode.pk)
        .select_related("owner_agency")
    )


def path(*, episode: Episode, full: bool) -> tuple[Step, ...]:
    """Return the way from missing to followed up, with when each place was reached.

    That a child is dead is told by a named officer in person, never by a page.
    """
    if episode.state in (State.FOUND_DEAD, State.JOINED):
        words = dict(STATES)[State(episode.state)]
        if episode.state == State.FOUND_DEAD and not full:
            words = SPEAK_FIRST
        return (Step(state=episode.state, words=words, at=None, done=False, here=True),)
    way = [
        (State.OPEN, episode.reported_at),
        (State.LOCATED, episode.located_at),
        (State.BACK, episode.back_at),
        (State.SEEN, episode.seen_at),
        (State.CLOSED, episode.closed_at),
    ]
    order = [state for state, _ in way]
    here = order.index(State(episode.state))
    return tuple(
        Step(
            state=state,
            words=dict(STATES)[state],
            at=reached if place <= here else None,
            done=place < here,
            here=place == here,
        )
        for place, (state, reached) in enumerate(way)
    )


def about_now(*, episode: Episode) -> datetime:
    """Return from when on a sighting is of this absence."""
    return (episode.last_seen_at or episode.happened_at) - timedelta(hours=1)


def _detail(detail: dict[str, object]) -> str:
    wanted = ("level", "category", "decided", "rules", "task", "code", "kind", "by", "accepted")
    return "; ".join(
        f"{name.replace('_', ' ')} {_plain(detail[name])}"
        for name in wanted
        if detail.get(name) not in (None, "", [])
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value).replace("_", " ")
