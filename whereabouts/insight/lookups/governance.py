"""What information governance has to do: requests, bundles to read over, runs of retention."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.governance import queries, rules
from whereabouts.practice.governance.gate import request_for
from whereabouts.practice.governance.models import Bundle, Request
from whereabouts.records.people.queries import display_name, display_names

MOST = 100
SUBJECTS = dict(rules.SUBJECTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """What somebody asked of a record."""

    key: UUID
    name: str
    kind: str
    kind_key: str
    asker: str
    asked_by: str
    words: str
    asked_at: datetime
    due_at: datetime
    overdue: bool
    state: str
    state_key: str
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLine:
    """One line of a bundle, as it goes, or that it is withheld and why."""

    section: str
    words: str
    at: str
    goes: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """A request with its bundle, where there is one."""

    request: RequestLine
    lines: tuple[BundleLine, ...]
    made_by: str
    made_at: datetime | None
    mine: bool
    goes: int
    withheld: int
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A run that counted what had reached its time."""

    key: UUID
    subject: str
    rule: str
    run_at: datetime
    by: str
    mine: bool
    cutoff: date
    found: int
    held: int
    named: int
    cap: int
    state: str
    state_key: str
    decided_by: str
    decided_at: datetime | None
    because: str
    of: int
    large: bool
    erase_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    undone_because: str
    erased_at: datetime | None
    rows: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """How long the records of a subject are kept, and by what that is said."""

    subject: str
    words: str
    title: str
    source: str
    status: str
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPage:
    """The rules that hold, a subject each, with their sources, and the runs."""

    kept: tuple[KeptLine, ...]
    refused: str
    runs: tuple[RunLine, ...]
    bin_days: int = 0


@lookup(needs=Permission.RECORDS_GOVERN)
def requests_page(
    *, actor: Actor, at: datetime
) -> tuple[tuple[RequestLine, ...], tuple[RequestLine, ...]]:
    """Return what waits for an answer, and what was answered; a look at every child named."""
    waiting = list(queries.requests_now()[:MOST])
    answered = list(queries.requests_answered()[:MOST])
    names = _named([*waiting, *answered], actor=actor, at=at)
    return (
        tuple(_request(one, names=names, at=at) for one in waiting),
        tuple(_request(one, names=names, at=at) for one in answered),
    )


@lookup(needs=Permission.RECORDS_GOVERN)
def request_page(*, actor: Actor, at: datetime, request_id: UUID) -> RequestPage:
    """Return a request with its bundle to read over; a look.

    :raises NotVisible: there is none for this actor.
    """
    found = request_for(actor, request_id=request_id)
    bundle = Bundle.objects.filter(request=found).select_related("recorded_by").first()
    name = display_name(child_id=found.child_id)
    record_look(
        kind="view", page="bundle", by=actor, at=at, subjects=[found.child_id],
        shown=["name", "bundle"],
    )  # fmt: skip
    return RequestPage(
        request=_request(found, names={found.child_id: name}, at=at),
        lines=tuple(BundleLine(**line) for line in bundle.lines) if bundle else (),
        made_by=bundle.recorded_by.display_name if bundle else "",
        made_at=bundle.made_at if bundle else None,
        mine=bool(bundle and bundle.recorded_by_id == actor.member_id),
        goes=bundle.goes if bundle else 0,
        withheld=bundle.withheld if bundle else 0,
        released_at=bundle.released_at if bundle else None,
    )


@lookup(needs=Permission.RECORDS_GOVERN)
def retention_page(*, actor: Actor, at: datetime) -> RetentionPage:
    """Return the rules that hold for the actor's agency, and its runs; it shows nobody."""
    how = rules.erasing_on(on=london_date(instant=at))
    runs = tuple(_run(one, actor=actor, share=how.share) for one in queries.runs()[:MOST])
    try:
        held = rules.all_for(agency_kind=actor.agency_kind, on=london_date(instant=at))
    except rules.NoRule as refused:
        return RetentionPage(kept=(), refused=str(refused), runs=runs)
    return RetentionPage(
        kept=tuple(
            KeptLine(
                subject=one.subject, words=SUBJECTS[one.subject], title=one.title,
                source=one.source, status=one.status, cap=one.cap,
            )
            for one in held
        ),
        refused="", runs=runs, bin_days=how.bin_days,
    )  # fmt: skip


def retention_subjects() -> list[tuple[str, str]]:
    """Return whose records a run may be about, in words."""
    return list(rules.SUBJECTS)


def request_kinds() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what may be asked, and who may ask, in words."""
    return list(rules.KINDS), list(rules.ASKERS)


def _named(found: list[Request], *, actor: Actor, at: datetime) -> dict[UUID, str]:
    children = {one.child_id for one in found}
    if children:
        record_look(
            kind="view", page="requests", by=actor, at=at, subjects=sorted(children),
            shown=["name", "requests"],
        )  # fmt: skip
    return display_names(child_ids=children)


def _request(one: Request, *, names: dict[UUID, str], at: datetime) -> RequestLine:
    return RequestLine(
        key=one.pk, name=names.get(one.child_id, ""), kind=one.get_kind_display(),
        kind_key=one.kind, asker=one.get_asker_display(), asked_by=one.asked_by, words=one.words,
        asked_at=one.asked_at, due_at=one.due_at,
        overdue=one.answered_at is None and one.due_at <= at, state=one.get_state_display(),
        state_key=one.state, answer=one.answer, answered_at=one.answered_at,
        answered_by=one.answered_by.display_name if one.answered_by else "",
    )  # fmt: skip


def _run(one: Any, *, actor: Actor, share: float) -> RunLine:
    return RunLine(
        key=one.pk, subject=SUBJECTS[one.subject], rule=one.rule, run_at=one.run_at,
        by=one.recorded_by.display_name, mine=one.recorded_by_id == actor.member_id,
        cutoff=one.cutoff, found=one.found,
        held=one.held, named=len(one.named), cap=one.cap, state=one.get_state_display(),
        state_key=one.state, decided_by=one.decided_by.display_name if one.decided_by else "",
        decided_at=one.decided_at, because=one.because, of=one.of,
        large=rules.is_large(named=len(one.named), of=one.of, share=share),
        erase_at=one.erase_at, undone_at=one.undone_at, undone_because=one.undone_because,
        undone_by=one.undone_by.display_name if one.undone_by else "",
        erased_at=one.erased_at, rows=one.rows, lines=one.lines,
    )  # fmt: skip
