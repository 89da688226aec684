"""Messages promised in the transaction that caused them, and their way to other systems."""

from django.db import models
from django.db.models import Func

from whereabouts.foundations.access.fences import OwnRows, Unfenced
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member


class NextNumber(Func):
    """The next number of a delivery."""

    template = "nextval('outbox_delivery_number')"
    output_field = models.BigIntegerField()


class Message(models.Model):
    """A notice to a role of an agency, in the application, acknowledged by a person.

    `text` is a sentence of ours with a reference; never personal data. `key` is the idempotency
    key: the same promise made twice is one message.
    """

    fence = OwnRows("to_agency_id", "owner_agency_id")
    sensitive = ""
    plain = (
        "id key kind subject owner_agency to_agency to_role to_member loudness text promised_at "
        "delivered_at acknowledged_at acknowledged_by tries climbed_to climbed_at withdrawn_at "
        "gathered_with"
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
    climbed_at = models.DateTimeField(null=True, blank=True)
    # Taken back before anybody read it: it is shown no more, and never climbs.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # What interrupted a short while before, whose list this one joins; empty where it is the first.
    gathered_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="gathered"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["to_agency", "to_role", "promised_at"],
                condition=models.Q(loudness="interrupt", gathered_with__isnull=True),
                name="interruptions_by_time",
            ),
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


class Endpoint(models.Model):
    """Where an agency hears beside its screens: an e-mail address or a webhook, for a role.

    Who hears by which channel, and nothing more: every sender reads it to promise a delivery. The
    address itself is in `Address`, which only the agency sees.
    """

    fence = Unfenced()
    sensitive = ""
    plain = (
        "id owner_agency channel role member least set_at set_by ended_at failing_since fault label"
    )

    CHANNELS = [("email", "E-mail"), ("webhook", "Webhook")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="endpoints")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    # Empty: every role of the agency.
    role = models.SlugField(max_length=40, blank=True, default="")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    least = models.CharField(max_length=10, choices=Message.LOUDNESS, default="list")
    label = models.CharField(max_length=80)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    # Since when nothing reached it; empty while the last try did.
    failing_since = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="endpoints_in_use",
            )
        ]


class Address(models.Model):
    """The address of an endpoint, and the secret that signs what goes there."""

    fence = OwnRows("owner_agency_id")
    sensitive = "where secret"
    plain = "id owner_agency endpoint"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    endpoint = models.OneToOneField(Endpoint, on_delete=models.PROTECT, related_name="address")
    where = models.CharField(max_length=300)
    # Encrypted with a key that the database does not hold.
    secret = models.CharField(max_length=300, blank=True, default="")


class Delivery(models.Model):
    """One message on its way to one endpoint: at least once, in order along its line.

    Its key is the receiver's to tell a repetition by. It names nobody: the worker reads it in no
    agency's name, and enters the addressee's scope to read the message.
    """

    fence = Unfenced()
    sensitive = ""
    plain = (
        "id number owner_agency message endpoint line rank state tries next_try_at lease fault "
        "promised_at settled_at"
    )

    STATES = [
        ("waiting", "Waiting"),
        ("delivered", "Delivered"),
        ("dead", "Dead letter"),
        ("withdrawn", "Taken back before it was sent"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The order of promising, from a sequence: a clock that is set back cannot turn it round.
    number = models.BigIntegerField(unique=True, db_default=NextNumber(), editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    line = models.CharField(max_length=24)
    rank = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    tries = models.IntegerField(default=0)
    promised_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    # Whose try it is; a worker that comes back late finds another's and settles nothing.
    lease = models.UUIDField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # Which comes first is found without putting all that wait in order.
            models.Index(
                fields=["rank", "number"],
                condition=models.Q(state="waiting"),
                name="deliveries_in_order",
            ),
            models.Index(
                fields=["endpoint", "line", "number"],
                condition=models.Q(state="waiting"),
                name="deliveries_in_line",
            ),
            models.Index(
                fields=["owner_agency"],
                condition=models.Q(state="dead"),
                name="deliveries_dead",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "endpoint"], name="one_delivery_an_endpoint"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", settled_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(settled_at__isnull=False)),
                name="delivery_settled_when_not_waiting",
            ),
        ]
