"""The parts of the decide page, each from records; callers are inside a scope."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, Pack
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.models import DutyPeriod, Member
from whereabouts.foundations.agencies.rules import RANKS
from whereabouts.insight.lookups.asking import may_be_cause, may_be_put, question_of
from whereabouts.insight.lookups.decision_shapes import (
    AskNext,
    Basis,
    Caller,
    Change,
    Considered,
    Could,
    Grade,
    Prompt,
    Reason,
    Running,
    Statement,
    Supervisor,
    Waiting,
)
from whereabouts.practice.investigation.queries import outstanding
from whereabouts.practice.risk import events as risk_events
from whereabouts.practice.risk import packs, refusing
from whereabouts.practice.risk.citing import citable
from whereabouts.practice.risk.models import Assertion, Decision, PromptAnswer
from whereabouts.practice.risk.refusing import is_new
from whereabouts.practice.supervision.models import Proposal
from whereabouts.records.episodes import events as episode_events
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.vocabulary import RELATIONS
from whereabouts.records.reports.models import Report

MOST_QUESTIONS = 7
# Cited, counted or read from a clock: nobody is asked.
NOT_ASKED = frozenset(("new_information", "hours_since_reported", "late_night", "carer_disagrees"))
DOES = {
    "seriousness": "How serious: at least {}",
    "immediacy": "How soon: at least {}",
    "level": "Level: at least {}",
}
SENTENCES = {**episode_events.SENTENCES, **risk_events.SENTENCES}


def reasons(
    *, pack: Pack, result: Mapping[str, Any], sources: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Return each clause that holds, gravest first, with what it rests on and who said so."""
    by_clause: dict[str, list[Mapping[str, Any]]] = {}
    for row in result["fired"]:
        by_clause.setdefault(row["clause"], []).append(row)
    found = []
    for rows in by_clause.values():
        does = tuple(words for words in (_does(pack, row) for row in rows) if words)
        found.append(
            (
                -max(_weight(row) for row in rows),
                Reason(
                    rule=rows[0]["rule"],
                    because=rows[0]["because"],
                    does=does,
                    rests_on=tuple(
                        Basis(
                            text=pack.vocabulary.facts[name].question,
                            answer=in_words(fact=name, value=value),
                            source=sources.get(name, ""),
                        )
                        for name, value in rows[0]["facts"].items()
                    ),
                    source=rows[0]["source"],
                    bars=any(row["strength"] == "bar" for row in rows),
                ),
            )
        )
    return tuple(reason for _, reason in sorted(found, key=lambda pair: pair[0]))


def in_words(*, fact: str, value: Any) -> str:
    """Return a fact's value as it was answered."""
    if value is None:
        return "Not known"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    answers = dict(question_of(fact=packs.vocabulary().facts[fact]).answers)
    return answers.get(value, str(value))


def ask_next(*, result: Mapping[str, Any], relation: str) -> tuple[list[AskNext], list[str]]:
    """Return the questions to ask now, seven at most, and what is left to enquiries.

    In the order of what they could change; of equal ones those for the caller first. A question
    that the caller must not hear is marked so, and is answered by others.
    """
    facts = packs.vocabulary().facts
    asked = [
        AskNext(
            question=question_of(fact=facts[one["fact"]]),
            could_raise_to=one["could_raise_to"],
            to_caller=may_be_put(fact=facts[one["fact"]], relation=relation),
        )
        for one in result["questions"]
        if one["could_raise_to"] is not None and one["fact"] not in NOT_ASKED
    ]
    asked.sort(key=lambda one: (-LEVELS.index(one.could_raise_to), not one.to_caller))
    return asked[:MOST_QUESTIONS], [one.question.text for one in asked[MOST_QUESTIONS:]]


def could_raise(*, pack: Pack, result: Mapping[str, Any]) -> tuple[Could, ...]:
    """Return what could still raise the level, highest first, once a rule and reason."""
    order = LEVELS.index
    found = {
        (row["rule"], clause.because): Could(
            rule=row["rule"], because=clause.because, level=row["could_raise_to"]
        )
        for row in result["undecided"]
        for clause in [pack.clause(clause_id=row["clause"])]
        if row["could_raise_to"] and order(row["could_raise_to"]) > order(result["level"])
    }
    return tuple(sorted(found.values(), key=lambda one: -order(one.level)))


