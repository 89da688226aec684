"""Questions about proposals, challenges, offers and contacts; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.matching import BadName, normal_name
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.models import DutyPeriod
from whereabouts.practice.plans.models import TriggerPlan
from whereabouts.practice.risk.assessing import latest_decision
from whereabouts.practice.supervision import rules
from whereabouts.practice.supervision.models import Challenge, HandOver, Proposal, Review
from whereabouts.records.episodes import queries as past
from whereabouts.records.episodes.models import Episode, EpisodeReport, Transfer
from whereabouts.records.people.models import ChildName
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.reports.models import Contact

LONGEST_READ = 20_000
PUNCTUATION = ".,;:!?()[]\"“”‘’'/"


def waiting_reviews(*, episode: Episode) -> "QuerySet[Review]":
    """Return the reviews of an episode that wait, the next due first."""
    return visible(Review).filter(episode=episode, state="waiting").order_by("due_at", "key")


def proposals_of(*, episode: Episode) -> "QuerySet[Proposal]":
    """Return an episode's proposals, latest first."""
    return (
        visible(Proposal)
        .filter(episode=episode)
        .select_related("recorded_by", "answered_by")
        .order_by("-asked_at")
    )


def challenges_of(*, episode: Episode) -> "QuerySet[Challenge]":
    """Return the challenges to an episode's grade, latest first."""
    return (
        visible(Challenge)
        .filter(episode=episode)
        .select_related("decision", "person", "answered_by", "owner_agency")
        .order_by("-made_at")
    )


def deciders(*, made: Challenge) -> frozenset[UUID | None]:
    """Return everybody whose name is on the decision that was challenged."""
    if made.decision is None:
        return frozenset()
    decision = made.decision
    return frozenset({decision.recorded_by_id, decision.supervisor_id, decision.inspector_id}) - {
        None
    }


def standing_of(*, made: Challenge) -> str:
    """Return what a challenger may be told: of somebody not on record, that the child is safe."""
    if made.person is None:
        return "safe"
    return "nothing" if made.person.awaiting_senior else made.person.told


def told_of(*, made: Challenge) -> str:
    """Return the sentence that the challenger may be told of the answer, as they stand now."""
    before = made.decision
    now = latest_decision(episode=made.episode)
    stands = (now.pk if now else None) == (before.pk if before else None) or (
        before is not None and now is not None and now.level == before.level
    )
    return rules.what_may_be_told(
        told=standing_of(made=made),
        grade_stands=stands,
        changed_to=now.level if now else "",
        next_update="We will speak again at the time that we agreed.",
    )


def offer_of(*, episode: Episode) -> HandOver | None:
    """Return the offer of ownership that waits, or None."""
    return (
        visible(HandOver)
        .filter(episode=episode, state="offered")
        .select_related("to_member", "from_member")
        .first()
    )


def transfers_of(*, episode: Episode) -> "QuerySet[Transfer]":
    """Return the offers of an episode to other agencies, latest first."""
    return (
        visible(Transfer)
        .filter(episode=episode)
        .select_related("to_agency", "owner_agency", "answered_by")
        .order_by("-offered_at")
    )


def has_episode(*, contact: Contact) -> bool:
    """Return whether a report was taken from the contact and concerns an episode."""
    return visible(EpisodeReport).filter(report__contact=contact, parted_at__isnull=True).exists()


def children_named(*, contact: Contact) -> frozenset[UUID]:
    """Return the children whom a contact names: the one set, and those with a live plan.

    A child with a live plan is found by the whole name in the words: somebody agreed what to do.
    """
    named = {contact.child_id} if contact.child_id else set()
    named |= _planned_in(words=contact.words)
    return frozenset(named)


def names_a_child(*, contact: Contact) -> bool:
    """Return whether a contact names a child: on record, by name in a log, or with a live plan."""
    return rules.names_a_child(
        child_set=contact.child_id is not None or bool(contact.child_names),
        planned=children_named(contact=contact),
    )


