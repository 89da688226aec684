"""What follows from a return: what is asked of whom, by which clock, and what bars a way home."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING, due_of
from whereabouts.practice.investigation.vocabulary import RETURN_KINDS, SEARCH_KINDS
from whereabouts.practice.publicity.actions import end_alerts_of_found
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.risk.arranging import responsible_authority, whom
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.practice.risk.clocks import (
    PROTECTION_WARNINGS,
    clock_of,
    guidance_of,
    return_clock,
)
from whereabouts.practice.risk.gather import facts_of
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, State
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known_people

# What anybody says tonight holds relatives back before a flag does.
CONCERN_OF_FACT = {
    "violence_at_home": "violence",
    "forced_marriage_or_fgm_concern": "forced_marriage",
    "trafficking_concern": "trafficking",
}
GATE = "return_safety_gate"
# HMIC 2016, lines 652 and 725: notices were served unevenly, and often nobody thought of one.
FOUND_WITH = (
    "other_children_check", "offence_consideration", "abduction_notice_followup",
    "place_enquiry",
)  # fmt: skip
PROTECTION_CLOCK = "police_protection_ends"


def arrange_return(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask for the return tasks and the gate, whatever the category; asked for already, nothing.

    A located child who went again and was found anew is owed them anew. The list of what has to
    be stood down goes up.
    """
    pack = pack_for(episode=episode, at=at)
    for kind in (*RETURN_KINDS, GATE):
        if task_now(episode=episode, kind=kind) is not None:
            continue
        owed = pack.obligations[kind]
        before = Task.objects.filter(episode=episode, kind=kind).exclude(state="cancelled").count()
        agency, role = whom(episode=episode, to=owed.to, at=at)
        tasks.ask(
            episode=episode,
            kind=kind,
            to_role=role,
            assigned_agency=agency,
            because="B17" if kind == GATE else "B13",
            by=by,
            at=at,
            clock=return_clock(
                pack=pack,
                kind=kind,
                level=episode.level,
                country=_country(agency),
                at=at,
            ),
            detail=guidance_of(pack=pack, kind=kind, country=_country(agency)) or owed.text,
            fact=f"again-{before}" if before else "",
        )
    tasks.ask_to_take_down(episode=episode, by=by, at=at)
    if episode.state != State.OPEN:
        end_alerts_of_found(episode=episode, because="The child was found.", by=by, at=at)
    returns.prepare(episode=episode, by=by, at=at)


def _country(agency: UUID) -> str:
    """Return by whose guidance somebody works: a duty is the duty of whoever must do it."""
    return Agency.objects.get(pk=agency).country


def start_after_return(*, episode: Episode, back_at: datetime, by: Actor, at: datetime) -> None:
    """Start every clock that runs from the return, and end the search: it finds nobody now.

    Overdue search tasks would alarm about a child who is back, so each is settled with its code.
    """
    pack = pack_for(episode=episode, at=at)
    for kind in RETURN_KINDS:
        # By what stands now, not by what stood when it was asked for: HIGH has a shorter clock.
        for task in Task.objects.filter(
            episode=episode, kind=kind, state__in=OUTSTANDING, due_at__isnull=True
        ).select_related("assigned_agency"):
            clock = return_clock(
                pack=pack, kind=kind, level=episode.level,
                country=task.assigned_agency.country, at=at,
            )  # fmt: skip
            said = guidance_of(pack=pack, kind=kind, country=task.assigned_agency.country)
            Task.objects.filter(pk=task.pk, due_at__isnull=True).update(
                clock=clock, detail=said or task.detail
            )
    tasks.start_clocks(episode=episode, event="return", happened_at=back_at, at=at)
    for task in Task.objects.filter(
        episode=episode, kind__in=SEARCH_KINDS, state__in=OUTSTANDING
    ):  # fmt: skip
        tasks.settle(
            task=task, by=by, at=at, not_done_code="no_longer_possible",
            result="The child is back: nothing is searched for any more.",
        )  # fmt: skip
    stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("reassess_due",))
    returns.set_alarm(episode=episode, back_at=back_at, at=at)
    if Task.objects.filter(episode=episode, kind=GATE, state__in=OUTSTANDING).exists():
        set_timer(
            key=f"episode:{episode.pk}:gate:{back_at.isoformat()}",
            kind="gate_after_return",
            subject=f"episode:{episode.pk}",
            agency=episode.owner_agency_id,
            at=at,
            due_at=at + length_of(key="return_safety_gate", at=at),
        )


