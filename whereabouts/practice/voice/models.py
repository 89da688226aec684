"""About a child in their words, the codes of their page, what they said, and counts of terms."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows, OwnSealable, RelatedChild
from whereabouts.foundations.access.models import FencedRecord, SealableRecord
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member, Team
from whereabouts.practice.voice.vocabulary import (
    ANSWERS,
    HANDED,
    KINDS,
    LANGUAGES,
    NAMES_SOMEBODY,
    PHONES,
    QUESTIONS,
    SETTLED,
    SOURCES,
    TALK_ANSWERS,
    TOLD_BACK,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class AboutMe(FencedRecord):
    """One thing that a child tells about themselves, whom they ask for, or what they need to talk.

    It is added and not changed; what holds no longer is ended, with the reason.
    """

    sensitive = "words person said_by language ended_because"
    plain = "child kind source said_on ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    words = models.TextField(blank=True, default="")
    person = models.CharField(max_length=160, blank=True, default="")
    language = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=12, choices=SOURCES)
    said_by = models.CharField(max_length=160, blank=True, default="")
    said_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words="") | ~models.Q(person=""), name="about_me_says_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=NAMES_SOMEBODY) | ~models.Q(person=""),
                name="about_me_names_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_because="")
                ),
                name="about_me_ends_with_a_reason",
            ),
        ]


class ChildLink(FencedRecord):
    """A code for the page for a child: for one child, one time, some days; kept as a keyed hash.

    `closes_at` is when it stops to open: first its last day, from the first opening on some minutes
    later, and at once when the child has answered. It does not tell when the child was there.
    """

    fence = RelatedChild("child_id", or_agency="reader_agency_id")
    sensitive = "code_hash worker worker_phone"
    plain = (
        "child episode reader_agency about_agency about_team handed phone expires_at closes_at "
        "opened answered revoked_at revoked_by"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    # Whose safeguarding workers read what is said; whom and which unit it is about.
    reader_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    about_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    about_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed = models.CharField(max_length=12, choices=HANDED)
    phone = models.CharField(max_length=12, choices=PHONES)
    # Whom the child's page names to ask for: a first name, and a number that is safe to ring.
    worker = models.CharField(max_length=60, blank=True, default="")
    worker_phone = models.CharField(max_length=40, blank=True, default="")
    expires_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(handed="message") | models.Q(phone="own"),
                name="a_message_goes_to_a_safe_phone",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__lte=models.F("expires_at")),
                name="a_code_closes_no_later_than_it_expires",
            ),
        ]


class ChildsWords(SealableRecord):
    """What a child said of how they were treated; the safeguarding authority's alone to read.

    Without a name it leads to no child, no episode and no code. Passed on as a matter of conduct,
    it is sealed from whoever it may be about. A child who gave a name is owed the offer of a
    conversation by `talk_due_at`, one at a time, whether anything of theirs is open or closed.
    """

    fence = OwnSealable("owner_agency_id")
    sensitive = "words name reach outcome_words told_words talk_words"
    plain = (
        "child about_agency about_team language listened kindly asked_where told_why offered_help "
        "wants_somebody due_at read_at read_by outcome told_how told_at told_by "
        "talk_due_at talk_answer talk_at talk_by"
    )

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    about_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    listened = models.CharField(max_length=5, choices=ANSWERS, blank=True, default="")
    kindly = models.CharField(max_length=5, choices=ANSWERS, blank=True, default="")
    asked_where = models.CharField(max_length=5, choices=ANSWERS, blank=True, default="")
    told_why = models.CharField(max_length=5, choices=ANSWERS, blank=True, default="")
    offered_help = models.CharField(max_length=5, choices=ANSWERS, blank=True, default="")
    words = models.TextField(blank=True, default="")
    name = models.CharField(max_length=60, blank=True, default="")
    reach = models.CharField(max_length=160, blank=True, default="")
    wants_somebody = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=SETTLED, blank=True, default="")
    outcome_words = models.TextField(blank=True, default="")
    told_how = models.CharField(max_length=10, choices=TOLD_BACK, blank=True, default="")
    told_words = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    talk_due_at = models.DateTimeField(null=True, blank=True)
    talk_answer = models.CharField(max_length=12, choices=TALK_ANSWERS, blank=True, default="")
    talk_words = models.TextField(blank=True, default="")
    talk_at = models.DateTimeField(null=True, blank=True)
    talk_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["owner_agency", "read_at", "due_at"], name="words_to_read")]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(talk_due_at__isnull=False, talk_at__isnull=True),
                name="one_talk_owed_to_a_child_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(talk_due_at__isnull=True) | models.Q(child__isnull=False),
                name="a_talk_is_owed_to_a_child_with_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(talk_at__isnull=True, talk_by__isnull=True, talk_answer="")
                | (
                    models.Q(
                        talk_at__isnull=False, talk_by__isnull=False, talk_due_at__isnull=False
                    )
                    & ~models.Q(talk_answer="")
                    & ~models.Q(talk_words="")
                ),
                name="a_talk_is_offered_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(child__isnull=True, name="", reach="")
                | (models.Q(child__isnull=False) & ~models.Q(name="")),
                name="words_lead_to_a_child_only_with_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_by__isnull=True, outcome="")
                | (models.Q(read_at__isnull=False, read_by__isnull=False) & ~models.Q(outcome="")),
                name="words_are_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True, told_by__isnull=True, told_how="")
                | (
                    models.Q(told_at__isnull=False, told_by__isnull=False, child__isnull=False)
                    & ~models.Q(told_how="")
                    & ~models.Q(told_words="")
                ),
                name="a_child_is_told_back_by_somebody_in_words",
            ),
        ]

    def answers(self) -> dict[str, str]:
        """Return question → answer, as the child gave it."""
        return {question: getattr(self, question) for question, _ in QUESTIONS}


class TermCount(models.Model):
    """How often a term came up in a unit's writing in a month: no words, no writer, no child."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "id owner_agency team month term number"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    month = models.DateField()
    term = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "team", "month", "term"],
                nulls_distinct=False,
                name="a_term_counted_once_a_unit_and_month",
            )
        ]
