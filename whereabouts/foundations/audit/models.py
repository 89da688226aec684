"""The audit log and the record of looks: rows that are added and never changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member


class AuditEntry(models.Model):
    """One thing done.

    `canonical` holds the bytes that were hashed (without the payload); `payload` and `salt` may be
    erased, after which the salted hash stays and the entry still verifies. See docs/adr/0009.
    """

    sensitive = "payload salt"
    plain = (
        "id kind subject at recorded_at member owner_agency canonical payload_hash entry_hash "
        "transaction"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    canonical = models.BinaryField()
    payload = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    payload_hash = models.BinaryField()
    entry_hash = models.BinaryField()
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
            models.Index(fields=["transaction"], name="audit_by_transaction"),
        ]


class AuditBatch(models.Model):
    """A sealed run of entries: their count and the hash over their hashes, in key order."""

    sensitive = ""
    plain = "id sealed_at from_transaction until_transaction entries root"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sealed_at = models.DateTimeField()
    from_transaction = models.BigIntegerField()
    until_transaction = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    root = models.BinaryField()


class Look(models.Model):
    """Somebody looked at people: who, when, why, at whom, and what was shown.

    `terms` are the words of a search: restricted and erasable, never in a log or an address.
    """

    sensitive = "terms shown"
    plain = "id kind page at member owner_agency purpose subjects"

    KINDS = [
        ("view", "View"),
        ("search", "Search"),
        ("live", "Live"),
        ("emergency", "Emergency"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    page = models.CharField(max_length=60)
    at = models.DateTimeField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=120)
    subjects = ArrayField(models.UUIDField())
    shown = models.JSONField(default=list)
    terms = models.JSONField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["subjects"], name="looks_by_subject"),
            models.Index(fields=["member", "at"], name="looks_by_member"),
        ]
