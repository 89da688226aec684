"""The parts of what is known of a child, each read once over the joined records."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.known_shapes import (
    AddressLine,
    AdultLine,
    AroundLine,
    CallLine,
    CallsBefore,
    FlagLine,
    HistoryInBrief,
    KnownOfAdult,
    PastEpisode,
    PlacementLine,
    PlanLine,
    SeenLine,
    View,
)
from whereabouts.practice.conversations.queries import for_whoever_goes_out
from whereabouts.practice.investigation.models import Sighting
from whereabouts.practice.investigation.queries import sightings_of
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.risk.lawful import notices_that_hold
from whereabouts.records.episodes.models import Episode, EpisodeLink
from whereabouts.records.episodes.queries import of_children as episodes_of
from whereabouts.records.episodes.rules import LEVEL_ORDER, UNDER_WAY
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import AdultLink, Flag
from whereabouts.records.placements.queries import of_children as placements_of
from whereabouts.records.placements.rules import stands_on
from whereabouts.records.reports.models import Contact
from whereabouts.records.reports.queries import ASKING_FOR_HELP

Children = frozenset[UUID]
LATEST_CALLS = 6
LATEST_SIGHTINGS = 12
WORDS_OF_A_CALL = 200
CARER_SEES = ("home", "carer")


def history(*, children: Children, view: View, at: datetime) -> tuple[PastEpisode, ...]:
    """Return every episode of every force and category, latest first."""
    helped: dict[UUID, list[str]] = {}
    if view is not View.CARER:
        heard = visible(Interview).filter(child__in=children)
        if view is View.INTERVIEWER:
            # What a child told the police is theirs: an interviewer hears the child anew.
            heard = heard.filter(kind="return")
        police = ("prevention", "review", "later") if view is View.INTERVIEWER else ()
        marked = for_whoever_goes_out(children=children, but=police)
        for episode, worker in (
            # From before a child was asked what may be known of it: nobody knows, so not this.
            heard.exclude(know_next_time="")
            .exclude(episode__in=list(marked))
            .order_by("held_at")
            .values_list("episode", "held_by")
        ):
            helped.setdefault(episode, []).append(f"Something is kept in confidence: ask {worker}.")
        for marked_in, said in marked.items():
            if said:
                helped[marked_in] = said
    found = list(episodes_of(children=children).select_related("owner_agency", "return_record"))
    twice = _told_twice(found)
    return tuple(
        _episode(
            episode=episode, view=view, at=at, twice=episode.pk in twice,
            helped=" ".join(helped.get(episode.pk, ())),
        )
        for episode in found
    )  # fmt: skip


def in_brief(*, episodes: Iterable[PastEpisode], at: datetime) -> HistoryInBrief:
    """Return the history in numbers."""
    once = [episode for episode in episodes if not episode.twice_told]
    levels = [episode.level for episode in once]
    return HistoryInBrief(
        total=len(once),
        last_90_days=sum(at - episode.started_at <= timedelta(days=90) for episode in once),
        agencies=len({episode.agency for episode in once}),
        highest=max(levels, key=LEVEL_ORDER.index) if levels else "",
        longest=max((episode.lasted for episode in once), default=None),
    )


def flags(
    *, children: Children, view: View, at: datetime
) -> tuple[tuple[FlagLine, ...], tuple[FlagLine, ...]]:
    """Return the flags that stand, and those proposed."""
    standing, proposed = people.flags_and_proposals(child_ids=children, at=at)
    seen = proposed if view is View.FULL else []
    return (
        tuple(_flag(flag, view, at) for flag in standing),
        tuple(_flag(flag, view, at) for flag in seen),
    )


def plans(*, children: Children, at: datetime) -> tuple[PlanLine, ...]:
    """Return the live trigger plans, the highest level first."""
    return tuple(
        PlanLine(
            level=plan.level,
            category=plan.category,
            owner=plan.owner.display_name,
            agency=plan.owner_agency.name,
            agreed_at=plan.agreed_at,
            review_on=plan.review_on,
            overdue=plan.review_on < at.date(),
            first_actions=tuple(plan.first_actions),
            locate_now=plan.locate_now,
            who_does_what=plan.who_does_what,
            prevent=plan.prevent,
            works=plan.works,
        )
        for plan in live_plans(children=children)
    )


def adults(*, children: Children, at: datetime) -> tuple[AdultLine, ...]:
    """Return the adults of concern; the fence gives none to roles that do not see adults.

    Each with the warning notice about this child that holds. Without a link nothing is asked.
    """
    links = people.adult_links_of(child_ids=children)
    if not links:
        return ()
    held = {one.adult_id: one.reference for one in notices_that_hold(children=children, at=at)}
    lines = tuple(_adult(link, held.get(link.adult_id, "")) for link in links)
    return tuple(sorted(lines, key=lambda line: not line.warned))


def placements(*, children: Children, at: datetime) -> tuple[PlacementLine, ...]:
    """Return the placements, latest first."""
    return tuple(
        PlacementLine(
            placement_id=one.pk,
            words=one.get_living_at_display(),
            living_at=one.living_at,
            home=one.home.name if one.home else "",
            place=one.place,
            carer=one.carer_name,
            responsible=one.responsible_authority.name if one.responsible_authority else "",
            host=one.host_authority.name if one.host_authority else "",
            host_force=one.host_force.name if one.host_force else "",
            legal_status=one.legal_status,
            looked_after=one.looked_after,
            out_of_area=one.out_of_area,
            started_on=one.started_on,
            ended_on=one.ended_on,
            stands=stands_on(started_on=one.started_on, ended_on=one.ended_on, on=at.date()),
        )
        for one in placements_of(child_ids=children)
    )


def addresses(*, children: Children, actor: Actor, view: View, on: date) -> tuple[AddressLine, ...]:
    """Return the addresses that the view shows, those in other forces marked."""
    if view is View.CARER:
        return ()
    found = people.addresses_of(child_ids=children)
    return tuple(
        AddressLine(
            kind=one.get_kind_display(),
            line=one.line,
            postcode=one.postcode,
            force=one.force.name if one.force else "",
            other_force=one.force_id is not None and one.force_id != actor.agency_id,
            confidential=one.confidential,
            risk_history=one.risk_history if view is View.FULL else "",
            from_on=one.from_on,
            until_on=one.until_on,
            source=one.source if view is View.FULL else "",
        )
        for one in found
        if view is View.FULL
        or (one.kind in CARER_SEES and (one.until_on is None or one.until_on >= on))
    )


def calls(*, children: Children, view: View, at: datetime) -> CallsBefore:
    """Return how often somebody called before; only police and authorities see calls."""
    if view is not View.FULL:
        return CallsBefore(total=0, by_the_child=0, by_carers=0, about_the_address=0, latest=())
    found = list(
        visible(Contact)
        .filter(child__in=children, happened_at__lte=at)
        .select_related("owner_agency")
        .order_by("-happened_at")
    )
    carers = frozenset(ASKING_FOR_HELP) - {"the_child"}
    return CallsBefore(
        total=len(found),
        by_the_child=sum(one.relation == "the_child" for one in found),
        by_carers=sum(one.relation in carers for one in found),
        about_the_address=sum(one.about_address for one in found),
        latest=tuple(
            CallLine(
                at=one.happened_at,
                by=one.get_relation_display() or "Not said who",
                words=one.words[:WORDS_OF_A_CALL] or "No words were kept.",
                agency=one.owner_agency.name,
            )
            for one in found[:LATEST_CALLS]
        ),
    )


def sightings(*, children: Children, view: View) -> tuple[SeenLine, ...]:
    """Return where the child was seen, in every episode of every force, latest first.

    For whoever looks for the child: a role that does not is shown none.
    """
    if view is not View.FULL:
        return ()
    found = sightings_of(children=children).select_related("episode", "owner_agency")
    return tuple(seen_line(sighting=one) for one in found[:LATEST_SIGHTINGS])


def seen_line(*, sighting: Sighting) -> SeenLine:
    """Return a sighting as a line: where, when, how sure, and who says so."""
    return SeenLine(
        at=sighting.seen_at,
        place=sighting.place,
        confidence=sighting.get_confidence_display(),
        source=sighting.get_source_display(),
        seen_by=sighting.seen_by,
        words=sighting.words,
        reference=sighting.episode.reference,
        agency=sighting.owner_agency.name,
    )


def around(*, children: Children, view: View) -> tuple[AroundLine, ...]:
    """Return the people around the child and what each may be told."""
    full = view is View.FULL
    return tuple(
        AroundLine(
            person_id=one.pk,
            name=one.name,
            relation=one.relation,
            relation_words=one.get_relation_display(),
            phone=one.phone if view is not View.CARER else "",
            address=one.address if full else "",
            language=one.language,
            parental_responsibility=one.parental_responsibility,
            told=one.told,
            told_words=one.get_told_display(),
            told_because=one.told_because if full else "",
            told_by=one.told_by.display_name if full and one.told_by else "",
            awaiting_senior=one.awaiting_senior,
        )
        for one in people.related_people_of(child_ids=children)
    )


def _told_twice(episodes: list[Episode]) -> set[UUID]:
    reported = {episode.pk: (episode.reported_at, episode.pk) for episode in episodes}
    linked = (
        visible(EpisodeLink)
        .filter(episode__in=reported, kind="same_child", ended_at__isnull=True)
        .values_list("episode", "other")
    )
    return {
        later
        for later, earlier in linked
        if earlier in reported and reported[earlier] < reported[later]
    }


def _episode(
    *, episode: Episode, view: View, at: datetime, twice: bool, helped: str
) -> PastEpisode:
    started = episode.last_seen_at or episode.happened_at
    ended = None
    if episode.state not in UNDER_WAY:
        ended = episode.back_at or episode.seen_at or episode.located_at or episode.closed_at
    back = getattr(episode, "return_record", None)
    told = back if view is not View.CARER else None
    return PastEpisode(
        reference=episode.reference,
        agency=episode.owner_agency.name,
        state=episode.state,
        level=episode.level,
        category=episode.category,
        decided=episode.decided,
        started_at=started,
        ended_at=ended,
        lasted=max((ended or at) - started, timedelta(0)),
        living_at=episode.get_living_at_display() if episode.living_at else "",
        how=back.get_how_display() if back is not None else "",
        by_whom=back.get_by_whom_display() if back is not None else "",
        found_place=(told.found_place or episode.found_place) if told is not None else "",
        found_with=told.found_with if told is not None else "",
        helped=helped,
        twice_told=twice,
    )


def _flag(flag: Flag, view: View, at: datetime) -> FlagLine:
    shown = view is not View.CARER
    return FlagLine(
        flag_id=flag.pk,
        kind=flag.kind,
        words=flag.get_kind_display(),
        strength=flag.strength,
        state=flag.state,
        source=flag.source if shown else "",
        detail=flag.detail if view is View.FULL else "",
        owner=flag.owner.display_name if shown else "",
        agency=flag.owner_agency.name,
        raised_at=flag.raised_at,
        review_on=flag.review_on,
        overdue=flag.review_on < at.date(),
    )


def _adult(link: AdultLink, warned: str) -> AdultLine:
    adult = link.adult
    return AdultLine(
        adult_id=adult.pk,
        name=adult.name,
        how=link.get_kind_display(),
        strength=link.strength,
        source=link.source,
        detail=link.detail,
        said_at=link.said_at,
        registered_sex_offender=adult.registered_sex_offender,
        description=adult.description,
        intelligence=tuple(
            KnownOfAdult(
                text=one.text,
                about=one.about,
                grading=one.grading,
                source=one.source,
                known_at=one.known_at,
            )
            for one in adult.intelligence.all()
        ),
        warned=warned,
    )
