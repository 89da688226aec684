"""Force on a child and its review; matters under seal, for the few who look into them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.conduct import queries, rules, vocabulary
from whereabouts.practice.conduct.gate import matter_for
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.risk.sealing import who_was_there
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people import queries as people


@dataclass(frozen=True, kw_only=True)
class ForceShown:
    """Force that was used on a child, or threatened, and what became of it."""

    key: UUID
    used_at: datetime
    tactics: tuple[str, ...]
    threatened_only: bool
    why: str
    injury: str
    afterwards: str
    body_worn: str
    there: tuple[str, ...]
    reviewer_role: str
    reviewed_at: datetime | None
    reviewed_by: str
    finding: str
    review_words: str
    instead: str
    may_review: bool


@dataclass(frozen=True, kw_only=True)
class ForceView:
    """The page of force in an episode."""

    reference: str
    child: UUID
    name: str
    age: int | None
    force: tuple[ForceShown, ...]
    staff: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, kw_only=True)
class MatterShown:
    """A matter under seal."""

    key: UUID
    child_name: str
    kind: str
    about: str
    about_kind: str
    agency: str
    words: str
    said_by: str
    said_at: datetime
    wants: str
    body_worn: str
    outcome: str
    outcome_words: str
    decided_at: datetime | None
    for_child: str
    tells: str
    told_at: datetime | None
    told: str

    @property
    def to_tell(self) -> bool:
        """Whether whoever looked into it still has to tell whoever told of it."""
        return self.tells == "" and self.decided_at is not None and self.told_at is None


@lookup(needs=Permission.FORCE_RECORD)
def force_page(*, actor: Actor, reference: str, at: datetime) -> ForceView:
    """Return the force that was used in an episode, or threatened, with the forms' lists.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    record_look(
        kind="view", page="force", by=actor, at=at, subjects=children, shown=["name", "force"]
    )
    tactics, findings = dict(vocabulary.TACTICS), dict(vocabulary.REVIEW_FINDINGS)
    names = dict(Member.objects.filter(agency=actor.agency_id).values_list("pk", "display_name"))
    return ForceView(
        reference=episode.reference,
        child=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        age=people.age_on(child_ids=children, on=at.date()),
        force=tuple(
            ForceShown(
                key=one.pk,
                used_at=one.used_at,
                tactics=tuple(tactics[tactic] for tactic in one.tactics),
                threatened_only=one.threatened_only,
                why=one.why,
                injury=one.injury,
                afterwards=one.afterwards,
                body_worn=one.body_worn,
                there=(
                    *(names[key] for key in one.there if key in names),
                    *([one.others_there] if one.others_there else []),
                ),
                reviewer_role=one.reviewer_role,
                reviewed_at=one.reviewed_at,
                reviewed_by=one.reviewed_by.display_name if one.reviewed_by else "",
                finding=findings.get(one.finding, ""),
                review_words=one.review_words,
                instead=one.instead,
                may_review=one.reviewed_at is None
                and rules.may_review(
                    roles=actor.roles,
                    member=actor.member_id,
                    there=[*one.there, one.recorded_by_id],
                    role=one.reviewer_role,
                ),
            )
            for one in queries.force_of(episode=episode)
        ),
        staff=_staff(actor=actor, there=who_was_there(episode=episode)),
    )


@lookup(needs=Permission.CONDUCT_TELL)
def whom_it_may_be_about(
    *, actor: Actor, reference: str, at: datetime
) -> tuple[tuple[UUID, str], ...]:
    """Return everybody who met the child in an episode, to choose from: (key, name and agency).

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    there = Member.objects.filter(pk__in=who_was_there(episode=episode)).select_related("agency")
    return tuple(
        (one.pk, f"{one.display_name}, {one.agency.name}") for one in there.order_by("display_name")
    )


@lookup(needs=Permission.CONDUCT_LOOK)
def matters_page(*, actor: Actor, at: datetime) -> tuple[MatterShown, ...]:
    """Return the matters that are this person's to look into; none that is sealed from them."""
    found = queries.matters()
    record_look(
        kind="list", page="conduct", by=actor, at=at,
        subjects={one.child_id for one in found if one.child_id},
        shown=["name", "conduct"],
    )  # fmt: skip
    return tuple(_matter(one) for one in found)


@lookup(needs=Permission.CONDUCT_LOOK)
def matter_page(*, actor: Actor, matter_id: UUID, at: datetime) -> MatterShown:
    """Return one matter.

    :raises NotVisible: there is none for this actor, or it is sealed from them.
    """
    found = matter_for(actor, matter_id=matter_id)
    record_look(
        kind="view", page="conduct-matter", by=actor, at=at,
        subjects={found.child_id} if found.child_id else (),
        shown=["name", "conduct"],
    )  # fmt: skip
    return _matter(found)


def _staff(*, actor: Actor, there: frozenset[UUID]) -> tuple[tuple[UUID, str], ...]:
    """Return who may have been there: whoever met the child, and the reader."""
    found = Member.objects.filter(pk__in={*there, actor.member_id}, agency=actor.agency_id)
    return tuple(found.order_by("display_name").values_list("pk", "display_name"))


def _matter(one: Matter) -> MatterShown:
    return MatterShown(
        key=one.pk,
        child_name=people.display_name(child_id=one.child_id) if one.child_id else "",
        kind=dict(vocabulary.MATTER_KINDS)[one.kind],
        about=one.about_member.display_name if one.about_member else one.about_name,
        about_kind=dict(vocabulary.ABOUT_KINDS)[one.about_kind],
        agency=one.about_agency.name if one.about_agency else "",
        words=one.words,
        said_by=dict(vocabulary.SAID_BY)[one.said_by],
        said_at=one.said_at,
        wants=dict(vocabulary.WANTS)[one.wants],
        body_worn=one.body_worn,
        outcome=dict(vocabulary.OUTCOMES).get(one.outcome, ""),
        outcome_words=one.outcome_words,
        decided_at=one.decided_at,
        for_child=one.for_child,
        tells=_who_tells(one),
        told_at=one.told_at,
        told=" ".join([dict(vocabulary.TOLD_BACK).get(one.told_how, ""), one.told_words]).strip(),
    )


def _who_tells(one: Matter) -> str:
    """Return who tells the child, in words; "" where whoever looks into it does."""
    if one.child_id is None:
        return "It was said without a name: nobody can be told, and nobody tries to find out who."
    if one.from_words is not None:
        return f"It was said on the page for children: {one.owner_agency.name} tells the child."
    return ""