def bars_to(*, returned: Return, at: datetime) -> tuple[str, ...]:
    """Return why the place that is proposed, or where the child is, needs a safeguarding decision.

    A child who is there already is taken to be where they live unless somebody said otherwise.
    """
    episode = returned.episode
    children = known_people.same_person_set(child_id=episode.child_id)
    concerns = concerns_now(episode=episode, at=at)
    person = returned.destination_person
    return rules.bars(
        kind=returned.destination_kind or _where_they_live(episode),
        violence="violence" in concerns or rules.danger_said(answers=returned.safety),
        concerns=concerns,
        told_nothing=[
            one.relation
            for one in known_people.related_people_of(child_ids=children)
            if one.told == "nothing"
        ],
        person_told=person.told if person else None,
        told_to_leave=rules.told_to_leave(answers=returned.safety),
    )


def concerns_now(*, episode: Episode, at: datetime) -> frozenset[str]:
    """Return the concerns that hold relatives back: from flags, as set, and as anybody has said."""
    children = known_people.same_person_set(child_id=episode.child_id)
    facts, _ = facts_of(episode=episode, at=at)
    said = {concern for fact, concern in CONCERN_OF_FACT.items() if facts.get(fact) is True}
    return known_people.concerns_of(child_ids=children, at=at) | said


def _where_they_live(episode: Episode) -> str:
    return "home" if episode.living_at in ("", "home", "kinship") else "placement"


