"""Questions about community reports; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.community import rules
from whereabouts.practice.community.models import (
    Campaign,
    CommunityReport,
    ReportLink,
    ReportOutcome,
)


def campaign_of(*, code: str, on: date, agency: UUID | None = None) -> Campaign | None:
    """Return the campaign whose word it is and that runs on a day, or None.

    Asked outside any scope too, by the public form: a campaign names nobody.
    """
    kept = rules.code_as_kept(text=code)
    found = Campaign.objects.filter(code=kept).select_related("owner_agency").first()
    if found is None or not rules.runs_on(
        from_on=found.from_on, until_on=found.until_on, on=on
    ):  # fmt: skip
        return None
    return found if agency is None or found.owner_agency_id == agency else None


def reports(
    *, since: datetime | None = None, campaign: UUID | None = None
) -> list[CommunityReport]:
    """Return the reports to the agency, those that nobody looked at first."""
    found = visible(CommunityReport).select_related("campaign", "looked_by")
    if since is not None:
        found = found.filter(told_at__gte=since)
    if campaign is not None:
        found = found.filter(campaign=campaign)
    return sorted(found.order_by("-told_at", "-id"), key=lambda one: one.state != "new")


def campaigns(*, agency: UUID) -> list[Campaign]:
    """Return an agency's campaigns, the latest first."""
    return list(Campaign.objects.filter(owner_agency=agency).order_by("-from_on", "-id"))


def about(*, reports: Iterable[UUID]) -> list[tuple[UUID, UUID | None, UUID | None]]:
    """Return (report, child, adult) of what some reports are about: one of the two in each."""
    links = visible(ReportLink).filter(report__in=list(reports))
    return list(links.values_list("report", "child", "adult"))


def links_of(*, reports: Iterable[CommunityReport]) -> dict[UUID, list[ReportLink]]:
    """Return what some reports are about, by report."""
    found: dict[UUID, list[ReportLink]] = {}
    links = visible(ReportLink).filter(report__in=[one.pk for one in reports])
    for link in links.select_related("adult", "recorded_by").order_by("linked_at", "id"):
        found.setdefault(link.report_id, []).append(link)
    return found


def outcomes_of(*, reports: Iterable[CommunityReport]) -> dict[UUID, list[ReportOutcome]]:
    """Return what came of some reports, by report, the first step first."""
    found: dict[UUID, list[ReportOutcome]] = {}
    outcomes = visible(ReportOutcome).filter(report__in=[one.pk for one in reports])
    for one in outcomes.select_related("recorded_by").order_by("came_at", "id"):
        found.setdefault(one.report_id, []).append(one)
    return found


def told_of_place(*, postcode: str) -> list[CommunityReport]:
    """Return the reports of a postcode, the latest first."""
    wanted = rules.code_as_kept(text=postcode)
    if not wanted:
        return []
    return [
        one
        for one in visible(CommunityReport).exclude(postcode="").order_by("-told_at", "-id")
        if rules.code_as_kept(text=one.postcode) == wanted
    ]
