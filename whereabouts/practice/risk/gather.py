"""The facts as they are known at a moment: what was said, and what our registers hold."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import made_here, visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.return_home.queries import age_is_disputed
from whereabouts.practice.risk import rules
from whereabouts.practice.risk.derived import (
    Derived,
    History,
    Lives,
    age_that_protects,
    as_plain,
    carries_on,
    from_flags,
    from_history,
    from_placement,
    from_times,
    merged,
)
from whereabouts.practice.risk.models import Assertion
from whereabouts.practice.risk.packs import vocabulary
from whereabouts.practice.risk.rules import Said
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import AdultIntelligence, AdultLink
from whereabouts.records.placements import queries as placements
from whereabouts.records.reports import queries as reports

WITH_ADULT = "with_adult_of_concern"
OFFENDER = "adult_is_registered_sex_offender"


def facts_of(
    *, episode: Episode, at: datetime, new_information: bool = False
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (facts, sources) of an episode as known at a moment, over the joined set.

    Nothing is taken for "no" because nobody said it: a fact that is not here is unknown.
    """
    children = people.same_person_set(child_id=episode.child_id)
    made = _statements(children=[*children])
    stated, statements = _stated(episode=episode, made=made)
    named = any(adult for *_, adult in made)
    registered = _registered(episode=episode, children=children, named=named, at=at)
    facts, sources = dict(registered.facts), dict(registered.sources)
    for name, one in stated.items():
        fact = vocabulary().facts[name]
        if name not in facts:
            facts[name], sources[name] = one.value, _source(one)
            continue
        resolved = any(said.resolves for said in statements[name])
        worse = rules.badness(fact=fact, value=one.value) > rules.badness(
            fact=fact, value=facts[name]
        )
        if resolved or worse:
            facts[name], sources[name] = one.value, _source(one)
    facts["new_information"] = new_information
    sources["new_information"] = "cited by whoever decides" if new_information else "nothing cited"
    return as_plain(facts), sources


def contradictions(*, episode: Episode) -> list[str]:
    """Return the facts on which this episode's statements disagree."""
    _, statements = _stated(episode=episode, made=_statements(children=[episode.child_id]))
    return sorted(name for name, said in statements.items() if rules.contradicted(said=said))


def _source(one: Said) -> str:
    when = one.when.strftime("%d %b %Y %H:%M UTC")
    return f"{one.who}, {when}" + (", in an earlier episode" if one.carried else "")


def _stated(
    *, episode: Episode, made: Iterable[tuple[Any, ...]]
) -> tuple[dict[str, Said], dict[str, list[Said]]]:
    """Return the statement that stands for each fact, and all that were made in this episode."""
    of_now: dict[str, list[Said]] = defaultdict(list)
    of_before: dict[str, list[Said]] = defaultdict(list)
    known = vocabulary().facts
    # What was told of the same absence in a report of its own, before anybody knew that it is one.
    now = episodes.with_joined(episode=episode)
    for fact, value, who, when, resolves, episode_id, _ in made:
        if fact not in known:
            continue
        said = Said(fact=fact, value=value, who=who, when=when, resolves=resolves)
        if episode_id in now:
            of_now[fact].append(said)
        else:
            of_before[fact].append(said)
    stand: dict[str, Said] = {}
    for fact in {*of_now, *of_before}:
        definition = known[fact]
        here = rules.standing(fact=definition, said=of_now[fact])
        settled = any(one.resolves for one in of_now[fact])
        earlier = None
        if carries_on(group=definition.group) and not settled:
            earlier = rules.standing(fact=definition, said=of_before[fact])
            if earlier and rules.badness(fact=definition, value=earlier.value) <= 0:
                earlier = None  # a "no" ends with its episode
        if earlier and (
            here is None
            or rules.badness(fact=definition, value=earlier.value)
            > rules.badness(fact=definition, value=here.value)
        ):
            here = Said(
                fact=fact, value=earlier.value, who=earlier.who, when=earlier.when, carried=True
            )
        if here is not None:
            stand[fact] = here
    return stand, of_now


_SAID = ("fact", "value", "said_by", "said_at", "resolves", "episode_id", "adult_id")


def _statements(*, children: list[UUID]) -> list[tuple[Any, ...]]:
    """Return every statement about the children, first said first."""
    made = made_here(Assertion, about=children)
    if made is None:
        return _kept_statements(children=children)
    made.sort(key=attrgetter("said_at"))
    return [attrgetter(*_SAID)(one) for one in made]


@prepared(about="children")
def _kept_statements(*, children: list[UUID]) -> "QuerySet[Assertion, tuple[Any, ...]]":
    made = visible(Assertion).filter(child__in=children).order_by("said_at")
    return made.values_list(*_SAID)