def arrange_allegation(
    *, episode: Episode, about: str, because: str, by: Actor, at: datetime, detail: str = ""
) -> None:
    """Ask at once for the crime to be recorded and a strategy discussion, and tell a supervisor.

    `about` tells one telling from another, so that each has its disposition.
    """
    asked: tuple[tuple[str, str, timedelta], ...] = (
        ("crime_record", "supervisor", length_of(key="crime_record", at=at)),
        (
            "strategy_discussion",
            "childrens_social_care",
            length_of(key="strategy_discussion", at=at),
        ),
    )
    for kind, to, within in asked:
        _ask(
            episode=episode, kind=kind, to=to, because=because, due_at=at + within, by=by, at=at,
            fact=about, detail=detail,
        )  # fmt: skip
    agency, role = whom(episode=episode, to="supervisor", at=at)
    promise(
        key=f"episode:{episode.pk}:allegation:{about}",
        kind="allegation",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=agency,
        to_role=role,
        text=f"Harm was told of in episode {episode.reference}: record it, hold the discussion.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )


def arrange_found_with(
    *, episode: Episode, exploitation: str, by: Actor, at: datetime, detail: str = ""
) -> None:
    """Ask what being found with an adult asks for: a flag, other children, offences, a meeting."""
    children = known_people.same_person_set(child_id=episode.child_id)
    standing = {
        flag.kind
        for flag in (
            *known_people.flags_of(child_ids=children, at=at),
            *known_people.flag_proposals_of(child_ids=children),
        )
    }
    if exploitation not in standing:
        people.propose_flag(
            child=episode.child,
            kind=exploitation,
            strength="suspected",
            source=f"Found with an adult, episode {episode.reference}",
            review_on=(at + length_of(key="flag_reviewed_after_return", at=at)).date(),
            detail=detail,
            by=by,
            at=at,
        )
        _ask(
            episode=episode, kind=f"flag_proposal_{exploitation.upper()}",
            to="missing_coordinator", because="B03",
            due_at=at + length_of(key="flag_proposal_answered", at=at), by=by, at=at,
        )  # fmt: skip
    for kind in FOUND_WITH:
        _ask(
            episode=episode, kind=kind, to="investigating_officer", because="B19",
            due_at=at + length_of(key="adult_checked", at=at), by=by, at=at,
        )  # fmt: skip
    # Whatever the child says of it: those who look after children meet about it (V21).
    _ask(
        episode=episode, kind="strategy_meeting_request", to="childrens_social_care",
        because="B46", due_at=at + length_of(key="strategy_meeting_found_with", at=at), by=by,
        at=at, fact="found_with", detail="Found with an adult of concern: agree on what protects"
        " the child.",
    )  # fmt: skip


def protection_ends_at(*, episode: Episode, started_at: datetime, at: datetime) -> datetime:
    """Return when police protection runs out, by the pack in force."""
    for limit in pack_for(episode=episode, at=at).deadlines:
        if limit.key == PROTECTION_CLOCK:
            clock = {"from": "start", "length": limit.length, "unit": limit.unit}
            ends = due_of(clock=clock, happened={"start": started_at})
            if ends is not None:
                return ends
    raise LookupError("The pack in force has no clock for police protection.")


def arrange_protection(
    *,
    episode: Episode,
    ends_at: datetime,
    steps: str,
    number: int,
    by: Actor,
    at: datetime,
    found_in: UUID | None = None,
) -> None:
    """Ask for everything that the law wants of police protection, and tell the authorities.

    The one where the child lives, and the one where they were found (`found_in`), by day and night.
    """
    _ask(
        episode=episode, kind="police_protection_workflow", to="duty_inspector", because="s46",
        due_at=ends_at, by=by, at=at, detail=steps, fact=f"use-{number}" if number > 1 else "",
    )  # fmt: skip
    authority = responsible_authority(episode=episode, at=at)
    _warn_before_end(episode=episode, ends_at=ends_at, number=number, at=at)
    told = {one for one in (authority.pk if authority else None, found_in) if one is not None}
    if found_in is not None:
        people.relate_to_child(
            child_id=episode.child_id, agency=found_in, kind="host", at=at,
            because="police protection",
        )  # fmt: skip
    for agency in sorted(told):
        for role in ("social_worker", "out_of_hours_worker"):
            promise(
                key=f"episode:{episode.pk}:protection:{number}:{agency}:{role}",
                kind="police_protection",
                subject=f"episode:{episode.pk}",
                from_agency=by.agency_id,
                to_agency=agency,
                to_role=role,
                text=f"Police protection was used in episode {episode.reference}: ring and agree.",
                at=at,
                loudness="interrupt",
                high=episode.level == "high",
                child=episode.child_id,
            )


def _warn_before_end(*, episode: Episode, ends_at: datetime, number: int, at: datetime) -> None:
    """Set the pack's warnings before police protection runs out; those gone by are left out."""
    limits = pack_for(episode=episode, at=at).deadlines
    length = next(limit for limit in limits if limit.key == PROTECTION_CLOCK).length
    for limit in limits:
        if not limit.key.startswith(PROTECTION_WARNINGS):
            continue
        started = ends_at - timedelta(hours=length)
        due = due_of(clock=clock_of(limit=limit), happened={limit.event: started})
        if due is not None and due > at:
            set_timer(
                key=f"episode:{episode.pk}:protection:{number}:{limit.key}",
                kind="protection_ending",
                subject=f"episode:{episode.pk}",
                agency=episode.owner_agency_id,
                at=at,
                due_at=due,
                because=limit.key,
            )


def tell_of_refused_place(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Tell those who can find the child another place tonight that one was refused."""
    receivers = [(episode.owner_agency_id, "duty_inspector")]
    authority = responsible_authority(episode=episode, at=at)
    if authority is not None:
        receivers += [(authority.pk, "social_worker"), (authority.pk, "out_of_hours_worker")]
    for agency, role in receivers:
        promise(
            key=f"episode:{episode.pk}:place_refused:{at.isoformat()}:{role}",
            kind="place_refused",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text=f"Episode {episode.reference}: the child needs another place. Find one now.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )


def tell_of_gone_again(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Tell whoever leads that a located child has gone again."""
    for role in ("duty_inspector", "supervisor", "missing_coordinator"):
        promise(
            key=f"episode:{episode.pk}:gone_again:{at.isoformat()}:{role}",
            kind="gone_again",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=episode.owner_agency_id,
            to_role=role,
            text=f"Episode {episode.reference} is open again: the located child has gone.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )


def every_living_episode(*, episode: Episode) -> list[Episode]:
    """Return the child's episodes that are not closed, over the joined set, locked."""
    children = known_people.same_person_set(child_id=episode.child_id)
    return list(
        Episode.objects.select_for_update().filter(
            pk__in=visible(Episode).filter(child__in=children, state__in=NOT_CLOSED).values("pk")
        )
    )


def _ask(
    *,
    episode: Episode,
    kind: str,
    to: str,
    because: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
    **more: Any,
) -> None:
    agency, role = whom(episode=episode, to=to, at=at)
    tasks.ask(
        episode=episode, kind=kind, to_role=role, assigned_agency=agency, because=because,
        by=by, at=at, due_at=due_at, **more,
    )  # fmt: skip


def pass_gate(*, returned: Return, by: Actor, at: datetime) -> bool:
    """Settle the return-safety gate where it is behind the child, and return whether it is."""
    returned.refresh_from_db()
    bars = bars_to(returned=returned, at=at)
    return returns.settle_gate(returned=returned, bars=bars, by=by, at=at)
