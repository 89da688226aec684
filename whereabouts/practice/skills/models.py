"""Who has a skill, and tasks that somebody took on without the one they want."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.investigation.models import Task


class MemberSkill(FencedRecord):
    """A member has a skill from a day until another; it may be ended before."""

    fence = OwnRows("owner_agency_id")
    sensitive = "evidence ended_because"
    plain = "member skill gained_on until_on ended_on ended_by"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="skills")
    skill = models.SlugField(max_length=40)
    gained_on = models.DateField()
    until_on = models.DateField()
    evidence = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("gained_on")),
                name="skill_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["member", "skill", "gained_on"], name="a_skill_gained_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_by__isnull=True)
                | models.Q(ended_on__isnull=False, ended_by__isnull=False),
                name="skill_ended_by_somebody",
            ),
        ]


class Fallback(FencedRecord):
    """A task that wants a skill was taken on by somebody without it: added, never changed."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "task skill member taken_at holders"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="fallbacks")
    skill = models.SlugField(max_length=40)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    # How many at the agency had it on that day: none is another matter than none free.
    holders = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "member"], name="a_fallback_once_a_task")
        ]
