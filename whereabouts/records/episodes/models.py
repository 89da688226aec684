"""Episodes, their history, and how they are linked."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.episodes.rules import CATEGORIES, LEVELS, STATES, State
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models import LIVING_AT, Placement
from whereabouts.records.reports.models import Report


class Episode(FencedRecord):
    """One occasion of a child being missing or absent, recorded by one agency.

    `level` is what stands: the recommendation until somebody has decided (`decided`). Where the
    child lived at the time stays with the episode (HMIC 2016, page on children in care).
    """

    sensitive = (
        "last_seen_place found_place living_at seriousness immediacy level recommended_level"
    )
    plain = (
        "reference child state category decided pack happened_at reported_at last_seen_at "
        "located_at back_at seen_at closed_at owner placement unreported after_return version "
        "joined_to"
    )

    reference = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="episodes")
    state = models.CharField(max_length=12, choices=STATES, default=State.OPEN)
    category = models.CharField(max_length=20, choices=CATEGORIES, default="missing")
    level = models.CharField(max_length=8, choices=LEVELS)
    recommended_level = models.CharField(max_length=8, choices=LEVELS)
    seriousness = models.CharField(max_length=16)
    immediacy = models.CharField(max_length=16)
    decided = models.BooleanField(default=False)
    pack = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_place = models.CharField(max_length=240, blank=True, default="")
    found_place = models.CharField(max_length=240, blank=True, default="")
    located_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="episodes_owned",
    )
    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="episodes",
    )
    living_at = models.CharField(max_length=24, choices=LIVING_AT, blank=True, default="")
    unreported = models.BooleanField(default=False)
    after_return = models.BooleanField(default=False)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_agency", "reported_at"],
                condition=~models.Q(state__in=["closed", "joined"]),
                name="episodes_not_closed",
            ),
            # A year of figures reads that year's, not all that there ever were.
            models.Index(fields=["owner_agency", "reported_at"], name="episodes_by_report"),
            models.Index(
                fields=["closed_at"],
                condition=models.Q(state="closed"),
                name="episodes_closed_by_time",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(state__in=["open", "located"]),
                name="one_open_episode_a_child_and_agency",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="located") | models.Q(located_at__isnull=False),
                name="located_episode_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="back") | models.Q(back_at__isnull=False),
                name="back_episode_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="seen") | models.Q(seen_at__isnull=False),
                name="seen_episode_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False),
                name="closed_episode_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="joined", joined_to__isnull=False)
                | (~models.Q(state="joined") & models.Q(joined_to__isnull=True)),
                name="joined_episode_names_the_other",
            ),
        ]


class EpisodeReport(FencedRecord):
    """A report that concerns an episode; parted again without loss."""

    sensitive = ""
    plain = "child episode report parted_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="report_links")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="episode_links")
    parted_at = models.DateTimeField(null=True, blank=True)


class LogEntry(FencedRecord):
    """A line of an episode's history: what happened, when, who wrote it down and when."""

    sensitive = "words detail"
    plain = "child episode kind happened_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="log")
    kind = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["episode", "happened_at"], name="log_by_time")]


class EpisodeLink(FencedRecord):
    """Two episodes belong together: one child in two agencies, or children missing together."""

    sensitive = ""
    plain = "child episode other kind ended_at"

    KINDS = [
        ("same_child", "Same child, two agencies"),
        ("together", "Missing together"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=12, choices=KINDS)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "other", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="episodes_linked_once",
            )
        ]


class Transfer(FencedRecord):
    """An offer to hand an episode to another agency; the holder keeps it until it is accepted."""

    fence = RelatedChild("child_id", or_agency="to_agency_id")
    sensitive = "because answer_because"
    plain = "child episode to_agency offered_at state answered_at answered_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="transfers")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    offered_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
        ],
        default="offered",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(state="offered"),
                name="one_offer_at_a_time",
            )
        ]
