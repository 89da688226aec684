"""Contacts, logs, drafts and reports: what somebody told us, kept as told."""

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
# What became of a contact that is of nobody here, and is counted among what a force was told.
OF_AN_ADULT, AGE_NOT_TOLD = "adult", "age_not_told"


class Contact(FencedRecord):
    """Somebody got in touch. A contact may carry no report, and no episode.

    `child_names` is whom another system's log names, whether or not there is a record. `signed_*`
    is a senior's name under "no episode"; `round_guard_at` is when it was found that a contact that
    names a child had been closed with neither.
    """

    sensitive = "caller_name caller_phone words close_because child_names signed_because"
    plain = (
        "child channel log_reference relation happened_at state closed_at closed_by disposal "
        "about_address signed_by signed_at round_guard_at"
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
    child_names = models.CharField(max_length=240, blank=True, default="")
    signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_because = models.TextField(blank=True, default="")
    round_guard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_agency", "happened_at"],
                condition=models.Q(state="open"),
                name="contacts_open",
            ),
            # What figures count of a year beside its episodes.
            models.Index(
                fields=["owner_agency", "happened_at"],
                condition=models.Q(child__isnull=True),
                name="contacts_of_nobody",
            ),
            models.Index(
                fields=["owner_agency", "round_guard_at"],
                condition=models.Q(round_guard_at__isnull=False),
                name="contacts_round_the_guard",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True, signed_at__isnull=True)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False, state="closed")
                & ~models.Q(signed_because=""),
                name="contact_signed_by_somebody_with_a_reason",
            ),
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


class FeedAnswer(FencedRecord):
    """What was answered to another system's report: the same words for ever for the same key.

    `sent` is what came, byte for byte, with whatever could not be read in it.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = "sent answer"
    plain = "idempotency_key request_digest report"

    idempotency_key = models.CharField(max_length=120)
    request_digest = models.BinaryField()
    sent = models.BinaryField()
    answer = models.TextField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "idempotency_key"], name="one_answer_a_key"
            )
        ]


class LogEvent(FencedRecord):
    """One thing that happened to a command-and-control log elsewhere, kept as it came.

    Events may come late and in any order: `happened_at` is the other system's clock.
    """

    KINDS = [("opened", "Opened"), ("updated", "Updated"), ("closed", "Closed")]

    fence = OwnRows("owner_agency_id")
    sensitive = "words sent"
    plain = "contact event kind happened_at request_digest answer"

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=KINDS)
    happened_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    request_digest = models.BinaryField()
    sent = models.BinaryField()
    answer = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "event"], name="one_event_of_a_log")
        ]
