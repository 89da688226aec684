"""What the community tells: the list, one report, and the funnel to outcomes by campaign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import every_force
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.community import queries, rules, vocabulary
from whereabouts.practice.community.gate import report_for
from whereabouts.practice.community.models import CommunityReport, ReportOutcome
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Adult

SOURCES = vocabulary.SOURCES
OUTCOMES = vocabulary.OUTCOMES
STEP_WORDS = {
    "told": "Told", "looked": "Looked at", **dict(OUTCOMES), "children": "Children made safer",
}  # fmt: skip
SHOWN_BACK = timedelta(days=365)
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in a line."""

    report_id: UUID
    reference: str
    told_at: datetime
    source: str
    place: str
    campaign: str
    state: str
    state_words: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """How far the reports of one campaign, or one kind of source, led."""

    label: str
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign of the force."""

    campaign_id: UUID
    name: str
    code: str
    audiences: tuple[str, ...]
    from_on: date
    until_on: date | None
    people_reached: int | None
    runs: bool
    reports: int
    # Flags of exploitation that the force raised: in as many days before it, and in its days.
    raised_before: int
    raised_during: int


@dataclass(frozen=True, kw_only=True)
class CommunityView:
    """The list of what was told, with the funnel."""

    rows: tuple[ReportRow, ...]
    columns: tuple[str, ...]
    by_source: tuple[FunnelRow, ...]
    by_campaign: tuple[FunnelRow, ...]
    campaigns: tuple[CampaignLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutLine:
    """A child or an adult whom a report is about."""

    kind: str
    key: UUID
    words: str
    because: str


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """One report as told, what it is about, and what came of it."""

    row: ReportRow
    channel: str
    happened_at: datetime | None
    postcode: str
    vehicle: str
    words: str
    of_child: str
    of_adult: str
    reporter_name: str
    reporter_contact: str
    looked_by: str
    close_words: str
    about: tuple[AboutLine, ...]
    outcomes: tuple[tuple[str, str, int, datetime, str], ...]
    same_place: tuple[ReportRow, ...]
    left: tuple[tuple[str, str], ...]


def forces_to_tell() -> tuple[tuple[UUID, str], ...]:
    """Return the forces that the public form offers; it names no person and needs no scope."""
    found = Agency.objects.filter(pk__in=every_force()).order_by("name")
    return tuple(found.values_list("pk", "name"))


@lookup(needs=Permission.COMMUNITY_LOOK)
def community_page(*, actor: Actor, at: datetime) -> CommunityView:
    """Return what was told to the actor's force in a year, and how far it led."""
    found = queries.reports(since=at - SHOWN_BACK)
    outcomes = queries.outcomes_of(reports=found)
    campaigns = queries.campaigns(agency=actor.agency_id)
    record_look(
        kind="list", page="community", by=actor, at=at, subjects=(), shown=["community reports"]
    )  # fmt: skip
    told: dict[UUID, int] = {}
    for one in found:
        if one.campaign_id:
            told[one.campaign_id] = told.get(one.campaign_id, 0) + 1
    words = dict(SOURCES)
    raised = [
        london_date(instant=one) for one in people.exploitation_raised(agency=actor.agency_id)
    ] if campaigns else []  # fmt: skip
    return CommunityView(
        rows=tuple(_row(one) for one in found[:MOST]),
        columns=tuple(STEP_WORDS[step] for step in (*rules.STEPS, "children")),
        by_source=tuple(
            _funnel(words[source], of, outcomes)
            for source, _ in SOURCES
            if (of := [one for one in found if one.source == source])
        ),
        by_campaign=tuple(
            _funnel(name, of, outcomes)
            for name, key in [*((one.name, one.pk) for one in campaigns), ("No campaign", None)]
            if (of := [one for one in found if one.campaign_id == key])
        ),
        campaigns=tuple(
            CampaignLine(
                raised_before=before,
                raised_during=during,
                campaign_id=one.pk,
                name=one.name,
                code=one.code,
                audiences=tuple(words[key] for key in one.audiences if key in words),
                from_on=one.from_on,
                until_on=one.until_on,
                people_reached=one.people_reached,
                runs=rules.runs_on(from_on=one.from_on, until_on=one.until_on, on=at.date()),
                reports=told.get(one.pk, 0),
            )
            for one in campaigns
            for before, during in [
                rules.raised_by_then(
                    raised=raised, from_on=one.from_on, until_on=one.until_on,
                    on=london_date(instant=at),
                )
            ]
        ),
    )  # fmt: skip


