"""Questions about a return: where on the way it stands, what is next, and what may be said."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import members_with
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import returning_moment as moment
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.returning_shapes import (
    Account,
    Answer,
    Around,
    Contact,
    MayBeSaid,
    Owed,
    Protected,
    ReturnView,
    Risk,
    Step,
    System,
    Talk,
)
from whereabouts.practice.conduct.queries import force_of, open_matters_to_mention
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import (
    ALLEGATION_KINDS,
    FOLLOW_UP_KINDS,
    NOT_DONE_CODES,
)
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.plans.queries import answers_of, referrals_of, unanswered_referrals
from whereabouts.practice.return_home import queries, rules, vocabulary
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.risk.arranging import responsible_authority
from whereabouts.practice.risk.returning import bars_to, concerns_now
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State
from whereabouts.records.people import queries as people
from whereabouts.records.people import rules as people_rules
from whereabouts.records.people.models import RelatedPerson
from whereabouts.records.people.vocabulary import ADULT_LINK_KINDS, MAY_BE_TOLD, RELATIONS
from whereabouts.records.reports import queries as reports

RELATION_WORDS = dict(RELATIONS)
# A home may be what the child ran from: it reads of none of these.
NOT_FOR_HOMES = (
    *ALLEGATION_KINDS, "told_to_leave", "sexual_assault_centre", "see_again", "carer_asked",
    "national_referral", "force_review",
)  # fmt: skip
FOLLOWS = (*FOLLOW_UP_KINDS, "family_told_of_death")


@lookup(needs=Permission.EPISODE_LOOK)
def return_page(*, actor: Actor, reference: str, at: datetime) -> ReturnView:
    """Return everything that the page of a return shows to this person.

    Where the child was found, is and goes obeys what the reader's own kind may be told.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    returned = queries.return_of(episode=episode)
    hidden = _place_hidden(actor=actor, children=children, returned=returned)
    record_look(
        kind="view", page="return", by=actor, at=at, subjects=children,
        shown=["name", "age", "return"] + ([] if hidden else ["place"]),
    )  # fmt: skip
    # A home may be what the child ran from: it is shown neither what the child said nor what bars.
    guarded = actor.agency_kind in rules.NOT_INDEPENDENT_KINDS
    bars = bars_to(returned=returned, at=at) if returned and not guarded else ()
    answers = returned.safety if returned and not guarded else {}
    owed = _owed(episode=episode, guarded=guarded)
    return ReturnView(
        reference=episode.reference,
        version=episode.version,
        child=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        age=people.age_on(child_ids=children, on=at.date()),
        state=episode.state,
        level=episode.level,
        category=episode.category,
        next_step=_next_step(episode=episode, returned=returned),
        account=_account(returned=returned, hidden=hidden) if returned else None,
        questions=_questions(answers),
        danger=answers.get(vocabulary.DANGER, {}).get("words", ""),
        open_questions=rules.unanswered(answers=returned.safety) if returned else (),
        bars=tuple(rules.BAR_WORDS[bar] for bar in bars),
        contacts=() if hidden else _contacts(episode=episode, at=at),
        around=() if hidden else _around(children=children),
        risks=() if guarded else _risks(children=children),
        places=() if guarded else moment.places(episode=episode, at=at),
        needs=moment.needs(returned=returned) if returned else (),
        national=None if guarded else moment.national(episode=episode),
        told_to_leave=answers.get(vocabulary.TOLD_TO_LEAVE, {}).get("words", ""),
        why_code=answers.get(vocabulary.WHY_CODE, {}).get("words", ""),
        told_child=returned.told_child if returned and not guarded else "",
        whom_to_ask=() if guarded else moment.whom_to_ask(),
        force=0 if guarded else len(force_of(episode=episode)),
        owed=owed,
        shares=_shares(owed),
        talks=_talks(actor=actor, episode=episode),
        systems=_systems(episode=episode),
        protection=None if guarded else _protection(episode=episode),
        referrals=tuple(_referral(one) for one in referrals_of(episode=episode)),
        left=tuple(
            one.words for one in _left(episode) if not (guarded and one.kind in NOT_FOR_HOMES)
        ),
        officers=_officers(actor=actor, at=at),
    )


