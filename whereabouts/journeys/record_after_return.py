"""Take the report of a child who is back already: an episode with its follow-up, and no search."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.locate_child import AdultSeen, Found, locate_child
from whereabouts.journeys.report_missing import KeyUsedOtherwise, NotUsable, report_missing
from whereabouts.journeys.told import Receipt, Told
from whereabouts.records.people.actions import BadDate, BadName
from whereabouts.records.reports.queries import taken_before

__all__ = ["BadDate", "BadName", "KeyUsedOtherwise", "NotUsable", "record_after_return"]


@journey(needs=Permission.REPORT_TAKE)
def record_after_return(
    *,
    actor: Actor,
    told: Told,
    found: Found,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
) -> Receipt:
    """Take a report of a child who came back before it, and go straight to "back".

    Everything that follows a return follows this one; said again with the same key, nothing is
    done twice.

    :raises NotUsable, KeyUsedOtherwise, NotVisible, UnknownFact, BadValue, BadDate, BadName: as
        taking a report.
    :raises NotInList, NotYet: as recording a return.
    """
    again = taken_before(agency=actor.agency_id, idempotency_key=told.idempotency_key)
    receipt = report_missing(actor=actor, told=replace(told, after_return=True), at=at)
    if not again:
        back = replace(found, already_there=True)
        locate_child(
            actor=actor, reference=receipt.reference, found=back, adults=adults, at=at
        )  # fmt: skip
    return receipt
