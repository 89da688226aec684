"""Calls for help that no episode came of: come again and again, they leave an offer owed (B47).

What leads to an episode is weighed with it (`following.py`); here it is the call itself that asks.
"""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.repeats import asked_for
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.risk.around import around
from whereabouts.practice.risk.repeating import HOLDERS
from whereabouts.practice.support import actions as support
from whereabouts.practice.support import queries
from whereabouts.practice.support.actions.offers import left_to_those_who_asked
from whereabouts.practice.support.models import HelpSought
from whereabouts.practice.support.vocabulary import CHILD, FAMILY
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.queries import same_person_set

TEXTS = {
    CHILD: "A child has called for help again and again. Offer it, with somebody by name.",
    FAMILY: "A family has called for help again and again. Offer it, with somebody by name.",
}


def owe_help_for_calls(*, child: UUID, by: Actor, at: datetime) -> None:
    """Owe an offer to whoever has called often enough for the child since they were last offered.

    Calls are counted in every force that is seen from here, and each occasion owes one offer: what
    an episode or an earlier call left owed is enough. Where a definition asks for a discussion, the
    child is put before the panel of the agency that was called.
    """
    children = same_person_set(child_id=child)
    callers = queries.callers_of(
        children=children, at=at, after=queries.help_offered_at(children=children)
    )
    asking = [(who, one) for who, one in callers if "help_offer" in one.definition.asks]
    if not asking:
        return
    owed = {one.to_whom for one in queries.help_owed(children=children)}
    owed |= left_to_those_who_asked(children=children)
    for to in (CHILD, FAMILY):
        theirs = [one for who, one in asking if queries.owed_to(relation=who) == to]
        if not theirs or to in owed:
            continue
        definitions = sorted({one.definition.id for one in theirs})
        sought = _owe(
            child=child, to=to, definitions=definitions,
            calls=max(one.count for one in theirs), by=by, at=at,
        )  # fmt: skip
        meets = "strategy_meeting" in asked_for(standing=theirs) and by.agency_kind in HOLDERS
        if sought is not None and meets:
            support.open_panel(child_id=child, thresholds=definitions, by=by, at=at)


def _owe(
    *, child: UUID, to: str, definitions: list[str], calls: int, by: Actor, at: datetime
) -> HelpSought | None:
    known = around(children=same_person_set(child_id=child), actor=by, at=at)
    agency, kind = by.agency_id, by.agency_kind
    if known.responsible is not None:
        agency, kind = known.responsible.pk, known.responsible.kind
    sought = support.owe_help(
        child=child, to_whom=to, definitions=definitions, calls=calls, agency=agency,
        role=FOLLOWS_UP.get(kind, "missing_coordinator"), by=by, at=at,
    )  # fmt: skip
    if sought is None:
        return None
    if agency != by.agency_id:
        relate_to_child(
            child_id=child, agency=agency, kind="allocated", at=at, because="help_sought"
        )
    tell_of_help_sought(sought=sought, step="asked", by=by, at=at)
    return sought


def tell_of_help_sought(*, sought: HelpSought, step: str, by: Actor, at: datetime) -> None:
    """Tell whoever is to offer help that it is owed; the notice names nobody."""
    promise(
        key=f"help_sought:{sought.pk}:{step}",
        kind="help_sought",
        subject=f"help_sought:{sought.pk}",
        from_agency=by.agency_id,
        to_agency=sought.assigned_agency_id,
        to_role=sought.to_role,
        text=TEXTS[sought.to_whom],
        at=at,
        child=sought.child_id,
    )
