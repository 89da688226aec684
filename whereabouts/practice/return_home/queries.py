"""Questions about returns; callers are inside a scope."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.consent import Consent
from whereabouts.practice.return_home.models import (
    Alternative,
    Interview,
    NationalReferral,
    Protection,
    Return,
    StandDown,
)
from whereabouts.practice.return_home.rules import Left, Spoken
from whereabouts.practice.return_home.vocabulary import TASK_OF_INTERVIEW
from whereabouts.records.episodes import events as episode_events
from whereabouts.records.episodes.models import Episode


def return_of(*, episode: Episode) -> Return | None:
    """Return how the child was found or came back, or None while nobody has said."""
    return (
        visible(Return)
        .filter(episode=episode)
        .select_related("decided_by", "seen_by", "destination_person")
        .first()
    )


def interviews_of(*, episode: Episode) -> list[Interview]:
    """Return the conversations after the return, latest first."""
    return list(visible(Interview).filter(episode=episode).order_by("-held_at", "-id"))


def spoken_of(*, task: Task) -> list[Spoken]:
    """Return the conversations of one task as plain values."""
    return [
        Spoken(
            outcome=one.outcome,
            held_at=one.held_at,
            held_by=one.held_by,
            explained=one.explained,
            safe_now=one.answers.get("safe_now", ""),
            words=one.words,
            child_view=one.child_view,
            offered=one.offered,
            consents=tuple(Consent(**{**said, "to": tuple(said["to"])}) for said in one.consents),
        )
        for one in visible(Interview).filter(task=task)
    ]


def stand_downs_of(*, episode: Episode) -> list[StandDown]:
    """Return what has to be stood down, with who confirmed it."""
    return list(
        visible(StandDown).filter(episode=episode).select_related("confirmed_by").order_by("system")
    )


def protection_of(*, episode: Episode) -> Protection | None:
    """Return the latest police protection of the episode, the one in force first; or None."""
    return (
        visible(Protection)
        .filter(episode=episode)
        .select_related("officer")
        .order_by("-ended_at", "-started_at")
        .first()
    )


def gone_again_at(*, episode: Episode) -> datetime | None:
    """Return when it was last written down that the located child had gone again, or None."""
    entry = episode.log.filter(kind=episode_events.REOPENED).order_by("-recorded_at").first()
    return entry.recorded_at if entry else None


def task_now(*, episode: Episode, kind: str) -> Task | None:
    """Return the task of a kind that counts now: outstanding, else settled since the child went.

    None where it was never asked for, or only before a located child went again.
    """
    asked = visible(Task).filter(episode=episode, kind=kind).exclude(state="cancelled")
    live = asked.filter(state__in=OUTSTANDING).order_by("-created_at").first()
    if live is not None:
        return live
    gone_at = gone_again_at(episode=episode)
    if gone_at is not None:
        asked = asked.filter(settled_at__gt=gone_at)
    return asked.order_by("-settled_at").first()


def alternatives_of(*, episode: Episode) -> list[Alternative]:
    """Return the other places that were asked for, latest first."""
    return list(visible(Alternative).filter(episode=episode).order_by("-asked_at", "-id"))


def age_is_disputed(*, children: Iterable[UUID]) -> bool:
    """Return whether a national referral of this person says that their age is disputed."""
    return visible(NationalReferral).filter(child__in=list(children), age_disputed=True).exists()


def national_referral_of(*, episode: Episode) -> NationalReferral | None:
    """Return the national referral of an episode, or None."""
    return visible(NationalReferral).filter(episode=episode).order_by("-referred_at").first()


def heard_elsewhere(*, episode: Episode) -> bool:
    """Return whether the independent talk was held by another agency than the one answerable."""
    task = task_now(episode=episode, kind=TASK_OF_INTERVIEW["return"])
    held = [
        one.owner_agency_id
        for one in interviews_of(episode=episode)
        if one.kind == "return" and one.outcome == "held"
    ]
    return task is not None and any(agency != task.assigned_agency_id for agency in held)


def left_of(
    *,
    episode: Episode,
    unanswered: Sequence[str] = (),
    elsewhere: int = 0,
    unsaid: bool = False,
) -> tuple[Left, ...]:
    """Return everything that stands in the way of the end of the follow-up.

    `unanswered` is to whom a referral went that has no answer; `elsewhere` is how many matters of
    the episode are dealt with under seal; `unsaid` is whether there is one of which whoever asks is
    told nothing at all.
    """
    tasks = visible(Task).filter(episode=episode).values_list("kind", "state")
    return rules.follow_up_left(
        state=episode.state,
        tasks=list(tasks),
        stand_downs={
            one.system: one.confirmed_at is not None for one in stand_downs_of(episode=episode)
        },
        unanswered=unanswered,
        elsewhere=elsewhere,
        unsaid=unsaid,
    )
