"""Reviews: the ladder that the pack in force sets, a fresh look, and the next one due."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from whereabouts.engines.policy import Deadline
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import insert
from whereabouts.foundations.agencies.rules import at_least
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import (
    Clock,
    set_timer,
    set_timers,
    stand_down,
    stand_down_all,
)
from whereabouts.practice.risk import arranging, deciding
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.risk.phrases import is_reason
from whereabouts.practice.risk.rules import Wish
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.models import Review
from whereabouts.practice.supervision.rules import Rung
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import held
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, UNDER_WAY


class NothingToReview(Exception):
    """No review of this episode is asked for now."""


class NotYourRank(Exception):
    """Every review that is asked for takes a higher rank."""


class NoReason(Exception):
    """A review needs words: what was looked at again, and what the reviewer makes of it."""


@transaction.atomic
def review(
    *, episode: Episode, wish: Wish, by: Actor, at: datetime, seen_version: int | None = None
) -> Decision:
    """Look again: a new assessment under the pack in force now, and a decision upon it.

    It counts for every review that is open and that the reviewer's rank suffices for; the next
    ones run from now. Keeping what stands is a decision too, with its reasons.

    :raises NothingToReview: the child is no longer missing, or nothing is asked for yet.
    :raises NotYourRank: a higher rank is asked for.
    :raises NoReason: there are no words, or the phrases that are no reason.
    :raises ChangedMeanwhile: the episode changed after `seen_version`.
    :raises DecisionRefused: with each rule, its words, and who may pass it.
    """
    episode = held(episode=episode)
    asked = open_reviews(episode=episode, at=at)
    if not asked:
        raise NothingToReview("No review of this episode is asked for now.")
    if not any(at_least(rank=by.rank, needed=one.rank) for one in asked):
        raise NotYourRank("The reviews that are due take a higher rank than yours.")
    if not is_reason(text=f"{wish.rationale} {wish.override_reason}"):
        raise NoReason("Say what you looked at again, and what you make of it.")
    decision = deciding.decide(
        episode=episode, wish=wish, by=by, at=at, seen_version=seen_version, cause="review"
    )
    after_decision(episode=decision.episode, decision=decision, by=by, at=at, looked_again=True)
    return decision


@transaction.atomic(savepoint=False)
def after_decision(
    *, episode: Episode, decision: Decision, by: Actor, at: datetime, looked_again: bool
) -> None:
    """Let a decision count for what it was, and set the ladder of the level that stands now.

    A fresh look counts for every open review of the reviewer's rank. Any other decision counts as
    a level's single reviews alone, and only where it goes no lower than before, nor than
    recommended: beneath that somebody looks again in time, whoever decided.
    """
    if looked_again:
        _fulfil(
            reviews=open_reviews(episode=episode, at=at), episode=episode, decision=decision, by=by,
            at=at,
        )  # fmt: skip
    keep_ladder(episode=episode, by=by, at=at)
    order = LEVEL_ORDER.index
    as_recommended = order(decision.level) >= order(decision.assessment.level)
    if as_recommended and decision.kind != "lower":
        single = [one for one in open_reviews(episode=episode, at=at) if one.level]
        _fulfil(
            reviews=[one for one in single if not one.repeats], episode=episode, decision=decision,
            by=by, at=at,
        )  # fmt: skip


def open_reviews(*, episode: Episode, at: datetime) -> list[Review]:
    """Return the waiting reviews that a look would count for now, the next due first."""
    if episode.state not in UNDER_WAY:
        return []
    return _open(episode=episode.pk, at=at)


@prepared(about="episode")
def _open(*, episode: UUID, at: datetime) -> "QuerySet[Review]":
    waiting = Review.objects.filter(episode=episode, state="waiting", opens_at__lte=at)
    return waiting.order_by("due_at", "key")


@prepared(about="episode")
def _kept(*, episode: UUID) -> "QuerySet[Review]":
    kept = Review.objects.filter(episode=episode).select_related("done_by")
    return kept.order_by("ladder_at", "recorded_at", "id")


@transaction.atomic(savepoint=False)
def keep_ladder(*, episode: Episode, by: Actor, at: datetime, new: bool = False) -> None:
    """Let exactly the reviews wait that the pack in force asks for; again, nothing changes.

    A new level, or a new pack, begins a new ladder and stands the old one down. Once the child is
    no longer missing nothing waits. `new`: the episode was opened in this transaction, so that
    nothing waits yet.
    """
    kept = [] if new else _kept(episode=episode.pk)
    if episode.state not in UNDER_WAY:
        _end(reviews=kept, episode=episode, at=at)
        return
    pack = pack_for(episode=episode, at=at)
    of_level = [one for one in kept if one.level]
    began_at = _began_at(of_level=of_level, level=episode.level, pack=pack.id)
    wanted: list[Rung] = []
    if began_at is None:
        _end(reviews=of_level, episode=episode, at=at)
        began_at = at if kept else episode.reported_at
        wanted += rules.rungs_of_level(
            limits=pack.deadlines, level=episode.level, reported_at=episode.reported_at,
            began_at=began_at,
        )  # fmt: skip
        if not new:
            stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("lowest_ends",))
        _set_the_lowests_end(episode=episode, limits=pack.deadlines, at=at)
    wanted += _steps(episode=episode, kept=kept, limits=pack.deadlines, at=at)
    repeating = rules.repeating(limits=pack.deadlines, level=episode.level)
    if _every_step_taken(episode=episode, kept=kept, limits=pack.deadlines):
        repeating += rules.repeating(limits=pack.deadlines, level="")
    wanted += _again(kept=kept, limits=repeating, began_at=began_at, at=at)
    _set(episode=episode, rungs=wanted, pack=pack.id, ladder_at=began_at, by=by, at=at)


@transaction.atomic
def ask_at_duty_change(
    *, agency: UUID, by: Actor, at: datetime, changed_at: datetime | None = None
) -> int:
    """Ask for the reviews that the pack in force wants when the duty inspector changes.

    Of every episode under way of the agency, and return how many were asked for. One that waits
    from an earlier change keeps its time: whoever comes on gains none by coming on. `changed_at`
    is when duty changed, where that is not now: what was asked for since is not asked for again.
    """
    asked = 0
    under_way = visible(Episode).filter(owner_agency=agency, state__in=UNDER_WAY).order_by("pk")
    for episode in under_way.select_for_update(of=("self",)):
        pack = pack_for(episode=episode, at=at)
        rungs = rules.at_duty_change(limits=pack.deadlines, level=episode.level, at=at)
        kept = Review.objects.filter(episode=episode)
        asked_for = Q(state="waiting")
        if changed_at is not None:
            asked_for |= Q(opens_at__gte=changed_at)
        waiting = set(kept.filter(asked_for).values_list("key", flat=True))
        of_level = list(kept.exclude(level="").order_by("ladder_at", "recorded_at", "id"))
        wanted = [rung for rung in rungs if rung.key not in waiting]
        ladder_at = of_level[-1].ladder_at if of_level else at
        _set(episode=episode, rungs=wanted, pack=pack.id, ladder_at=ladder_at, by=by, at=at)
        asked += len(wanted)
    return asked


def _began_at(*, of_level: Sequence[Review], level: str, pack: str) -> datetime | None:
    """Return when the ladder that stands began, or None where a new one is to begin."""
    if not of_level or (of_level[-1].level, of_level[-1].pack) != (level, pack):
        return None
    began_at = of_level[-1].ladder_at
    same = [one for one in of_level if one.ladder_at == began_at and one.level == level]
    return None if any(one.state == "stood_down" for one in same) else began_at


def _steps(
    *, episode: Episode, kept: Sequence[Review], limits: Sequence[Deadline], at: datetime
) -> list[Rung]:
    """Return the steps of a long absence that are open and not taken, and the next one to come."""
    asked = {one.key for one in kept if one.state != "stood_down"}
    found = []
    for rung in rules.rungs_of_length(limits=limits, reported_at=episode.reported_at):
        if rung.key not in asked:
            found.append(rung)
        if rung.opens_at > at:
            break
    return found


def _every_step_taken(
    *, episode: Episode, kept: Sequence[Review], limits: Sequence[Deadline]
) -> bool:
    done = {one.key for one in kept if one.state == "done"}
    steps = rules.rungs_of_length(limits=limits, reported_at=episode.reported_at)
    return all(step.key in done for step in steps)


def _again(
    *, kept: Sequence[Review], limits: Sequence[Deadline], began_at: datetime, at: datetime
) -> list[Rung]:
    """Return the repeating reviews that do not wait: from the last look of the rank."""
    waiting = {one.key for one in kept if one.state == "waiting"}
    found = []
    for limit in limits:
        if limit.key in waiting:
            continue
        looks = [
            one.settled_at
            for one in kept
            if one.settled_at
            and one.done_by
            and at_least(rank=one.done_by.rank, needed=rules.rank_for(to=limit.to))
        ]
        due = rules.due_after(limit=limit, from_at=max([began_at, *looks]))
        found.append(
            Rung(
                key=limit.key, to=limit.to, level=limit.level or "", opens_at=at, due_at=due,
                repeats=True,
            )
        )  # fmt: skip
    return found


def _set(
    *,
    episode: Episode,
    rungs: Sequence[Rung],
    pack: str,
    ladder_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    if not rungs:
        return
    made = [
        Review(
            child_id=episode.child_id,
            episode=episode,
            key=rung.key,
            pack=pack,
            level=rung.level,
            ladder_at=ladder_at,
            opens_at=rung.opens_at,
            due_at=rung.due_at,
            repeats=rung.repeats,
            to_role=arranging.POLICE_ROLES.get(rung.to, "duty_inspector"),
            rank=rules.rank_for(to=rung.to),
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for rung in rungs
    ]
    insert(rows=made)
    clocks = [
        _clock(review=one, kind="review_due", episode=episode, due_at=one.due_at) for one in made
    ]
    clocks += [
        _clock(review=one, kind="raise_due", episode=episode, due_at=one.opens_at)
        for one in made
        if one.key.startswith(rules.RAISE)
    ]
    set_timers(clocks=clocks, at=at)
    audit.record(
        kind=events.REVIEWS_SET, subject=f"episode:{episode.pk}", by=by, at=at,
        payload={"pack": pack, "level": episode.level, "reviews": [one.key for one in made]},
    )  # fmt: skip


def _clock(*, review: Review, kind: str, episode: Episode, due_at: datetime) -> Clock:
    return Clock(
        key=f"review:{review.pk}:{kind}",
        kind=kind,
        subject=f"review:{review.pk}",
        agency=episode.owner_agency_id,
        due_at=due_at,
    )


def _set_the_lowests_end(*, episode: Episode, limits: Sequence[Deadline], at: datetime) -> None:
    ends_at = rules.lowest_ends_at(limits=limits, reported_at=episode.reported_at)
    if episode.level == LEVEL_ORDER[0] and ends_at is not None:
        set_timer(
            key=f"episode:{episode.pk}:lowest_ends:{at.isoformat()}",
            kind="lowest_ends",
            subject=f"episode:{episode.pk}",
            agency=episode.owner_agency_id,
            at=at,
            due_at=ends_at,
        )


def _end(*, reviews: Iterable[Review], episode: Episode, at: datetime) -> None:
    ended = _settle(reviews=reviews, state="stood_down", at=at)
    for one in ended:
        one.state = "stood_down"
    if episode.state not in UNDER_WAY:
        stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("lowest_ends",))


def _fulfil(
    *, reviews: Iterable[Review], episode: Episode, decision: Decision, by: Actor, at: datetime
) -> None:
    """Let a decision settle those of some reviews for which its maker's rank suffices."""
    done = _settle(
        reviews=[one for one in reviews if at_least(rank=by.rank, needed=one.rank)],
        state="done", at=at, done_by_id=by.member_id, decision=decision,
    )  # fmt: skip
    for one in done:
        if not one.level:
            arranging.arrange_step(episode=episode, step=one.key, due_at=one.due_at, by=by, at=at)
    if done:
        episodes.write_log(
            episode=episode,
            kind=events.REVIEWED,
            by=by,
            at=at,
            words=decision.rationale,
            detail={
                "decision": str(decision.pk),
                "level": decision.level,
                "reviews": [one.key for one in done],
            },
        )


def _settle(*, reviews: Iterable[Review], state: str, at: datetime, **more: Any) -> list[Review]:
    """Settle those of some reviews that still wait, with their clocks, and return them."""
    asked = [one for one in reviews if one.state == "waiting"]
    if not asked:
        return []
    # Locked first: somebody may have looked meanwhile.
    waiting = Review.objects.filter(pk__in=[one.pk for one in asked], state="waiting")
    still = set(waiting.order_by("pk").select_for_update().values_list("pk", flat=True))
    settled = [one for one in asked if one.pk in still]
    Review.objects.filter(pk__in=still).update(state=state, settled_at=at, **more)
    stand_down_all(subjects=[f"review:{one.pk}" for one in settled], at=at)
    return settled
