"""Episodes as older systems left them, written through the records' own actions."""

import secrets
from datetime import datetime
from typing import Any

from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import agency_of
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.risk import packs
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.models import Child
from whereabouts.records.placements.queries import placement_at

AXES = {
    "absent": ("none_apparent", "none_apparent"),
    "low": ("some", "none_apparent"),
    "medium": ("some", "days"),
    "high": ("serious", "hours"),
}
HELD = (("prevention_interview", "response_officer"), ("return_interview", "social_worker"))


def carry_over(
    *,
    child: Child,
    by: Actor,
    reported_at: datetime,
    back_at: datetime,
    level: str = "medium",
    place: str = "",
) -> Episode:
    """Write an earlier episode: graded, back, seen, spoken with twice, and closed.

    Older systems kept no decision on a referral, so there is none.
    """
    seriousness, immediacy = AXES[level]
    category = "absent" if level == "absent" else "missing"
    recommended = {
        "level": level,
        "seriousness": seriousness,
        "immediacy": immediacy,
        "category": category,
    }
    pack = packs.own_pack(agency=agency_of(key=by.agency_id), at=reported_at).id
    with entered(actor=by, at=back_at):
        placement = placement_at(child_ids=[child.pk], at=reported_at)
        episode = episodes.open_episode(
            reference=new_reference(
                random_bytes=secrets.token_bytes(RANDOM_BYTES_NEEDED), kind="E"
            ),
            child=child,
            by=by,
            at=reported_at,
            happened_at=reported_at,
            reported_at=reported_at,
            recommended=recommended,
            pack=pack,
            last_seen_place=place,
            placement=placement,
            living_at=placement.living_at if placement else "",
        )
        episodes.stand_at(
            episode=episode, level=level, category=category, by=by, at=reported_at, decided=True,
            recommended=recommended, pack=pack,
        )  # fmt: skip
        for kind, role in HELD:
            task = tasks.ask(
                episode=episode, kind=kind, to_role=role, assigned_agency=by.agency_id,
                because="RF01", by=by, at=reported_at,
            )  # fmt: skip
            if task is not None:
                tasks.settle(task=task, by=by, at=back_at, result="Held.")
        moves: tuple[tuple[State, str, dict[str, Any]], ...] = (
            (State.BACK, events.BACK, {"back_at": back_at}),
            (State.SEEN, events.SEEN, {"seen_at": back_at}),
            (State.CLOSED, events.CLOSED, {"closed_at": back_at}),
        )
        for state, kind, times in moves:
            episodes.move(episode=episode, to_state=state, kind=kind, by=by, at=back_at, **times)
    return episode
