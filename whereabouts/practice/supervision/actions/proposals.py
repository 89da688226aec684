"""Proposals to go lower than a bar allows: asked, agreed, refused, lapsed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.risk import deciding
from whereabouts.practice.risk.assessing import latest_assessment, latest_decision
from whereabouts.practice.risk.deciding import DecisionRefused
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.risk.refusing import outranks_all
from whereabouts.practice.risk.rules import Refusal, Wish
from whereabouts.practice.supervision import events
from whereabouts.practice.supervision.models import Proposal
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode

SUPERINTENDENTS = frozenset({"superintendent", "detective_chief_inspector"})


class NothingToPropose(Exception):
    """Whoever asks may decide this themself: nothing stands in the way that others must pass."""


class AlreadyAsked(Exception):
    """A proposal waits already: one at a time."""


class AlreadyAnswered(Exception):
    """Somebody answered the proposal already."""


class AskedByYou(Exception):
    """Whoever proposes may not agree to it: a second person has to."""


@transaction.atomic
def propose(*, episode: Episode, wish: Wish, by: Actor, at: datetime) -> Proposal:
    """Ask a duty inspector to agree to something lower. What stands goes on standing.

    :raises NothingToPropose: the actor may decide it.
    :raises DecisionRefused: something is lacking that no rank may pass: a reason, an answer.
    :raises AlreadyAsked: one waits already.
    """
    refusals = _standing_in_the_way(episode=episode, wish=wish, by=by, at=at)
    lacking = [one for one in refusals if not one.passed_by]
    if lacking:
        raise DecisionRefused(lacking, ask_inspector=False)
    to_role = "duty_inspector"
    if any(one.passed_by in SUPERINTENDENTS for one in refusals):
        to_role = "superintendent"
    if to_role in by.roles and permitted(roles=by.roles, permission=Permission.RISK_OVERRIDE):
        raise NothingToPropose("You may pass this yourself: decide, and write down why.")
    lapse(episode=episode, by=by, at=at)
    proposal = _write(episode=episode, wish=wish, refusals=refusals, by=by, at=at)
    episodes.write_log(
        episode=episode,
        kind=events.PROPOSED,
        by=by,
        at=at,
        detail={"category": proposal.category, "level": proposal.level, "rules": proposal.rules},
    )
    promise(
        key=f"proposal:{proposal.pk}",
        kind="proposal_waiting",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role=to_role,
        text=f"Episode {episode.reference}: a proposal to go lower waits for you.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    set_timer(
        key=f"proposal:{proposal.pk}:waiting",
        kind="proposal_waiting",
        subject=f"proposal:{proposal.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="proposal_answered", at=at),
    )
    return proposal


@transaction.atomic
def agree(*, proposal: Proposal, because: str, by: Actor, at: datetime) -> Decision | None:
    """Let a proposal stand as the inspector's own decision; None where it had lapsed.

    :raises AskedByYou: the actor proposed it.
    :raises AlreadyAnswered: somebody answered it.
    :raises DecisionRefused: the inspector's reason is none, or a higher rank is needed.
    """
    _refuse_asker(proposal=proposal, by=by)
    if not outranks_all(by=by, others=[proposal.recorded_by]):
        raise DecisionRefused(
            [
                Refusal(
                    rule="B07",
                    text="Agreeing to go lower takes a higher rank than the proposer's.",
                    passed_by="superintendent",
                )
            ],
            ask_inspector=False,
        )
    if is_stale(proposal=proposal):
        lapse(episode=proposal.episode, by=by, at=at)
        return None
    decision = deciding.decide(
        episode=proposal.episode,
        wish=Wish(
            category=proposal.category,
            level=proposal.level,
            rationale=proposal.rationale,
            answers=proposal.prompt_answers,
            cited=tuple(proposal.cited),
            override_reason=because,
        ),
        by=by,
        at=at,
    )
    _settle(proposal=proposal, state="agreed", because=because, by=by, at=at, decision=decision)
    return decision


@transaction.atomic
def refuse(*, proposal: Proposal, because: str, by: Actor, at: datetime) -> None:
    """Refuse a proposal with a reason; what stands goes on standing.

    :raises AskedByYou: the actor proposed it.
    :raises AlreadyAnswered: somebody answered it.
    """
    _refuse_asker(proposal=proposal, by=by)
    _settle(proposal=proposal, state="refused", because=because, by=by, at=at)


def lapse(*, episode: Episode, by: Actor, at: datetime) -> int:
    """End every waiting proposal that something newer has overtaken, and return how many."""
    lapsed = 0
    for proposal in Proposal.objects.filter(episode=episode, state="asked"):
        if is_stale(proposal=proposal):
            _settle(proposal=proposal, state="lapsed", because="", by=by, at=at)
            lapsed += 1
    return lapsed


def is_stale(*, proposal: Proposal) -> bool:
    """Return whether something was assessed or decided since the proposal was made."""
    if latest_assessment(episode=proposal.episode).pk != proposal.assessment_id:
        return True
    decision = latest_decision(episode=proposal.episode)
    return decision is not None and decision.decided_at > proposal.asked_at


def note_override(*, episode: Episode, decision: Decision, by: Actor, at: datetime) -> None:
    """Write down that bars were passed, and tell the coordinator, who leads on safeguarding."""
    if not decision.overrode:
        return
    episodes.write_log(
        episode=episode,
        kind=events.OVERRIDDEN,
        by=by,
        at=at,
        words=decision.override_reason,
        detail={"rules": decision.overrode, "decision": str(decision.pk)},
    )
    promise(
        key=f"decision:{decision.pk}:overrode",
        kind="bar_passed",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="missing_coordinator",
        text=f"Episode {episode.reference}: an inspector passed a bar. Read the reason.",
        at=at,
        child=episode.child_id,
    )


def _standing_in_the_way(*, episode: Episode, wish: Wish, by: Actor, at: datetime) -> list[Refusal]:
    """Return what refuses the wish, by trying it and taking it back.

    :raises NothingToPropose: nothing does.
    """
    try:
        with transaction.atomic():
            deciding.decide(episode=episode, wish=wish, by=by, at=at)
            raise NothingToPropose("You may decide this yourself.")
    except DecisionRefused as refused:
        return list(refused.refusals)


def _write(
    *, episode: Episode, wish: Wish, refusals: list[Refusal], by: Actor, at: datetime
) -> Proposal:
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                child_id=episode.child_id,
                episode=episode,
                assessment=latest_assessment(episode=episode),
                asked_at=at,
                category=wish.category,
                level=wish.effective_level,
                rationale=wish.rationale,
                rules=sorted({one.rule for one in refusals}),
                prompt_answers={rule: dict(answer) for rule, answer in wish.answers.items()},
                cited=[str(key) for key in wish.cited],
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError as fault:
        if "one_proposal_at_a_time" not in str(fault):
            raise
        raise AlreadyAsked("A proposal waits for the duty inspector already.") from None


def _refuse_asker(*, proposal: Proposal, by: Actor) -> None:
    if proposal.recorded_by_id == by.member_id:
        raise AskedByYou("You proposed this: another inspector has to answer.")


def _settle(
    *,
    proposal: Proposal,
    state: str,
    because: str,
    by: Actor,
    at: datetime,
    decision: Decision | None = None,
) -> None:
    # The state in the filter guards against two inspectors answering at once.
    settled = Proposal.objects.filter(pk=proposal.pk, state="asked").update(
        state=state,
        answered_at=at,
        answered_by_id=by.member_id,
        answer_because=because,
        decision=decision,
    )
    if not settled:
        raise AlreadyAnswered("This proposal was answered already.")
    proposal.refresh_from_db()
    stand_down(subject=f"proposal:{proposal.pk}", at=at)
    episodes.write_log(
        episode=proposal.episode,
        kind={
            "agreed": events.PROPOSAL_AGREED,
            "refused": events.PROPOSAL_REFUSED,
            "lapsed": events.PROPOSAL_LAPSED,
        }[state],
        by=by,
        at=at,
        words=because,
        detail={"proposal": str(proposal.pk)},
    )
    promise(
        key=f"proposal:{proposal.pk}:{state}",
        kind="proposal_answered",
        subject=f"episode:{proposal.episode_id}",
        from_agency=by.agency_id,
        to_agency=proposal.owner_agency_id,
        to_role="supervisor",
        text=f"Episode {proposal.episode.reference}: the proposal to go lower was {state}.",
        at=at,
        child=proposal.episode.child_id,
    )
