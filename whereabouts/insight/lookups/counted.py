"""Every episode as it is counted: agency by agency, without a name or a date of birth."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.practice.publicity.models import Appeal, RescueAlert
from whereabouts.practice.return_home.models import Interview, Return
from whereabouts.practice.return_home.vocabulary import ALLEGES
from whereabouts.records.episodes.models import Episode, EpisodeReport
from whereabouts.records.people.models import Child, ChildBirth, Flag, SamePersonLink

STOOD = ("active", "ended")  # of a flag: neither waiting nor turned down
HARM_ORDER = ("not_asked", "asked", "denied", "told")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEpisode:
    """An episode: whose, of which agency, when, of which category, and of what age."""

    child: UUID
    agency: str
    reported_at: datetime
    returned_at: datetime | None
    category: str
    age: int | None
    looked_after: bool | None  # none: nobody has recorded a placement
    further_reports: int
    sex: str = ""
    ethnicity: str = ""  # the code of the return; empty where nobody recorded it
    level: str = ""  # empty while nobody has decided
    found_by: str = ""
    harm: str = ""  # not_asked, asked, denied, told
    reasons: frozenset[str] = frozenset()  # as they were told after the return, of any of the talks
    flags: frozenset[str] = frozenset()  # the child's, as they stood when it was reported
    publicity: str = "none"  # none, appeal, alert


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Two records that people have joined: one child."""

    one: UUID
    other: UUID


def every_counted_episode(
    *, at: datetime, tell: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[CountedEpisode | SamePerson]:
    """Yield every agency's episodes and joined records, and write down one look for each agency.

    `tell` hears before each agency how many are done, of how many.

    No person calls this: `bin/whereabouts figures` does, and gives out only what the rules of
    disclosure let be seen. Each agency is read in the scope of its own clock and no other.
    """
    agencies = list(Agency.objects.order_by("code"))
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        try:
            clock = system_actor(agency=agency.pk, at=at)
        except NobodyOnDuty:
            continue
        with entered(actor=clock, at=at):
            seen = set()
            for episode in _of(agency):
                seen.add(episode.child)
                yield episode
            joined = visible(SamePersonLink).filter(parted_at__isnull=True)
            for one, other in joined.values_list("child_id", "other_id"):
                yield SamePerson(one=one, other=other)
            if seen:
                record_look(
                    kind="search",
                    page="counting of episodes",
                    by=clock,
                    at=at,
                    subjects=sorted(seen),
                    shown=["count"],
                )


def _of(agency: Agency) -> Iterator[CountedEpisode]:
    episodes = visible(Episode).filter(owner_agency=agency, joined_to__isnull=True)
    if not episodes.exists():
        return  # most agencies have none: nothing besides is asked of them
    births = _births(agency)
    reports = Counter(
        visible(EpisodeReport)
        .filter(owner_agency=agency, parted_at__isnull=True)
        .values_list("episode_id", flat=True)
    )
    people = _people(agency)
    found = dict(
        visible(Return).filter(owner_agency=agency).values_list("episode_id", "by_whom")
    )  # fmt: skip
    harm = harm_by_episode(agency=agency.pk)
    reasons, flags, publicity = _reasons(agency), _flags(agency), _publicity(agency)
    names = (
        "id", "child_id", "category", "reported_at", "back_at", "located_at", "placement_id",
        "level", "decided",
    )  # fmt: skip
    for (
        key,
        child,
        category,
        reported_at,
        back,
        located,
        placement,
        level,
        decided,
    ) in episodes.order_by("reported_at", "id").values_list(*names):
        sex, ethnicity = people.get(child, ("", ""))
        yield CountedEpisode(
            child=child,
            agency=agency.code,
            reported_at=reported_at,
            returned_at=back or located,
            category=category,
            age=_age(births.get(child), london_date(instant=reported_at)),
            looked_after=True if placement else None,
            further_reports=max(reports[key] - 1, 0),
            sex=sex,
            ethnicity=ethnicity,
            level=level if decided else "",
            found_by=found.get(key, ""),
            harm=harm.get(key, "not_asked"),
            reasons=frozenset(reasons.get(key, ())),
            flags=frozenset(
                kind
                for kind, raised_at, ended_at in flags.get(child, ())
                if raised_at <= reported_at and (ended_at is None or ended_at > reported_at)
            ),
            publicity=publicity.get(key, "none"),
        )


def harm_by_episode(*, agency: UUID | None = None) -> dict[UUID, str]:
    """Return for each episode in scope how harm was asked about, over everything that was said.

    Told of, seen or suspected goes before a no, a no before no answer; one that is not here was
    not asked about.
    """
    said = visible(HarmSaid)
    if agency is not None:
        said = said.filter(owner_agency=agency)
    found: dict[UUID, str] = {}
    for episode, answer in said.values_list("episode_id", "answer").distinct():
        means = "told" if answer in ALLEGES else answer
        if HARM_ORDER.index(means) > HARM_ORDER.index(found.get(episode, "not_asked")):
            found[episode] = means
    return found


def _reasons(agency: Agency) -> dict[UUID, set[str]]:
    """Return why the child went, over every talk after each episode; not known is no reason."""
    found: dict[UUID, set[str]] = defaultdict(set)
    talks = visible(Interview).filter(episode__owner_agency=agency)
    for episode, reasons in talks.values_list("episode_id", "reasons"):
        found[episode].update(set(reasons) - {"not_known"})
    return found


def _flags(agency: Agency) -> dict[UUID, list[tuple[str, datetime, datetime | None]]]:
    """Return the flags of each child that stood at some time, with from when until when."""
    found: dict[UUID, list[tuple[str, datetime, datetime | None]]] = defaultdict(list)
    stood = visible(Flag).filter(child__owner_agency=agency, state__in=STOOD)
    for child, kind, raised_at, ended_at in stood.values_list(
        "child_id", "kind", "raised_at", "ended_at"
    ):
        found[child].append((kind, raised_at, ended_at))
    return found


def _publicity(agency: Agency) -> dict[UUID, str]:
    appeals = visible(Appeal).filter(episode__owner_agency=agency)
    alerts = visible(RescueAlert).filter(episode__owner_agency=agency, launched_at__isnull=False)
    return {
        **dict.fromkeys(appeals.values_list("episode_id", flat=True), "appeal"),
        **dict.fromkeys(alerts.values_list("episode_id", flat=True), "alert"),
    }


def _people(agency: Agency) -> dict[UUID, tuple[str, str]]:
    """Return each child's sex and ethnicity, their own word before an officer's."""
    found = visible(Child).filter(owner_agency=agency)
    return {
        key: (sex, said or seen)
        for key, sex, said, seen in found.values_list(
            "pk", "sex", "ethnicity_self", "ethnicity_officer"
        )
    }


def _births(agency: Agency) -> dict[UUID, date]:
    """Return for each child the latest day they can have been born on: the youngest they can be."""
    believed = visible(ChildBirth).filter(owner_agency=agency, believed=True)
    return dict(believed.order_by("recorded_at").values_list("child_id", "latest"))


def _age(born: date | None, day: date) -> int | None:
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
