"""The parts of a child's plan, each read once; callers are inside a scope."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.planning_shapes import (
    Ages,
    Done,
    DraftLine,
    Line,
    PlanView,
    ProfileView,
    Use,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans import queries, rules
from whereabouts.practice.plans.forms import fields_of
from whereabouts.practice.plans.models import PlanDraft, Profile, TriggerPlan
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people

PLANNED = "plan_actions"
FLOOR = "RF02"


def says_of(*, row: TriggerPlan | PlanDraft) -> dict[str, object]:
    """Return what a plan says."""
    return {name: getattr(row, name) for name in rules.CONTENTS}


def plan_view(*, plan: TriggerPlan, actor: Actor, at: datetime) -> PlanView:
    """Return a version of a plan, with whom it tells and who approved it."""
    draft = visible(PlanDraft).filter(plan=plan).first()
    approved = queries.approvals_of(draft=draft) if draft is not None else []
    ends_on = rules.ends_on(level=plan.level, review_on=plan.review_on, high_until=plan.high_until)
    return PlanView(
        plan_id=plan.pk,
        version=plan.version,
        agency_id=plan.owner_agency_id,
        agency=plan.owner_agency.name,
        owner=plan.owner.display_name,
        agreed_at=plan.agreed_at,
        ended_at=plan.ended_at,
        ended_by=plan.ended_by.display_name if plan.ended_by else "",
        ends_on=ends_on,
        overdue=plan.ended_at is None and ends_on < at.date(),
        ours=plan.owner_agency_id == actor.agency_id,
        says=says_of(row=plan),
        recipients=tuple(
            (ROLE_NAMES.get(one.role, one.role), one.agency.name)
            for one in queries.recipients_of(plan=plan)
        ),
        approved_by=tuple(
            (one.agency.name, one.answered_by.display_name, one.answered_at)
            for one in approved
            if one.agreed and one.answered_by is not None and one.answered_at is not None
        ),
        asked=plan.asks.filter(answered_at__isnull=True).count(),
    )


def lines_by_part(
    *, children: Iterable[UUID], full: bool, at: datetime
) -> dict[str, tuple[Line, ...]]:
    """Return the lines that stand, by part, each only for whoever it is for."""
    found: dict[str, list[Line]] = defaultdict(list)
    for one in queries.lines_of(children=children, at=at):
        if not rules.may_see_line(audience=one.audience, full=full):
            continue
        found[one.part].append(
            Line(
                line_id=one.pk,
                text=one.text,
                source=one.source_words,
                by=one.recorded_by.display_name,
                at=one.decided_at,
                overrode=one.overrode,
                because=one.because if full else "",
                child_told=one.get_child_told_display() if one.overrode else "",
            )
        )
    return {part: tuple(lines) for part, lines in found.items()}


def profile_view(*, profile: Profile, at: datetime) -> ProfileView:
    """Return what is known beforehand, part by part; fields nobody filled in are left out."""
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in fields_of(form=profile.form, on=at.date()):
        words = profile.answers.get(one.key, "")
        if words:
            parts[one.part].append((one.label, words))
    return ProfileView(
        form=profile.get_form_display(),
        parts=tuple((part, tuple(rows)) for part, rows in parts.items()),
        by=profile.recorded_by.display_name,
        agency=profile.owner_agency.name,
        filled_at=profile.filled_at,
        described_on=profile.described_on,
        discussed=profile.discussed,
    )


def ages(*, children: Iterable[UUID], profile: Profile | None, at: datetime) -> Ages:
    """Return how old the photograph and the description are."""
    photo = people.photo_of(child_ids=children)
    taken = photo.taken_on if photo else None
    described = profile.described_on if profile else None
    today = at.date()
    return Ages(
        photo_on=taken,
        photo_old=rules.is_old(on=today, since=taken, longest=length_of(key="photo_is_old", at=at)),
        has_photo=photo is not None,
        described_on=described,
        description_old=rules.is_old(
            on=today, since=described, longest=length_of(key="description_is_old", at=at)
        ),
    )


def drafts(*, children: Iterable[UUID]) -> tuple[DraftLine, ...]:
    """Return the drafts that are being written or wait, and for whom."""
    return tuple(
        DraftLine(
            draft_id=one.pk,
            state=one.state,
            agency=one.owner_agency.name,
            by=one.owner.display_name,
            at=one.sent_at or one.recorded_at,
            waits_for=tuple(
                asked.agency.name
                for asked in queries.approvals_of(draft=one)
                if asked.agreed is None
            ),
        )
        for one in queries.open_drafts(children=children)
    )


def uses(*, children: Iterable[UUID], most: int = 10) -> tuple[Use, ...]:
    """Return what was done against what was planned, episode by episode, the latest first."""
    keys = list(children)
    planned: dict[UUID, list[Task]] = defaultdict(list)
    tasks = visible(Task).filter(child__in=keys, kind=PLANNED).exclude(state="cancelled")
    for task in tasks.order_by("due_at", "pk"):
        planned[task.episode_id].append(task)
    left: dict[UUID, list[Decision]] = defaultdict(list)
    for decision in (
        visible(Decision)
        .filter(child__in=keys, overrode__contains=[FLOOR])
        .select_related("recorded_by")
        .order_by("decided_at")
    ):
        left[decision.episode_id].append(decision)
    episodes = visible(Episode).filter(pk__in={*planned, *left}).order_by("-reported_at")
    return tuple(_use(one, planned[one.pk], left[one.pk]) for one in episodes[:most])


def _use(episode: Episode, tasks: list[Task], left: list[Decision]) -> Use:
    actions = tuple(
        Done(
            title=task.title,
            role=ROLE_NAMES.get(task.to_role, task.to_role),
            due_at=task.due_at,
            state=task.get_state_display(),
            settled_at=task.settled_at,
            late=_late(task),
            result=task.result,
        )
        for task in tasks
    )
    done = [task for task in tasks if task.state == "done"]
    return Use(
        reference=episode.reference,
        reported_at=episode.reported_at,
        planned=len(tasks),
        done=len(done),
        in_time=sum(not _late(task) for task in done),
        actions=actions,
        departed=tuple(
            (one.recorded_by.display_name, one.decided_at, one.override_reason) for one in left
        ),
    )


def _late(task: Task) -> bool:
    return bool(task.due_at and task.settled_at and task.settled_at > task.due_at)
