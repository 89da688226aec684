"""What stands on each desk now, as parts with lines of keys and our own words; no child's name.

Callers are inside a scope: a look-up that shows it, or the agency's clock that keeps it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import EmergencyAccess, Relation
from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.audit.models import Look
from whereabouts.practice.conversations.models import Commission
from whereabouts.practice.desks.rules import AUTHORITY, COORDINATOR, GOVERNANCE
from whereabouts.practice.escalation.queries import open_at
from whereabouts.practice.governance.models import Request, RetentionRun
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.oversight.models import SecondLook
from whereabouts.practice.plans.models import PlanDraft
from whereabouts.practice.sharing.models import Agreement, Sharing
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.placements.queries import capacities

Line = dict[str, Any]
Section = dict[str, Any]
A_DAY = timedelta(days=1)
# Their clocks begin when the child is back: before that there is nothing to chase.
INTERVIEWS = ("prevention_interview", "return_interview")
OURS = ("responsible", "host", "recording", "caring")
# Whom an authority's provider still works for.
AT_WORK = ("asked", "allocated", "scheduled", "draft", "rejected")
MANY_LOOKS = 40


def sections_of(*, kind: str, agency: UUID, at: datetime) -> list[Section]:
    """Return the parts of a desk as they stand."""
    return {
        COORDINATOR: coordinators, AUTHORITY: authoritys, GOVERNANCE: governances,
    }[kind](agency=agency, at=at)  # fmt: skip


def coordinators(*, agency: UUID, at: datetime) -> list[Section]:
    """Return the coordinator's: overnight, second looks, plans, interviews, papers."""
    overnight = visible(Episode).filter(
        owner_agency=agency, reported_at__gt=at - A_DAY, reported_at__lte=at
    )
    looks = visible(SecondLook).filter(owner_agency=agency).exclude(state="answered")
    drafts = visible(PlanDraft).filter(owner_agency=agency, state__in=("writing", "waiting"))
    chased = (
        visible(Task)
        .filter(
            kind__in=INTERVIEWS,
            state__in=OUTSTANDING,
            episode__owner_agency=agency,
            due_at__isnull=False,
        )
        .select_related("episode", "assigned_agency")
        .order_by("due_at", "id")
    )
    papers = visible(PanelItem).filter(owner_agency=agency, state="open").order_by("due_at")
    return [
        _section(
            "overnight", "Reported since yesterday at this hour",
            (_episode(one, at=at) for one in overnight.order_by("reported_at")),
        ),
        _section(
            "second_looks", "Second looks that wait",
            (
                _line(
                    words=f"A second look, {one.get_state_display().lower()}",
                    due_at=one.due_at, at=at, page="second-looks",
                )
                for one in looks.order_by("due_at")
            ),
        ),
        _section(
            "drafts", "Drafted plans that wait",
            (
                _line(
                    words=f"Trigger plan: {one.get_state_display().lower()}", child=one.child_id,
                    since=one.sent_at or one.recorded_at, at=at, page="plan-draft", key=one.pk,
                )
                for one in drafts.order_by("recorded_at")
            ),
        ),
        _section("interviews", "Interviews to chase", (_interview(one, at=at) for one in chased)),
        _section(
            "panels", "Papers for panels",
            (
                _line(
                    words="Waits for a panel", child=one.child_id, due_at=one.due_at, at=at,
                    page="child-support", key=one.child_id,
                )
                for one in papers
            ),
        ),
        _matters(agency, at=at),
    ]  # fmt: skip


def authoritys(*, agency: UUID, at: datetime) -> list[Section]:
    """Return the authority's: its children away overnight in any force, interviews, capacity."""
    ours = (
        visible(Relation)
        .filter(agency=agency, kind__in=OURS, from_at__lte=at)
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
        .values("subject")
    )
    away = (
        visible(Episode)
        .filter(Q(state__in=UNDER_WAY) | Q(back_at__gt=at - A_DAY / 2), child__in=ours)
        .filter(reported_at__lte=at)
        .exclude(state="joined")
        .select_related("owner_agency")
        .order_by("reported_at")
    )
    due = (
        visible(Task)
        .filter(
            kind="return_interview",
            state__in=OUTSTANDING,
            assigned_agency=agency,
            due_at__isnull=False,
        )
        .select_related("episode", "assigned_agency")
        .order_by("due_at", "id")
    )
    return [
        _section(
            "away", "Our children away overnight, in any force",
            (_episode(one, at=at, of=True) for one in away),
        ),
        _section("interviews", "Return interviews due", (_interview(one, at=at) for one in due)),
        _section("providers", "What providers have", _providers(agency=agency, at=at)),
        _matters(agency, at=at),
    ]  # fmt: skip


