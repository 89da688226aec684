"""What whoever offers the independent conversation knows beforehand: no word of another's talk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.conversations.models import Commission
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.vocabulary import ASKED_BY_TASK
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.risk.arranging import placement_of, responsible_authority
from whereabouts.practice.support.queries import times_of_episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
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
    child: UUID
    risks: tuple[str, ...]
    people: tuple[tuple[str, str, str], ...]  # relation, name, what they may be told
    force: str
    reach: tuple[tuple[str, str], ...]  # best time, how to reach; latest first


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
        shown=["episodes", "placement", "flags", "around", "how to reach"],
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
        child=episode.child_id,
        risks=tuple(
            f"{flag.get_kind_display()}, {flag.get_strength_display().lower()}"
            for flag in people.flags_of(child_ids=children, at=at)
        ),
        people=tuple(
            (one.get_relation_display(), one.name, one.get_told_display())
            for one in people.related_people_of(child_ids=children)
        ),
        force=episode.owner_agency.name,
        reach=ways_to_reach(episode=episode),
    )


def ways_to_reach(*, episode: Episode) -> tuple[tuple[str, str], ...]:
    """Return when and how a child is met for the independent conversation; latest first.

    What an earlier try of the same conversation found goes before what it was asked with.
    """
    asked = visible(Commission).filter(episode=episode).exclude(state="cancelled")
    tried = visible(Interview).filter(episode=episode, kind="return").order_by("-held_at", "-id")
    found = [
        *tried.values_list("best_time", "how_to_reach"),
        *asked.order_by("-asked_at", "-id").values_list("best_time", "how_to_reach"),
    ]
    return tuple(dict.fromkeys(one for one in found if any(one)))
