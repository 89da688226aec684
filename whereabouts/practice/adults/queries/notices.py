"""Which warning notices there are, which hold, and what became of each."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from whereabouts.engines.notices import Standing, lapses_at, law_in_force
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.adults.models import Breach, ChildAtVisit, NoticeReview, WarningNotice


def notices_of(*, adult_id: UUID) -> list[WarningNotice]:
    """Return the notices to an adult, the latest first."""
    found = visible(WarningNotice).filter(adult=adult_id)
    return list(found.select_related("owner_agency", "authorised_by", "served_by").order_by("-id"))


def served_of_children(*, children: Iterable[UUID]) -> list[WarningNotice]:
    """Return the notices that were served and not ended by somebody, about some children.

    Whether each holds is asked of the law: see `holding`.
    """
    found = visible(WarningNotice).filter(child__in=list(children), state="served")
    return list(found.select_related("adult", "owner_agency").order_by("served_at", "id"))


def holding(
    *,
    notices: Collection[WarningNotice],
    standing: Standing | Mapping[UUID, Standing],
    at: datetime,
) -> list[WarningNotice]:
    """Return the notices that hold at a moment, by the law and what is known of the child now.

    What is kept in the row is never believed: a birthday, a move or an order that ended counts the
    moment it is known, whether or not a clock has run.
    """
    law, hold = law_in_force(), []
    for one in notices:
        known = standing if isinstance(standing, Standing) else standing.get(one.child_id)
        if one.state != "served" or one.served_at is None or known is None or one.served_at > at:
            continue
        ends = lapses_at(
            route=law.route(route_id=one.route), standing=known, served_at=one.served_at
        )
        if ends is None or at < ends:
            hold.append(one)
    return hold


def reviews_of(*, notices: Iterable[WarningNotice]) -> dict[UUID, list[NoticeReview]]:
    """Return the reviews of some notices, by notice, the latest first."""
    found: dict[UUID, list[NoticeReview]] = {}
    reviews = visible(NoticeReview).filter(notice__in=[one.pk for one in notices])
    for review in reviews.select_related("recorded_by").order_by("-reviewed_at", "-id"):
        found.setdefault(review.notice_id, []).append(review)
    return found


def breaches_of(*, notices: Iterable[WarningNotice]) -> dict[UUID, list[Breach]]:
    """Return the breaches of some notices, by notice, the latest first."""
    found: dict[UUID, list[Breach]] = {}
    breaches = visible(Breach).filter(notice__in=[one.pk for one in notices])
    for one in breaches.select_related("visited_by", "decided_by").order_by("-breached_at", "-id"):
        found.setdefault(one.notice_id, []).append(one)
    return found


def episodes_at_visits(*, breaches: Iterable[Breach]) -> dict[UUID, tuple[str, ...]]:
    """Return the references of the episodes that were opened at visits, by breach."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = visible(ChildAtVisit).filter(breach__in=[one.pk for one in breaches])
    for breach, reference in rows.order_by("recorded_at", "id").values_list(
        "breach_id", "episode__reference"
    ):
        found[breach] = (*found.get(breach, ()), reference)
    return found


def waiting_for_visit(*, agency: UUID) -> list[Breach]:
    """Return the breaches of an agency's notices after which nobody visited yet, or decided."""
    found = visible(Breach).filter(owner_agency=agency, decided_at__isnull=True)
    return list(found.select_related("notice__adult").order_by("visit_due_at", "id"))
