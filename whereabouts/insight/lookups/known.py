"""Everything that a call-taker must see of a child: one story over every record of the person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import known_parts as parts
from whereabouts.insight.lookups.beside import late_lines
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known_shapes import (
    BirthLine,
    Known,
    LanguageLine,
    NameLine,
    RecordLine,
    Story,
    View,
)
from whereabouts.insight.lookups.planning_parts import lines_by_part
from whereabouts.insight.lookups.search import pointers
from whereabouts.insight.lookups.voice import voice_of
from whereabouts.records.people import queries as people
from whereabouts.records.people import rules
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.models import Child, ChildName, ChildPhoto
from whereabouts.records.reports.gate import draft_for


@lookup(needs=Permission.CHILD_LOOK)
def what_is_known(
    *, actor: Actor, at: datetime, child_id: UUID, draft: UUID | None = None
) -> Known:
    """Return everything about a child that the actor may see, and write down the look.

    With a report being taken (`draft`, the actor's own and not yet sent), a police call-taker's
    agency is related to the child as enquiring, for twelve hours, and sees the child in full.
    Without that or another relation police see the pointer alone, others nothing.

    :raises NotVisible: there is no such child for this actor.
    """
    if draft is not None and _may_enquire(actor=actor, draft=draft):
        relate_to_child(
            child_id=child_id, agency=actor.agency_id, kind="enquiring", at=at,
            until_at=at + length_of(key="enquiry_lasts", at=at), because=f"draft:{draft}",
        )  # fmt: skip
    found = pointers(child_ids=[child_id], on=at.date())
    if not found:
        raise NotVisible()
    pointer = found[0]
    story = _story_if_visible(actor=actor, at=at, child_id=child_id)
    shown = shown_of(story=story) if story is not None else ["pointer"]
    record_look(
        kind="view", page="what is known", by=actor, at=at, subjects=pointer.records, shown=shown
    )
    return Known(pointer=pointer, full=story)


def story_of(*, actor: Actor, at: datetime, child_id: UUID) -> Story:
    """Return the child as one story, limited by role; the caller is in a scope and records it.

    :raises NotVisible: there is no such child for this actor.
    """
    story = _story_if_visible(actor=actor, at=at, child_id=child_id)
    if story is None:
        raise NotVisible()
    return story


def view_of(*, actor: Actor) -> View:
    """Return how much of a child's record the actor's roles are shown."""
    if permitted(roles=actor.roles, permission=Permission.ADULT_LOOK):
        return View.FULL
    if permitted(roles=actor.roles, permission=Permission.RETURN_INTERVIEW):
        return View.INTERVIEWER
    return View.CARER


def shown_of(*, story: Story) -> list[str]:
    """Return the names of the parts of a story that hold something, for the record of looks."""
    named = {
        "about me": story.about_me or story.voice.groups, "addresses": story.addresses,
        "adults": story.adults, "around": story.around, "calls": story.calls.total,
        "episodes": story.episodes, "flags": story.flags, "photo": story.has_photo,
        "placement": story.placements, "plans": story.plans or story.plan_lines,
        "proposals": story.proposals, "sightings": story.sightings,
    }  # fmt: skip
    return ["identity", *(name for name, held in named.items() if held)]


def _may_enquire(*, actor: Actor, draft: UUID) -> bool:
    if not (
        is_police(actor=actor) and permitted(roles=actor.roles, permission=Permission.REPORT_TAKE)
    ):
        return False
    taken = draft_for(actor, draft_id=draft)
    return not taken.report_reference and taken.discarded_at is None


def _story_if_visible(*, actor: Actor, at: datetime, child_id: UUID) -> Story | None:
    children = people.same_person_set(child_id=child_id)
    records = list(
        visible(Child).filter(pk__in=children).select_related("owner_agency").order_by("pk")
    )
    own = next((record for record in records if record.pk == child_id), None)
    if own is None:
        return None
    view, on = view_of(actor=actor), at.date()
    names = people.names_of(child_ids=children)
    births = people.births_of(child_ids=children)
    episodes = parts.history(children=children, view=view, at=at)
    flags, proposals = parts.flags(children=children, view=view, at=at)
    lived = parts.placements(children=children, at=at)
    own_names = [name for name in names if name.child_id == child_id] or names
    full = view is View.FULL
    return Story(
        child_id=child_id,
        view=view,
        sees_adults=full,
        sees_calls=full,
        records=tuple(
            RecordLine(
                child_id=record.pk,
                agency=record.owner_agency.name,
                recorded_at=record.recorded_at,
                unidentified=record.unidentified,
            )
            for record in records
        ),
        name=rules.shown_name(names=[_as_row(name) for name in own_names], on=on),
        names=tuple(
            NameLine(full=name.full, kind=name.get_kind_display(), source=name.source)
            for name in names
        ),
        births=tuple(
            BirthLine(
                words=rules.birth_in_words(
                    earliest=birth.earliest,
                    latest=birth.latest,
                    precision=birth.precision,
                    as_said=birth.as_said,
                ),
                as_said=birth.as_said,
                source=birth.source,
                believed=birth.believed,
            )
            for birth in births
        ),
        age=rules.age_years(births=births, on=on),
        sex=_first(record.get_sex_display() for record in [own, *records]),
        gender=_first(record.gender for record in [own, *records]),
        ethnicity=_first(_ethnicity(record) for record in [own, *records]),
        description=_first(record.description for record in [own, *records]),
        unidentified=all(record.unidentified for record in records),
        died_on=next((record.died_on for record in records if record.died_on), None),
        communication_needs=_each(record.communication_needs for record in records),
        about_me=_each(record.about_me for record in records),
        voice=voice_of(child_ids=children),
        languages=tuple(
            LanguageLine(
                language=one.language, preferred=one.preferred, interpreter=one.interpreter
            )
            for one in people.languages_of(child_ids=children)
        ),
        phones=_each(phone.number for phone in people.phones_of(child_ids=children)),
        identifiers=tuple(
            (one.get_scheme_display(), one.value)
            for one in (people.identifiers_of(child_ids=children) if full else ())
        ),
        has_photo=visible(ChildPhoto).filter(child__in=children).exists(),
        episodes=episodes,
        brief=parts.in_brief(episodes=episodes, at=at),
        flags=flags,
        proposals=proposals,
        plans=parts.plans(children=children, at=at),
        plan_lines=lines_by_part(children=children, full=full, at=at),
        adults=parts.adults(children=children, at=at),
        placement=next((one for one in lived if one.stands), None),
        placements=lived,
        addresses=parts.addresses(children=children, actor=actor, view=view, on=on),
        sightings=parts.sightings(children=children, view=view),
        calls=parts.calls(children=children, view=view, at=at),
        around=parts.around(children=children, view=view),
        late_returns=late_lines(children=children, actor=actor, on=on),
    )


def _as_row(name: ChildName) -> dict[str, object]:
    return {"full": name.full, "kind": name.kind, "until_on": name.until_on}


def _ethnicity(record: Child) -> str:
    if record.ethnicity_self:
        return f"{record.get_ethnicity_self_display()} (self-defined)"
    if record.ethnicity_officer:
        return f"{record.get_ethnicity_officer_display()} (officer's view)"
    return ""


def _first(words: Iterable[str]) -> str:
    return next((word for word in words if word), "")


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
