"""The facts that a pack counts, gathered in the scope of whoever asks: few statements, no names."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Value, When

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import SYNTHETIC
from whereabouts.insight.figures.facts import Belongs, EpisodeFact, Facts, Talk, adults_of
from whereabouts.insight.lookups.counted import harm_by_episode
from whereabouts.insight.lookups.facts_of_help import everybody_helped, helped
from whereabouts.insight.lookups.known_places import known_places
from whereabouts.practice.conversations.models import FedBack
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.return_home.models import Interview, Return
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import AdultLink, Child, ChildAddress, Flag
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.rules import km_apart

# How long before a time its episodes are read besides: whom the last packs could not yet compare
# afterwards is compared in these, with as long before.
BEFORE = timedelta(days=180)
RETURN_TASK = "return_interview"
EPISODE = (
    "id", "child_id", "category", "reported_at", "back_at", "located_at", "placement_id",
    "placement__looked_after", "placement__out_of_area", "placement__home__name",
    "placement__responsible_authority__name", "owner_agency__name", "living_at",
    "last_seen_place", "found_place", "placement__notice__distance_km", "placement__place",
)  # fmt: skip
HOUR_SECONDS = 3600


def facts(*, agency: UUID, since: datetime, until: datetime) -> Facts:
    """Return the facts of the episodes in scope; the caller is inside a look-up or a clock."""
    rows = list(
        visible(Episode)
        .filter(reported_at__gte=since - BEFORE, reported_at__lt=until, joined_to__isnull=True)
        .exclude(owner_agency__kind=SYNTHETIC)
        .order_by("reported_at", "id")
        .values_list(*EPISODE)
    )
    keys = [row[0] for row in rows]
    root = _roots({row[1] for row in rows})
    beside = _Beside(keys, root)
    episodes = tuple(_episode(row, root, beside) for row in rows)
    still = everybody_helped(until=until)
    links = _links(root)
    return Facts(
        since=since,
        until=until,
        agency=Agency.objects.values_list("name", flat=True).get(pk=agency),
        episodes=episodes,
        helped=helped(root=root),
        adults=adults_of(links=links),
        links=links,
        quiet=still.quiet,
        says=still.says,
        areas=_areas(root={**still.root, **root}),
        records=frozenset({row[1] for row in rows} | still.records),
    )


def _roots(children: Collection[UUID]) -> dict[UUID, str]:
    """Return for every record of the children whose it is: one name for one child."""
    same = people.same_person_sets(child_ids=children)
    return {
        record: min(records).hex for child, records in same.items() for record in {child, *records}
    }


class _Beside:
    """What stands beside the episodes, read once each."""

    def __init__(self, keys: list[UUID], root: dict[UUID, str]) -> None:
        records = list(root)
        self.births = {
            child: latest for child, _, latest in people.believed_spans_of(child_ids=records)
        }
        self.who = {
            key: (sex, said or seen)
            for key, sex, said, seen in visible(Child)
            .filter(pk__in=records)
            .values_list("pk", "sex", "ethnicity_self", "ethnicity_officer")
        }
        self.disabled = {
            root[child]
            for child in visible(Flag)
            .filter(child__in=records, kind="impairs_keeping_safe", state="active")
            .values_list("child_id", flat=True)
            if child in root
        }
        self.authorities = dict(
            visible(ChildAddress)
            .filter(child__in=records, authority__isnull=False, until_on__isnull=True)
            .order_by("recorded_at")
            .values_list("child_id", "authority__name")
        )
        self.returns = {
            key: rest
            for key, *rest in visible(Return)
            .filter(episode__in=keys)
            .values_list("episode_id", "by_whom", "destination_kind", "destination_state")
        }
        self.harm = harm_by_episode()
        self.talks = _talks(keys)
        self.first = {
            episode: (level, at)
            for episode, level, at in visible(Decision)
            .filter(episode__in=keys, kind="first")
            .order_by("-decided_at")
            .values_list("episode_id", "level", "decided_at")
        }
        self.out, self.hours = _deployments(keys)
        self.tasks = dict(
            visible(Task)
            .filter(episode__in=keys)
            .values_list("episode_id")
            .annotate(Count("pk"))
            .values_list("episode_id", "pk__count")
        )
        told = visible(FedBack).filter(episode__in=keys, told=True)
        self.fed_back: dict[UUID, set[str]] = defaultdict(set)
        for episode, to in told.values_list("episode_id", "to"):
            self.fed_back[episode].add(to)
        self.places = known_places()
        self.homes = {
            child: f"{line} {postcode}"
            for child, line, postcode in visible(ChildAddress)
            .filter(child__in=records, kind="home", until_on__isnull=True)
            .order_by("recorded_at")
            .values_list("child_id", "line", "postcode")
        }

    def km_from_home(
        self, *, child: UUID, home: str | None, place: str | None, living_at: str, found_place: str
    ) -> float | None:
        """Return how far from where they lived a child was found; None where either is not known.

        A child who lived in a placement lived there, and not where their family lives.
        """
        lived = [home, place] if home or place else []
        if not lived and living_at in {"home", ""}:
            lived = [self.homes.get(child)]
        points = (self.places.of(text=text) for text in lived if text)
        one = next((point for point in points if point is not None), None)
        other = self.places.of(text=found_place)
        return None if one is None or other is None else km_apart(one=one, other=other)


def _talks(keys: list[UUID]) -> dict[tuple[UUID, str], Talk]:
    """Return what became of each kind of conversation after each episode."""
    due = set(
        visible(Task)
        .filter(episode__in=keys, kind__in=(RETURN_TASK, "prevention_interview"))
        .exclude(state="cancelled")
        .values_list("episode_id", "kind", "assigned_agency__country")
    )
    said: dict[tuple[UUID, str], list[tuple[str, datetime, bool]]] = defaultdict(list)
    talks = visible(Interview).filter(episode__in=keys).annotate(
        view=Case(
            When(child_view="", then=Value(False)), default=Value(True),
            output_field=BooleanField(),
        )
    )  # fmt: skip
    for episode, kind, outcome, held_at, view in talks.values_list(
        "episode_id", "kind", "outcome", "held_at", "view"
    ):
        said[episode, kind].append((outcome, held_at, view))
    asked = {
        (episode, "return" if kind == RETURN_TASK else "prevention"): country
        for episode, kind, country in due
    }
    found = {}
    for place in asked.keys() | said.keys():
        heard = said.get(place, [])
        held = [at for outcome, at, _ in heard if outcome == "held"]
        found[place] = Talk(
            due=place in asked or bool(heard),
            offered=any(outcome in {"held", "declined", "offered"} for outcome, *_ in heard),
            held_at=min(held, default=None),
            country=asked.get(place, ""),
            declined=any(outcome == "declined" for outcome, *_ in heard) and not held,
            childs_view=any(view for outcome, _, view in heard if outcome == "held"),
        )
    return found


def _deployments(keys: list[UUID]) -> tuple[dict[UUID, datetime], dict[UUID, float]]:
    """Return when somebody first went out, and for how many hours units were out."""
    first: dict[UUID, datetime] = {}
    hours: dict[UUID, float] = defaultdict(float)
    gone = visible(Deployment).filter(episode__in=keys, deployed_at__isnull=False)
    for episode, went, done in gone.order_by("-deployed_at").values_list(
        "episode_id", "deployed_at", "stood_down_at"
    ):
        if went is None:
            continue
        first[episode] = went
        if done is not None:
            hours[episode] += (done - went).total_seconds() / HOUR_SECONDS
    return first, hours


def _episode(row: tuple[Any, ...], root: dict[UUID, str], beside: _Beside) -> EpisodeFact:
    (
        key, child, category, reported_at, back, located, placement, looked_after, out_of_area,
        home, authority, force, living_at, last_seen, found_place,
        placed_km, place,
    ) = row  # fmt: skip
    found = beside.returns.get(key, ["", "", "none"])
    level, decided_at = beside.first.get(key, ("", None))
    sex, ethnicity = beside.who.get(child, ("", ""))
    told = beside.fed_back.get(key, set())
    return EpisodeFact(
        key=key.hex,
        person=root.get(child, child.hex),
        force=force,
        authority=authority or beside.authorities.get(child, ""),
        reported_at=reported_at,
        back_at=back or located,
        category=category,
        first_level=level,
        decided_at=decided_at,
        deployed_at=beside.out.get(key),
        age=_age(beside.births.get(child), london_date(instant=reported_at)),
        sex=sex,
        ethnicity=ethnicity,
        disability=root.get(child) in beside.disabled,
        looked_after=looked_after if placement else None,
        living_at=living_at,
        home=home or "",
        out_of_area=out_of_area,
        last_seen_place=last_seen,
        found_place=found_place,
        found_by=found[0],
        destination=found[1] if found[2] in {"agreed", "already_there"} else "",
        harm=beside.harm.get(key, "not_asked"),
        prevention=beside.talks.get((key, "prevention"), Talk()),
        independent=beside.talks.get((key, "return"), Talk()),
        shared_back="police" in told,
        used_in_plan="plan" in told,
        tasks=beside.tasks.get(key, 0),
        hours_out=beside.hours.get(key, 0.0),
        distance_km=beside.km_from_home(
            child=child, home=home, place=place, living_at=living_at, found_place=found_place
        ),
        placed_km=placed_km,
    )


def _age(born: date | None, day: date) -> int | None:
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _links(root: dict[UUID, str]) -> frozenset[tuple[str, str]]:
    """Return each adult of concern with each child; nobody is named."""
    links = visible(AdultLink).filter(child__in=list(root))
    return frozenset(
        (adult.hex, root[child]) for adult, child in links.values_list("adult_id", "child_id")
    )


def _areas(*, root: Mapping[UUID, str]) -> dict[str, frozenset[Belongs]]:
    """Return whose each child is, and when: responsible, host, where they live, who records."""
    records = list(root)
    placed = visible(Placement).filter(child__in=records)
    lives = visible(ChildAddress).filter(child__in=records)
    owned = visible(Child).filter(pk__in=records, owner_agency__kind="authority")
    found: dict[str, set[Belongs]] = defaultdict(set)
    for child, authority, from_on, until_on in (
        *placed.values_list("child_id", "responsible_authority_id", "started_on", "ended_on"),
        *placed.values_list("child_id", "host_authority_id", "started_on", "ended_on"),
        *lives.values_list("child_id", "authority_id", "from_on", "until_on"),
        *((child, authority, None, None) for child, authority in
          owned.values_list("pk", "owner_agency_id")),
    ):  # fmt: skip
        if authority is not None:
            found[root[child]].add(Belongs(authority=authority, from_on=from_on, until_on=until_on))
    return {person: frozenset(spans) for person, spans in found.items()}
