"""Count what has reached its time; agree to it or refuse; undo it while it lies in the bin."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.journeys.door import journey
from whereabouts.practice.adults.queries import in_use, served_of_children
from whereabouts.practice.community.queries import about
from whereabouts.practice.governance import actions as governance
from whereabouts.practice.governance import others, queries, rules
from whereabouts.practice.governance.actions import (
    AboveTheCap,
    AlreadyAnswered,
    AnotherDecides,
    NothingToUndo,
)
from whereabouts.practice.governance.gate import run_for
from whereabouts.practice.governance.rules import NoRule
from whereabouts.practice.meetings.queries import still_acting
from whereabouts.practice.plans.queries import live_plans
from whereabouts.records.episodes.queries import of_children as episodes_of
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people.queries import linked_with, same_person_sets
from whereabouts.records.placements.queries import of_children

__all__ = [
    "AboveTheCap", "AlreadyAnswered", "AnotherDecides", "NoReason", "NoRule", "NothingToUndo",
    "decide_retention", "run_retention", "undo_retention",
]  # fmt: skip


class NoReason(Exception):
    """It is done in somebody's name, who gave no reason; `field` names it."""

    field = "because"


@journey(needs=Permission.RECORDS_GOVERN)
def run_retention(*, actor: Actor, at: datetime, subject: str = rules.CHILDREN) -> UUID:
    """Count what of the agency's has reached its time: a dry run, on which a second person decides.

    Of adults, reports, meetings and operations it is the agency's own clock that looks: whoever
    runs it learns how many there are, and sees none of them.

    :raises NoRule: nothing says how long such an agency keeps records.
    :raises AboveTheCap: more has reached its time than one run may name.
    :raises AlreadyAnswered: a run waits for its second person.
    """
    today = london_date(instant=at)
    rule = rules.retention_for(agency_kind=actor.agency_kind, on=today, subject=subject)
    if subject != rules.CHILDREN:
        return _run_of_others(rule=rule, on=today, actor=actor, at=at)
    cutoff, due = queries.due(rule=rule, on=today)
    sets = same_person_sets(child_ids={child for _, child in due})
    everybody = {key for same in sets.values() for key in same}
    held = queries.held_back(due=due, more=_in_use(children=everybody, at=at), at=at)
    named = [episode for episode, child in due if child not in held]
    made = governance.keep_run(
        rule=rule, cutoff=cutoff, named=named, held=len(due) - len(named),
        of=queries.episodes_kept(), by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.RECORDS_GOVERN)
def decide_retention(
    *, actor: Actor, run_id: UUID, agreed: bool, because: str, at: datetime
) -> None:
    """Agree to a run that somebody else made, or refuse it with the reason.

    Agreed to, what is personal in every row about those children goes into the bin, and is erased
    once its days are over, unless somebody undoes it.

    :raises NotVisible: there is none for this actor.
    :raises NoReason: there is no reason.
    :raises NoRule: nothing says how records are erased.
    :raises AnotherDecides: the actor ran it.
    :raises AlreadyAnswered: it is decided.
    """
    found = run_for(actor, run_id=run_id)
    if not because.strip():
        raise NoReason("Write what you looked at.")
    how = rules.erasing_on(on=london_date(instant=at))
    governance.decide_run(run=found, agreed=agreed, because=because, how=how, by=actor, at=at)


@journey(needs=Permission.RECORDS_GOVERN)
def undo_retention(*, actor: Actor, run_id: UUID, because: str, at: datetime) -> int:
    """Put back everything that a run put in the bin, and return how many rows.

    :raises NotVisible: there is none for this actor.
    :raises NoReason: there is no reason.
    :raises NothingToUndo: it was undone before, or its day has come.
    """
    found = run_for(actor, run_id=run_id)
    if not because.strip():
        raise NoReason("Write why it is undone.")
    return governance.undo_run(run=found, because=because, by=actor, at=at)


def _run_of_others(*, rule: rules.Rule, on: date, actor: Actor, at: datetime) -> UUID:
    with entered(actor=system_actor(agency=actor.agency_id, at=at), at=at):
        cutoff, due = others.due(rule=rule, on=on)
        held = _held(subject=rule.subject, due=due, at=at)
        kept = others.kept(subject=rule.subject)
    named = [one for one in due if one not in held]
    made = governance.keep_run(
        rule=rule, cutoff=cutoff, named=named, held=len(due) - len(named), of=kept, by=actor, at=at
    )
    return made.pk


def _held(*, subject: str, due: list[UUID], at: datetime) -> set[UUID]:
    """Return what is worked with now, or is about somebody who is missing now."""
    if subject == rules.ADULTS:
        links = linked_with(adult_ids=due)
        missing = _missing({child for _, child in links})
        return in_use(adult_ids=due, at=at) | {one for one, child in links if child in missing}
    if subject == "community":
        said = about(reports=due)
        missing = _missing({child for _, child, _ in said if child is not None})
        adults = in_use(adult_ids={one for _, _, one in said if one is not None}, at=at)
        return {report for report, child, adult in said if child in missing or adult in adults}
    return still_acting(meetings=due) if subject == "meetings" else set()


def _missing(children: set[UUID]) -> set[UUID]:
    """Return of some children those who are missing now or not followed up, over every record."""
    sets = same_person_sets(child_ids=children)
    everybody = {key for same in sets.values() for key in same}
    away = set(
        episodes_of(children=everybody).filter(state__in=NOT_CLOSED).values_list("child", flat=True)
    )
    return {child for child, same in sets.items() if same & away}


def _in_use(*, children: set[UUID], at: datetime) -> set[UUID]:
    """Return the children with a live plan, a placement that stands, or a notice that warns of."""
    placed = of_children(child_ids=children).filter(ended_on__isnull=True)
    return {
        *(one.child_id for one in live_plans(children=children)),
        *placed.values_list("child", flat=True),
        *(one.child_id for one in served_of_children(children=children)),
    }