def _registered(
    *, episode: Episode, children: Iterable[UUID], named: bool, at: datetime
) -> Derived:
    children = list(children)
    before = episodes.all_earlier(children=children, before=episode)
    reported = tuple(one.reported_at for one in before)
    levels = [one.level for one in before]
    history = History(
        reported_at=reported,
        highest_level=max(levels, key=episodes.LEVEL_ORDER.index) if levels else "none",
        help_sought=reports.help_sought(children=children, before=episode.reported_at),
    )
    placement = episode.placement or placements.placement_at(child_ids=children, at=at)
    lives = placement and Lives(
        living_at=placement.living_at,
        looked_after=placement.looked_after,
        out_of_area=placement.out_of_area,
        started_on=placement.started_on,
    )
    return merged(
        parts=[
            _person(children=children, episode=episode),
            _flags(children=children, at=at),
            _plan(children=children),
            *([_adults(episode=episode)] if named else []),
            _linked(children=children),
            from_history(history=history, at=episode.reported_at),
            from_placement(lives=lives or None, reported_at=reported, at=episode.reported_at),
            from_times(last_seen_at=episode.last_seen_at, reported_at=episode.reported_at, at=at),
        ]
    )


def _person(*, children: list[UUID], episode: Episode) -> Derived:
    derived = Derived()
    age, youngest = people.ages_on(child_ids=children, on=episode.reported_at.date())
    protects = age_that_protects(
        believed=age,
        youngest=youngest,
        # Asked only where it could change anything.
        disputed=youngest != age and age_is_disputed(children=children),
    )
    derived.know("age_years", protects, "date of birth on record")
    sexes = set(people.sexes_of(child_ids=children))
    if len(sexes) == 1:
        derived.know("sex", sexes.pop(), "child's record")
    if not episode.placement_id and episode.living_at:
        derived.know("living_at", episode.living_at, "report")
    return derived


def _flags(*, children: list[UUID], at: datetime) -> Derived:
    derived = Derived()
    flags, proposed = people.flags_and_proposals(child_ids=children, at=at)
    active = [(flag.kind, flag.strength, flag.source) for flag in flags]
    for fact, value, source in from_flags(flags=active):
        definition = vocabulary().facts[fact]
        held = derived.facts.get(fact)
        if held is None or rules.badness(fact=definition, value=value) > rules.badness(
            fact=definition, value=held
        ):
            derived.facts.pop(fact, None)
            derived.know(fact, value, source)
    # A sign on any record that nobody has made a flag yet is a sign all the same (V09, V16).
    if any(flag.kind in ("cse", "cce") for flag in proposed):
        derived.know("exploitation_cue_in_history", True, "flag proposed, not settled")
    return derived


def _plan(*, children: list[UUID]) -> Derived:
    derived = Derived()
    plans = live_plans(children=children)
    if not plans:
        derived.know("plan_level", "none", "no live trigger plan in any force")
        derived.know("plan_category", "none", "no live trigger plan in any force")
        return derived
    source = f"trigger plan, {plans[0].owner_agency.name}"
    derived.know("plan_level", plans[0].level, source)
    binds = any(plan.category == "missing" for plan in plans)
    derived.know("plan_category", "missing" if binds else "none", source)
    return derived


def _adults(*, episode: Episode) -> Derived:
    """Return what is known of the adults named in this episode's statements.

    An adult of whom nothing was known before the report leaves `with_adult_of_concern` unknown.
    """
    derived = Derived()
    for assertion in _naming_adults(episode=episode.pk):
        adult = assertion.adult
        if adult is None:
            continue
        if adult.registered_sex_offender:
            derived.know(OFFENDER, True, "adult's record")
            derived.know(WITH_ADULT, True, "adult's record")
        elif AdultIntelligence.objects.filter(
            adult=adult, recorded_at__lt=episode.recorded_at
        ).exists():
            derived.know(WITH_ADULT, True, "intelligence about the adult who was named")
    return derived


def _linked(*, children: list[UUID]) -> Derived:
    """Return what is known of adults whom somebody linked to the child before, named now or not.

    Contact with a registered sex offender counts on every report (RF04, V10): whoever rings may
    not know of him. What is not on record stays unknown.
    """
    derived = Derived()
    if _offenders_linked(children=children):
        derived.know(OFFENDER, True, "an adult linked to the child on record")
    return derived


@prepared(about="children")
def _offenders_linked(*, children: list[UUID]) -> "QuerySet[AdultLink]":
    links = visible(AdultLink).filter(child__in=children)
    return links.filter(adult__registered_sex_offender=True)


@prepared(about="episode")
def _naming_adults(*, episode: UUID) -> "QuerySet[Assertion]":
    named = Assertion.objects.filter(episode=episode, adult__isnull=False)
    return named.exclude(value=False).select_related("adult")
