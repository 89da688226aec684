"""Second looks with their blind grades and findings, shift lists, and answers to made-up cases."""

from django.db import models

from whereabouts.engines.policy import IMMEDIACY, SERIOUSNESS
from whereabouts.foundations.access.fences import OwnRows, Unfenced
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member, Team
from whereabouts.practice.oversight.rules import CONFIDENCES, FINDINGS
from whereabouts.practice.risk.models import Assessment, Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import CATEGORIES, LEVELS
from whereabouts.records.people.models import Child

AXES = {
    "seriousness": [(one, one.replace("_", " ").capitalize()) for one in SERIOUSNESS],
    "immediacy": [(one, one.replace("_", " ").capitalize()) for one in IMMEDIACY],
}


class SecondLook(FencedRecord):
    """An episode drawn for somebody of another unit or shift, with the grade as it was then.

    `standing` says why it could be drawn; neither it nor the grade is shown before the reviewer
    has graded.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = "level category standing"
    plain = (
        "child episode assessment decision unit seed share drawn_at due_at state graded_at "
        "answered_at"
    )

    STANDINGS = [
        ("open", "Still open"),
        ("closed", "Followed up and closed"),
        # By no chance: another pack's rules, from what was known then, would have barred the grade.
        ("below", "Graded below what was known then"),
    ]
    STATES = [("waiting", "Waiting"), ("graded", "Graded"), ("answered", "Answered")]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="second_looks")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField(max_length=8, choices=STANDINGS)
    level = models.CharField(max_length=8, choices=LEVELS)
    category = models.CharField(max_length=20, choices=CATEGORIES)
    seed = models.CharField(max_length=60)
    share = models.FloatField()
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    graded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "standing"], name="drawn_once_a_standing"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", graded_at__isnull=True)
                | models.Q(state="graded", graded_at__isnull=False, answered_at__isnull=True)
                | models.Q(state="answered", graded_at__isnull=False, answered_at__isnull=False),
                name="second_look_graded_before_answered",
            ),
        ]


class BlindGrade(FencedRecord):
    """What a reviewer made of the facts before they saw the grade: added, never changed.

    `opened_before` says that they had opened the episode earlier, so it was not blind.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = "level words"
    plain = "child second_look confidence opened_before unit graded_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    second_look = models.OneToOneField(
        SecondLook, on_delete=models.PROTECT, related_name="blind_grade"
    )
    level = models.CharField(max_length=8, choices=LEVELS)
    confidence = models.CharField(max_length=8, choices=CONFIDENCES)
    words = models.TextField()
    opened_before = models.BooleanField()
    unit = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    graded_at = models.DateTimeField()


class Finding(FencedRecord):
    """What the reviewer found once they saw the grade beside their own: added, never changed."""

    fence = OwnRows("owner_agency_id")
    sensitive = "level because"
    plain = "child second_look finding alarmed found_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    second_look = models.OneToOneField(SecondLook, on_delete=models.PROTECT, related_name="finding")
    finding = models.CharField(max_length=8, choices=FINDINGS)
    level = models.CharField(max_length=8, choices=LEVELS)
    because = models.TextField()
    alarmed = models.BooleanField()
    found_at = models.DateTimeField()


class ShiftHandOver(FencedRecord):
    """What one duty inspector leaves to the next: a list as it was, with words, until accepted."""

    fence = OwnRows("owner_agency_id")
    sensitive = "words answer_words"
    plain = "offered_at due_at state accepted_at accepted_by counts"

    STATES = [("offered", "Offered"), ("accepted", "Accepted"), ("withdrawn", "Withdrawn")]

    offered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default="offered")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency"],
                condition=models.Q(state="offered"),
                name="one_shift_list_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="accepted", accepted_at__isnull=False, accepted_by__isnull=False
                )
                | (
                    ~models.Q(state="accepted")
                    & models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                ),
                name="shift_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True)
                | ~models.Q(accepted_by=models.F("recorded_by")),
                name="nobody_hands_a_shift_to_themself",
            ),
        ]


class ShiftLine(FencedRecord):
    """One open episode on a shift list, as it was when the list was written: never changed."""

    fence = OwnRows("owner_agency_id")
    sensitive = "shown"
    plain = "child episode hand_over place"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(ShiftHandOver, on_delete=models.PROTECT, related_name="lines")
    place = models.IntegerField()
    shown = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "episode"], name="an_episode_once_a_list")
        ]


class PracticeAnswer(FencedRecord):
    """What a member of staff made of a made-up case; it names no child and joins no record."""

    fence = OwnRows("owner_agency_id")
    sensitive = "level seriousness immediacy confidence"
    plain = "case case_sha256 pack pack_sha256 pack_level unit answered_at"

    case = models.SlugField(max_length=40)
    case_sha256 = models.CharField(max_length=64)
    pack = models.CharField(max_length=120)
    pack_sha256 = models.CharField(max_length=64)
    pack_level = models.CharField(max_length=8, choices=LEVELS)
    level = models.CharField(max_length=8, choices=LEVELS)
    seriousness = models.CharField(max_length=16, choices=AXES["seriousness"])
    immediacy = models.CharField(max_length=16, choices=AXES["immediacy"])
    confidence = models.CharField(max_length=8, choices=CONFIDENCES)
    unit = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recorded_by", "case", "case_sha256", "pack"], name="a_case_graded_once"
            )
        ]


class MadePack(FencedRecord):
    """A pack as it was made for an agency: protected tables, with nobody in them. Added only."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "kind since_on until_on content"

    KINDS = [
        ("pack", "Partnership pack"),
        ("profile", "Problem profile"),
        ("effort", "Hours and tasks"),
    ]

    kind = models.CharField(max_length=8, choices=KINDS)
    since_on = models.DateField()
    until_on = models.DateField()
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "kind", "until_on"], name="one_pack_a_kind_and_time"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("since_on")), name="a_pack_is_of_a_time"
            ),
        ]


class PublishedFigures(FencedRecord):
    """The figures of a year as they are published: protected, everybody's to read. Added only."""

    fence = Unfenced()
    sensitive = ""
    plain = "ends content"

    ends = models.IntegerField()
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["ends", "recorded_at"], name="published_by_year")]


class KeptFigures(FencedRecord):
    """A year's part of figures or one of an agency's packs: a stopped round goes on after it.

    `mark` tells the rows, definitions and rules that it was made by. Protected as it will be
    published, and until then its agency's own; added only. What nobody goes on with is removed.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "ends part mark content"

    ends = models.IntegerField()
    part = models.SlugField(max_length=40)
    mark = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "ends", "part", "mark"], name="a_part_kept_once"
            )
        ]
