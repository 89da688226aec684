"""What partners bring to a child: gradings side by side, late returns, conferences, tries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.partners import queries
from whereabouts.practice.partners.models import Conference
from whereabouts.practice.partners.protocols import protocol_of
from whereabouts.practice.partners.rules import Graded, SideBySide, side_by_side
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.episodes.rules import LEVELS

LEVEL_WORDS = dict(LEVELS)
SCHOOL_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A late return that is agreed and holds today: until when, what, with whom."""

    key: UUID
    latest: time
    days: str
    what: str
    agreed_with: str
    childs_view: str
    until_on: date
    by: str
    agency: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceLine:
    """A conference: who asked whom, why, how it stands."""

    key: UUID
    child_id: UUID
    asked_by: str
    of: str
    why: str
    state: str
    state_words: str
    asked_at: datetime
    due_at: datetime
    meets_at: datetime | None
    outcome: str
    overdue: bool
    ours_to_answer: bool
    ours: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedLine:
    """One step of the protocol, and what the carer says of it; nothing where nothing was said."""

    words: str
    answer: str
    said: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What partners bring to a child, for a page of the child's or an episode's."""

    gradings: SideBySide
    late_returns: tuple[LateLine, ...]
    conferences: tuple[ConferenceLine, ...]
    tried: tuple[TriedLine, ...] = ()
    not_at_school: tuple[tuple[datetime, str], ...] = ()  # when, and which school says so


def beside_of(
    *, children: Iterable[UUID], actor: Actor, at: datetime, episode: Episode | None = None
) -> Beside:
    """Return it for somebody who sees the child; inside a scope. Reasons only for who sees them."""
    keys = list(children)
    return Beside(
        gradings=gradings_of(children=keys, actor=actor, episode=episode),
        late_returns=late_lines(children=keys, actor=actor, on=at.date()),
        conferences=tuple(
            conference_line(one, actor=actor, at=at)
            for one in queries.conferences_of(children=keys)
        ),
        tried=tried_lines(episode=episode, at=at) if episode else (),
        not_at_school=tuple(
            (one.absent_at, one.school.name)
            for one in queries.not_at_school(children=keys, since=at - SCHOOL_YEAR)
        ),
    )


def gradings_of(
    *, children: Iterable[UUID], actor: Actor, episode: Episode | None = None
) -> SideBySide:
    """Return every agency's latest grading: the police's own by what stands."""
    keys = list(children)
    reads = permitted(roles=actor.roles, permission=Permission.ADULT_LOOK)
    found = [
        Graded(
            agency=one.owner_agency.name,
            level=one.level,
            at=one.graded_at,
            tool=one.get_tool_display(),
            because=one.because if reads or one.owner_agency_id == actor.agency_id else "",
            by=one.recorded_by.display_name,
        )
        for one in queries.gradings_of(children=keys)
    ]
    standing = [episode] if episode is not None else list(under_way(children=keys))
    found += [
        Graded(
            agency=one.owner_agency.name, level=one.level, at=one.reported_at, decides=True,
            tool=f"Episode {one.reference}", by="decided" if one.decided else "recommended",
        )
        for one in standing
    ]  # fmt: skip
    return side_by_side(gradings=found)


def late_lines(*, children: Iterable[UUID], actor: Actor, on: date) -> tuple[LateLine, ...]:
    """Return the late returns that hold on a day."""
    return tuple(
        LateLine(
            key=one.pk, latest=one.latest, days=one.days, what=one.what,
            agreed_with=one.agreed_with, childs_view=one.childs_view, until_on=one.until_on,
            by=one.recorded_by.display_name, agency=one.owner_agency.name,
            ours=one.owner_agency_id == actor.agency_id,
        )
        for one in queries.late_returns_of(children=children, on=on)
    )  # fmt: skip


def conference_line(
    one: Conference, *, actor: Actor, at: datetime, name: str = ""
) -> ConferenceLine:
    """Return a conference as a line; `name` is the child's where a list is of several children."""
    return ConferenceLine(
        key=one.pk, child_id=one.child_id, asked_by=one.owner_agency.name, of=one.to_agency.name,
        why=one.why, state=one.state, state_words=one.get_state_display(), asked_at=one.asked_at,
        due_at=one.due_at, meets_at=one.meets_at, outcome=one.outcome, name=name,
        overdue=one.state == "asked" and one.due_at <= at,
        ours_to_answer=one.state == "asked" and one.to_agency_id == actor.agency_id,
        ours=actor.agency_id in (one.to_agency_id, one.owner_agency_id),
    )  # fmt: skip


def tried_lines(*, episode: Episode, at: datetime) -> tuple[TriedLine, ...]:
    """Return each step of the protocol with what the carer said; empty where no carer spoke."""
    answers = {one.step: one for one in queries.tried_in(episode=episode.pk)}
    if not answers:
        return ()
    protocol = protocol_of(key=episode.owner_agency.country, on=at.date())
    return tuple(
        TriedLine(
            words=step.words,
            answer=answers[step.key].get_answer_display() if step.key in answers else "Not said",
            said=answers[step.key].words if step.key in answers else "",
            by=answers[step.key].owner_agency.name if step.key in answers else "",
        )
        for step in protocol.steps
    )
