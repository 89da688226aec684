"""Where a notice leads that is not about an episode: a child's plan, a draft, help that lasts."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.adults.models import Breach, WarningNotice
from whereabouts.practice.community.models import CommunityReport
from whereabouts.practice.escalation.models import Escalation
from whereabouts.practice.governance.models import Request
from whereabouts.practice.meetings.models import Action, Meeting
from whereabouts.practice.partners.models import Conference, SchoolAbsence
from whereabouts.practice.plans.models import PlanDraft, TriggerPlan
from whereabouts.practice.street.models import StreetWord
from whereabouts.practice.support.models import (
    HelpSought,
    PanelItem,
    PlanAction,
    SeniorReview,
    SupportPlan,
)
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.placements.models import PlacementNotice, Setting

# "kind" of the subject → (table, the column that the page has in its address, the page)
PLACES: dict[str, tuple[Any, str, str]] = {
    "plan": (TriggerPlan, "child_id", "child-plan"),
    "plan_draft": (PlanDraft, "id", "plan-draft"),
    "support": (SupportPlan, "child_id", "child-support"),
    "support_action": (PlanAction, "child_id", "child-support"),
    "senior_review": (SeniorReview, "child_id", "child-support"),
    "child": (Child, "id", "child-sharing"),
    "request": (Request, "id", "governance-request"),
    "escalation": (Escalation, "id", "escalation-answer"),
    "raised": (Escalation, "id", "escalation"),
    "help_sought": (HelpSought, "child_id", "child-support"),
    "panel": (PanelItem, "child_id", "child-support"),
    "placement": (PlacementNotice, "placement_id", "placement"),
    "setting": (Setting, "id", "setting"),
    "conference": (Conference, "id", "conference"),
    "absence": (SchoolAbsence, "id", "school-absence"),
    "meeting": (Meeting, "id", "meeting"),
    "meeting_action": (Action, "id", "meeting-action"),
    "street_word": (StreetWord, "id", "street-word"),
    "adult": (Adult, "id", "adult"),
    "warning_notice": (WarningNotice, "id", "warning-notice"),
    "breach": (Breach, "notice_id", "warning-notice"),
    "community": (CommunityReport, "id", "community-report"),
}


class About(Protocol):
    """Something with a subject, "kind:key"."""

    @property
    def subject(self) -> str:
        """What it is about."""
        ...


def places_of(*, messages: Iterable[About]) -> dict[str, tuple[str, UUID]]:
    """Return subject → (the page's name, the key in its address), where it may be seen."""
    found: dict[str, tuple[str, UUID]] = {}
    wanted: dict[str, set[UUID]] = {}
    for one in messages:
        kind, _, key = one.subject.partition(":")
        if kind in PLACES:
            wanted.setdefault(kind, set()).add(UUID(key))
    for kind, keys in wanted.items():
        model, column, page = PLACES[kind]
        # A placement's notice is found by the placement that it is of.
        by = "placement_id" if kind == "placement" else "pk"
        rows = visible(model).filter(**{f"{by}__in": keys}).values_list(by, column)
        for key, address in rows:
            found[f"{kind}:{key}"] = (page, address)
    return found
