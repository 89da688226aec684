"""Agreements, sharings with their slips, and what agencies tell."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows, RelatedChild
from whereabouts.foundations.access.models import FencedRecord, SealableRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.sharing.rules import ENTRY_KINDS, HANDED, KINDS, TOLD
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class Agreement(FencedRecord):
    """Two agencies agree to share, until a day: it may end earlier, and is never lengthened."""

    fence = OwnRows("owner_agency_id", "with_agency_id")
    sensitive = "withdrawn_because"
    plain = "with_agency title purpose starts_at ends_at withdrawn_at withdrawn_by"

    with_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(owner_agency=models.F("with_agency")),
                name="nobody_agrees_with_themself",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_because="")
                ),
                name="agreement_withdrawn_by_somebody_with_a_reason",
            ),
        ]


class Sharing(FencedRecord):
    """What was shared, to whom, by which law, for what and until when.

    Of a record it is also a reason to see the child, which ends in the fence at `until_at`.
    """

    fence = RelatedChild("child_id")
    sensitive = "purpose to_whom told_because ended_because"
    plain = "child to_agency agreement kind gateway from_at until_at told ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who it is where they belong to no agency that we know: a volunteers' group, a neighbour.
    to_whom = models.CharField(max_length=120, blank=True, default="")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="sharings"
    )
    kind = models.CharField(max_length=8, choices=KINDS)
    gateway = models.SlugField(max_length=40)
    purpose = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    told = models.CharField(max_length=8, choices=TOLD)
    told_because = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["child"], name="sharings_by_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")),
                name="sharing_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(to_agency__isnull=False) | ~models.Q(to_whom=""),
                name="shared_with_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="pack") | models.Q(to_agency__isnull=False),
                name="a_record_is_shared_with_an_agency",
            ),
            models.CheckConstraint(
                condition=~models.Q(told="not_told") | ~models.Q(told_because=""),
                name="child_untold_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_because="")
                ),
                name="sharing_ended_by_somebody_with_a_reason",
            ),
        ]


class Slip(FencedRecord):
    """A pack on its way to one reader: what it holds, how it is handed over, and the receipt.

    The code is kept hashed. What it holds is written once and never changed.
    """

    fence = RelatedChild("child_id")
    sensitive = "contents code_hash reader receipt_by feedback"
    plain = (
        "child sharing profile profile_since handed expires_at opened_at closes_at receipt_at "
        "feedback_at"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    sharing = models.OneToOneField(Sharing, on_delete=models.PROTECT, related_name="slip")
    profile = models.SlugField(max_length=40)
    profile_since = models.DateField()
    contents = models.JSONField()
    handed = models.CharField(max_length=8, choices=HANDED)
    reader = models.CharField(max_length=120)
    # Empty where it was printed: paper has no code.
    code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()
    receipt_at = models.DateTimeField(null=True, blank=True)
    receipt_by = models.CharField(max_length=120, blank=True, default="")
    feedback = models.TextField(blank=True, default="")
    feedback_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handed="link", code_hash__isnull=False)
                | models.Q(handed="printed", code_hash__isnull=True),
                name="a_code_for_a_link_alone",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__lte=models.F("expires_at")),
                name="slip_closes_before_it_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(receipt_at__isnull=True) | ~models.Q(receipt_by=""),
                name="receipt_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(feedback_at__isnull=True) | ~models.Q(feedback=""),
                name="feedback_has_words",
            ),
        ]


class Entry(SealableRecord):
    """What an agency tells of a child, under its own name: added, never changed."""

    sensitive = "words said_by"
    plain = "child episode kind happened_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=ENTRY_KINDS)
    words = models.TextField()
    said_by = models.CharField(max_length=120, blank=True, default="")
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "recorded_at"], name="entries_by_child")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="an_entry_has_words")
        ]
