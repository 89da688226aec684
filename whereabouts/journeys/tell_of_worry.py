"""Somebody in the street, a hotel, a taxi tells of a child they worry about; what comes of it."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import every_force, system_actor
from whereabouts.journeys.door import journey
from whereabouts.practice.community import actions as community
from whereabouts.practice.community.actions import (
    AlreadySaid,
    CodeTaken,
    Incomplete,
    ReportClosed,
    Worry,
)
from whereabouts.practice.community.gate import campaign_for, report_for
from whereabouts.practice.community.queries import campaign_of
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.gate import adult_for, child_for

__all__ = [
    "AlreadySaid", "CodeTaken", "Incomplete", "ReportClosed", "Worry", "begin_campaign",
    "close_worry", "end_campaign", "for_force", "link_worry", "look_into_worry", "note_outcome",
    "tell_by_form", "tell_by_phone",
]  # fmt: skip

KIND, PUBLIC = "R", "public"


def for_force(*, force: UUID | None, code: str, at: datetime) -> Actor | None:
    """Return the force that a form is for as an actor who may do nothing but tell it; or None.

    A campaign's word says which force; else the one that was chosen.
    """
    campaign = campaign_of(code=code, on=at.date()) if code.strip() else None
    agency = campaign.owner_agency_id if campaign is not None else force
    if agency is None or agency not in every_force():
        return None
    clock = system_actor(agency=agency, at=at)
    return Actor(
        member_id=clock.member_id,
        agency_id=clock.agency_id,
        agency_kind=clock.agency_kind,
        roles=frozenset({PUBLIC}),
        calendar=clock.calendar,
        purpose="public form",
        name="Somebody on the public form",
    )


@journey(needs=Permission.COMMUNITY_SAY)
def tell_by_form(*, actor: Actor, worry: Worry, at: datetime) -> str:
    """Keep what somebody told on the public form, and return its reference.

    :raises Incomplete: nobody can tell where, or what.
    """
    return _take(worry, "form", actor, at)


@journey(needs=Permission.COMMUNITY_LOOK)
def tell_by_phone(*, actor: Actor, worry: Worry, at: datetime) -> str:
    """Keep what somebody told on the telephone, with the campaign's word if they gave it.

    :raises Incomplete: nobody can tell where, or what.
    """
    return _take(worry, "phone", actor, at)


@journey(needs=Permission.COMMUNITY_LOOK)
def look_into_worry(*, actor: Actor, report_id: UUID, at: datetime) -> None:
    """Say that somebody looks into it.

    :raises NotVisible: there is none for this actor.
    """
    community.look_into(report=report_for(actor, report_id=report_id), by=actor, at=at)


@journey(needs=Permission.COMMUNITY_LOOK)
def link_worry(
    *,
    actor: Actor,
    report_id: UUID,
    because: str,
    at: datetime,
    child_id: UUID | None = None,
    adult_id: UUID | None = None,
    reference: str = "",
) -> None:
    """Say which child, or adult, it is about, and why; a child also by an episode's reference.

    :raises NotVisible: there is no such report, child, episode or adult for this actor.
    :raises Incomplete: nobody is named, or nobody says why.
    :raises AlreadySaid: that is on record.
    :raises ReportClosed: it was closed.
    """
    report = report_for(actor, report_id=report_id)
    if reference.strip():
        child_id = episode_for(actor, reference=reference).child_id
    if (child_id is None) == (adult_id is None):
        raise Incomplete(("reference",))
    community.link_report(
        report=report,
        because=because,
        child=child_for(actor, child_id=child_id) if child_id else None,
        adult=adult_for(actor, adult_id=adult_id) if adult_id else None,
        by=actor,
        at=at,
    )


@journey(needs=Permission.COMMUNITY_LOOK)
def note_outcome(
    *, actor: Actor, report_id: UUID, kind: str, words: str, at: datetime, people: int = 1
) -> None:
    """Keep what came of it: one step of the way from a call to a child who is safer.

    :raises NotVisible: there is none for this actor.
    :raises Incomplete: nobody says what.
    :raises AlreadySaid: that step is on record.
    """
    report = report_for(actor, report_id=report_id)
    community.note_outcome(
        report=report, kind=kind, words=words, people=people, by=actor, at=at
    )  # fmt: skip


@journey(needs=Permission.COMMUNITY_LOOK)
def close_worry(*, actor: Actor, report_id: UUID, words: str, at: datetime) -> None:
    """Close it, with what came of it in words.

    :raises NotVisible: there is none for this actor.
    :raises Incomplete: nobody says what came of it.
    :raises ReportClosed: it was closed.
    """
    report = report_for(actor, report_id=report_id)
    community.close_report(report=report, words=words, by=actor, at=at)


@journey(needs=Permission.CAMPAIGN_SET)
def begin_campaign(
    *,
    actor: Actor,
    name: str,
    code: str,
    audiences: Sequence[str],
    from_on: date,
    at: datetime,
    until_on: date | None = None,
) -> UUID:
    """Begin a campaign of the actor's force, and return its key.

    :raises Incomplete: it has no name, no word, or ends before it begins.
    :raises CodeTaken: another campaign, of any force, has the word.
    """
    made = community.begin_campaign(
        name=name, code=code, audiences=audiences, from_on=from_on, until_on=until_on,
        by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.CAMPAIGN_SET)
def end_campaign(
    *, actor: Actor, campaign_id: UUID, at: datetime, people_reached: int | None = None
) -> None:
    """End a campaign today.

    :raises NotVisible: the actor's force has none.
    """
    campaign = campaign_for(actor, campaign_id=campaign_id)
    community.end_campaign(campaign=campaign, people_reached=people_reached, by=actor, at=at)


def _take(worry: Worry, channel: str, actor: Actor, at: datetime) -> str:
    campaign = campaign_of(code=worry.code, on=at.date(), agency=actor.agency_id)
    made = community.take_report(
        reference=new_reference(
            random_bytes=secrets.token_bytes(RANDOM_BYTES_NEEDED), kind=KIND
        ),
        worry=worry, channel=channel, campaign=campaign, by=actor, at=at,
    )  # fmt: skip
    return made.reference
