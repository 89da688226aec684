"""A school says that a child is not there: its officer hears of it, and says what came of it."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import told_as
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.partners import actions as partners
from whereabouts.practice.partners import events
from whereabouts.practice.partners.actions import Absent, AlreadySettled, NothingSaid
from whereabouts.practice.partners.gate import absence_for
from whereabouts.practice.partners.vocabulary import ABSENCE_OUTCOMES
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.queries import all_under_way
from whereabouts.records.people.gate import person_for
from whereabouts.records.placements.queries import officer_of, setting_of

__all__ = [
    "Absent",
    "AlreadySettled",
    "NotInList",
    "NotOnRegister",
    "NothingSaid",
    "link_absence",
    "read_absence",
    "report_absence",
    "settle_absence",
]


# Who reads what schools report where no officer is named.
READS = "missing_coordinator"


class NotOnRegister(Exception):
    """The school is not on the register: nobody knows to whom its report would go."""


class NotInList(Exception):
    """The outcome is none of those that there are."""


@journey(needs=Permission.SCHOOL_REPORT)
def report_absence(*, actor: Actor, absent: Absent, at: datetime) -> UUID:
    """Tell the school's officer, and return the key of the report; unread, it climbs.

    Where the school fears for the child now, whoever is on duty is told as well. The page says to
    ring 999 first: nothing typed is as fast.

    :raises NotOnRegister: the school is not on the register.
    :raises NothingSaid: the child has no name.
    """
    setting = setting_of(agency=actor.agency_id)
    if setting is None:
        raise NotOnRegister("Your school is not on the register yet: ring the police.")
    officer = officer_of(setting=setting)
    due = at + length_of(key="school_absence_read", at=at)
    made = partners.report_absence(
        absent=absent, to_agency=setting.force_id, officer=officer.officer_id if officer else None,
        due_at=due, by=actor, at=at,
    )  # fmt: skip
    told: list[tuple[str, UUID | None]] = [(READS, None)]
    if officer is not None:
        named = officer.officer_id
        told = [(told_as(member_id=named, at=at, usual=READS), named)]
    if absent.worry == "now":
        told.append(("duty_inspector", None))
    for role, member in told:
        promise(
            key=f"absence:{made.pk}:{role}",
            kind="school_absence",
            subject=f"absence:{made.pk}",
            from_agency=actor.agency_id,
            to_agency=setting.force_id,
            to_role=role,
            to_member=member,
            text="A school reports that a child is not there: read it, and act.",
            at=at,
            loudness="interrupt",
            high=absent.worry == "now",
        )
    set_timer(
        key=f"absence:{made.pk}", kind="school_absence_unread", subject=f"absence:{made.pk}",
        agency=setting.force_id, at=at, due_at=due,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.SCHOOL_ANSWER)
def read_absence(*, actor: Actor, absence_id: UUID, at: datetime) -> None:
    """Say that one has read it; its clock stands down.

    :raises NotVisible: there is none for this actor.
    """
    absence = absence_for(actor, absence_id=absence_id)
    partners.read_absence(absence=absence, by=actor, at=at)
    stand_down(subject=f"absence:{absence.pk}", at=at)


@journey(needs=Permission.SCHOOL_ANSWER)
def link_absence(*, actor: Actor, absence_id: UUID, child_id: UUID, at: datetime) -> None:
    """Say which child a school's report is about; where one is missing, in that history too.

    That one has said so is that one has read it: its clock stands down.

    :raises NotVisible: there is no such report, or no such child, for this actor.
    :raises AlreadySettled: it was said already.
    """
    absence = absence_for(actor, absence_id=absence_id)
    child, children = person_for(actor, child_id=child_id)
    partners.link_absence(absence=absence, child=child, by=actor, at=at)
    stand_down(subject=f"absence:{absence.pk}", at=at)
    for episode in all_under_way(children=children):
        episodes.write_log(
            episode=episode, kind=events.ABSENCE_LINKED, by=actor, at=at,
            happened_at=absence.absent_at,
        )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=child.pk))


@journey(needs=Permission.SCHOOL_ANSWER)
def settle_absence(
    *, actor: Actor, absence_id: UUID, outcome: str, words: str, at: datetime
) -> None:
    """Write down what came of it; the school is told.

    :raises NotVisible: there is none for this actor.
    :raises NotInList: there is no such outcome.
    :raises NothingSaid: there are no words.
    :raises AlreadySettled: somebody did.
    """
    if outcome not in dict(ABSENCE_OUTCOMES):
        raise NotInList("Choose what came of it.")
    absence = absence_for(actor, absence_id=absence_id)
    partners.settle_absence(absence=absence, outcome=outcome, words=words, by=actor, at=at)
    stand_down(subject=f"absence:{absence.pk}", at=at)
    promise(
        key=f"absence:{absence.pk}:settled",
        kind="school_absence_settled",
        subject=f"absence:{absence.pk}",
        from_agency=actor.agency_id,
        to_agency=absence.owner_agency_id,
        to_role="school_worker",
        text="What came of a report of yours is written down: read it.",
        at=at,
    )
