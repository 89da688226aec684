"""Every episode as it is counted: agency by agency, without a name or a date of birth."""

from collections import Counter, defaultdict
from collections.abc import Iterator
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
from whereabouts.records.episodes.events import FOUND_DEAD
from whereabouts.records.episodes.models import Episode, EpisodeReport, LogEntry
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.models import Child, ChildBirth, Flag, SamePersonLink
from whereabouts.records.reports.models import AGE_NOT_TOLD, OF_AN_ADULT, Contact

STOOD = ("active", "ended")  # of a flag: neither waiting nor turned down
Span = tuple[datetime, datetime]
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
    apart: bool = True  # whether the agency could tell absent from missing then
    harms: frozenset[str] = frozenset()  # what was told of, seen or suspected
    found_dead: bool = False
    unidentified: bool = False  # nobody has named the child up to today


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCall:
    """A call that is of no child here: of an adult, or nobody told whose it is."""

    agency: str
    told_at: datetime
    adult: bool
    apart: bool  # whether the agency could tell absent from missing then


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Two records that people have joined: one child."""

    one: UUID
    other: UUID


def agencies_to_count() -> list[Agency]:
    """Return every agency, in the order of their codes."""
    return list(Agency.objects.order_by("code"))


def counted_of(
    *, agency: Agency, at: datetime, span: Span | None = None
) -> list[CountedEpisode | CountedCall | SamePerson]:
    """Return an agency's episodes and joined records, and write down one look at all of them.

    `span` is from when until when they were reported, where no others are wanted.

    No person calls this: `bin/whereabouts figures` does, and gives out only what the rules of
    disclosure let be seen. An agency is read in the scope of its own clock and no other; of one
    whose clock nobody keeps there is nothing.
    """
    try:
        clock = system_actor(agency=agency.pk, at=at)
    except NobodyOnDuty:
        return []
    found: list[CountedEpisode | CountedCall | SamePerson] = []
    with entered(actor=clock, at=at):
        episodes = list(_of(agency, span))
        found += episodes
        found += _calls_of_nobody(agency, span)
        joined = visible(SamePersonLink).filter(parted_at__isnull=True)
        found += [
            SamePerson(one=one, other=other)
            for one, other in joined.values_list("child_id", "other_id")
        ]
        if episodes:
            record_look(
                kind="search",
                page="counting of episodes",
                by=clock,
                at=at,
                subjects=sorted({episode.child for episode in episodes}),
                shown=["count"],
            )
    return found


def _of(agency: Agency, span: Span | None) -> Iterator[CountedEpisode]:
    episodes = visible(Episode).filter(
        owner_agency=agency, joined_to__isnull=True, **_within("reported_at", span)
    )
    of_episode = _within("episode__reported_at", span)
    if not episodes.exists():
        return  # most agencies have none: nothing besides is asked of them
    births = _births(agency)
    reports = Counter(
        visible(EpisodeReport)
        .filter(owner_agency=agency, parted_at__isnull=True, **of_episode)
        .values_list("episode_id", flat=True)
    )
    people = _people(agency)
    found = dict(
        visible(Return)
        .filter(owner_agency=agency, **of_episode)
        .values_list("episode_id", "by_whom")
    )  # fmt: skip
    harm = harm_by_episode(agency=agency.pk, span=span)
    reasons, flags, publicity = _reasons(agency, span), _flags(agency), _publicity(agency)
    harms, dead = _harms(agency, span), found_dead_at(agency=agency.pk)
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
        sex, ethnicity, unidentified = people.get(child, ("", "", False))
        yield CountedEpisode(
            child=child,
            agency=agency.code,
            reported_at=reported_at,
            returned_at=dead.get(key) or back or located,
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
            apart=_tells_apart(agency, reported_at),
            harms=frozenset(harms.get(key, ())),
            found_dead=key in dead,
            unidentified=unidentified,
        )


def _within(field: str, span: Span | None) -> dict[str, datetime]:
    return {} if span is None else {f"{field}__gte": span[0], f"{field}__lt": span[1]}


def _calls_of_nobody(agency: Agency, span: Span | None) -> Iterator[CountedCall]:
    """Yield the calls that are of no child here, and that a force counts among what it was told."""
    calls = visible(Contact).filter(
        owner_agency=agency, child__isnull=True, disposal__in=[OF_AN_ADULT, AGE_NOT_TOLD],
        **_within("happened_at", span),
    )  # fmt: skip
    for told_at, disposal in calls.order_by("happened_at", "id").values_list(
        "happened_at", "disposal"
    ):
        yield CountedCall(
            agency=agency.code, told_at=told_at, adult=disposal == OF_AN_ADULT,
            apart=_tells_apart(agency, told_at),
        )  # fmt: skip


def _tells_apart(agency: Agency, at: datetime) -> bool:
    return agency.absent_apart_since is None or at >= agency.absent_apart_since


def harm_by_episode(*, agency: UUID | None = None, span: Span | None = None) -> dict[UUID, str]:
    """Return for each episode in scope how harm was asked about, over everything that was said.

    Told of, seen or suspected goes before a no, a no before no answer; one that is not here was
    not asked about.
    """
    said = visible(HarmSaid).filter(**_within("episode__reported_at", span))
    if agency is not None:
        said = said.filter(owner_agency=agency)
    found: dict[UUID, str] = {}
    for episode, answer in said.values_list("episode_id", "answer").distinct():
        means = "told" if answer in ALLEGES else answer
        if HARM_ORDER.index(means) > HARM_ORDER.index(found.get(episode, "not_asked")):
            found[episode] = means
    return found


def _harms(agency: Agency, span: Span | None) -> dict[UUID, set[str]]:
    """Return what each episode's child told of, or what was seen or suspected."""
    found: dict[UUID, set[str]] = defaultdict(set)
    told = visible(HarmSaid).filter(
        owner_agency=agency, answer__in=sorted(ALLEGES), **_within("episode__reported_at", span)
    )
    for episode, harm in told.values_list("episode_id", "harm").distinct():
        found[episode].add(harm)
    return found


def found_dead_at(*, agency: UUID | None = None) -> dict[UUID, datetime]:
    """Return when each child was found whose episode in scope ended in death."""
    entries = visible(LogEntry).filter(kind=FOUND_DEAD, episode__state=State.FOUND_DEAD)
    if agency is not None:
        entries = entries.filter(episode__owner_agency=agency)
    return dict(entries.order_by("recorded_at").values_list("episode_id", "happened_at"))


def _reasons(agency: Agency, span: Span | None) -> dict[UUID, set[str]]:
    """Return why the child went, over every talk after each episode; not known is no reason."""
    found: dict[UUID, set[str]] = defaultdict(set)
    talks = visible(Interview).filter(
        episode__owner_agency=agency, **_within("episode__reported_at", span)
    )
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


def _people(agency: Agency) -> dict[UUID, tuple[str, str, bool]]:
    """Return each child's sex and ethnicity, their own word first, and who is unnamed."""
    found = visible(Child).filter(owner_agency=agency)
    return {
        key: (sex, said or seen, unidentified)
        for key, sex, said, seen, unidentified in found.values_list(
            "pk", "sex", "ethnicity_self", "ethnicity_officer", "unidentified"
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
