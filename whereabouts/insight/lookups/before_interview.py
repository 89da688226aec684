"""What whoever offers the independent conversation knows beforehand: no word of another's talk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.vocabulary import ASKED_BY_TASK
from whereabouts.practice.risk.arranging import placement_of, responsible_authority
from whereabouts.practice.support.queries import times_of_episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people import queries as people

# The forms of return interviews ask for these (domain reference 2; S47, S49).
HALF_A_YEAR, A_MONTH, OFTEN = timedelta(days=182), timedelta(days=30), 5
NOBODY_KNOWS = "Not on record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beforehand:
    """The child's absence, where they live, who is responsible, and how often they were away."""

    missing_since: datetime | None
    reported_at: datetime
    back_at: datetime | None
    lives: str
    responsible: str
    host: str
    legal_status: str
    in_half_a_year: int
    in_a_month: int
    often: bool
    meeting_asked: bool


@lookup(needs=Permission.RETURN_INTERVIEW)
def before_interview(*, actor: Actor, reference: str, at: datetime) -> Beforehand:
    """Return what the form of the independent conversation begins with.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    placement = placement_of(episode=episode, at=at)
    responsible = responsible_authority(episode=episode, at=at)
    host = placement.host_authority if placement is not None else None
    record_look(
        kind="view", page="before the interview", by=actor, at=at, subjects=children,
        shown=["episodes", "placement"],
    )  # fmt: skip
    times = times_of_episodes(children=children, at=at)
    lately = sum(when > at - A_MONTH for when in times)
    lives = placement.get_living_at_display() if placement else episode.get_living_at_display()
    if placement is not None and placement.home is not None:
        lives = f"{lives}: {placement.home.name}"
    return Beforehand(
        missing_since=episode.last_seen_at,
        reported_at=episode.reported_at,
        back_at=episode.back_at,
        lives=lives or NOBODY_KNOWS,
        responsible=responsible.name if responsible else NOBODY_KNOWS,
        host=host.name if host else "",
        legal_status=placement.legal_status if placement else "",
        in_half_a_year=sum(when > at - HALF_A_YEAR for when in times),
        in_a_month=lately,
        often=lately >= OFTEN,
        meeting_asked=visible(Task).filter(episode=episode, kind__in=ASKED_BY_TASK).exists(),
    )
