"""What a night is made of, each a few journeys: a report, a decision, a return, its follow-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.interfaces.commands.demo import after
from whereabouts.interfaces.commands.demo.lives import Life
from whereabouts.interfaces.commands.demo.nation import Nation
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.answer_referral import answer_referral
from whereabouts.journeys.close_follow_up import close_follow_up
from whereabouts.journeys.confirm_stand_down import confirm_stand_down
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.decide_destination import HomeRefused, decide_destination
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.leave_undone import leave_undone
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.record_interview import (
    Consent,
    Spoken,
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.report_missing import Receipt, Told, report_missing
from whereabouts.journeys.settle_task import settle_task
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.investigation.queries import outstanding
from whereabouts.practice.investigation.rules import has_own_form
from whereabouts.practice.return_home.vocabulary import (
    DANGER,
    SAFETY_QUESTIONS,
    STAND_DOWN_SYSTEMS,
)
from whereabouts.practice.risk.assessing import latest_assessment
from whereabouts.records.episodes.gate import episode_for

STEP = timedelta(minutes=10)
WHY = "Decided on the answers given and the record that was read during the call."
WHY_NOT = "Asked about on the phone: nothing tonight says that the danger is greater than this."
EARLY = timedelta(minutes=3)
DONE = {
    "enquiry": "Asked; nobody knows yet.",
    "contact_child": "Rang and texted: are you safe? No answer yet.",
    "contact_reporter": "Spoke with them; we speak again in two hours.",
    "search_home_first": "Searched with consent. The school bag and the charger are gone.",
    "known_associates": "Two friends asked; one saw the child at the bus station.",
    "hospital_custody_checks": "Checked: not there.",
}
# What the call handler asks and hears "no" to, unless something on record says otherwise.
ASKED = {
    "whereabouts_known": False,
    "believed_abducted": False,
    "victim_of_crime_suspected": False,
    "travel_abroad": False,
    "danger_to_others": False,
    "suicide_concern": False,
    "seeking_drugs": False,
    "weather": "mild",
}
LAST_SEEN = ("the bus station", "outside school", "the skate park", "the made-up arcade", "home")
WORDS = (
    "I wanted to be with my mates and nobody had asked me what was wrong.",
    "I needed to get out for a bit. It was too loud there.",
    "I went to see my gran. I miss her.",
)


@dataclass(kw_only=True)
class Stay:
    """An episode under way: whose, under which reference, recorded by which force."""

    life: Life
    reference: str
    force: str


def reported(
    *,
    nation: Nation,
    life: Life,
    at: datetime,
    force: str = "",
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    adults: tuple[AdultNamed, ...] = (),
    away_since: timedelta = timedelta(hours=2),
    child: Any = None,
    place: int = 0,
) -> Stay:
    """Take the report of a child."""
    force = force or life.force
    receipt: Receipt = report_missing(
        actor=nation.actor("call_handler", of=force, at=at),
        told=Told(
            idempotency_key=f"demo-{life.child.pk}-{force}-{at.isoformat()}",
            happened_at=at,
            child=child or life.child.pk,
            living_at=life.living_at,
            reporter_name=life.carer,
            relation=life.relation,
            reporter_contact="01632 960222",
            last_seen_at=at - away_since,
            last_seen_place=LAST_SEEN[place % len(LAST_SEEN)],
            clothing="Dark coat, white trainers.",
            facts={**ASKED, **(facts or {})},
            words=words or "Has not come back, and the phone goes to voicemail.",
            adults=adults,
        ),
        at=at,
    )
    return Stay(life=life, reference=receipt.episode, force=force)


def decided(
    *, nation: Nation, stay: Stay, at: datetime, level: str = "", role: str = "call_handler"
) -> None:
    """Decide as recommended, or higher where a level is named."""
    actor = nation.actor(role, of=stay.force, at=at)
    with entered(actor=actor, at=at):
        episode = episode_for(actor, reference=stay.reference)
        result = latest_assessment(episode=episode).result
    wanted = level or result["level"]
    asks = {row["rule"] for row in result["fired"] if row["strength"] in ("consider", "prompt")}
    answer = {"answer": "accepted"} if wanted == "high" else {
        "answer": "declined", "reason": WHY_NOT,
    }  # fmt: skip
    wish = Wish(
        category="missing", level=wanted, rationale=WHY, answers=dict.fromkeys(asks, answer)
    )
    decide(actor=actor, reference=stay.reference, wish=wish, at=at)


def worked_through(*, nation: Nation, stay: Stay, at: datetime) -> None:
    """Do in time what fell due by a moment, each agency its own tasks; forms of their own wait."""
    reader = nation.actor("supervisor", of=stay.force, at=at)
    codes = {agency.pk: code for code, agency in nation.agencies.items()}
    with entered(actor=reader, at=at):
        episode = episode_for(reader, reference=stay.reference)
        due = [
            task
            for task in outstanding(episode=episode).filter(due_at__lte=at)
            if not has_own_form(kind=task.kind)
        ]
    for task in due:
        of, role = codes[task.assigned_agency_id], task.to_role
        if (of, role) not in nation.members or task.due_at is None:
            continue
        done_at = max(task.created_at, task.due_at - EARLY)
        settle_task(
            actor=nation.actor(role, of=of, at=done_at),
            task_id=task.pk,
            result=DONE.get(task.kind, "Done. Nothing new so far; written up in the log."),
            at=done_at,
        )


def read(*, nation: Nation, stay: Stay, at: datetime) -> None:
    """Let everybody who was told of the episode by a moment acknowledge it."""
    codes = {agency.pk: code for code, agency in nation.agencies.items()}
    told: dict[tuple[str, str], list[UUID]] = {}
    with entered(actor=nation.actor("supervisor", of=stay.force, at=at), at=at):
        episode = episode_for(nation.actor("supervisor", of=stay.force, at=at),
                              reference=stay.reference)  # fmt: skip
        notices = visible(Message).filter(
            subject=f"episode:{episode.pk}", acknowledged_at__isnull=True, promised_at__lte=at,
            to_member__isnull=True,
        )  # fmt: skip
        for key, agency, role in notices.values_list("pk", "to_agency", "to_role"):
            told.setdefault((codes[agency], role), []).append(key)
    for (of, role), keys in told.items():
        if (of, role) in nation.members:
            acknowledge_notices(actor=nation.actor(role, of=of, at=at), keys=keys, at=at)


def owned(*, nation: Nation, stay: Stay, at: datetime, role: str = "supervisor") -> None:
    """Let somebody own the episode."""
    actor = nation.actor(role, of=stay.force, at=at)
    take_ownership(actor=actor, reference=stay.reference, at=at)


def located(*, nation: Nation, stay: Stay, at: datetime, already_there: bool = False) -> None:
    """Find the child: located, or back already."""
    locate_child(
        actor=nation.actor("response_officer", of=stay.force, at=at),
        reference=stay.reference,
        found=Found(
            how="own_accord" if already_there else "found",
            by_whom="own_accord" if already_there else "police",
            found_at=at,
            found_place="" if already_there else "a friend's house on Sample Close",
            condition="Hungry and tired.",
            needs=("food", "sleep"),
            already_there=already_there,
        ),
        at=at,
    )


def back(*, nation: Nation, stay: Stay, at: datetime) -> datetime:
    """Agree on where a located child goes, and bring them there; return when they are."""
    life = stay.life
    officer = nation.actor("response_officer", of=stay.force, at=at)
    answers = {key: "Asked of the child, and checked." for key, _ in SAFETY_QUESTIONS}
    propose_destination(
        actor=officer,
        reference=stay.reference,
        kind="home" if life.living_at == "home" else "placement",
        destination="Where they live",
        answers={**answers, DANGER: "no"},
        said_by="the child",
        at=at,
    )
    inspector = nation.actor("duty_inspector", of=stay.force, at=at + STEP)
    agreed: dict[str, Any] = {
        "reference": stay.reference,
        "agreed": True,
        "because": "The child wants to be there.",
    }
    try:
        decide_destination(actor=inspector, at=at + STEP, **agreed)
    except HomeRefused:
        decide_destination(
            actor=inspector, at=at + STEP, safeguarding="Agreed with the social worker.", **agreed
        )
    record_back(actor=officer, reference=stay.reference, back_at=at + 2 * STEP, at=at + 2 * STEP)
    return at + 2 * STEP


def seen(*, nation: Nation, stay: Stay, at: datetime) -> None:
    """Have the child seen alone."""
    record_seen(
        actor=nation.actor("response_officer", of=stay.force, at=at),
        reference=stay.reference,
        seen_at=at,
        alone=True,
        at=at,
    )


def spoken_with(
    *,
    nation: Nation,
    stay: Stay,
    at: datetime,
    place: int = 0,
    harms: Mapping[str, str] | None = None,
) -> None:
    """Hold the police's conversation."""
    record_prevention_interview(
        actor=nation.actor("response_officer", of=stay.force, at=at),
        reference=stay.reference,
        spoken=_spoken(at=at, held_by="An officer in plain clothes", place=place, harms=harms),
        beside=after.BESIDE,
        at=at,
    )


