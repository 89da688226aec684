"""The heartbeat: a made-up report, its deadline and its message go round, so that silence is heard.

It goes through the real intake, the real clock and the real notices, at an agency of its own that
nobody works for, about a child without a name. Fences keep it from everybody else.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol, open_agency
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import actor_of, every_force, system_actor
from whereabouts.foundations.agencies.rules import SYNTHETIC
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import Handler, beat, set_timer, stand_down
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report

EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=3)
WORDS = "Heartbeat: nobody is missing."
CODE = "heartbeat"
TAKES, READS = "call_handler", "duty_inspector"
SENT, BACK = "heartbeat sent", "heartbeat back"


def send_heartbeat(*, at: datetime) -> str:
    """Take the made-up report with its deadline and alarm, and return its reference.

    All of it is one transaction. Every report is about the same made-up child.
    """
    with transaction.atomic():
        taker = _member(role=TAKES, at=at)
        receipt = report_missing(actor=taker, told=_told(taker=taker, at=at), at=at)
        with entered(actor=taker, at=at):
            report = Report.objects.get(reference=receipt.report)
            episode = visible(Episode).get(reference=receipt.episode)
            # Nobody decides here; the alarm about that would go round for nobody.
            stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("undecided",))
        subject = f"report:{report.pk}"
        for kind, due_at in (("heartbeat", at), ("heartbeat_silent", at + SILENT_AFTER)):
            set_timer(
                key=f"{kind}:{report.pk}", kind=kind, subject=subject, agency=taker.agency_id,
                at=at, due_at=due_at,
            )  # fmt: skip
        out = Timer.objects.filter(kind="heartbeat_silent", state="waiting").earliest("set_at")
        beat(name=SENT, at=at, lag_seconds=(at - out.set_at).total_seconds())
    return receipt.report


def take_heartbeats_back(*, at: datetime) -> int:
    """Acknowledge the messages that came round, note how long they took, and return how many."""
    if not Agency.objects.filter(code=CODE).exists():
        return 0
    with transaction.atomic():
        reader = _member(role=READS, at=at)
        with entered(actor=reader, at=at):
            came = list(
                visible(Message)
                .filter(
                    to_agency=reader.agency_id, kind="heartbeat", acknowledged_at__isnull=True,
                    delivered_at__isnull=False,
                )
                .order_by("promised_at")
            )  # fmt: skip
            if not came:
                return 0
            acknowledge_notices(actor=reader, keys=[one.pk for one in came], at=at)
            for one in came:
                stand_down(subject=one.subject, at=at, kinds=("heartbeat_silent",))
            first = Timer.objects.filter(subject=came[-1].subject).earliest("set_at")
        beat(name=BACK, at=at, lag_seconds=(at - first.set_at).total_seconds())
    return len(came)


def heartbeat(timer: Timer, at: datetime) -> None:
    """Let the message go out: the deadline ran out."""
    clock = system_actor(agency=timer.owner_agency_id, at=at)
    with entered(actor=clock, at=at, savepoint=False):
        promise(
            key=f"heartbeat:{timer.pk}",
            kind="heartbeat",
            subject=timer.subject,
            from_agency=clock.agency_id,
            to_agency=clock.agency_id,
            to_role=READS,
            text=WORDS,
            at=at,
            loudness="digest",
        )


def silent(timer: Timer, at: datetime) -> None:
    """Tell the duty inspector of every force, once an hour, that the system fell silent."""
    with entered(actor=(clock := system_actor(agency=timer.owner_agency_id, at=at)), at=at):
        for force in every_force():
            promise(
                key=f"heartbeat_silent:{at:%Y%m%dT%H}:{force}",
                kind="heartbeat_silent",
                subject="system:heartbeat",
                from_agency=clock.agency_id,
                to_agency=force,
                to_role="duty_inspector",
                text="The system's own test report did not come round: keep paper, ring support.",
                at=at,
                loudness="interrupt",
            )


def _told(*, taker: Actor, at: datetime) -> Told:
    # A child without a name: no search by name can find one.
    with entered(actor=taker, at=at):
        child: UUID | None = (
            visible(Episode)
            .filter(owner_agency=taker.agency_id)
            .order_by("-reported_at")
            .values_list("child", flat=True)
            .first()
        )
    return Told(
        idempotency_key=f"heartbeat:{at.isoformat()}", happened_at=at, child=child, words=WORDS,
        unidentified=child is None,
    )  # fmt: skip


def _member(*, role: str, at: datetime) -> Actor:
    """Return one of the heartbeat's two members, made with their agency where they are missing."""
    name = f"{role}@{CODE}"
    member = Member.objects.select_related("agency").filter(username=name).first()
    if member is None:
        agency = Agency.objects.filter(code=CODE).first() or open_agency(
            kind=SYNTHETIC, name="Heartbeat", code=CODE, at=at, made_up=True
        )
        member = enrol(
            agency=agency, username=name, display_name="The heartbeat", roles=(role,), at=at
        )
        # Nobody signs in as it.
        Member.objects.filter(pk=member.pk).update(is_active=False)
    return actor_of(member=member, at=at)


HANDLERS: dict[str, Handler] = {"heartbeat": heartbeat, "heartbeat_silent": silent}