@lookup(needs=Permission.EPISODE_LOOK)
def what_may_be_said(*, actor: Actor, reference: str, at: datetime) -> tuple[MayBeSaid, ...]:
    """Return for everybody around the child, and everybody who reported, what they may be told now.

    The sentence is what may be said on the telephone, and no more. Whoever reported and is nobody
    of ours may be told that the child is safe, and under a concern that holds such people back,
    nothing.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    around = people.related_people_of(child_ids=children)
    concerns = concerns_now(episode=episode, at=at)
    record_look(
        kind="view", page="may-be-said", by=actor, at=at, subjects=children,
        shown=["related people", "may be told"],
    )  # fmt: skip
    said = [
        MayBeSaid(
            who=one.name,
            relation=RELATION_WORDS.get(one.relation, ""),
            told=dict(MAY_BE_TOLD)[one.told],
            say=rules.may_say(told=one.told, state=episode.state),
            because=one.told_because,
            senior_decides=one.awaiting_senior,
        )
        for one in around
    ]
    known = {one.pk for one in around}
    for report in reports.reports_since(children=children, since=episode.reported_at):
        if report.reporter_id in known:
            continue
        told = people_rules.told_at_first(relation=report.relation, concerns=concerns)
        said.append(
            MayBeSaid(
                who=report.reporter_name or "Whoever reported",
                relation=RELATION_WORDS.get(report.relation, "Reporter"),
                told=dict(MAY_BE_TOLD)[told],
                say=rules.may_say(told=told, state=episode.state),
                because="Nobody has decided otherwise.",
            )
        )
    return tuple(said)


def _referral(decision: ReferralDecision) -> str:
    """Say whether it was sent, to whom, and what they last answered."""
    if not decision.sent:
        return "Not sent"
    answers = answers_of(referral=decision)
    said = answers[-1].get_answer_display() if answers else "no answer yet"
    return f"Sent to {decision.to_agency}: {said.lower()}"


def _left(episode: Episode) -> tuple[rules.Left, ...]:
    return queries.left_of(
        episode=episode, unanswered=unanswered_referrals(episode=episode),
        elsewhere=open_matters_to_mention(episode=episode),
    )  # fmt: skip


def _place_hidden(*, actor: Actor, children: frozenset[UUID], returned: Return | None) -> bool:
    """Return whether this reader may not know where the child was found, is, or goes.

    A home is told no more than its workers may be told, but for what it wrote down itself: it may
    be what the child ran from.
    """
    if actor.agency_kind not in rules.NOT_INDEPENDENT_KINDS:
        return False
    if returned is not None and returned.owner_agency_id == actor.agency_id:
        return False
    standings = (
        visible(RelatedPerson)
        .filter(child__in=children, relation__in=people_rules.CARERS)
        .values_list("told", flat=True)
    )
    lowest = min(standings, key=people_rules.TOLD_ORDER.index, default="safe")
    return not rules.may_know_place(told=lowest)


def _next_step(*, episode: Episode, returned: Return | None) -> str:
    if episode.state == State.LOCATED and returned is not None:
        return {"agreed": "back", "proposed": "decide"}.get(returned.destination_state, "propose")
    return {
        State.OPEN: "locate",
        State.LOCATED: "propose",
        State.BACK: "see",
        State.SEEN: "close" if not _left(episode) else "follow_up",
    }.get(State(episode.state), "nothing")


def _account(*, returned: Return, hidden: bool) -> Account:
    needs = dict(vocabulary.NEEDS)
    where = {
        "found_place": returned.found_place,
        "found_with": returned.found_with,
        "where_now": returned.where_now,
        "destination": returned.destination,
        "destination_kind": dict(vocabulary.DESTINATION_KINDS).get(returned.destination_kind, ""),
        "decision_because": returned.decision_because,
    }
    return Account(
        how=dict(vocabulary.HOW)[returned.how],
        by_whom=dict(vocabulary.BY_WHOM)[returned.by_whom],
        found_at=returned.found_at,
        place_hidden=hidden,
        condition=returned.condition,
        needs=tuple(needs[one] for one in returned.needs if one in needs),
        already_there=returned.already_there,
        back_at=returned.back_at,
        seen_alone_at=returned.seen_alone_at,
        seen_by=returned.seen_by.display_name if returned.seen_by else "",
        destination_state=returned.destination_state,
        decided_by=returned.decided_by.display_name if returned.decided_by else "",
        **({} if hidden else where),
    )


def _questions(answers: dict[str, dict[str, str]]) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            key=key,
            question=question,
            words=answers.get(key, {}).get("words", ""),
            said_by=answers.get(key, {}).get("said_by", ""),
        )
        for key, question in vocabulary.SAFETY_QUESTIONS
    )


def _contacts(*, episode: Episode, at: datetime) -> tuple[Contact, ...]:
    """Return whom to ring for another place: an answer at three in the morning, not at nine."""
    found = []
    authority = responsible_authority(episode=episode, at=at)
    if authority is not None:
        found.append(
            Contact(
                name=authority.name, words="Out of hours",
                phone=authority.out_of_hours_phone or authority.phone,
            )
        )  # fmt: skip
    return tuple(one for one in found if one.phone)


def _around(*, children: frozenset[UUID]) -> tuple[Around, ...]:
    return tuple(
        Around(key=one.pk, name=one.name, relation=RELATION_WORDS[one.relation], told=one.told)
        for one in people.related_people_of(child_ids=children)
        if one.relation in people_rules.RELATIVES or one.relation == "friend"
    )


def _risks(*, children: frozenset[UUID]) -> tuple[Risk, ...]:
    found = [
        Risk(what=one.line, words=one.risk_history)
        for one in people.addresses_of(child_ids=children)
        if one.risk_history
    ]
    kinds = dict(ADULT_LINK_KINDS)
    found += [
        Risk(what=link.adult.name, words=f"{kinds[link.kind]}, {link.source}")
        for link in people.adult_links_of(child_ids=children)
    ]
    return tuple(found)


def _owed(*, episode: Episode, guarded: bool) -> tuple[Owed, ...]:
    codes = dict(NOT_DONE_CODES)
    rows = (
        visible(Task)
        .filter(episode=episode, kind__in=FOLLOWS)
        .exclude(state="cancelled")
        .exclude(kind__in=NOT_FOR_HOMES if guarded else ())
        .select_related("assigned_agency")
        .order_by("due_at", "created_at")
    )
    return tuple(
        Owed(
            key=one.pk,
            kind=one.kind,
            title=one.title,
            detail="" if guarded else _detail(one),
            state="outstanding" if one.state in OUTSTANDING else one.state,
            due_at=one.due_at,
            to_role=one.to_role,
            agency=one.assigned_agency.name,
            result="" if guarded else one.result,
            code=codes.get(one.not_done_code, ""),
        )
        for one in rows
    )


def _shares(owed: tuple[Owed, ...]) -> tuple[tuple[str, int, int], ...]:
    """Return each agency's share of the follow-up: how much of what was asked of it is settled."""
    asked = Counter(one.agency for one in owed)
    settled = Counter(one.agency for one in owed if one.state != "outstanding")
    return tuple((agency, settled[agency], number) for agency, number in sorted(asked.items()))


