"""What an appeal says to the public, and Child Rescue Alerts that were asked for."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.models import Publicity
from whereabouts.practice.publicity.vocabulary import ALERT_STATES
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, ChildPhoto


class Appeal(FencedRecord):
    """What the poster and the message of a decision say. Added, never changed.

    The reference stands in the address of the poster: it names nobody.
    """

    sensitive = "shown_name words area"
    plain = "child episode publicity reference photo contact made_at expires_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="appeals")
    publicity = models.OneToOneField(Publicity, on_delete=models.PROTECT, related_name="appeal")
    reference = models.CharField(max_length=20, unique=True)
    shown_name = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField()
    area = models.CharField(max_length=200)
    contact = models.CharField(max_length=120)
    photo = models.ForeignKey(
        ChildPhoto, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="an_appeal_ends_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="") & ~models.Q(contact="") & ~models.Q(area=""),
                name="an_appeal_says_what_where_and_whom_to_ring",
            ),
        ]


class RescueAlert(FencedRecord):
    """A Child Rescue Alert that was asked for: the answers, and who decided in each force.

    It is launched only where every question was answered with yes, by somebody with a name, and
    by the other force, too, where one is affected.
    """

    fence = RelatedChild("child_id", or_agency="second_force_id")
    sensitive = "answers because second_because ended_because"
    plain = (
        "child episode met asked_at due_at second_force state decided_at decided_by "
        "second_agreed second_at second_by launched_at ended_at ended_by"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="rescue_alerts")
    answers = models.JSONField(default=dict)
    met = models.BooleanField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    second_force = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ALERT_STATES, default="asked")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.TextField(blank=True, default="")
    second_agreed = models.BooleanField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_because = models.TextField(blank=True, default="")
    launched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(state__in=["asked", "agreed", "launched"]),
                name="one_alert_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(launched_at__isnull=True)
                | (
                    models.Q(met=True, decided_by__isnull=False, decided_at__isnull=False)
                    & (
                        models.Q(second_force__isnull=True)
                        | models.Q(second_agreed=True, second_by__isnull=False)
                    )
                ),
                name="an_alert_goes_out_by_name_in_both_forces",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="launched") | models.Q(launched_at__isnull=False),
                name="a_launched_alert_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["agreed", "launched", "declined"])
                | (models.Q(decided_by__isnull=False) & ~models.Q(because="")),
                name="an_alert_is_decided_on_in_words_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended")
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_because="")
                ),
                name="an_alert_ends_in_words_by_somebody",
            ),
        ]
