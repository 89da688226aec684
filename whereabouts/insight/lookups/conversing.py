"""What was told in the conversations, who is asked for one, and how it goes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.conversations import queries, rules, vocabulary
from whereabouts.practice.conversations.models import Commission
from whereabouts.practice.return_home import queries as returns
from whereabouts.practice.return_home import vocabulary as returning
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.risk.returning import concerns_now
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.episodes.rules import State
from whereabouts.records.people import queries as people


@dataclass(frozen=True, kw_only=True)
class TalkInFull:
    """A conversation with its words, for those who may read them."""

    kind: str
    outcome: str
    held_at: datetime
    held_by: str
    setting: str
    explained: bool
    seen_alone: bool | None
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """A line that was told, and what may be known of it."""

    key: UUID
    kind: str
    kind_key: str
    words: str
    agreed: str
    shared_with: tuple[str, ...]
    because: str
    told_first: bool | None
    by: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class HarmShown:
    """How a question about harm was answered, by whom and when."""

    harm: str
    answer: str
    source: str
    said_by: str
    said_at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class AttemptShown:
    """One try to speak with the child."""

    tried_at: datetime
    way: str
    outcome: str
    words: str
    next_at: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True)
class CommissionShown:
    """The independent conversation, as asked of a provider."""

    key: UUID
    reference: str
    child: UUID
    name: str
    provider: str
    asked_by: str
    state: str
    state_key: str
    due_at: datetime | None
    worker: str
    visit_risk: str
    best_time: str
    how_to_reach: str
    because: str
    scheduled_for: datetime | None
    ours: bool


@dataclass(frozen=True, kw_only=True)
class FeedbackShown:
    """Whom somebody told what came of it, or why not."""

    to: str
    told: bool
    words: str
    told_at: datetime


@dataclass(frozen=True, kw_only=True)
class ToldView:
    """Everything that the page of the conversations shows."""

    reference: str
    child: UUID
    name: str
    talks: tuple[TalkInFull, ...]
    lines: tuple[LineShown, ...]
    harms: tuple[HarmShown, ...]
    still_open: tuple[str, ...]
    carer_held_back: bool
    commission: CommissionShown | None
    attempts: tuple[AttemptShown, ...]
    feedback: tuple[FeedbackShown, ...]
    feedback_left: tuple[str, ...]
    providers: tuple[tuple[UUID, str], ...]
    also: tuple[tuple[str, datetime], ...]
    guidance: str


@lookup(needs=Permission.TOLD_LOOK)
def told_page(*, actor: Actor, reference: str, at: datetime) -> ToldView:
    """Return what was told in an episode's conversations, as far as this person may know it.

    A commissioned interviewer hears the child anew: what was told to the police is not theirs.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    anew = not permitted(roles=actor.roles, permission=Permission.REFERRAL_DECIDE) and not (
        permitted(roles=actor.roles, permission=Permission.PREVENTION_INTERVIEW)
    )
    talks = [
        one for one in returns.interviews_of(episode=episode) if not (anew and one.kind != "return")
    ]
    lines = [one for one in queries.lines_of(episode=episode) if not anew or _theirs(one, actor)]
    harms = [one for one in queries.harm_of(episode=episode) if not anew or _theirs(one, actor)]
    task = returns.task_now(episode=episode, kind="return_interview")
    commission = queries.commission_of(task=task) if task else None
    record_look(
        kind="view", page="told", by=actor, at=at, subjects=children,
        shown=["name", "conversations", "harm"],
    )  # fmt: skip
    given = queries.feedback_of(episode=episode)
    to = dict(vocabulary.FED_BACK_TO)
    return ToldView(
        reference=episode.reference,
        child=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        talks=tuple(_talk(one) for one in talks),
        lines=tuple(_line(one) for one in lines),
        harms=tuple(_harm(one) for one in harms if one.answer != "not_asked"),
        still_open=_still_open(episode),
        carer_held_back=bool(concerns_now(episode=episode, at=at)),
        commission=_commission(commission, actor=actor) if commission else None,
        attempts=tuple(_attempt(one) for one in queries.attempts_of(task=task)) if task else (),
        feedback=tuple(
            FeedbackShown(to=to[one.to], told=one.told, words=one.words, told_at=one.told_at)
            for one in given
        ),
        feedback_left=tuple(
            to[one]
            for one in rules.feedback_left(
                given=[(one.to, one.told) for one in given],
                heard_elsewhere=returns.heard_elsewhere(episode=episode),
            )
        ),
        providers=tuple((one.pk, one.name) for one in queries.providers()),
        also=_also(episode=episode, children=children),
        guidance=returning.GUIDANCE[
            (task.assigned_agency if task else episode.owner_agency).country
        ],
    )


@lookup(needs=Permission.RETURN_INTERVIEW)
def interview_queue(*, actor: Actor, at: datetime) -> tuple[CommissionShown, ...]:
    """Return what a provider has in hand, or what an authority asked of providers; soonest first.

    A provider sees its own children and no other's.
    """
    found = queries.commissions_for(provider=actor.agency_id)
    if not found:
        found = list(
            visible(Commission)
            .filter(owner_agency=actor.agency_id)
            .exclude(state__in=["approved", "cancelled"])
            .select_related("episode", "task", "worker", "owner_agency", "provider")
            .order_by("task__due_at", "asked_at")
        )
    record_look(
        kind="list", page="interview-queue", by=actor, at=at,
        subjects={one.child_id for one in found}, shown=["name", "visit risk"],
    )  # fmt: skip
    return tuple(_commission(one, actor=actor) for one in found)


