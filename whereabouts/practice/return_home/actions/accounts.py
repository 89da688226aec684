"""What has happened: found, back, seen alone, gone again. Nothing of it is ever refused."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.actions.standing_down import arm_again
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.return_home.rules import Found
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events as episode_events
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State


class GoneAgainIsNew(Exception):
    """The child was back before going: that is a new episode, with a report of its own."""


@transaction.atomic
def record_found(*, episode: Episode, found: Found, by: Actor, at: datetime) -> Return:
    """Keep an account of how the child was found, and move the episode as far as it says.

    The first account stands; a later one is added to the history, and fills only what was blank.
    """
    kept = Return.objects.filter(episode=episode).first()
    to_state = rules.after_found(state=episode.state, already_there=found.already_there)
    if kept is None:
        kept = Return.objects.create(
            child_id=episode.child_id,
            episode=episode,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
            **_afresh(found),
        )
    elif episode.state == State.OPEN:
        # Found again: the earlier account is in the history, the questions start anew.
        _change(kept, **_afresh(found), **_UNASKED)
    elif episode.state == State.LOCATED:
        _change(kept, **_filled_in(kept, found))
    detail = _plain(found)
    if to_state is None:
        episodes.write_log(
            episode=episode, kind=events.ACCOUNT_ADDED, by=by, at=at,
            happened_at=found.found_at, words=found.condition, detail=detail,
        )  # fmt: skip
        return kept
    times: dict[str, Any] = {"found_place": found.found_place or episode.found_place}
    if episode.state == State.OPEN:
        times["located_at"] = found.found_at
    if to_state == State.BACK:
        times["back_at"] = found.found_at
        _change(kept, back_at=found.found_at, already_there=True, destination_state="already_there")
    episodes.move(
        episode=episode,
        to_state=to_state,
        kind=episode_events.BACK if to_state == State.BACK else episode_events.LOCATED,
        by=by,
        at=at,
        happened_at=found.found_at,
        words=found.condition,
        **times,
    )
    episodes.write_log(
        episode=episode, kind=events.ACCOUNT_ADDED, by=by, at=at,
        happened_at=found.found_at, detail=detail,
    )  # fmt: skip
    return kept


@transaction.atomic
def mark_back(
    *,
    episode: Episode,
    back_at: datetime,
    by: Actor,
    at: datetime,
    where_now: str = "",
    words: str = "",
) -> Return:
    """Say that the child is back; where they are back already, it is kept beside the rest."""
    kept = Return.objects.filter(episode=episode).first()
    if kept is None:
        found = Found(
            how="own_accord", by_whom="own_accord", found_at=back_at, where_now=where_now,
            condition=words, already_there=True,
        )  # fmt: skip
        return record_found(episode=episode, found=found, by=by, at=at)
    if episode.state not in (State.OPEN, State.LOCATED):
        episodes.write_log(
            episode=episode, kind=events.ACCOUNT_ADDED, by=by, at=at, happened_at=back_at,
            words=words, detail={"where_now": where_now},
        )  # fmt: skip
        return kept
    times: dict[str, Any] = {"back_at": back_at}
    if episode.state == State.OPEN:
        times["located_at"] = back_at
        _change(kept, **_UNASKED)
    _change(kept, back_at=back_at, where_now=where_now or kept.where_now)
    episodes.move(
        episode=episode, to_state=State.BACK, kind=episode_events.BACK, by=by, at=at,
        happened_at=back_at, words=words, **times,
    )  # fmt: skip
    return kept


@transaction.atomic
def mark_seen(
    *,
    episode: Episode,
    seen_at: datetime,
    alone: bool | None,
    by: Actor,
    at: datetime,
    words: str = "",
) -> bool:
    """Keep that somebody saw the child, and return whether the child counts as seen alone."""
    counts = rules.counts_as_seen(alone=alone, agency_kind=by.agency_kind)
    if not counts or episode.state != State.BACK:
        episodes.write_log(
            episode=episode,
            kind=episode_events.NOTE if counts else events.SEEN_NOT_ALONE,
            by=by,
            at=at,
            happened_at=seen_at,
            words=words,
            detail={"alone": alone},
        )
    if not counts:
        return False
    Return.objects.filter(episode=episode).update(seen_alone_at=seen_at, seen_by_id=by.member_id)
    if episode.state == State.BACK:
        episodes.move(
            episode=episode, to_state=State.SEEN, kind=episode_events.SEEN, by=by, at=at,
            happened_at=seen_at, words=words, seen_at=seen_at,
        )  # fmt: skip
    return True


@transaction.atomic
def go_missing_again(
    *, episode: Episode, gone_at: datetime, words: str, by: Actor, at: datetime
) -> bool:
    """Open the episode of a located child who went before being back; return whether it moved.

    :raises GoneAgainIsNew: the child was back: a new report makes a new episode.
    """
    if episode.state == State.OPEN:
        episodes.write_log(
            episode=episode,
            kind=episode_events.NOTE,
            by=by,
            at=at,
            happened_at=gone_at,
            words=words,
        )
        return False
    if episode.state != State.LOCATED:
        raise GoneAgainIsNew("The child was back: take a new report, which opens a new episode.")
    episodes.move(
        episode=episode, to_state=State.OPEN, kind=episode_events.REOPENED, by=by, at=at,
        happened_at=gone_at, words=words,
    )  # fmt: skip
    stand_down(
        subject=f"episode:{episode.pk}", at=at, kinds=("gate_after_return", "stand_down_left")
    )
    arm_again(episode=episode, by=by, at=at)
    return True


_UNASKED: dict[str, Any] = {
    "safety": {},
    "needs_met": {},
    "told_child": "",
    "destination": "",
    "destination_kind": "",
    "destination_person": None,
    "destination_state": "none",
    "decision_because": "",
    "decided_at": None,
    "decided_by": None,
    "back_at": None,
    "seen_alone_at": None,
    "seen_by": None,
}


def _afresh(found: Found) -> dict[str, Any]:
    return {**asdict(found), "needs": list(found.needs)}


def _filled_in(kept: Return, found: Found) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: getattr(found, name)
        for name in ("found_place", "by_whom_name", "found_with", "condition")
        if not getattr(kept, name)
    }
    changes["needs"] = sorted({*kept.needs, *found.needs})
    changes["where_now"] = found.where_now or kept.where_now
    return changes


def _plain(found: Found) -> dict[str, Any]:
    return {**_afresh(found), "found_at": found.found_at.isoformat()}


def _change(kept: Return, **changes: Any) -> None:
    Return.objects.filter(pk=kept.pk).update(**changes)
    kept.refresh_from_db()
