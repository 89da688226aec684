"""Timers whose handlers fail again and again: whoever answers for them is told, once each."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import told_of_failing
from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.foundations.timers.queries import failing_untold
from whereabouts.practice.supervision.actions.alarms import head_of


def tell_of_failing(*, at: datetime) -> int:
    """Tell whoever answers for an agency of each of its timers that keeps failing; return how many.

    The timer goes on being tried. Without a clock of its own an agency is only shown it.
    """
    told = 0
    for timer in failing_untold():
        with transaction.atomic():
            told_of_failing(timer=timer, at=at)
            try:
                clock = system_actor(agency=timer.owner_agency_id, at=at)
            except NobodyOnDuty:
                continue
            what = KINDS.get(timer.kind, timer.kind)
            with entered(actor=clock, at=at):
                for role in (head_of(agency=timer.owner_agency).role, "information_governance"):
                    promise(
                        key=f"failing:{timer.pk}:{role}",
                        kind="timer_failing",
                        subject=timer.subject,
                        from_agency=clock.agency_id,
                        to_agency=clock.agency_id,
                        to_role=role,
                        text=f"A clock ran out and could not be handled ({what[:120]}). Look now.",
                        at=at,
                        loudness="interrupt",
                    )
            told += 1
    return told
