"""A board's lines: one statement, each line one text, and read again only where the text is new.

A text says all that a board shows of an episode, and nothing that depends on the moment or on who
looks; so what was made of it once is right for as long as the same text comes.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import Together, padded, prepared, prepared_together
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.age_words import words_of
from whereabouts.insight.lookups.board_parts import OUTSTANDING, TIMER_WORDS
from whereabouts.insight.lookups.kept import Kept
from whereabouts.insight.lookups.notices import EPISODE, addressed
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.response.queries import SOMEBODY_GOES
from whereabouts.practice.response.rules import Gone, going_out
from whereabouts.practice.response.vocabulary import NOBODY_YET
from whereabouts.practice.supervision.models import Proposal, Review
from whereabouts.records.episodes.models import Episode, EpisodeLink
from whereabouts.records.episodes.rules import LEVEL_ORDER, NOT_CLOSED, UNDER_WAY
from whereabouts.records.people.models import ChildBirth, ChildName
from whereabouts.records.people.rules import shown_name

Addressee = tuple[str, UUID | None, str]  # a role, whom by name, to which role it climbed
Addressees = tuple[Addressee, ...]
SIZES = (4, 40)  # of how many children lines are read at once

# For each open episode its own few rows are looked up by key, so that what is closed costs nothing.
STATEMENT = """,
same AS MATERIALIZED (
    SELECT child, same FROM people_same_person(ARRAY(SELECT child_id FROM episodes))),
agencies AS MATERIALIZED (SELECT DISTINCT owner_agency_id FROM episodes),
away AS (SELECT key, json_agg(DISTINCT agency ORDER BY agency) AS all,
        json_agg(DISTINCT other ORDER BY other) AS keys FROM (
    SELECT episode_id AS key, other_agency AS agency, other_id AS other FROM links
    UNION ALL SELECT other_id, one_agency, episode_id FROM links) both_ways GROUP BY key),
named AS (SELECT s.child, json_agg(json_build_array(n.child_id, n.full, n.kind, n.until_on)
        ORDER BY n.recorded_at, n.id) AS all
    FROM same s JOIN LATERAL (SELECT * FROM names WHERE child_id = s.same{each}) n ON true
    GROUP BY s.child),
born AS (SELECT s.child, json_agg(json_build_array(b.child_id, b.earliest, b.latest)
        ORDER BY b.recorded_at, b.id) AS all
    FROM same s JOIN LATERAL (SELECT * FROM births WHERE child_id = s.same{each}) b ON true
    GROUP BY s.child)
SELECT json_build_array(
    e.id, e.reference, e.child_id, e.unidentified, e.level, e.seriousness, e.immediacy,
    e.category, e.state, e.decided, e.owner_id, e.owner_name, e.owner_agency_id, e.agency,
    coalesce(e.last_seen_at, e.happened_at, e.reported_at), coalesce(e.back_at, e.located_at),
    task.due_at, task.title, review.due_at, review.rank, timer.due_at, timer.kind,
    EXISTS (SELECT 1 FROM proposals p WHERE p.episode_id = e.id),
    coalesce(go.goes, false),
    (SELECT json_agg(json_build_array(d.none_free, d.deployed_at, d.arrived_at, d.child_seen_at,
        d.stood_down_at) ORDER BY d.id) FROM deployments d WHERE d.episode_id = e.id),
    away.all, away.keys, named.all, born.all)::text{more}
FROM episodes e
LEFT JOIN LATERAL (SELECT due_at, title FROM tasks WHERE episode_id = e.id
    AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 1) task ON true
LEFT JOIN LATERAL (SELECT due_at, rank FROM reviews WHERE episode_id = e.id
    AND owner_agency_id IN (SELECT owner_agency_id FROM agencies)
    ORDER BY due_at, id LIMIT 1) review ON true
LEFT JOIN LATERAL (SELECT due_at, kind FROM timers WHERE subject = 'episode:' || e.id
    AND owner_agency_id IN (SELECT owner_agency_id FROM agencies)
    ORDER BY due_at, id LIMIT 1) timer ON true
