"""The notice of a serious event that a home sends to the inspectorate, drafted from the record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.beside import TriedLine, tried_lines
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people import queries as people
from whereabouts.records.placements.queries import placement_at, setting_of

KIND = "regulation_40_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the notice says: facts of the record that the home may see, and nothing of adults.

    `task_id` is what is settled once the notice is sent; None where none is outstanding.
    """

    reference: str
    child_id: UUID
    name: str
    age: int | None
    home: str
    urn: str
    provider: str
    placed_by: str
    legal_status: str
    placed_on: str
    force: str
    happened_at: datetime
    reported_at: datetime
    last_seen_place: str
    level: str
    decided: bool
    state: str
    back_at: datetime | None
    tried: tuple[TriedLine, ...]
    lines: tuple[tuple[datetime, str], ...]
    due_at: datetime | None
    task_id: UUID | None
    written_by: str
    at: datetime


@lookup(needs=Permission.CARER_PAGE)
def regulation_40(*, actor: Actor, at: datetime, reference: str) -> Draft:
    """Return the draft for the home that the child lived in at the time; a look.

    :raises NotVisible: there is no such episode for this actor, or the child did not live there.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    stood = episode.placement or placement_at(child_ids=children, at=at)
    home = stood.home if stood is not None else None
    if stood is None or home is None or actor.agency_id not in (home.pk, home.parent_id):
        raise NotVisible()
    setting = setting_of(agency=home.pk)
    task = visible(Task).filter(episode=episode, kind=KIND, state__in=OUTSTANDING).first()
    own = visible(LogEntry).filter(episode=episode, owner_agency=actor.agency_id)
    record_look(
        kind="view", page="regulation 40", by=actor, at=at, subjects=children,
        shown=["name", "placement", "episode"],
    )  # fmt: skip
    authority, force = stood.responsible_authority, stood.host_force
    return Draft(
        reference=episode.reference,
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        age=people.age_on(child_ids=children, on=at.date()),
        home=home.name,
        urn=setting.urn if setting else "",
        provider=home.parent.name if home.parent else "",
        placed_by=authority.name if authority else "",
        legal_status=stood.legal_status,
        placed_on=f"{stood.started_on:%-d %B %Y}",
        force=force.name if force else episode.owner_agency.name,
        happened_at=episode.happened_at,
        reported_at=episode.reported_at,
        last_seen_place=episode.last_seen_place,
        level=episode.level,
        decided=episode.decided,
        state=episode.state,
        back_at=episode.back_at,
        tried=tried_lines(episode=episode, at=at),
        lines=tuple(
            (one.happened_at or one.recorded_at, one.words)
            for one in own.order_by("happened_at", "id")
            if one.words
        ),
        due_at=task.due_at if task else None,
        task_id=task.pk if task else None,
        written_by=actor.name,
        at=at,
    )
