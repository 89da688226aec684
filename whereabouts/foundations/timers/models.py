"""Deadlines: the row is the truth."""

from django.db import models

from whereabouts.foundations.access.fences import Unfenced
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency


class Timer(models.Model):
    """Something that must happen at a time unless it is stood down before.

    `key` makes it fire once: the same promise made twice is one row.
    """

    fence = Unfenced()
    sensitive = ""
    plain = (
        "id key kind subject owner_agency set_at due_at next_try_at state settled_at tries fault "
        "because calendar told_failing_at"
    )

    STATES = [("waiting", "Waiting"), ("fired", "Fired"), ("stood_down", "Stood down")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=STATES, default="waiting")
    settled_at = models.DateTimeField(null=True, blank=True)
    tries = models.IntegerField(default=0)
    fault = models.CharField(max_length=80, blank=True, default="")
    because = models.CharField(max_length=120, blank=True, default="")
    # Which list of bank holidays said when it is due; empty where none was asked.
    calendar = models.CharField(max_length=80, blank=True, default="")
    # When somebody was told that its handler fails again and again.
    told_failing_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # What is due, what fails and what fired lately is found without reading all that waits.
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(state="waiting"),
                name="timers_by_next_try",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="waiting", tries__gt=0),
                name="timers_failing",
            ),
            models.Index(
                fields=["settled_at"],
                condition=models.Q(state="fired"),
                name="timers_fired",
            ),
            models.Index(fields=["subject"], name="timers_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", settled_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(settled_at__isnull=False)),
                name="timer_settled_when_not_waiting",
            )
        ]


class Heartbeat(models.Model):
    """When the worker last came round."""

    fence = Unfenced()
    sensitive = ""
    plain = "name beat_at lag_seconds"

    name = models.CharField(primary_key=True, max_length=40)
    beat_at = models.DateTimeField()
    lag_seconds = models.FloatField(default=0)