LEFT JOIN LATERAL (SELECT true AS goes FROM goers WHERE episode_id = e.id LIMIT 1) go ON true
LEFT JOIN away ON away.key = e.id
LEFT JOIN named ON named.child = e.child_id
LEFT JOIN born ON born.child = e.child_id
"""
# Beside a line that is read by itself: whose notices wait about it.
TO_WHOM = """,
    (SELECT json_agg(json_build_array(m.to_role, m.to_member_id, m.climbed_to))
        FROM messages m WHERE m.subject = 'episode:' || e.id)::text"""


class TooMany(Exception):
    """There is so much to read that it is read faster all together."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """An open episode as a board shows it, whoever looks and whenever."""

    key: UUID
    subject: str
    reference: str
    child: UUID
    unidentified: bool
    name: str
    born: Callable[[date], str]
    level: str
    seriousness: str
    immediacy: str
    category: str
    state: str
    decided: bool
    owner_id: UUID | None
    owner: str | None
    agency_id: UUID
    agency: str
    since: datetime
    until: datetime | None
    due_at: datetime | None
    due_what: str
    proposal: bool
    also_at: tuple[str, ...]
    linked: frozenset[UUID]  # the other open episodes of the same child
    going_out: str
    none_free: int
    rank: int  # of its level, the highest first
    began: float  # these three as numbers, to be put in order by
    ended: float | None
    due: float

    @property
    def unowned(self) -> bool:
        """Whether nobody owns it."""
        return self.owner is None

    @property
    def nobody_sent(self) -> bool:
        """Whether somebody has to go and nobody is on the way."""
        return self.going_out in NOBODY_YET


_kept: Kept[str, Line] = Kept(most=20_000)


def lines() -> list[Line]:
    """Return every open episode in scope: nothing of it is one member's rather than another's."""
    _kept.turn_in_time()
    return [_kept.get(text, _read) for text in as_text()]


def as_text() -> list[str]:
    """Return a text of every open episode in scope, which says all of it."""
    return [text for (text,) in _found()]


def lines_about(*, children: Collection[UUID]) -> list[tuple[Line, Addressees]]:
    """Return the open episodes in scope of some children alone, each with its notices' addressees.

    A child is the whole person, on however many records.

    :raises TooMany: they are so many that reading everything costs less.
    """
    if len(children) > SIZES[-1]:
        raise TooMany
    if not children:
        return []
    asked = padded(keys=children, sizes=SIZES)
    read = _found_about(children=asked, agency=current().agency_id)
    return [(_kept.get(text, _read), _addressees(to_whom)) for text, to_whom in read]


def waiting_notices() -> dict[str, Addressees]:
    """Return of each episode, by its subject, whom notices about it wait for at the agency."""
    found: dict[str, list[Addressee]] = {}
    for subject, *to_whom in _all_noted(agency=current().agency_id):
        found.setdefault(subject, []).append(tuple(to_whom))  # type: ignore[arg-type]
    return {subject: tuple(sorted(those, key=str)) for subject, those in found.items()}


def count_for(*, actor: Actor, addressees: Addressees) -> int:
    """Return how many notices wait for the actor, of some that wait for somebody: as `notices`."""
    return sum(
        climbed_to in actor.roles or (role in actor.roles and member in (None, actor.member_id))
        for role, member, climbed_to in addressees
    )


def _addressees(text: str | None) -> Addressees:
    those = [
        (role, UUID(member) if member else None, climbed_to)
        for role, member, climbed_to in json.loads(text or "[]")
    ]
    return tuple(sorted(those, key=str))


def notices(*, actor: Actor) -> dict[str, int]:
    """Return how many notices about an episode, by its subject, wait for the actor."""
    return Counter(_noted(agency=actor.agency_id, member=actor.member_id, roles=actor.roles))


@prepared
def _noted(*, agency: UUID, member: UUID, roles: frozenset[str]) -> "QuerySet[Message, str]":
    mine = addressed(agency=agency, member=member, roles=roles)
    waiting = visible(Message).filter(
        mine, acknowledged_at__isnull=True, subject__startswith=EPISODE
    )
    return waiting.values_list("subject", flat=True)


@prepared
def _all_noted(*, agency: UUID) -> "QuerySet[Message, tuple[str, str, UUID | None, str]]":
    waiting = _waiting(agency).filter(subject__startswith=EPISODE)
    return waiting.values_list("subject", "to_role", "to_member_id", "climbed_to")


def _waiting(agency: UUID) -> "QuerySet[Message]":
    return visible(Message).filter(
        to_agency=agency, acknowledged_at__isnull=True, withdrawn_at__isnull=True
    )


@prepared_together
def _found() -> Together:
    parts = _parts(visible(Episode).filter(state__in=NOT_CLOSED))
    return Together(parts=parts, sql=_sql(more="", each=""), once=("episodes", "links"))


@prepared_together
def _found_about(*, children: list[UUID], agency: UUID) -> Together:
    open_now = visible(Episode).filter(state__in=NOT_CLOSED)
    messages = _waiting(agency).values("subject", "to_role", "to_member_id", "climbed_to")
    parts = _parts(open_now.filter(child_id__in=_same(children))) | {"messages": messages}
    # Of a few children a table is not read from end to end, however short it is.
    sql = _sql(more=TO_WHOM, each=" OFFSET 0")
    return Together(parts=parts, sql=sql, once=("episodes", "links"))


def _sql(*, more: str, each: str) -> str:
    return STATEMENT.replace("{more}", more).replace("{each}", each)


def _same(children: list[UUID]) -> RawSQL:
    keys = ", ".join(["%s"] * len(children))
    # The keys are parameters; only how many there are is put in.
    return RawSQL(f"SELECT same FROM people_same_person(ARRAY[{keys}]::uuid[])", children)  # noqa: S608, S611


def _parts(open_now: "QuerySet[Episode]") -> "dict[str, QuerySet[Any, Any]]":
    links = visible(EpisodeLink).filter(
        kind="same_child",
        ended_at__isnull=True,
        episode__state__in=NOT_CLOSED,
        other__state__in=NOT_CLOSED,
    )
    return {
        "episodes": open_now.values(
            "id", "reference", "child_id", "level", "seriousness", "immediacy", "category",
            "state", "decided", "owner_id", "owner_agency_id", "reported_at", "last_seen_at",
            "located_at", "back_at", "happened_at",
            owner_name=F("owner__display_name"),
            agency=F("owner_agency__name"),
            unidentified=F("child__unidentified"),
        ),
        "tasks": visible(Task)
        .filter(state__in=OUTSTANDING)
        .values("id", "episode_id", "due_at", "title"),
        "goers": visible(Task)
        .filter(state__in=OUTSTANDING, kind__in=SOMEBODY_GOES)
        .values("episode_id"),
        "reviews": visible(Review)
        .filter(state="waiting")
        .values("id", "episode_id", "due_at", "rank", "owner_agency_id"),
        "timers": Timer.objects.filter(state="waiting", subject__startswith=EPISODE).values(
            "id", "subject", "due_at", "kind", "owner_agency_id"
        ),
        "proposals": visible(Proposal).filter(state="asked").values("episode_id"),
        "links": links.values(
            "episode_id",
            "other_id",
            one_agency=F("episode__owner_agency__name"),
            other_agency=F("other__owner_agency__name"),
        ),
        "deployments": visible(Deployment)
        .filter(episode__state__in=UNDER_WAY)
        .values(
            "id", "episode_id", "none_free", "deployed_at", "arrived_at", "child_seen_at",
            "stood_down_at",
        ),
        "names": visible(ChildName).values(
            "id", "child_id", "full", "kind", "until_on", "recorded_at"
        ),
        "births": visible(ChildBirth)
        .filter(believed=True)
        .values("id", "child_id", "earliest", "latest", "recorded_at"),
    }  # fmt: skip


def _read(text: str) -> Line:
    (
        key, reference, child, unidentified, level, seriousness, immediacy, category, state,
        decided, owner_id, owner, agency_id, agency, since, until, task_at, task, review_at, rank,
        timer_at, timer, proposal, goes, went, away, linked, named, born,
    ) = json.loads(text)  # fmt: skip
    began, ended = datetime.fromisoformat(since), _moment(until)
    if state in UNDER_WAY:
        ended = None  # it lasts: what was written down of an end is not yet one
    due_at, due_what = _earliest(
        (task_at, task),
        (review_at, f"Review ({(rank or '').replace('_', ' ')} or above)"),
        (timer_at, TIMER_WORDS.get(timer, (timer or "").replace("_", " ").capitalize())),
    )
    gone = [_gone(one) for one in went or ()]
    goes = goes and state in UNDER_WAY
    return Line(
        key=UUID(key),
        subject=f"{EPISODE}{key}",
        reference=reference,
        child=UUID(child),
        unidentified=unidentified,
        name=_name(child, named or ()),
        born=words_of(
            child=child,
            born=((of, *map(date.fromisoformat, days)) for of, *days in born or ()),
        ),
        level=level,
        seriousness=seriousness,
        immediacy=immediacy,
        category=category,
        state=state,
        decided=decided,
        owner_id=UUID(owner_id) if owner_id else None,
        owner=owner,
        agency_id=UUID(agency_id),
        agency=agency,
        since=began,
        until=ended,
        due_at=due_at,
        due_what=due_what,
        proposal=proposal,
        also_at=tuple(away or ()),
        linked=frozenset(map(UUID, linked or ())),
        going_out=going_out(gone=gone) if gone or goes else "",
        none_free=sum(one.none_free for one in gone),
        rank=-LEVEL_ORDER.index(level),
        began=began.timestamp(),
        ended=ended.timestamp() if ended else None,
        due=due_at.timestamp() if due_at else float("inf"),
    )


def _earliest(*those: tuple[str | None, str]) -> tuple[datetime | None, str]:
    known = [(datetime.fromisoformat(at), what) for at, what in those if at is not None]
    return min(known, key=lambda one: one[0]) if known else (None, "")


def _gone(one: Sequence[Any]) -> Gone:
    none_free, *times = one
    deployed, arrived, seen, down = map(_moment, times)
    return Gone(
        none_free=none_free,
        deployed_at=deployed,
        arrived_at=arrived,
        child_seen_at=seen,
        stood_down_at=down,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _name(child: str, named: Sequence[Sequence[Any]]) -> str:
    """Return the child's own name first, else one of a joined record."""
    rows = [
        {
            "of": of,
            "full": full,
            "kind": kind,
            "until_on": date.fromisoformat(until) if until else None,
        }
        for of, full, kind, until in named
    ]
    own = [row for row in rows if row["of"] == child]
    # By record, each in the order in which it was written down.
    return shown_name(names=own or sorted(rows, key=lambda row: str(row["of"])))
