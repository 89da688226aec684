"""Drawing episodes for a second look; the same sample whenever it is counted again."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from whereabouts.engines.policy import FOLLOWED
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.oversight import events, queries, rules
from whereabouts.practice.oversight.models import SecondLook
from whereabouts.practice.risk.assessing import latest_decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, State

BELOW = "below"
TAKERS = ("supervisor", "duty_inspector")
OURS = Path(__file__).resolve().parents[1] / "sampling.toml"


@cache
def shares() -> Mapping[str, Any]:
    """Return the seed and the shares of this installation."""
    path = Path(settings.OVERSIGHT_SAMPLING or OURS)
    return tomllib.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def draw(*, agency: Agency, by: Actor, at: datetime) -> list[SecondLook]:
    """Draw what is to be looked at again and was not drawn yet, and tell who may take it."""
    made = []
    for episode, standing in _could_be_drawn(agency=agency, at=at):
        look = _drawn(episode=episode, standing=standing, agency=agency, by=by, at=at)
        if look is not None:
            made.append(look)
    return made


def _could_be_drawn(*, agency: Agency, at: datetime) -> Iterator[tuple[Episode, str]]:
    """Yield the agency's episodes, graded and open or lately closed, not yet drawn as such."""
    ours = visible(Episode).filter(owner_agency=agency.pk).select_related("owner").order_by("pk")
    since = at - timedelta(days=shares()["closed_within_days"])
    for standing, found in (
        ("open", ours.filter(state__in=NOT_CLOSED, decided=True)),
        ("closed", ours.filter(state=State.CLOSED, closed_at__gte=since)),
    ):
        drawn = SecondLook.objects.filter(owner_agency=agency.pk, standing=standing)
        for episode in found.exclude(pk__in=drawn.values("episode")):
            yield episode, standing


def _drawn(
    *, episode: Episode, standing: str, agency: Agency, by: Actor, at: datetime
) -> SecondLook | None:
    seed = str(shares()["seed"])
    place = rules.place_of(seed=seed, key=f"{episode.pk}:{standing}")
    if place >= _highest():
        return None  # not in any sample, whoever graded it
    decision = latest_decision(episode=episode)
    assessment = decision.assessment if decision else episode.assessments.order_by("number").last()
    if assessment is None:
        return None
    level = decision.level if decision else episode.level
    graded_by = decision.recorded_by if decision else episode.owner
    unit = graded_by.team if graded_by else None
    share = rules.share_of(
        shares=shares(), standing=standing, level=level, agency=agency.code,
        unit=unit.name if unit else "",
    )  # fmt: skip
    if place >= share:
        return None
    look = SecondLook.objects.create(
        child_id=episode.child_id,
        episode=episode,
        assessment=assessment,
        decision=decision,
        unit=unit,
        standing=standing,
        level=level,
        category=decision.category if decision else episode.category,
        seed=seed,
        share=share,
        drawn_at=at,
        due_at=queries.due(key="second_look", agency=agency, from_at=at, at=at),
        owner_agency_id=agency.pk,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    _waits(look=look, agency=agency, by=by, at=at)
    for role in TAKERS:
        promise(
            key=f"second_look:{look.pk}:{role}",
            kind="second_look",
            subject=f"second_look:{look.pk}",
            from_agency=agency.pk,
            to_agency=agency.pk,
            to_role=role,
            text="A second look waits for somebody of another unit or shift.",
            at=at,
            loudness="digest",
        )
    return look


@transaction.atomic
def put_on_list(
    *, agency: Agency, references: Sequence[str], pack: str, by: Actor, at: datetime
) -> int:
    """Have the agency's episodes looked at again that a pack's rules would have barred as graded.

    One that nobody decided is passed over, and one that is on the list since before, or whose same
    grade was drawn by chance: nobody grades one thing twice. Whoever may take them is told once
    of all. Return how many were put on it.
    """
    episodes = {
        episode.reference: episode
        for episode in visible(Episode).filter(owner_agency=agency.pk, reference__in=references)
    }
    before = set(
        SecondLook.objects.filter(owner_agency=agency.pk, standing=BELOW).values_list(
            "episode__reference", flat=True
        )
    )
    by_chance = set(
        SecondLook.objects.filter(owner_agency=agency.pk)
        .exclude(standing=BELOW)
        .values_list("assessment", flat=True)
    )
    made = 0
    for reference in references:
        episode = episodes.get(reference)
        decision = latest_decision(episode=episode) if episode else None
        if episode is None or decision is None or reference in before:
            continue
        if decision.assessment_id in by_chance:
            continue
        look = SecondLook.objects.create(
            child_id=episode.child_id,
            episode=episode,
            assessment=decision.assessment,
            decision=decision,
            unit=decision.recorded_by.team,
            standing=BELOW,
            level=decision.level,
            category=decision.category,
            seed=pack,
            share=1.0,
            drawn_at=at,
            due_at=queries.due(key="second_look", agency=agency, from_at=at, at=at),
            owner_agency_id=agency.pk,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        _waits(look=look, agency=agency, by=by, at=at)
        made += 1
    whose = "your agency's rules of the day" if pack == FOLLOWED else "rules that came later"
    for role in TAKERS if made else ():
        promise(
            key=f"second_looks:{agency.pk}:{at.isoformat()}:{role}",
            kind="second_look",
            subject=f"agency:{agency.pk}",
            from_agency=agency.pk,
            to_agency=agency.pk,
            to_role=role,
            text=f"{made} more second looks wait: {whose} would have graded higher.",
            at=at,
            loudness="digest",
        )
    return made


def _waits(*, look: SecondLook, agency: Agency, by: Actor, at: datetime) -> None:
    audit.record(kind=events.DRAWN, subject=f"second_look:{look.pk}", by=by, at=at)
    set_timer(
        key=f"second_look:{look.pk}:due",
        kind="second_look_due",
        subject=f"second_look:{look.pk}",
        agency=agency.pk,
        at=at,
        due_at=look.due_at,
    )


@cache
def _highest() -> float:
    """Return the largest share that anybody has set, so that most are passed over unread."""

    def every(part: Any) -> Iterator[float]:
        if isinstance(part, Mapping):
            for one in part.values():
                yield from every(one)
        else:
            yield float(part)

    set_here = {name: part for name, part in shares().items() if isinstance(part, Mapping)}
    return max(every(set_here), default=0.0)
