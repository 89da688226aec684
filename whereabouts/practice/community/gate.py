"""A community report, or a campaign, for somebody: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.community.models import Campaign, CommunityReport


def report_for(actor: Actor, *, report_id: UUID) -> CommunityReport:
    """Return a report to the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(CommunityReport, pk=report_id)


def campaign_for(actor: Actor, *, campaign_id: UUID) -> Campaign:
    """Return a campaign of the actor's agency.

    :raises NotVisible: there is none.
    """
    return one(Campaign, pk=campaign_id, owner_agency=actor.agency_id)