def prompts(*, result: Mapping[str, Any], considered: Iterable[str]) -> tuple[Prompt, ...]:
    """Return what must be accepted or declined by whoever goes lower; settled ones left out."""
    settled = set(considered)
    found: dict[str, Prompt] = {}
    for row in result["fired"]:
        consider = row["strength"] == "consider"
        if not consider and row["strength"] != "prompt":
            continue
        if consider and row["rule"] in settled and row["rule"] not in found:
            continue
        before = found.get(row["rule"])
        if before is None or (consider and not before.consider):
            found[row["rule"]] = Prompt(rule=row["rule"], because=row["because"], consider=consider)
    return tuple(found.values())


def considered(*, episode: Episode, at: datetime) -> tuple[Considered, ...]:
    """Return each "should this be HIGH?" that an inspector declined lately, nothing new since."""
    rules = refusing.considered_lately(episode=episode, at=at)
    answers = (
        visible(PromptAnswer)
        .filter(
            child__in=same_person_set(child_id=episode.child_id), rule__in=rules,
            strength="consider", answer="declined",
            decision__inspector__isnull=False,
        )
        .select_related("decision__inspector")
        .order_by("decision__decided_at")
    )  # fmt: skip
    latest = {one.rule: one for one in answers}
    return tuple(
        Considered(
            rule=one.rule,
            by=one.decision.inspector.display_name if one.decision.inspector else "",
            at=one.decision.decided_at,
            reason=one.reason,
        )
        for one in latest.values()
    )


def grades(*, children: Iterable[UUID], episode: Episode) -> tuple[Grade, ...]:
    """Return the decisions about the child over the joined set, latest first.

    An earlier episode that came without its decision, from an older system, shows its grade alone.
    """
    of_child = list(children)
    made = (
        visible(Decision)
        .filter(child__in=of_child)
        .select_related("recorded_by", "owner_agency", "episode", "assessment")
    )
    told = {one.episode_id for one in made}
    bare = (
        visible(Episode)
        .filter(child__in=of_child, decided=True)
        .exclude(pk__in=told)
        .select_related("owner_agency")
    )
    rows = [
        Grade(
            at=one.reported_at,
            by="",
            rank="",
            agency=one.owner_agency.name,
            reference=one.reference,
            here=one.pk == episode.pk,
            category=one.category,
            level=one.level,
            recommended=one.recommended_level,
            rationale="",
            overrode=(),
        )
        for one in bare
    ]
    rows += [
        Grade(
            at=one.decided_at,
            by=one.recorded_by.display_name,
            rank=one.recorded_by.rank.replace("_", " "),
            agency=one.owner_agency.name,
            reference=one.episode.reference,
            here=one.episode_id == episode.pk,
            category=one.category,
            level=one.level,
            recommended=one.assessment.level,
            rationale=one.rationale,
            overrode=tuple(one.overrode),
        )
        for one in made
    ]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def statements(*, episode: Episode, since: datetime | None) -> tuple[Statement, ...]:
    """Return what was said in an episode since a moment, latest first."""
    said = visible(Assertion).filter(episode=episode).order_by("-recorded_at")
    if since is not None:
        said = said.filter(recorded_at__gt=since)
    return _statements([one for one in said if is_new(statement=one, since=since)], episode=episode)


def may_be_cited(*, episode: Episode, before: Decision | None) -> tuple[Statement, ...]:
    """Return what may be cited as new since the last grading, in this episode or an earlier one."""
    return _statements(citable(episode=episode, before=before), episode=episode)


def _statements(said: Iterable[Assertion], *, episode: Episode) -> tuple[Statement, ...]:
    facts = packs.vocabulary().facts
    return tuple(
        Statement(
            key=one.pk,
            text=facts[one.fact].question,
            answer=in_words(fact=one.fact, value=one.value),
            words=one.words,
            by=one.said_by,
            at=one.said_at,
            earlier=one.episode_id != episode.pk,
        )
        for one in said
        if one.fact in facts
    )


