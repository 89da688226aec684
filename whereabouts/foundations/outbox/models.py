"""Messages promised in the transaction that caused them."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member


class Message(models.Model):
    """A notice to a role of an agency, in the application, acknowledged by a person.

    `text` is a sentence of ours with a reference; never personal data. `key` is the idempotency
    key: the same promise made twice is one message.
    """

    fence = OwnRows("to_agency_id", "owner_agency_id")
    sensitive = ""
    plain = (
        "id key kind subject owner_agency to_agency to_role to_member loudness text promised_at "
        "delivered_at acknowledged_at acknowledged_by tries climbed_to withdrawn_at"
    )

    LOUDNESS = [("interrupt", "Interrupt"), ("list", "List"), ("digest", "Digest")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.SlugField(max_length=40)
    to_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    loudness = models.CharField(max_length=10, choices=LOUDNESS, default="list")
    text = models.CharField(max_length=240)
    promised_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tries = models.IntegerField(default=0)
    climbed_to = models.SlugField(max_length=40, blank=True, default="")
    # Taken back before anybody read it: it is shown no more, and never climbs.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["to_agency", "to_role"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="messages_unacknowledged",
            ),
            models.Index(fields=["subject"], name="messages_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="message_acknowledged_by_somebody",
            )
        ]
