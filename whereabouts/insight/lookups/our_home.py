"""A home's or carer's own page: who lives here, what is agreed, what waits for us; one look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import beside
from whereabouts.insight.lookups.asking import Question, question_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.out_of_area import AskedLine, asked_lines
from whereabouts.insight.lookups.placement_notices import NoticeToGive, notice_of_agency
from whereabouts.practice.partners.protocols import protocol_of
from whereabouts.practice.partners.queries import conferences_waiting
from whereabouts.practice.partners.rules import Protocol
from whereabouts.practice.plans.queries import live_plans, profile_of
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Assessment
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, UNDER_WAY
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import person_for
from whereabouts.records.placements.models import Placement, Setting
from whereabouts.records.placements.queries import officer_of, placement_at, setting_of

# What every report asks, in this order, before the rest: few, so that two minutes are enough.
ASKED_FIRST = ("out_of_character", "medical_need", "self_harm", "contactable")
MOST_QUESTIONS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An episode that is not closed: how it stands, who holds it, how many questions wait."""

    reference: str
    state: str
    level: str
    decided: bool
    agency: str
    phone: str
    since: datetime
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child who lives here, or comes soon."""

    child_id: UUID
    name: str
    age: int | None
    living_at: str
    since: date
    coming: bool
    social_worker_at: str
    profile_on: date | None
    profile_old: bool
    plan_level: str
    open: tuple[OpenLine, ...]
    late_returns: tuple[beside.LateLine, ...]
    notice: NoticeToGive | None

    @property
    def is_away(self) -> bool:
        """Whether the child is missing or away now: back, with a follow-up open, they are not."""
        return any(one.state in UNDER_WAY for one in self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeShown:
    """One home: what it is, whom it knows by name, who lives there."""

    name: str
    setting_id: UUID | None
    kind: str
    officer: str
    officer_phone: str
    force: str
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OurHome:
    """Everything of a home's own page; a provider sees each of its homes."""

    homes: tuple[HomeShown, ...]
    to_acknowledge: tuple[AskedLine, ...]
    conferences: tuple[beside.ConferenceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """What the form of a report asks a carer: who, what the protocol expects, the first questions.

    `force` and `phone` are whom it goes to; none where nobody knows.
    """

    child_id: UUID
    name: str
    protocol: Protocol
    questions: tuple[Question, ...]
    force: str
    phone: str
    late_returns: tuple[beside.LateLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An episode as its carer sees it: who, how it stands, what the police still ask."""

    reference: str
    child_id: UUID
    name: str
    questions: tuple[Question, ...]


@lookup(needs=Permission.CARER_PAGE)
def our_home(*, actor: Actor, at: datetime) -> OurHome:
    """Return the page of the actor's home, or of every home of the provider; a look."""
    stays = list(
        visible(Placement)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=at.date()))
        .filter(Q(home=actor.agency_id) | Q(home__parent=actor.agency_id))
        .select_related("home", "responsible_authority")
        .order_by("home__name", "started_on", "id")
    )
    homes = {stay.home_id: stay.home for stay in stays if stay.home is not None}
    own = Agency.objects.filter(pk=actor.agency_id).first()
    if own is not None and own.kind == "home":
        homes.setdefault(own.pk, own)
    names = people.display_names(child_ids=[stay.child_id for stay in stays])
    shown = tuple(
        _home(
            home=home, actor=actor, at=at,
            stays=[stay for stay in stays if stay.home_id == home.pk], names=names,
        )
        for home in homes.values()
    )  # fmt: skip
    children = {child.child_id for home in shown for child in home.children}
    record_look(
        kind="view", page="our home", by=actor, at=at, subjects=children,
        shown=["name", "placement", "plans", "episodes"],
    )  # fmt: skip
    waiting = [
        beside.conference_line(one, actor=actor, at=at, name=names.get(one.child_id, ""))
        for one in conferences_waiting(agency=actor.agency_id)
    ]
    return OurHome(
        homes=shown,
        to_acknowledge=asked_lines(actor=actor, at=at),
        conferences=tuple(waiting),
    )