def supervisors(*, agency: UUID, but: UUID, at: datetime) -> tuple[Supervisor, ...]:
    """Return who may be named as supervisor: sergeants and above, those on duty first."""
    on_duty = set(
        DutyPeriod.objects.filter(agency=agency, from_at__lte=at, until_at__gt=at).values_list(
            "member_id", flat=True
        )
    )
    high_enough = RANKS[RANKS.index("sergeant") :]
    members = Member.objects.filter(agency=agency, is_active=True, rank__in=high_enough)
    found = [
        Supervisor(
            key=one.pk,
            name=one.display_name,
            rank=one.rank.replace("_", " "),
            on_duty=one.pk in on_duty,
        )
        for one in members.exclude(pk=but).exclude(username__startswith="clock@")
    ]
    return tuple(sorted(found, key=lambda one: (not one.on_duty, one.name)))


def running(*, episode: Episode) -> tuple[Running, ...]:
    """Return what was asked for and is not settled, the next due first."""
    return tuple(
        Running(
            title=one.title,
            to_role=one.to_role,
            agency=one.assigned_agency.name,
            due_at=one.due_at,
        )
        for one in outstanding(episode=episode).select_related("assigned_agency")
    )


def waiting(*, episode: Episode, member: UUID) -> Waiting | None:
    """Return the proposal that waits for an answer, or None."""
    one = (
        visible(Proposal)
        .filter(episode=episode, state="asked")
        .select_related("recorded_by")
        .first()
    )
    if one is None:
        return None
    return Waiting(
        key=one.pk,
        category=one.category,
        level=one.level,
        rationale=one.rationale,
        rules=tuple(one.rules),
        by=one.recorded_by.display_name,
        asked_at=one.asked_at,
        own=one.recorded_by_id == member,
    )


def caller_of(*, episode: Episode) -> Caller:
    """Return who reported last; nobody known is somebody who may be the cause."""
    report = visible(Report).filter(episode_links__episode=episode).order_by("-recorded_at").first()
    relation = report.relation if report else ""
    return Caller(
        name=report.reporter_name if report else "",
        relation=relation,
        relation_words=dict(RELATIONS).get(relation, ""),
        may_be_cause=may_be_cause(relation=relation),
    )


def changes(*, episode: Episode, since: datetime) -> tuple[Change, ...]:
    """Return what happened in the episode after a moment, first first."""
    lines = (
        visible(LogEntry)
        .filter(episode=episode, recorded_at__gt=since)
        .select_related("recorded_by")
        .order_by("recorded_at")
    )
    said = [
        Change(
            at=one.recorded_at,
            by=one.recorded_by.display_name,
            what=SENTENCES.get(one.kind, one.words or one.kind),
        )
        for one in lines
    ]
    decided = (
        visible(Decision)
        .filter(episode=episode, decided_at__gt=since)
        .select_related("recorded_by")
        .order_by("decided_at")
    )
    said += [
        Change(
            at=one.decided_at,
            by=one.recorded_by.display_name,
            what=f"Decided: {one.get_category_display().lower()},"
            f" {one.get_level_display().lower()}. {one.rationale}",
        )
        for one in decided
    ]
    said += [
        Change(at=one.at, by=one.by, what=f"{one.text} {one.answer}. {one.words}")
        for one in reversed(statements(episode=episode, since=since))
    ]
    return tuple(sorted(said, key=lambda one: one.at))


def _does(pack: Pack, row: Mapping[str, Any]) -> str:
    if row["strength"] == "bar":
        return f"Nobody goes below {pack.labels[row['at_least']]} without a named senior"
    if row["strength"] == "consider":
        return "Asks: should this be HIGH?"
    if row["strength"] == "prompt":
        at_least = row["at_least"]
        words = pack.labels[at_least] if row["scale"] == "level" else at_least.replace("_", " ")
        return DOES[row["scale"]].format(words)
    return ""


def _weight(row: Mapping[str, Any]) -> int:
    scales = {"level": LEVELS, "seriousness": SERIOUSNESS, "immediacy": IMMEDIACY}
    if row["scale"] is None or row["at_least"] is None:
        return 0
    return scales[row["scale"]].index(row["at_least"]) * 2 + (row["strength"] == "bar")
