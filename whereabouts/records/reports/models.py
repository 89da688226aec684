"""Contacts, drafts and reports: what somebody told us, kept as told."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows, RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.people.vocabulary import RELATIONS

CHANNELS = [
    ("phone", "Telephone"),
    ("in_person", "In person"),
    ("partner", "Partner's own page"),
    ("log", "Command-and-control log"),
    ("api", "Partner's system"),
    ("officer", "Found by an officer"),
]


class Contact(FencedRecord):
    """Somebody got in touch. A contact may carry no report, and no episode."""

    sensitive = "caller_name caller_phone words close_because"
    plain = (
        "child channel log_reference relation happened_at state closed_at closed_by disposal "
        "about_address"
    )

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    channel = models.CharField(max_length=10, choices=CHANNELS, default="phone")
    log_reference = models.CharField(max_length=60, blank=True, default="")
    caller_name = models.CharField(max_length=160, blank=True, default="")
    caller_phone = models.CharField(max_length=80, blank=True, default="")
    relation = models.CharField(max_length=20, choices=RELATIONS, blank=True, default="")
    about_address = models.BooleanField(default=False)
    words = models.TextField(blank=True, default="")
    happened_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=[("open", "Open"), ("closed", "Closed")], default="open"
    )
    disposal = models.CharField(max_length=24, blank=True, default="")
    close_because = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "log_reference"],
                condition=~models.Q(log_reference=""),
                name="one_contact_a_log",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | models.Q(state="closed", closed_at__isnull=False),
                name="contact_closed_at_a_time",
            ),
        ]


class ReportDraft(FencedRecord):
    """A report being taken, saved as it is typed."""

    fence = OwnRows("owner_agency_id")
    sensitive = "answers"
    plain = "member saved_at version report_reference discarded_at"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    report_reference = models.CharField(max_length=20, blank=True, default="")
    discarded_at = models.DateTimeField(null=True, blank=True)


class Report(FencedRecord):
    """One telling: by whom, when, of what. Several may concern one episode."""

    fence = RelatedChild("child_id")
    sensitive = (
        "reporter_name reporter_contact last_seen_place words answers clothing "
        "request_digest receipt"
    )  # fmt: skip
    plain = (
        "reference child contact reporter relation happened_at last_seen_at incomplete "
        "idempotency_key back_entry"
    )

    reference = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="reports")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    reporter = models.ForeignKey(
        RelatedPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    reporter_name = models.CharField(max_length=160, blank=True, default="")
    reporter_contact = models.CharField(max_length=160, blank=True, default="")
    relation = models.CharField(max_length=20, choices=RELATIONS, blank=True, default="")
    happened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_place = models.CharField(max_length=240, blank=True, default="")
    clothing = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    answers = models.JSONField(default=dict)
    incomplete = models.BooleanField(default=False)
    back_entry = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=120)
    request_digest = models.BinaryField()
    receipt = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "idempotency_key"], name="one_report_a_key"
            )
        ]
