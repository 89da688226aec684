"""Nobody looked again in time: whoever stands above hears, and the lowest category ends."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import episode_of, for_the_agency, key_of, tell_head
from whereabouts.practice.risk import arranging
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.actions.alarms import Told, ring
from whereabouts.practice.supervision.actions.lowest import end_the_lowest
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY


@for_the_agency
def review_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever stands above that nobody looked, and climb while nobody does.

    One that comes again and again is said again each time it would have come. A step of a long
    absence that nobody took still asks for what it asks for.
    """
    review = _waiting(timer)
    if review is None:
        return
    episode = review.episode
    agency, _ = arranging.whom(episode=episode, to=review.to_role, at=at)
    told = rules.above(role=timer.because or review.to_role)
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_REVIEW,
        text=f"Episode {episode.reference}: nobody looked again in time. Review it.",
        to=[Told(agency=agency, role=told)],
        # Reviews that run out in one minute are one notice.
        notice_key=f"episode:{episode.pk}:review:{at:%Y%m%dT%H%M}",
        what=review.key,
        by=by,
        at=at,
    )
    if rules.above(role=told) != told:
        set_timer(
            key=f"review:{review.pk}:above:{told}",
            kind="review_due",
            subject=timer.subject,
            agency=timer.owner_agency_id,
            at=at,
            due_at=at + length_of(key="notice_climbs_again", at=at),
            because=told,
        )
    elif review.repeats:
        _say_again(review=review, timer=timer, at=at)
    if not review.level:
        arranging.arrange_step(episode=episode, step=review.key, due_at=review.due_at, by=by, at=at)
    keep_ladder(episode=episode, by=by, at=at)


@for_the_agency
def raise_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Propose medium to the duty inspector: the level stood as long as the rules let it."""
    review = _waiting(timer)
    if review is None:
        return
    episode = review.episode
    agency, role = arranging.whom(episode=episode, to=review.to_role, at=at)
    ring(
        timer=timer,
        episode=episode,
        kind=events.ALARM_RAISE,
        text=f"Episode {episode.reference}: medium is proposed. Raise it, or say why not.",
        to=[Told(agency=agency, role=role)],
        by=by,
        at=at,
    )


@for_the_agency
def lowest_ends(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Let medium stand with its tasks and reviews, and tell the duty inspector."""
    episode = episode_of(timer)
    assessment = end_the_lowest(episode=episode, by=by, at=at)
    if assessment is None:
        return
    episode.refresh_from_db()
    arranging.arrange(episode=episode, assessment=assessment, by=by, at=at)
    keep_ladder(episode=episode, by=by, at=at)
    tell_head(
        timer=timer, episode=episode, kind=events.ALARM_LOWEST, by=by, at=at,
        text=f"Episode {episode.reference}: the lowest category has ended. Medium stands: decide.",
    )  # fmt: skip


def _say_again(*, review: Review, timer: Timer, at: datetime) -> None:
    """Let the same review run out again after its own length, from the first rung."""
    for limit in pack_for(episode=review.episode, at=at).deadlines:
        if limit.key == review.key:
            set_timer(
                key=f"review:{review.pk}:again:{at.isoformat()}",
                kind="review_due",
                subject=timer.subject,
                agency=timer.owner_agency_id,
                at=at,
                due_at=rules.due_after(limit=limit, from_at=at),
            )


def _waiting(timer: Timer) -> Review | None:
    """Return the review that a timer is about, its episode locked; None once it waits no more."""
    review = visible(Review).select_related("episode__owner_agency").get(pk=key_of(timer))
    Episode.objects.select_for_update().get(pk=review.episode_id)
    review.refresh_from_db()
    if review.state != "waiting" or review.episode.state not in UNDER_WAY:
        return None
    return review


HANDLERS: dict[str, Handler] = {
    "review_due": review_due,
    "raise_due": raise_due,
    "lowest_ends": lowest_ends,
}
