"""The return of a case: found, a place to go, back, seen alone, spoken with; and the end of it."""

from datetime import datetime, timedelta

from whereabouts.interfaces.commands.playing.cast import Cast
from whereabouts.interfaces.commands.playing.reading import Case
from whereabouts.interfaces.commands.playing.steps import Refused, Step
from whereabouts.journeys.close_follow_up import FollowUpOpen, close_follow_up
from whereabouts.journeys.decide_destination import HomeRefused, decide_destination
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.record_interview import (
    Asked,
    Beside,
    Consent,
    Spoken,
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.use_police_protection import use_police_protection
from whereabouts.practice.return_home.vocabulary import DANGER, SAFETY_QUESTIONS

# Every child is asked in so many words, and whoever cares for them on their own.
ASKED = {"hurt": "denied", "sexual": "denied", "held": "denied"}
STEP = timedelta(minutes=20)
GOOD_WORK = ("GOOD", "MIXED")
SAFEGUARDING = "Agreed with the social worker: who is there tonight is known and was spoken with."


def come_back(*, case: Case, cast: Cast, reference: str, found_at: datetime) -> datetime:
    """Bring the child of a case back and have them seen alone; return when that was."""
    officer = cast.actor("response_officer", at=found_at)
    meanings = case.all_meanings
    locate_child(
        actor=officer,
        reference=reference,
        found=Found(
            how="found",
            by_whom="police",
            found_at=found_at,
            found_place="4 Imaginary Road",
            found_with="; ".join(one.found_with for one in meanings if one.found_with),
            condition="Tired, and glad to be asked.",
        ),
        at=found_at,
    )
    at = found_at + STEP
    protected = any(one.protection for one in meanings)
    if protected:
        use_police_protection(
            actor=officer,
            reference=reference,
            started_at=at,
            grounds="Likely to suffer significant harm where they were found.",
            place="A place of safety that the authority named",
            at=at,
        )
    at = _agree_where_to(case=case, cast=cast, reference=reference, protected=protected, at=at)
    record_back(actor=officer, reference=reference, back_at=at, at=at)
    at += STEP
    record_seen(actor=officer, reference=reference, seen_at=at, alone=True, at=at)
    return _speak(case=case, cast=cast, reference=reference, at=at + STEP)


def try_to_finish(*, cast: Cast, reference: str, at: datetime) -> Step:
    """Try to end the follow-up with everything still open, by everybody who may end one."""
    refusals: list[Refused] = []
    for role in ("missing_coordinator", "duty_inspector"):
        at += STEP
        try:
            close_follow_up(
                actor=cast.actor(role, at=at), reference=reference, at=at, words="Back home."
            )
        except FollowUpOpen as still:
            refusals += [Refused(rule="B36", text=one.words) for one in still.left]
        else:
            outcome = "override" if role == "duty_inspector" else "reached"
            return Step(wanted="end the follow-up", outcome=outcome, by=role)
    return Step(wanted="end the follow-up", outcome="refused", refusals=tuple(refusals))


def _agree_where_to(
    *, case: Case, cast: Cast, reference: str, protected: bool, at: datetime
) -> datetime:
    """Ask the return-safety questions and agree on a place; never where the child runs from."""
    running = any(one.facts.get("violence_at_home") for one in case.all_meanings)
    kind, place = "home", "Home"
    if protected:
        kind, place = "emergency", "An emergency placement"
    elif running:
        kind, place = "relative", "The relative who rang"
    elif case.living_at != "home":
        kind, place = "placement", "The placement"
    answers = {key: "Asked of the child and checked." for key, _ in SAFETY_QUESTIONS}
    propose_destination(
        actor=cast.actor("response_officer", at=at),
        reference=reference,
        kind=kind,
        destination=place,
        answers={**answers, DANGER: "no"},
        said_by="the child",
        at=at,
    )
    at += STEP
    inspector = cast.actor("duty_inspector", at=at)
    because = "The child was asked and wants to be there."
    try:
        decide_destination(
            actor=inspector, reference=reference, agreed=True, because=because, at=at
        )
    except HomeRefused:
        at += STEP
        decide_destination(
            actor=inspector, reference=reference, agreed=True, because=because,
            safeguarding=SAFEGUARDING, at=at,
        )  # fmt: skip
    return at + STEP


def _speak(*, case: Case, cast: Cast, reference: str, at: datetime) -> datetime:
    """Hold the conversations that the case holds; good work holds both and decides a referral."""
    allegation = " ".join(one.allegation for one in case.all_meanings if one.allegation)
    if not allegation and case.tag not in GOOD_WORK:
        return at
    spoken = Spoken(
        outcome="held",
        held_at=at,
        held_by="Officer Imagined",
        explained=True,
        seen_alone=True,
        safe_now="yes",
        harms={**ASKED, "held": "disclosed"} if allegation else ASKED,
        words=allegation or "The child told the officer what they wanted to tell.",
        offered="Somebody of their own to speak with; the child would like that.",
    )
    record_prevention_interview(
        actor=cast.actor("response_officer", at=at), reference=reference, spoken=spoken, at=at,
        beside=Beside(carer=Asked(source="carer", answers=ASKED, said_by="Whoever cares for them")),
    )  # fmt: skip
    if case.tag not in GOOD_WORK:
        return at
    decide_referral(
        actor=cast.actor("duty_inspector", at=at),
        reference=reference,
        sent=True,
        because="Support is wanted.",
        at=at,
    )
    at += timedelta(hours=24)
    record_return_interview(
        actor=cast.actor("social_worker", at=at),
        reference=reference,
        spoken=Spoken(
            outcome="held",
            held_at=at,
            held_by="Social Worker Madeupson",
            explained=True,
            seen_alone=True,
            safe_now="yes",
            words="The child told what would help.",
            consents=(Consent(who="child", answer="yes", to=("talk", "write")),),
            offered="A youth worker of their choice.",
        ),
        at=at,
    )
    return at
