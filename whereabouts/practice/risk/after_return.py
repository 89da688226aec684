"""What the moment of return and the conversations ask for, of whom, by when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from whereabouts.engines.deadlines import Calendar, due_at, length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.conversations import queries as conversations
from whereabouts.practice.conversations import rules as telling
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.models import Alternative
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.return_home.vocabulary import NEEDS
from whereabouts.practice.risk.arranging import responsible_authority, whom
from whereabouts.practice.risk.gather import facts_of
from whereabouts.practice.risk.returning import concerns_now
from whereabouts.practice.support.actions import offers
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, State
from whereabouts.records.people import queries as known_people

REFERRED_NATIONALLY = ("trafficking_concern", "unaccompanied")
OWED_TO = {
    offers.CHILD: "To the child. A no for now does not end the offer.",
    offers.FAMILY: "To a parent or carer, unless they may be the one who harms: then say so.",
}
WALES_AND_ENGLAND_SPEAK = frozenset({"english", "welsh", "cymraeg"})


def arrange_needs(*, episode: Episode, needs: Collection[str], by: Actor, at: datetime) -> None:
    """Ask for what the child needs now to be seen to."""
    if not needs:
        return
    words = dict(NEEDS)
    _ask(
        episode=episode, kind="immediate_needs", to="response_officer", because="B17",
        within=length_of(key="immediate_needs_met", at=at), by=by, at=at,
        detail="; ".join(words[need] for need in sorted(needs)) + ".",
    )  # fmt: skip


def arrange_told_to_leave(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Let children's services know that the child was told to leave: no plain return.

    The discussion is the authority's, and the notice interrupts, by day and by night.
    """
    _ask(
        episode=episode, kind="told_to_leave", to="childrens_social_care", because="B17",
        within=length_of(key="told_to_leave", at=at), by=by, at=at,
    )  # fmt: skip
    authority = responsible_authority(episode=episode, at=at)
    if authority is None:
        return
    for role in ("social_worker", "out_of_hours_worker"):
        promise(
            key=f"episode:{episode.pk}:told_to_leave:{role}",
            kind="told_to_leave",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=authority.pk,
            to_role=role,
            text=f"Episode {episode.reference}: the child was told to leave. Find them a place.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )


def arrange_national_referral(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask for a national referral, and an interpreter, where the child may be trafficked or alone.

    Always for a child, whatever they agree to; safety comes first, so it waits for nothing else.
    """
    facts, _ = facts_of(episode=episode, at=at)
    if not any(facts.get(fact) is True for fact in REFERRED_NATIONALLY):
        return
    within = length_of(key="national_referral", at=at)
    _ask(
        episode=episode, kind="national_referral", to="supervisor", because="RF15", within=within,
        by=by, at=at, detail="No consent is needed. An age that is disputed changes nothing.",
    )  # fmt: skip
    children = known_people.same_person_set(child_id=episode.child_id)
    spoken = {one.language.casefold() for one in known_people.languages_of(child_ids=children)}
    if facts.get("unaccompanied") is True or spoken - WALES_AND_ENGLAND_SPEAK:
        _ask(
            episode=episode, kind="interpreter", to="supervisor", because="B39",
            within=length_of(key="immediate_needs_met", at=at), by=by, at=at,
            detail="Never a relative, and nobody who came with the child.",
        )  # fmt: skip


def await_grounds(
    *, episode: Episode, grounds: str, since: datetime, by: Actor, at: datetime
) -> None:
    """Ask for a decision of the national mechanism, by the day on which it is to be there."""
    agency, role = whom(episode=episode, to="supervisor", at=at)
    if grounds == "reasonable":
        days = length_of(key="reasonable_grounds_working_days", at=at).days
        calendar: Calendar = "wales" if episode.owner_agency.country == "wales" else "england"
        due = due_at(from_at=since, length=days, unit="working_days", calendar=calendar)
    else:
        due = since + length_of(key="conclusive_grounds_asked", at=at)
    tasks.ask(
        episode=episode, kind=f"{grounds}_grounds", to_role=role, assigned_agency=agency,
        because="RF15", due_at=due, by=by, at=at,
        detail="Whatever is decided, the child is protected as a child.",
    )  # fmt: skip


def arrange_after_talk(
    *,
    episode: Episode,
    task: Task,
    outcome: str,
    harms: Collection[str],
    by: Actor,
    at: datetime,
) -> None:
    """Ask for what a conversation leaves open: another appointment, a carer, evidence in time.

    `harms` are those told of or suspected in it.
    """
    if outcome == "held":
        _see_again(episode=episode, task=task, by=by, at=at)
    if outcome in ("held", "declined"):
        _ask_the_carer(episode=episode, task=task, by=by, at=at)
    if "sexual" in harms:
        until = (episode.last_seen_at or episode.reported_at) + length_of(
            key="forensic_window", at=at
        )
        _ask(
            episode=episode, kind="sexual_assault_centre", to="supervisor", because="C14",
            within=length_of(key="sexual_assault_centre_offered", at=at), by=by, at=at,
            detail="Evidence is lost by the hour, and by "
            f"{until:%-d %B} at the latest. Ask before a shower or a change of clothes.",
        )  # fmt: skip


def _see_again(*, episode: Episode, task: Task, by: Actor, at: datetime) -> None:
    """Make an appointment where direct questions met silence; a second talk keeps it."""
    said = conversations.harm_now(episode=episode, source="child")
    standing = task_now(episode=episode, kind="see_again")
    if standing is not None:
        if standing.settled_at is None:
            tasks.settle(task=standing, by=by, at=at, result="The child was seen again.")
        return
    if telling.unanswered(said=said):
        tasks.ask(
            episode=episode, kind="see_again", to_role=task.to_role,
            assigned_agency=task.assigned_agency_id, because="C14", by=by, at=at,
            due_at=at + length_of(key="seen_again", at=at),
            detail="Not asked, or no answer: the offer stands, and the questions too.",
        )  # fmt: skip


def _ask_the_carer(*, episode: Episode, task: Task, by: Actor, at: datetime) -> None:
    """Ask a parent or carer on their own, unless they may be the one who harms."""
    standing = task_now(episode=episode, kind="carer_asked")
    asked = conversations.asked_separately(episode=episode)
    if standing is not None:
        if asked and standing.settled_at is None:
            tasks.settle(task=standing, by=by, at=at, result="Asked on their own.")
        return
    if asked or concerns_now(episode=episode, at=at):
        return
    tasks.ask(
        episode=episode, kind="carer_asked", to_role=task.to_role,
        assigned_agency=task.assigned_agency_id, because="C14", by=by, at=at,
        due_at=at + length_of(key="carer_asked", at=at),
    )  # fmt: skip


def owe_offer(
    *,
    episode: Episode,
    by: Actor,
    at: datetime,
    to: str = offers.CHILD,
    after_the_end: bool = False,
) -> None:
    """Ask for an offer of help after a contact in which none was made, and no reason given.

    One is owed at a time to the child after each contact, and to those at home once an episode.
    `after_the_end`: the child spoke to us, so it is owed after the follow-up too, and opens it.
    """
    stands = (*NOT_CLOSED, State.CLOSED) if after_the_end else NOT_CLOSED
    if episode.state not in stands or offers.left_after_contact(episode=episode, to=to):
        return
    if to == offers.FAMILY and offers.offered_to_family(episode=episode):
        return
    asked = Task.objects.filter(episode=episode, kind=offers.AFTER_CONTACT).count()
    agency, role = whom(episode=episode, to="supervisor", at=at)
    tasks.ask(
        episode=episode, kind=offers.AFTER_CONTACT, to_role=role, assigned_agency=agency,
        because="B44", due_at=at + length_of(key="support_offered", at=at), by=by, at=at,
        fact=f"{to}-{asked + 1}", detail=OWED_TO[to],
    )  # fmt: skip


def arrange_feedback(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask for what came of the independent talk to go back: to the child, agencies, the plan."""
    _ask(
        episode=episode, kind="interview_feedback", to="responsible_authority", because="B48",
        within=length_of(key="interview_fed_back", at=at), by=by, at=at,
    )  # fmt: skip


def tell_of_prevention(*, episode: Episode, number: str, by: Actor, at: datetime) -> None:
    """Tell the authority that the police have spoken with the child: it informs their own talk."""
    authority = responsible_authority(episode=episode, at=at)
    if authority is None or authority.pk == by.agency_id:
        return
    promise(
        key=f"episode:{episode.pk}:prevention:{number}",
        kind="prevention_held",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=authority.pk,
        to_role="social_worker",
        text=f"Episode {episode.reference}: the police have spoken with the child.",
        at=at,
        child=episode.child_id,
    )


def arrange_force_review(
    *, episode: Episode, role: str, about: str, by: Actor, at: datetime
) -> Task | None:
    """Ask for the review of force by a senior, and tell them at once."""
    agency, to_role = whom(episode=episode, to=role, at=at)
    task = tasks.ask(
        episode=episode, kind="force_review", to_role=to_role, assigned_agency=agency,
        because="B41", by=by, at=at, due_at=at + length_of(key="force_reviewed", at=at), fact=about,
    )  # fmt: skip
    promise(
        key=f"episode:{episode.pk}:force:{about}",
        kind="force_review",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=agency,
        to_role=to_role,
        text=f"Episode {episode.reference}: force was used on a child, or threatened. Review it.",
        at=at,
        child=episode.child_id,
    )
    return task


def tell_of_place_asked(*, place: Alternative, by: Actor, at: datetime) -> None:
    """Tell the duty team that another place is asked for tonight."""
    if place.asked_agency_id is None:
        return
    _tell_of_place(place=place, roles=("out_of_hours_worker", "social_worker"), step="asked",
                   by=by, at=at)  # fmt: skip


def tell_of_silence(*, place: Alternative, step: str, by: Actor, at: datetime) -> None:
    """Tell whoever is on call that nobody has answered; at the second step the force's head too.

    It interrupts whoever is on call whatever the level: nobody else is left to answer.
    """
    _tell_of_place(
        place=place, roles=("on_call_manager", "out_of_hours_worker"), step=step, by=by, at=at
    )
    if step == "gap":
        episode = place.episode
        promise(
            key=f"alternative:{place.pk}:gap:duty_inspector",
            kind="place_gap",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=episode.owner_agency_id,
            to_role="duty_inspector",
            text=f"Episode {episode.reference}: nobody answers about another place. Decide.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )


def _tell_of_place(
    *, place: Alternative, roles: tuple[str, ...], step: str, by: Actor, at: datetime
) -> None:
    episode = place.episode
    if place.asked_agency_id is None:
        return
    for role in roles:
        promise(
            key=f"alternative:{place.pk}:{step}:{role}",
            kind="place_silent" if role == "on_call_manager" else "place_asked",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=place.asked_agency_id,
            to_role=role,
            text=f"Episode {episode.reference}: a place is needed tonight. Answer now.",
            at=at,
            loudness="interrupt",
            high=episode.level == "high",
            child=episode.child_id,
        )


def _ask(
    *,
    episode: Episode,
    kind: str,
    to: str,
    because: str,
    within: timedelta,
    by: Actor,
    at: datetime,
    detail: str = "",
) -> None:
    agency, role = whom(episode=episode, to=to, at=at)
    tasks.ask(
        episode=episode, kind=kind, to_role=role, assigned_agency=agency, because=because,
        due_at=at + within, by=by, at=at, detail=detail,
    )  # fmt: skip