def _theirs(one: queries.ToldLine | queries.HarmSaid, actor: Actor) -> bool:
    """Return whether something was told in an interviewer's own kind of conversation."""
    later = one.said_in == "later" and one.owner_agency_id == actor.agency_id
    return one.said_in == "return" or later


def _talk(one: Interview) -> TalkInFull:
    answers = one.answers
    questions = dict(returning.QUESTIONS[one.kind]) | dict(returning.WRITTEN_UP[one.kind])
    safe = {"yes": "Yes", "no": "No", "unknown": "Not known"}
    told = [
        ("How it was held", one.get_way_display()),
        *_consents(one),
        ("Safe now?", safe.get(answers.get("safe_now", ""), "")),
        ("What happened", answers.get("what_happened", "")),
        *((words, answers.get("told", {}).get(key, "")) for key, words in questions.items()),
        ("In the child's own words", one.words),
        ("What the child needs", answers.get("needs", "")),
        ("What the child wants", one.child_view),
        ("Help that was offered", one.offered),
        ("What would help next time", one.know_next_time),
        ("Best time to visit or ring", one.best_time),
        ("How to reach the child safely", one.how_to_reach),
    ]
    return TalkInFull(
        kind=dict(returning.INTERVIEW_KINDS)[one.kind],
        outcome=dict(returning.INTERVIEW_OUTCOMES)[one.outcome],
        held_at=one.held_at,
        held_by=one.held_by,
        setting=one.setting,
        explained=one.explained,
        seen_alone=one.seen_alone,
        told=tuple((asked, words) for asked, words in told if words),
    )


def _consents(one: Interview) -> list[tuple[str, str]]:
    """Return who agreed to it, and to what; or that they did not."""
    by, answers = dict(returning.CONSENT_BY), dict(returning.CONSENT_ANSWERS)
    to = dict(returning.CONSENT_TO)
    return [
        (
            f"Agreed? {by[said['who']]}{', ' + said['name'] if said['name'] else ''}",
            ". ".join(
                part
                for part in (
                    answers[said["answer"]],
                    "; ".join(to[what] for what in said["to"]),
                    said["words"],
                )
                if part
            ),
        )
        for said in one.consents
    ]


def _line(one: queries.ToldLine) -> LineShown:
    audiences = dict(vocabulary.AUDIENCES)
    may = rules.may_share(agreed=one.agreed, because=one.because, audience=one.audience)
    return LineShown(
        key=one.pk,
        kind=dict(vocabulary.LINE_KINDS)[one.kind],
        kind_key=one.kind,
        words=one.words,
        agreed=dict(vocabulary.AGREED)[one.agreed],
        shared_with=tuple(audiences[who] for who in one.audience) if may else (),
        because=one.because,
        told_first=one.told_first,
        by=queries.SAID_IN.get(one.said_in, ""),
        decided_by=one.recorded_by.display_name,
    )


def _harm(one: queries.HarmSaid) -> HarmShown:
    return HarmShown(
        harm=dict(returning.HARMS)[one.harm],
        answer=dict(returning.HARM_ANSWERS)[one.answer],
        source=dict(vocabulary.SOURCES)[one.source],
        said_by=one.said_by,
        said_at=one.said_at,
        words=one.words,
    )


def _still_open(episode: Episode) -> tuple[str, ...]:
    """Return the direct questions that nobody has had an answer to from the child."""
    said = queries.harm_now(episode=episode, source="child")
    words = dict(returning.HARMS)
    return tuple(words[harm] for harm in rules.unanswered(said=said))


def _attempt(one: queries.Attempt) -> AttemptShown:
    return AttemptShown(
        tried_at=one.tried_at,
        way=dict(vocabulary.ATTEMPT_WAYS)[one.way],
        outcome=dict(vocabulary.ATTEMPT_OUTCOMES)[one.outcome],
        words=one.words,
        next_at=one.next_at,
        by=one.recorded_by.display_name,
    )


def _commission(one: Commission, *, actor: Actor) -> CommissionShown:
    return CommissionShown(
        key=one.pk,
        reference=one.episode.reference,
        child=one.child_id,
        name=people.display_name(child_id=one.child_id),
        provider=one.provider.name,
        asked_by=one.owner_agency.name,
        state=dict(vocabulary.COMMISSION_STATES)[one.state],
        state_key=one.state,
        due_at=one.task.due_at,
        worker=one.worker.display_name if one.worker else "",
        visit_risk=one.visit_risk,
        best_time=one.best_time,
        how_to_reach=one.how_to_reach,
        because=one.because if one.state == "rejected" else "",
        scheduled_for=one.scheduled_for,
        ours=one.provider_id == actor.agency_id,
    )


def _also(*, episode: Episode, children: frozenset[UUID]) -> tuple[tuple[str, datetime], ...]:
    """Return the child's other episodes whose return home interview is still owed."""
    return tuple(
        (one.reference, one.reported_at)
        for one in of_children(children=children)
        if one.pk != episode.pk
        and one.state in (State.BACK, State.SEEN)
        and (owed := returns.task_now(episode=one, kind="return_interview")) is not None
        and owed.settled_at is None
    )