def _detail(task: Task) -> str:
    """Return what a task says; of the independent conversation, by what right it is offered."""
    if task.kind == vocabulary.TASK_OF_INTERVIEW["return"]:
        return vocabulary.GUIDANCE[task.assigned_agency.country]
    return task.detail


def _talks(*, actor: Actor, episode: Episode) -> tuple[Talk, ...]:
    """Return the conversations. What the child told is for whoever holds one, or decides on it."""
    told_to = (
        Permission.PREVENTION_INTERVIEW,
        Permission.RETURN_INTERVIEW,
        Permission.REFERRAL_DECIDE,
    )
    knows = any(permitted(roles=actor.roles, permission=one) for one in told_to)
    answers = dict(vocabulary.HARM_ANSWERS)
    return tuple(
        Talk(
            kind=dict(vocabulary.INTERVIEW_KINDS)[one.kind],
            outcome=dict(vocabulary.INTERVIEW_OUTCOMES)[one.outcome],
            held_at=one.held_at,
            held_by=one.held_by,
            harms=tuple(
                (asked, answers[one.answers["harms"][key]])
                for key, asked in vocabulary.HARMS
                if knows and (one.outcome == "held" or one.answers["harms"][key] != "not_asked")
            ),
        )
        for one in queries.interviews_of(episode=episode)
    )


def _systems(*, episode: Episode) -> tuple[System, ...]:
    rows = {one.system: one for one in queries.stand_downs_of(episode=episode)}
    return tuple(
        System(
            key=key,
            words=words,
            confirmed_at=rows[key].confirmed_at,
            confirmed_by=getattr(rows[key].confirmed_by, "display_name", ""),
            not_used=rows[key].not_used,
        )
        for key, words in vocabulary.STAND_DOWN_SYSTEMS
        if key in rows
    )


def _protection(*, episode: Episode) -> Protected | None:
    kept = queries.protection_of(episode=episode)
    if kept is None:
        return None
    return Protected(
        started_at=kept.started_at,
        ends_at=kept.ends_at,
        ended_at=kept.ended_at,
        outcome=dict(vocabulary.PROTECTION_OUTCOMES).get(kept.outcome, ""),
        steps=tuple(
            Step(key=key, words=words, done=kept.steps.get(key, {}).get("words", ""))
            for key, words in vocabulary.PROTECTION_STEPS
        ),
    )


def _officers(*, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return who could tell a family in person, for whoever records a death."""
    if not permitted(roles=actor.roles, permission=Permission.DEATH_RECORD):
        return ()
    found = {
        member.pk: member.display_name
        for role in ("duty_inspector", "supervisor", "response_officer")
        for member in members_with(agency=actor.agency_id, role=role, at=at)
    }
    return tuple(found.items())