def is_covered(*, contact: Contact, children: Iterable[UUID]) -> bool:
    """Return whether every child named was on record as away while the contact lasted.

    For what was closed elsewhere: a log beside an episode that has others is no hole.
    """
    named, until = list(children), contact.closed_at
    if not named:
        return False
    for child in named:
        during = past.of_children(children=same_person_set(child_id=child)).filter(
            Q(back_at__isnull=True) | Q(back_at__gte=contact.happened_at)
        )
        if until is not None:
            during = during.filter(reported_at__lte=until)
        if not during.exists():
            return False
    return True


def is_round_the_guard(*, contact: Contact) -> bool:
    """Return whether a contact names a child and has no episode, and no senior signed why."""
    if contact.signed_by_id is not None or has_episode(contact=contact):
        return False
    named = children_named(contact=contact)
    if not named:
        return bool(contact.child_names)
    return not is_covered(contact=contact, children=named)


def unreconciled(*, agency: UUID) -> list[Contact]:
    """Return an agency's contacts that were found closed round the guard and still are, newest
    first.
    """
    found = (
        visible(Contact)
        .filter(owner_agency=agency, round_guard_at__isnull=False, signed_by__isnull=True)
        .select_related("closed_by")
        .order_by("-closed_at")
    )
    return [contact for contact in found if not has_episode(contact=contact)]


def closed_unsigned(*, agency: UUID, since: datetime) -> "QuerySet[Contact]":
    """Return an agency's closed contacts without a signature that nobody has looked through.

    Those that name a child by a key or a name, however old; and, for the sake of names in their
    words, every one that was closed or came in since a moment.
    """
    named = Q(child__isnull=False) | ~Q(child_names="")
    recent = Q(closed_at__gte=since) | Q(recorded_at__gte=since)
    return (
        visible(Contact)
        .filter(named | recent, owner_agency=agency, state="closed")
        .filter(signed_by__isnull=True, round_guard_at__isnull=True)
        .exclude(
            Exists(
                EpisodeReport.objects.filter(report__contact=OuterRef("pk"), parted_at__isnull=True)
            )
        )
        .order_by("pk")
    )


def left_open(*, agency: UUID, before: datetime) -> "QuerySet[Contact]":
    """Return an agency's open contacts of before a moment that name a child and have no episode.

    A child who is named in the words alone is found as the contact is closed.
    """
    concerns = EpisodeReport.objects.filter(report__contact=OuterRef("pk"), parted_at__isnull=True)
    return (
        visible(Contact)
        .filter(Q(child__isnull=False) | ~Q(child_names=""), owner_agency=agency, state="open")
        .filter(recorded_at__lte=before)
        .exclude(Exists(concerns))
        .order_by("pk")
    )


def episodes_under_way(*, children: Iterable[UUID]) -> list[Episode]:
    """Return the episodes under way of some children, over their joined records."""
    every = {same for child in children for same in same_person_set(child_id=child)}
    return list(past.under_way(children=every))


def shift_began(*, agency: UUID, at: datetime) -> datetime:
    """Return when the duty inspector's present duty began; without a rota, a shift's length ago."""
    for began in _duty_began(agency=agency, at=at):
        return began
    return at - length_of(key="shift_lasts", at=at)


@prepared
def _duty_began(*, agency: UUID, at: datetime) -> "QuerySet[DutyPeriod, datetime]":
    duty = DutyPeriod.objects.filter(
        agency=agency, role="duty_inspector", from_at__lte=at, until_at__gt=at
    )
    return duty.order_by("-from_at").values_list("from_at", flat=True)[:1]


def _planned_in(*, words: str) -> set[UUID]:
    text = f" {' '.join(map(_as_name, words[:LONGEST_READ].split()))} "
    if not text.strip():
        return set()
    planned = visible(TriggerPlan).filter(ended_at__isnull=True).values("child")
    names = visible(ChildName).filter(child__in=planned).values_list("child_id", "normal")
    # A single name in somebody's words may be anybody's: only a whole name counts.
    return {child for child, name in names if " " in name and f" {name} " in text}


def _as_name(word: str) -> str:
    """Return a word of a sentence as names are compared, or "" where no name looks like it."""
    try:
        return normal_name(text=word.strip(PUNCTUATION))
    except BadName:
        return ""