@lookup(needs=Permission.CARER_PAGE)
def reporting(*, actor: Actor, at: datetime, child_id: UUID) -> Reporting:
    """Return what a carer's report asks; a look.

    :raises NotVisible: there is no such child for this actor, or not here.
    """
    child, children = person_for(actor, child_id=child_id)
    placement = placement_at(child_ids=children, at=at)
    if placement is None or not _ours(placement.home, actor):
        raise NotVisible()
    setting = setting_of(agency=placement.home_id) if placement.home_id else None
    force = placement.host_force or (setting.force if setting else None)
    record_look(kind="view", page="report", by=actor, at=at, subjects=[child.pk], shown=["name"])
    facts = packs.vocabulary().facts
    return Reporting(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        protocol=protocol_of(key=force.country if force else "england", on=at.date()),
        questions=tuple(question_of(fact=facts[name]) for name in ASKED_FIRST if name in facts),
        force=force.name if force else "",
        phone=force.phone or force.out_of_hours_phone if force else "",
        late_returns=beside.late_lines(children=children, actor=actor, on=at.date()),
    )


@lookup(needs=Permission.CARER_PAGE)
def asked_of_carer(*, actor: Actor, at: datetime, reference: str) -> Asked:
    """Return what the police still ask of a carer in an episode; a look.

    :raises NotVisible: there is no such episode for this actor, or the child is not theirs.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    stood = episode.placement or placement_at(child_ids=children, at=at)
    if stood is None or not _ours(stood.home, actor):
        raise NotVisible()
    record_look(
        kind="view", page="questions", by=actor, at=at, subjects=[episode.child_id], shown=["name"]
    )
    return Asked(
        reference=episode.reference,
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        questions=_questions(episode),
    )


def _home(
    *, home: Agency, actor: Actor, at: datetime, stays: list[Placement], names: Mapping[UUID, str]
) -> HomeShown:
    setting: Setting | None = setting_of(agency=home.pk)
    named = officer_of(setting=setting) if setting else None
    return HomeShown(
        name=home.name,
        setting_id=setting.pk if setting else None,
        kind=setting.get_kind_display() if setting else "",
        officer=named.officer.display_name if named else "",
        officer_phone=named.phone if named else "",
        force=setting.force.name if setting else "",
        # Whoever is away stands first: the page is opened at night, by somebody in a hurry.
        children=tuple(
            sorted(
                (
                    _child(stay=stay, name=names.get(stay.child_id, ""), actor=actor, at=at)
                    for stay in stays
                ),
                key=lambda child: not child.is_away,
            )
        ),
    )


def _child(*, stay: Placement, name: str, actor: Actor, at: datetime) -> Child:
    children = people.same_person_set(child_id=stay.child_id)
    profile = profile_of(children=children)
    plans = live_plans(children=children)
    old = at - length_of(key="description_is_old", at=at)
    episodes = visible(Episode).filter(child__in=children, state__in=NOT_CLOSED)
    authority = stay.responsible_authority
    return Child(
        child_id=stay.child_id,
        name=name,
        age=people.age_on(child_ids=children, on=at.date()),
        living_at=stay.get_living_at_display(),
        since=stay.started_on,
        coming=stay.started_on > at.date(),
        social_worker_at=authority.name if authority else "",
        profile_on=profile.filled_at.date() if profile else None,
        profile_old=profile is not None and profile.filled_at < old,
        plan_level=plans[0].level if plans else "",
        open=tuple(
            sorted(
                (_open(one) for one in episodes.select_related("owner_agency", "owner")),
                key=lambda one: (one.state not in UNDER_WAY, one.since),
            )
        ),
        late_returns=beside.late_lines(children=children, actor=actor, on=at.date()),
        notice=notice_of_agency(actor=actor, children=children, at=at),
    )


def _open(episode: Episode) -> OpenLine:
    holder = episode.owner_agency
    return OpenLine(
        reference=episode.reference,
        state=episode.state,
        level=episode.level,
        decided=episode.decided,
        agency=holder.name,
        phone=holder.phone or holder.out_of_hours_phone,
        since=episode.happened_at,
        questions=len(_questions(episode)),
    )


def _questions(episode: Episode) -> tuple[Question, ...]:
    """Return what the latest assessment still asks that a carer may answer, the gravest first."""
    latest = visible(Assessment).filter(episode=episode).order_by("-number").first()
    asked: list[dict[str, Any]] = latest.result.get("questions", []) if latest else []
    facts = packs.vocabulary().facts
    found = [facts[one["fact"]] for one in asked if one["fact"] in facts]
    for_carers = [
        fact for fact in found
        if "carer" in fact.who_can_answer and not fact.not_to_caller_who_may_harm
        and fact.kind in ("bool", "choice")
    ]  # fmt: skip
    return tuple(question_of(fact=fact) for fact in for_carers[:MOST_QUESTIONS])


def _ours(home: Agency | None, actor: Actor) -> bool:
    return home is not None and actor.agency_id in (home.pk, home.parent_id)