def governances(*, agency: UUID, at: datetime) -> list[Section]:
    """Return information governance's: who looked most, and what waits for it."""
    emergencies = visible(EmergencyAccess).filter(of_agency=agency, reviewed_at__isnull=True)
    soon = at + length_of(key="agreement_ending_told", at=at)
    ending = visible(Agreement).filter(withdrawn_at__isnull=True, ends_at__gt=at, ends_at__lte=soon)
    untold = visible(Sharing).filter(
        owner_agency=agency, ended_at__isnull=True, until_at__gt=at, from_at__lte=at
    )
    return [
        _section("looks", "Who looked, since yesterday at this hour", _lookers(agency, at=at)),
        _section(
            "emergency", "Emergency access to review",
            (
                _line(words="Emergency access was used", since=one.from_at, at=at, page="looks")
                for one in emergencies.order_by("from_at")
            ),
        ),
        _section(
            "requests", "Bundles and corrections asked for",
            (
                _line(
                    words=f"{one.get_kind_display()}: {one.get_state_display().lower()}",
                    due_at=one.due_at, at=at, page="governance-request", key=one.pk,
                )
                for one in visible(Request)
                .filter(owner_agency=agency, answered_at__isnull=True)
                .order_by("due_at")
            ),
        ),
        _section(
            "retention", "Runs that wait for a second person",
            (
                _line(
                    words=f"{one.get_subject_display()}: {len(one.named)} have reached their time",
                    since=one.run_at,
                    at=at, page="governance-retention",
                )
                for one in visible(RetentionRun).filter(owner_agency=agency, state="counted")
            ),
        ),
        _section(
            "bin", "In the bin, until erased for good",
            (
                _line(
                    words=f"{one.get_subject_display()}: {one.rows} rows", since=one.decided_at,
                    due_at=one.erase_at, at=at, page="governance-retention",
                )
                for one in visible(RetentionRun)
                .filter(owner_agency=agency, state="binned")
                .order_by("erase_at")
            ),
        ),
        _section(
            "agreements", "Agreements that end soon, and what is shared under them",
            (
                _line(words=one.title, due_at=one.ends_at, at=at, page="agreements")
                for one in ending.order_by("ends_at")
            ),
        ),
        _section(
            "untold", "Shared, and the child not told",
            (
                _line(
                    words=one.get_told_display(), since=one.from_at, due_at=one.until_at, at=at,
                    page="agreements",
                )
                for one in untold.exclude(told="told").order_by("from_at")
            ),
        ),
    ]  # fmt: skip


def _matters(agency: UUID, *, at: datetime) -> Section:
    return _section(
        "matters", "Matters that wait for an answer here",
        (
            _line(
                words=f"{one.get_kind_display()}: {ROLE_NAMES.get(one.at_role, one.at_role)}",
                due_at=one.due_at, at=at, page="escalations-waiting",
            )
            for one in open_at(agency=agency)
        ),
    )  # fmt: skip


def _lookers(agency: UUID, *, at: datetime) -> list[Line]:
    counted = (
        Look.objects.filter(owner_agency=agency, at__gt=at - A_DAY, at__lte=at)
        .values("member")
        .annotate(looks=Count("id"))
        .order_by("-looks", "member")[:10]
    )
    rows = list(counted)
    names = dict(
        Member.objects.filter(pk__in={row["member"] for row in rows}).values_list(
            "pk", "display_name"
        )
    )
    return [
        _line(
            words=f"{names[row['member']]}: {row['looks']} looks", at=at, page="looks",
            late=row["looks"] >= MANY_LOOKS,
        )
        for row in rows
    ]  # fmt: skip


def _providers(*, agency: UUID, at: datetime) -> list[Line]:
    held = visible(Commission).filter(owner_agency=agency).select_related("task")
    at_work, late, done = Counter[UUID](), Counter[UUID](), Counter[UUID]()
    for one in held:
        if one.state in AT_WORK:
            at_work[one.provider_id] += 1
            if one.task.due_at is not None and one.task.due_at <= at:
                late[one.provider_id] += 1
        elif one.submitted_at is not None and one.submitted_at > at - 28 * A_DAY:
            done[one.provider_id] += 1
    known = set(at_work) | set(done)
    names = dict(Agency.objects.filter(pk__in=known).values_list("pk", "name"))
    said = [
        _line(
            words=f"{one.owner_agency.name}: {one.get_kind_display().lower()}, {one.free} free"
            f"{f' of {one.of}' if one.of is not None else ''}, said on {one.said_at:%d %B}, holds"
            f" until {one.until_on:%d %B}",
            since=one.said_at, at=at, page="interview-queue" if one.kind == "interviews" else
            "settings", late=not one.free,
        )
        for one in capacities(at=at)
    ]  # fmt: skip
    return said + [
        _line(
            words=f"{names[one]}: {at_work[one]} under way, {late[one]} of them late,"
            f" {done[one]} written up in four weeks",
            at=at, page="interview-queue", late=bool(late[one]),
        )
        for one in sorted(known, key=lambda key: names[key])
    ]  # fmt: skip


def _episode(one: Episode, *, at: datetime, of: bool = False) -> Line:
    where = f", {one.owner_agency.name}" if of else ""
    return _line(
        words=f"{one.get_state_display()}, {one.level}{where}", child=one.child_id,
        reference=one.reference, since=one.reported_at, at=at, page="episode", key=one.reference,
        late=of and one.state == "open",
    )  # fmt: skip


def _interview(one: Task, *, at: datetime) -> Line:
    who = "Prevention interview" if one.kind == "prevention_interview" else "Return home interview"
    return _line(
        words=f"{who}, {one.assigned_agency.name}", child=one.child_id,
        reference=one.episode.reference, due_at=one.due_at, at=at, page="episode",
        key=one.episode.reference,
    )  # fmt: skip


def _section(key: str, title: str, lines: Iterable[Line]) -> Section:
    return {"key": key, "title": title, "lines": list(lines)}


def _line(
    *, words: str, at: datetime, page: str, key: object = "", child: UUID | None = None,
    reference: str = "", since: datetime | None = None, due_at: datetime | None = None,
    late: bool = False,
) -> Line:  # fmt: skip
    return {
        "words": words, "child": str(child) if child else "", "reference": reference,
        "since": since.isoformat() if since else "", "due_at": due_at.isoformat() if due_at else "",
        "late": late or (due_at is not None and due_at <= at), "page": page, "key": str(key),
    }  # fmt: skip
