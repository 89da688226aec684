"""What somebody asked of a record, bundles, runs of retention, the bin, breaches of data."""

from django.db import models

from whereabouts.foundations.access.fences import Nobodys, OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.governance.rules import (
    ASKERS,
    BREACH_KINDS,
    BREACH_STATES,
    KINDS,
    PEOPLE_TOLD,
    RUN_STATES,
    STATES,
    SUBJECTS,
)
from whereabouts.records.people.models import Child


class Request(FencedRecord):
    """Somebody asked for what is held of a child, or for something to be put right."""

    fence = OwnRows("owner_agency_id")
    sensitive = "asked_by words answer"
    plain = "child kind asker asked_at due_at state answered_at answered_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    asker = models.CharField(max_length=12, choices=ASKERS)
    asked_by = models.CharField(max_length=160)
    words = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="asked")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["asked", "made"], answered_at__isnull=True, answered_by__isnull=True
                )
                | models.Q(
                    state__in=["released", "corrected", "refused"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(answer=""),
                name="request_refused_with_a_reason",
            ),
        ]


class Bundle(FencedRecord):
    """What is held of a child, line by line, as put together for one request: never changed."""

    fence = OwnRows("owner_agency_id")
    sensitive = "lines"
    plain = "request made_at goes withheld released_at released_by"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="bundle")
    made_at = models.DateTimeField()
    lines = models.JSONField()
    goes = models.IntegerField()
    withheld = models.IntegerField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True)
                | ~models.Q(released_by=models.F("recorded_by")),
                name="nobody_releases_their_own_bundle",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True, released_by__isnull=True)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
                name="bundle_released_by_somebody",
            ),
        ]


class RetentionRun(FencedRecord):
    """What had reached its time on a day; a second person decides; ninety days undo it.

    Counted, it has changed nothing. Agreed to, what is personal lies in the bin (docs/adr/0041).
    `agreed` alone is of before there was a bin: nothing was erased by those.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = "because undone_because"
    plain = (
        "subject rule rule_since run_at cutoff found held named cap of state decided_at decided_by "
        "erase_at undone_at undone_by erased_at rows lines"
    )

    # Code of before names no subject: the database does.
    subject = models.CharField(
        max_length=12, choices=SUBJECTS, default="children", db_default="children"
    )
    rule = models.SlugField(max_length=40)
    rule_since = models.DateField()
    run_at = models.DateTimeField()
    cutoff = models.DateField()
    found = models.IntegerField()
    held = models.IntegerField()
    # Keys of what has reached its time and is not held back: of a child's run, the episodes.
    named = models.JSONField()
    cap = models.IntegerField()
    # How many of them the agency has at all: the share that a run names is seen beside it.
    of = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=RUN_STATES, default="counted")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.TextField(blank=True, default="")
    erase_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_because = models.TextField(blank=True, default="")
    erased_at = models.DateTimeField(null=True, blank=True)
    # How many rows were emptied, and how many lines of the audit log were.
    rows = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["binned", "undone", "erased"], erase_at__isnull=False)
                | models.Q(state__in=["counted", "agreed", "refused"], erase_at__isnull=True),
                name="whatever_is_binned_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                & ~models.Q(undone_because="")
                | ~models.Q(state="undone")
                & models.Q(undone_at__isnull=True, undone_by__isnull=True),
                name="undone_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="erased", erased_at__gte=models.F("erase_at"))
                | ~models.Q(state="erased") & models.Q(erased_at__isnull=True),
                name="nothing_is_erased_before_its_day",
            ),
            models.UniqueConstraint(
                fields=["owner_agency", "subject"],
                condition=models.Q(state="counted"),
                name="one_run_of_a_subject_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("recorded_by")),
                name="nobody_decides_their_own_run",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="counted", decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~models.Q(state="counted")
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="run_decided_by_somebody",
            ),
        ]


class DataBreach(FencedRecord):
    """Personal data got out of hand: from when the agency knew, there are 72 hours to tell of it.

    It names no child: the words say what happened, and how many it is about.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = "words reference because people_because"
    plain = "kind known_at due_at people state told_at people_told settled_at settled_by"

    kind = models.CharField(max_length=12, choices=BREACH_KINDS)
    words = models.TextField()
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # About how many people; None where nobody can say yet.
    people = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=BREACH_STATES, default="open")
    told_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True, default="")
    because = models.TextField(blank=True, default="")
    people_told = models.CharField(max_length=10, choices=PEOPLE_TOLD, blank=True, default="")
    people_because = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="breach_says_what_happened"),
            models.CheckConstraint(
                condition=models.Q(
                    state="open", settled_at__isnull=True, settled_by__isnull=True, people_told=""
                )
                | (
                    models.Q(
                        state__in=["told", "not_told"],
                        settled_at__isnull=False,
                        settled_by__isnull=False,
                    )
                    & ~models.Q(people_told="")
                ),
                name="breach_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="told", told_at__isnull=False) & ~models.Q(reference="")
                | models.Q(state="not_told", told_at__isnull=True) & ~models.Q(because="")
                | models.Q(state="open", told_at__isnull=True),
                name="breach_told_or_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(people_told__in=["", "told"]) | ~models.Q(people_because=""),
                name="people_not_told_with_a_reason",
            ),
        ]


class BinnedRow(FencedRecord):
    """What was personal in one row that a run emptied: until it is undone or its day has come.

    Nobody reads it. Functions of the owner put it here, put it back, and take it away.
    """

    fence = Nobodys()
    sensitive = "before"
    plain = "run table key"

    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=63)
    key = models.UUIDField()
    before = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "table", "key"], name="a_row_is_binned_once")
        ]
