"""A child's page: one story across forces, who may see it, and how often it was looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max

from whereabouts.engines.matching import BirthRange
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.beside import Beside, beside_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import shown_of, story_of
from whereabouts.insight.lookups.known_shapes import FlagLine, Story, View
from whereabouts.insight.lookups.pairs import JoiningLine, joinings_of
from whereabouts.insight.lookups.placement_notices import NoticeToGive, notice_of_agency
from whereabouts.insight.lookups.search import Hit, find_children, likely_same
from whereabouts.insight.lookups.support import again_of
from whereabouts.insight.lookups.support_shapes import Again
from whereabouts.insight.lookups.voice import Voice
from whereabouts.insight.lookups.young_plans import YoungPlanLine, young_plans
from whereabouts.records.people.gate import child_for, flag_for, photo_for, related_person_for
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import (
    births_of,
    display_name,
    names_of,
    same_person_set,
)

MOST_OTHERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How often the asker's own agency looked at the child, by how many people, and last when."""

    total: int
    people: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPage:
    """What a child's page shows."""

    story: Story
    may_see: tuple[str, ...]
    looks: Looks
    joinings: tuple[JoiningLine, ...]
    voice: Voice
    young: tuple[YoungPlanLine, ...] = ()
    notice: NoticeToGive | None = None
    again: Again | None = None
    beside: Beside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoItIs:
    """A child as the head of a form about them: name, age, and nothing else."""

    child_id: UUID
    name: str
    unidentified: bool
    sex: str
    gender: str
    description: str
    communication_needs: str
    about_me: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What somebody around a child may be told now."""

    person_id: UUID
    child_id: UUID
    name: str
    relation: str
    told: str
    told_words: str
    told_because: str
    awaiting_senior: bool


@lookup(needs=Permission.CHILD_LOOK)
def child_page(*, actor: Actor, at: datetime, child_id: UUID) -> ChildPage:
    """Return a child's page as the actor may see it, and write down the look.

    :raises NotVisible: there is no such child for this actor.
    """
    story = story_of(actor=actor, at=at, child_id=child_id)
    children = [record.child_id for record in story.records]
    looks = Look.objects.filter(owner_agency=actor.agency_id, subjects__overlap=children).aggregate(
        total=Count("id"), people=Count("member", distinct=True), last=Max("at")
    )
    may_see: tuple[str, ...] = ()
    if story.view is View.FULL:
        agencies = Agency.objects.filter(pk__in=agencies_reached(subject=child_id))
        may_see = tuple(agencies.order_by("name").values_list("name", flat=True))
    record_look(
        kind="view", page="child", by=actor, at=at, subjects=children, shown=shown_of(story=story)
    )
    return ChildPage(
        story=story,
        may_see=may_see,
        looks=Looks(total=looks["total"], people=looks["people"], last_at=looks["last"]),
        joinings=joinings_of(child_ids=frozenset(children)) if story.view is View.FULL else (),
        voice=story.voice,
        young=young_plans(
            children=children, agency=actor.agency_id, full=story.view is View.FULL, at=at
        ),
        notice=notice_of_agency(actor=actor, children=frozenset(children), at=at),
        again=again_of(children=children, actor=actor, at=at) if story.view is View.FULL else None,
        beside=beside_of(children=children, actor=actor, at=at),
    )


@lookup(needs=Permission.CHILD_LOOK)
def photo_of_child(*, actor: Actor, at: datetime, child_id: UUID) -> bytes | None:
    """Return a child's latest photograph (JPEG), or None; the look is written down.

    :raises NotVisible: there is no such child for this actor.
    """
    photo = photo_for(actor, child_id=child_id)
    record_look(
        kind="view", page="photo", by=actor, at=at, subjects=[child_id],
        shown=["photo"] if photo else [],
    )  # fmt: skip
    return bytes(photo.picture) if photo else None


@lookup(needs=Permission.CHILD_LOOK)
def who_it_is(*, actor: Actor, at: datetime, child_id: UUID) -> WhoItIs:
    """Return a child as the head of a form, with what the form may change; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child = child_for(actor, child_id=child_id)
    record_look(kind="view", page="form", by=actor, at=at, subjects=[child_id], shown=["identity"])
    return _who(child)


@lookup(needs=Permission.CHILD_JOIN)
def there_are(*, actor: Actor, at: datetime, child_ids: tuple[UUID, ...]) -> None:
    """Go on if the actor sees each of these records; nothing of them is shown.

    :raises NotVisible: one of them is not there for this actor.
    """
    for one in child_ids:
        child_for(actor, child_id=one)


@lookup(needs=Permission.CHILD_LOOK)
def flag_of_child(*, actor: Actor, at: datetime, child_id: UUID, flag_id: UUID) -> FlagLine:
    """Return one flag of a child.

    :raises NotVisible: there is no such flag for this actor.
    """
    flag = flag_for(actor, flag_id=flag_id, child_id=child_id)
    return FlagLine(
        flag_id=flag.pk,
        kind=flag.kind,
        words=flag.get_kind_display(),
        strength=flag.strength,
        state=flag.state,
        source=flag.source,
        detail=flag.detail,
        owner=flag.owner.display_name,
        agency=flag.owner_agency.name,
        raised_at=flag.raised_at,
        review_on=flag.review_on,
        overdue=flag.review_on < at.date(),
    )


@lookup(needs=Permission.CHILD_LOOK)
def standing_of(*, actor: Actor, at: datetime, child_id: UUID, person_id: UUID) -> Standing:
    """Return what somebody around a child may be told now.

    :raises NotVisible: there is no such person for this actor.
    """
    person = related_person_for(actor, person_id=person_id, child_id=child_id)
    return Standing(
        person_id=person.pk,
        child_id=person.child_id,
        name=person.name,
        relation=person.get_relation_display(),
        told=person.told,
        told_words=person.get_told_display(),
        told_because=person.told_because,
        awaiting_senior=person.awaiting_senior,
    )


@lookup(needs=Permission.CHILD_SEARCH)
def who_else_it_may_be(
    *, actor: Actor, at: datetime, child_id: UUID, names: str = "", born: str = ""
) -> tuple[Hit, ...]:
    """Return other records that may be of the same child, for somebody to judge.

    Without names given it goes by those of the record. Nobody is joined by this.

    :raises NotVisible: there is no such child for this actor.
    """
    child = child_for(actor, child_id=child_id)
    if names or born or child.unidentified:
        hits = find_children(actor=actor, at=at, names=names, born=born, limit=MOST_OTHERS).hits
        return tuple(hit for hit in hits if child_id not in hit.pointer.records)
    same = same_person_set(child_id=child.pk)
    likely = likely_same(
        names=tuple(dict.fromkeys(name.full for name in names_of(child_ids=same))),
        births=tuple(
            BirthRange(birth.earliest, birth.latest, birth.precision)  # type: ignore[arg-type]
            for birth in births_of(child_ids=same)
            if birth.believed
        ),
        on=at.date(),
        limit=MOST_OTHERS,
    )
    others = tuple(hit for hit in likely if child_id not in hit.pointer.records)
    record_look(
        kind="search", page="who else it may be", by=actor, at=at, shown=["pointer"],
        subjects=[record for hit in others for record in hit.pointer.records],
    )  # fmt: skip
    return others


def _who(child: Child) -> WhoItIs:
    return WhoItIs(
        child_id=child.pk,
        name=display_name(child_id=child.pk),
        unidentified=child.unidentified,
        sex=child.sex,
        gender=child.gender,
        description=child.description,
        communication_needs=child.communication_needs,
        about_me=child.about_me,
    )
