"""Open an episode for a child whom an officer found and nobody had reported."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.locate_child import AdultSeen, Found, locate_child
from whereabouts.journeys.report_missing import KeyUsedOtherwise, NotUsable, report_missing
from whereabouts.journeys.told import Receipt, Told
from whereabouts.practice.investigation.actions import ask
from whereabouts.practice.risk.arranging import whom
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.actions import BadDate, BadName
from whereabouts.records.reports.queries import taken_before

__all__ = ["BadDate", "BadName", "KeyUsedOtherwise", "NotUsable", "open_for_found_child"]

WHY = "why_not_reported"


@journey(needs=Permission.REPORT_TAKE)
def open_for_found_child(
    *,
    actor: Actor,
    told: Told,
    found: Found,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
) -> Receipt:
    """Open an episode for a child who was away and whom nobody had missed: located, not yet back.

    That nobody reported them is kept: why not is asked of whoever should have (HMIC 2016, B50).
    Said again with the same key, nothing is done twice.

    :raises NotUsable, KeyUsedOtherwise, NotVisible, UnknownFact, BadValue, BadDate, BadName: as
        taking a report.
    :raises NotInList, NotYet: as recording a return.
    """
    officer = replace(
        told, unreported=True, channel="officer", reporter_name=told.reporter_name or actor.name
    )
    again = taken_before(agency=actor.agency_id, idempotency_key=told.idempotency_key)
    receipt = report_missing(actor=actor, told=officer, at=at)
    if not again:
        locate_child(actor=actor, reference=receipt.reference, found=found, adults=adults, at=at)
        _ask_why(reference=receipt.reference, by=actor, at=at)
    return receipt


def _ask_why(*, reference: str, by: Actor, at: datetime) -> None:
    """Ask whoever should have reported the child why nobody did: the home, or the authority."""
    episode = episode_for(by, reference=reference)
    if not episode.unreported:
        return  # somebody had reported the child after all: it is that episode
    agency, role = whom(episode=episode, to="childrens_home", at=at)
    ask(
        episode=episode, kind=WHY, to_role=role, assigned_agency=agency, because="B50",
        due_at=at + length_of(key=WHY, at=at), by=by, at=at,
    )  # fmt: skip