@lookup(needs=Permission.COMMUNITY_LOOK)
def community_report_page(*, actor: Actor, report_id: UUID, at: datetime) -> ReportView:
    """Return one report.

    :raises NotVisible: there is none for this actor.
    """
    report = report_for(actor, report_id=report_id)
    links = queries.links_of(reports=[report]).get(report.pk, [])
    names = people.display_names(child_ids=[one.child_id for one in links if one.child_id])
    outcomes = queries.outcomes_of(reports=[report]).get(report.pk, [])
    record_look(
        kind="view", page="community-report", by=actor, at=at, shown=["community report"],
        subjects={one.child_id for one in links if one.child_id},
    )  # fmt: skip
    said = {one.kind for one in outcomes}
    return ReportView(
        row=_row(report),
        channel=report.get_channel_display(),
        happened_at=report.happened_at,
        postcode=report.postcode,
        vehicle=report.vehicle,
        words=report.words,
        of_child=report.of_child,
        of_adult=report.of_adult,
        reporter_name=report.reporter_name,
        reporter_contact=report.reporter_contact,
        looked_by=report.looked_by.display_name if report.looked_by else "",
        close_words=report.close_words,
        about=tuple(
            AboutLine(kind="adult", key=one.adult.pk, words=one.adult.name, because=one.because)
            if one.adult is not None
            else AboutLine(kind="child", key=key, words=names.get(key, ""), because=one.because)
            for one in links
            for key in [one.child_id or report.pk]
        ),
        outcomes=tuple(
            (one.get_kind_display(), one.words, one.people, one.came_at,
             one.recorded_by.display_name)
            for one in outcomes
        ),
        same_place=tuple(
            _row(one)
            for one in queries.told_of_place(postcode=report.postcode)
            if one.pk != report.pk
        ),
        left=tuple((key, words) for key, words in OUTCOMES if key not in said),
    )  # fmt: skip


@lookup(needs=Permission.ADULT_LOOK)
def whom_it_may_concern(
    *, actor: Actor, at: datetime
) -> tuple[tuple[UUID, str], ...]:  # fmt: skip
    """Return the adults of the actor's own force, to choose one whom a report is about."""
    if actor.agency_kind not in POLICE_KINDS:
        return ()
    found = visible(Adult).filter(owner_agency=actor.agency_id).order_by("name", "id")
    return tuple(found.values_list("pk", "name")[:MOST])


def _row(one: CommunityReport) -> ReportRow:
    return ReportRow(
        report_id=one.pk,
        reference=one.reference,
        told_at=one.told_at,
        source=one.get_source_display(),
        place=one.place,
        campaign=one.campaign.name if one.campaign else "",
        state=one.state,
        state_words=one.get_state_display(),
        now=one.now,
    )


def _funnel(
    label: str, reports: Iterable[CommunityReport], outcomes: dict[UUID, list[ReportOutcome]]
) -> FunnelRow:
    counted = rules.funnel(
        reports=[
            {
                "looked": one.looked_at is not None,
                "outcomes": {step.kind: step.people for step in outcomes.get(one.pk, [])},
            }
            for one in reports
        ]
    )
    steps: Sequence[str] = (*rules.STEPS, "children")
    return FunnelRow(label=label, steps=tuple((STEP_WORDS[step], counted[step]) for step in steps))
