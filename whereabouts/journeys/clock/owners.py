"""Owners who went off duty or left: their episodes have none from then on, in every agency."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.practice.supervision.actions.off_duty import agencies_to_look_at, leave_unowned


def see_owners(*, at: datetime) -> int:
    """Leave unowned what nobody is there to own, each agency in its own name; return how many."""
    left = 0
    for agency in agencies_to_look_at(at=at):
        try:
            clock = system_actor(agency=agency, at=at)
        except NobodyOnDuty:
            continue
        with transaction.atomic(), entered(actor=clock, at=at):
            left += leave_unowned(agency=agency, by=clock, at=at)
    return left
