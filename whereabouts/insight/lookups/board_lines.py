"""A board's lines: one statement, each line one text, and read again only where the text is new.

A text says all that a board shows of an episode, and nothing that depends on the moment or on who
looks; so what was made of it once is right for as long as the same text comes.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, F, Func, QuerySet, When

from whereabouts.foundations.access.gate import reasons_to_see, visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.prepared import Together, padded, prepared_together
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.planned import Question
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.age_words import words_of
from whereabouts.insight.lookups.board_notices import Addressees, addressees_of, waiting
from whereabouts.insight.lookups.board_parts import OUTSTANDING, TIMER_WORDS
from whereabouts.insight.lookups.board_statements import (
    APART,
    OF_A_FEW,
    OF_A_FEW_UNLINKED,
    OF_ALL,
)
from whereabouts.insight.lookups.kept import Kept
from whereabouts.insight.lookups.notices import EPISODE
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

SIZES = (1, 4, 40)  # of how many children lines are read at once
REASONS = "reasons"  # the part of a statement that has them


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


@dataclass(frozen=True, kw_only=True)
class About:
    """The open episodes in scope of some children alone, each with its notices' addressees.

    A child is the whole person, on however many records. `ends_at` is when the first reason to see
    one of them ends, as far as that is known.
    """

    children: frozenset[UUID]
    read: Mapping[UUID, tuple[Line, Addressees]]
    ends_at: datetime | None


def lines_about(*, children: Collection[UUID]) -> About:
    """Return what a board shows of some children alone.

    :raises TooMany: they are so many that reading everything costs less.
    """
    if not names_few(children=children):
        raise TooMany
    rows = _found_about(**_asked(children), linked=True, members=None) if children else []
    return _about(children, rows)


def names_few(*, children: Collection[UUID]) -> bool:
    """Return whether so many children are read by themselves; else reading everything is faster."""
    return len(children) <= SIZES[-1]


def lines_asked(
    *, children: Collection[UUID], linked: bool, members: list[UUID] | None = None
) -> Question:
    """Return what `lines_about` asks of one child or more, for whoever asks it with others.

    `linked`: their episodes may be linked to others; else nothing is asked but whether they are.
    Of some members it is asked besides who of them sees anybody by a reason of their own.
    """
    return _found_about.question(**_asked(children), linked=linked, members=members)


def lines_answered(
    *, children: Collection[UUID], rows: Sequence[tuple[Any, ...]]
) -> tuple[About | None, frozenset[UUID]]:
    """Return what such a question's rows say, and who of the members sees by their own reason.

    None where it was not asked what an episode is linked to.
    """
    apart = frozenset([UUID(member) for text, member, *_ in rows if text is None])
    said = [row for row in rows if row[0] is not None]
    return (None if any(row[3] for row in said) else _about(children, said)), apart


def _asked(children: Collection[UUID]) -> dict[str, Any]:
    return {
        "children": padded(keys=children, sizes=SIZES),
        "agency": current().agency_id,
    }


def _about(children: Collection[UUID], rows: Sequence[tuple[Any, ...]]) -> About:
    read = {}
    for text, to_whom, *_ in rows:
        line = _kept.get(text, _read)
        read[line.key] = line, addressees_of(text=to_whom)
    # It is the same of all of them.
    return About(children=frozenset(children), read=read, ends_at=rows[0][2] if rows else None)


@prepared_together
def _found() -> Together:
    return Together(parts=_parts(_open_now()), sql=OF_ALL, once=("episodes", "links"))


@prepared_together
def _found_about(
    *, children: list[UUID], agency: UUID, linked: bool, members: list[UUID] | None
) -> Together:
    keys = ", ".join(["%s"] * len(children))
    # The keys are parameters; only how many there are is put in.
    asked = f"SELECT child, same FROM people_same_person(ARRAY[{keys}]::uuid[])"  # noqa: S608
    # Whatever stands in a line is about one of them, but a link, which is of either's child.
    parts = _parts(_open_now(reasons=REASONS).filter(_Asked("child_id")), reasons=REASONS)
    parts |= {
        "messages": waiting(agency=agency).values(
            "subject", "to_role", "to_member_id", "climbed_to"
        ),
    }
    if not linked:
        parts["links"] = _links().values("episode_id", "other_id")
    if members:
        parts["apart"] = visible(Relation).filter(member__in=members).values("member_id")
    return Together(
        parts={REASONS: reasons_to_see(among=_Asked("subject")).values("subject", "until_at")}
        | parts,
        sql=(OF_A_FEW if linked else OF_A_FEW_UNLINKED) + (APART if members else ""),
        once=(REASONS, "episodes", *(["links"] if linked else [])),
        first={"asked": (asked, children)},
    )


class _Asked(Func):
    """The condition that a column is one of the children asked about, or the same person."""

    template = "%(expressions)s = ANY(ARRAY(SELECT same FROM asked))"
    output_field = BooleanField()


def _open_now(*, reasons: str = "") -> "QuerySet[Episode]":
    return visible(Episode, reasons=reasons).filter(state__in=NOT_CLOSED)


def _links() -> "QuerySet[EpisodeLink]":
    return visible(EpisodeLink).filter(kind="same_child", ended_at__isnull=True)


def _parts(open_now: "QuerySet[Episode]", *, reasons: str = "") -> "dict[str, QuerySet[Any, Any]]":
    seen = partial(visible, reasons=reasons)
    links = _links().filter(episode__state__in=NOT_CLOSED, other__state__in=NOT_CLOSED)
    return {
        "episodes": open_now.values(
            "id", "reference", "child_id", "level", "seriousness", "immediacy", "category",
            "state", "decided", "owner_id", "owner_agency_id", "reported_at", "last_seen_at",
            "located_at", "back_at", "happened_at",
            owner_name=F("owner__display_name"),
            agency=F("owner_agency__name"),
            unidentified=F("child__unidentified"),
            under_way=Case(When(state__in=UNDER_WAY, then=True), default=False),
        ),
        "tasks": seen(Task)
        .filter(state__in=OUTSTANDING)
        .values(
            "id", "episode_id", "due_at", "title",
            goes=Case(When(kind__in=SOMEBODY_GOES, then=True), default=False),
        ),
        "goers": seen(Task)
        .filter(state__in=OUTSTANDING, kind__in=SOMEBODY_GOES)
        .values("episode_id"),
        "reviews": seen(Review)
        .filter(state="waiting")
        .values("id", "episode_id", "due_at", "rank", "owner_agency_id"),
        "timers": Timer.objects.filter(state="waiting", subject__startswith=EPISODE).values(
            "id", "subject", "due_at", "kind", "owner_agency_id"
        ),
        "proposals": seen(Proposal).filter(state="asked").values("episode_id"),
        "links": links.values(
            "episode_id",
            "other_id",
            one_agency=F("episode__owner_agency__name"),
            other_agency=F("other__owner_agency__name"),
        ),
        "deployments": seen(Deployment).values(
            "id", "episode_id", "none_free", "deployed_at", "arrived_at", "child_seen_at",
            "stood_down_at",
        ),
        "names": seen(ChildName).values(
            "id", "child_id", "full", "kind", "until_on", "recorded_at"
        ),
        "births": seen(ChildBirth)
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
