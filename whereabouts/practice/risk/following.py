"""What the record itself asks for, beside the rules: plans missing, referrals unsent, and the like.

Thresholds are [PROPOSED]. Later parts of the system take several of these over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.repeats import placements_in_force
from whereabouts.practice.plans.queries import live_plans, without_referral_decision
from whereabouts.practice.risk.lawful import notices_that_hold
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.risk.repeating import Again
from whereabouts.practice.support.actions.offers import HELP_SEEKING
from whereabouts.practice.support.vocabulary import CHILD, FAMILY, THE_CHILD
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people

HOLDER_FIRST = (
    "A warning notice about this child is in force. Go to its holder's addresses first; they are on"
    " the adult's record. Then review the notice."
)
NO_BETTER_AFTER = 6
WINDOW = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A task that follows from the record."""

    kind: str
    to: str
    because: str
    hours: float
    detail: str = ""
    fact: str = ""


def owed_by_record(
    *, episode: Episode, assessment: Assessment, standing: Again, at: datetime
) -> list[Owed]:
    """Return what the record asks for, given what the rules made of it, and the history."""
    fired = {row["rule"] for row in assessment.result["fired"]}
    facts = assessment.facts
    children = people.same_person_set(child_id=episode.child_id)
    owed = _owed_by_history(standing=standing, at=at)
    if "PLACEMENT" not in fired:
        owed += _owed_by_placement(facts=facts, at=at)
    if ({"RF10", "RF03"} & fired) and not live_plans(children=children):
        owed.append(Owed(kind="plan_required", to="missing_coordinator", because="B21", hours=24))
    if facts.get("violence_at_home"):
        owed += [
            Owed(kind="crime_record", to="supervisor", because="B15", hours=2),
            Owed(kind="strategy_discussion", to="childrens_social_care", because="B15", hours=24),
        ]
    links = people.adult_links_of(child_ids=children)
    # Without a link there is no notice, and nothing is asked for it.
    if links and notices_that_hold(children=children, at=at):
        hours = length_of(key="notice_holder_visited", at=at) / timedelta(hours=1)
        owed.append(
            Owed(
                kind="abduction_notice_followup", to="response_officer", because="B20",
                hours=hours, detail=HOLDER_FIRST,
            )
        )  # fmt: skip
    elif facts.get("with_adult_partner"):
        owed.append(
            Owed(kind="abduction_notice_followup", to="duty_inspector", because="B20", hours=24)
        )
    for proposal in people.flag_proposals_of(child_ids=children):
        if proposal.kind in ("cse", "cce"):
            owed.append(
                Owed(
                    kind=f"flag_proposal_{proposal.kind.upper()}",
                    to="missing_coordinator",
                    because="B03",
                    hours=24,
                )
            )
    if any(link.kind == "risk" for link in links):
        owed.append(
            Owed(kind="disruption_backlog", to="missing_coordinator", because="B19", hours=72)
        )
    before = episodes.all_earlier(children=children, before=episode)
    unsent = without_referral_decision(
        episodes=[one for one in before if one.back_at or one.closed_at]
    )
    if unsent:
        detail = f"Earlier episodes without a decision: {unsent}."
        owed.append(
            Owed(
                kind="unsent_referral_alarm",
                to="missing_coordinator",
                because="B16",
                hours=24,
                detail=detail,
            )
        )
    if _no_better(reported=[one.reported_at for one in before], at=episode.reported_at):
        owed.append(
            Owed(kind="no_improvement_escalation", to="superintendent", because="B28", hours=72)
        )
    return owed


def _owed_by_history(*, standing: Again, at: datetime) -> list[Owed]:
    """Return what the definitions of a repeat ask for, and what a family that called again does."""
    asks, owed = standing.asks, []
    labels = "; ".join(one.definition.label for one in standing.held if one.definition.asks)
    meeting = length_of(key="strategy_meeting_repeat", at=at) / timedelta(hours=1)
    if "strategy_meeting" in asks:
        owed.append(
            Owed(
                kind="strategy_meeting_request", to="childrens_social_care", because="B18",
                hours=meeting, detail=labels,
            )
        )  # fmt: skip
    if "plan" in asks and not standing.planned:
        made = length_of(key="support_plan_made", at=at) / timedelta(hours=1)
        owed.append(
            Owed(
                kind="support_plan_required", to="childrens_social_care", because="B21",
                hours=made, detail=labels,
            )
        )  # fmt: skip
    return owed + _owed_to_callers(standing=standing, hours=meeting)


def _owed_by_placement(*, facts: Mapping[str, Any], at: datetime) -> list[Owed]:
    """Return the review of a placement from which the child went again and again, soon after."""
    before, days = facts.get("episodes_since_placement"), facts.get("days_since_placement")
    if before is None or days is None:
        return []
    return [
        Owed(
            kind="placement_review", to="responsible_authority", because="B21",
            hours=length_of(key="placement_reviewed", at=at) / timedelta(hours=1),
            detail=f"{one.label}.",
        )
        for one in placements_in_force(on=at.date())
        if before + 1 >= one.at_least and (one.days is None or days <= one.days)
    ]  # fmt: skip


def _owed_to_callers(*, standing: Again, hours: float) -> list[Owed]:
    """Return the offer that whoever has called again and again is owed: the child their own."""
    callers = {who for who, one in standing.callers if "help_offer" in one.definition.asks}
    owed = []
    if callers - {THE_CHILD} and FAMILY not in standing.owed:
        owed.append(
            Owed(
                kind=HELP_SEEKING, to="responsible_authority", because="B47", hours=hours,
                detail="Offer help to the family, with somebody by name whom they can ask.",
            )
        )  # fmt: skip
    if THE_CHILD in callers and CHILD not in standing.owed:
        owed.append(
            Owed(
                kind=HELP_SEEKING, to="responsible_authority", because="B47", hours=hours,
                detail="The child has asked again and again: offer them help, and name somebody.",
                fact=CHILD,
            )
        )  # fmt: skip
    return owed


def _no_better(*, reported: list[datetime], at: datetime) -> bool:
    """Return whether the last 90 days saw many episodes, and no fewer than the 90 before."""
    last = sum(1 for when in reported if at - WINDOW <= when < at)
    previous = sum(1 for when in reported if at - 2 * WINDOW <= when < at - WINDOW)
    return last >= NO_BETTER_AFTER and last >= previous