def followed_up(*, nation: Nation, stay: Stay, at: datetime, place: int = 0) -> None:
    """Do everything that the follow-up asks for, and close it.

    Where the authority has nobody to hold its interview, the follow-up stays open.
    """
    force = stay.force
    referral = decide_referral(
        actor=nation.actor("supervisor", of=force, at=at),
        reference=stay.reference,
        sent=bool(place % 2),
        because="Support is wanted." if place % 2 else "A worker sees the child each week already.",
        at=at,
        to_agency=nation.key(stay.life.authority) if place % 2 else None,
    )
    for system, _ in STAND_DOWN_SYSTEMS:
        confirm_stand_down(
            actor=nation.actor("supervisor", of=force, at=at),
            reference=stay.reference,
            system=system,
            not_used=system in ("ports", "appeals"),
            at=at,
        )
    worker = nation.members.get((stay.life.authority, "social_worker"))
    day_after = at + timedelta(hours=30)
    if worker is not None and place % 4:
        record_return_interview(
            actor=nation.actor("social_worker", of=stay.life.authority, at=day_after),
            reference=stay.reference,
            spoken=_spoken(at=day_after, held_by="The social worker", place=place + 1),
            beside=after.BESIDE,
            at=day_after,
        )
    elif worker is not None:
        leave_undone(
            actor=nation.actor("social_worker", of=stay.life.authority, at=day_after),
            reference=stay.reference,
            kind="return_interview",
            code="child_declined",
            words="Asked twice, by people of their choice; said not now. The offer stands.",
            at=day_after,
        )
    else:
        return
    if place % 2:
        answer_referral(
            actor=nation.actor("social_worker", of=stay.life.authority, at=day_after),
            referral_id=UUID(referral),
            answer="accepted",
            words="A worker of their own, from Monday.",
            at=day_after,
        )
    after.settled(nation=nation, stay=stay, at=day_after, interviewed=bool(place % 4))
    worked_through(nation=nation, stay=stay, at=day_after)
    read(nation=nation, stay=stay, at=day_after)
    close_follow_up(
        actor=nation.actor("missing_coordinator", of=force, at=day_after + STEP),
        reference=stay.reference,
        words="Everything was done.",
        at=day_after + STEP,
    )


def _spoken(
    *, at: datetime, held_by: str, place: int, harms: Mapping[str, str] | None = None
) -> Spoken:
    return Spoken(
        outcome="held",
        held_at=at,
        held_by=held_by,
        setting="At the kitchen table",
        explained=True,
        seen_alone=True,
        safe_now="yes",
        harms={**after.DENIED, **(harms or {})},
        words=WORDS[place % len(WORDS)],
        child_view="Wants somebody to talk to who is not family.",
        offered="The youth worker, this week; the child said yes.",
        know_next_time="Text first. Ask about the gran.",
        way="face_to_face",
        consents=(
            Consent(who="child", answer="yes", to=("talk", "write", "help")),
            Consent(who="carer", answer="yes", to=("talk",), name="Whoever cares for the child"),
        ),
        best_time="After school, not on Thursdays",
        how_to_reach="A message first; the phone is the child's own",
    )
