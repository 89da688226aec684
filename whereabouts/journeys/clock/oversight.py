"""Looking again, by the clock: a force's round, late second looks, shifts that nobody took on."""

from datetime import datetime, timedelta

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler, every_timer, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.feeds import see_feeds
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.oversight import events, queries
from whereabouts.practice.oversight.actions.sampling import draw
from whereabouts.practice.oversight.actions.shifts import alarm_unaccepted
from whereabouts.practice.oversight.models import SecondLook, ShiftHandOver
from whereabouts.practice.supervision.actions.contacts import say_left_open
from whereabouts.practice.supervision.actions.reviews import ask_at_duty_change
from whereabouts.records.episodes.rules import NOT_CLOSED, is_higher

ROUND = "oversight_round"
ROUND_EVERY = timedelta(minutes=15)


def begin(*, at: datetime) -> int:
    """Set the first round of every force that has none waiting, and return how many were set."""
    waiting = every_timer().filter(kind=ROUND, state="waiting").values("owner_agency")
    forces = Agency.objects.filter(kind__in=POLICE_KINDS).exclude(pk__in=waiting)
    for force in forces:
        _set_round(agency=force, at=at, due_at=at)
    return len(forces)


def _set_round(*, agency: Agency, at: datetime, due_at: datetime) -> None:
    set_timer(
        key=f"{ROUND}:{agency.pk}:{due_at.isoformat()}",
        kind=ROUND,
        subject=f"agency:{agency.pk}",
        agency=agency.pk,
        at=at,
        due_at=due_at,
    )


@for_the_agency
def oversight_round(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Draw second looks, see whether shift and feeds are there, and set the next round."""
    agency = Agency.objects.get(pk=timer.owner_agency_id)
    draw(agency=agency, by=by, at=at)
    stands = queries.shift_stands(agency=agency, at=at)
    if stands.how in ("not accepted", "nobody on duty") and stands.late:
        since = stands.since.isoformat() if stands.since else ""
        alarm_unaccepted(
            key=f"shift:{agency.pk}:{stands.how}:{since}", subject=f"agency:{agency.pk}",
            agency=agency.pk, by=by, at=at,
        )  # fmt: skip
    if stands.how == "not accepted" and stands.late:
        # Duty changed all the same: that nobody took the shift on is no reason to look at nothing.
        ask_at_duty_change(agency=agency.pk, by=by, at=at, changed_at=stands.since)
    see_feeds(agency=agency, by=by, at=at)
    say_left_open(by=by, at=at)
    # From now, not from when it was due: after an outage one round catches up, not a hundred.
    _set_round(agency=agency, at=at, due_at=at + ROUND_EVERY)


@for_the_agency
def shift_unaccepted(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the superintendent that nobody accepted the shift list in time."""
    offered = visible(ShiftHandOver).get(pk=key_of(timer))
    if offered.state != "offered":
        return
    alarm_unaccepted(
        key=f"timer:{timer.pk}", subject=timer.subject, agency=timer.owner_agency_id, by=by, at=at
    )


@for_the_agency
def second_look_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the superintendent of a second look that nobody finished.

    Where it was graded above what stands and left there, the duty inspector hears of the episode.
    """
    look = visible(SecondLook).select_related("episode").get(pk=key_of(timer))
    if look.state == "answered":
        return
    audit.record(kind=events.SECOND_LOOK_LATE, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}",
        kind=timer.kind,
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=timer.owner_agency_id,
        to_role="superintendent",
        text="A second look was not taken, or not finished, in time. Name somebody.",
        at=at,
    )
    episode = look.episode
    if (
        look.state == "graded"
        and episode.state in NOT_CLOSED
        and is_higher(level=look.blind_grade.level, than=episode.level)
    ):
        promise(
            key=f"timer:{timer.pk}:too_low",
            kind="stands_too_low",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=episode.owner_agency_id,
            to_role="duty_inspector",
            text=f"Episode {episode.reference}: somebody who did not see the grade graded higher.",
            at=at,
            loudness="interrupt",
            high=look.blind_grade.level == "high",
        )


HANDLERS: dict[str, Handler] = {
    "oversight_round": oversight_round,
    "second_look_due": second_look_due,
    "shift_unaccepted": shift_unaccepted,
}
