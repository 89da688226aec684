"""Deciding on an appeal to the public, and taking it down again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation import events, rules
from whereabouts.practice.investigation.actions.tasks import ask, settle
from whereabouts.practice.investigation.models import Publicity, Task
from whereabouts.practice.investigation.rules import DecisionIncomplete, Weighed
from whereabouts.practice.investigation.vocabulary import DOWN
from whereabouts.records.episodes.models import Episode


class StillUp(Exception):
    """An appeal is up: it is taken down before another decision replaces it."""


class NothingUp(Exception):
    """No appeal is up."""


@transaction.atomic
def decide_publicity(*, episode: Episode, weighed: Weighed, by: Actor, at: datetime) -> Publicity:
    """Keep a decision on publicity, whichever it is: added, never changed; its task is done.

    :raises DecisionIncomplete: the reason, the harm weighed, or what may be said is missing.
    :raises StillUp: an appeal is up already.
    """
    lacking = rules.lacking_of(weighed=weighed)
    if lacking:
        raise DecisionIncomplete(lacking)
    if live_appeals(episode=episode):
        raise StillUp("An appeal is up. Take it down first, then decide anew.")
    decided = Publicity.objects.create(
        child_id=episode.child_id,
        episode=episode,
        decided_at=at,
        decision=weighed.decision,
        channels=sorted(set(weighed.channels)) if weighed.goes_out else [],
        because=weighed.because.strip(),
        harm_weighed=weighed.harm_weighed.strip(),
        may_say=weighed.may_say.strip() if weighed.goes_out else "",
        child_view=weighed.child_view.strip(),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.PUBLICITY_DECIDED, subject=f"publicity:{decided.pk}", by=by, at=at,
        payload={"decision": weighed.decision, "because": weighed.because},
    )  # fmt: skip
    for task in Task.objects.filter(
        episode=episode, kind="publicity_decision", state__in=rules.OUTSTANDING
    ):
        settle(task=task, by=by, at=at, result=f"Decided: {decided.get_decision_display()}.")
    return decided


@transaction.atomic
def take_down(*, episode: Episode, words: str, by: Actor, at: datetime) -> int:
    """Write down that every appeal that is up was taken down, everywhere; return how many.

    :raises NothingUp: none is up.
    """
    up = live_appeals(episode=episode)
    if not up:
        raise NothingUp("No appeal is up.")
    Publicity.objects.filter(pk__in=[one.pk for one in up]).update(
        taken_down_at=at, taken_down_by_id=by.member_id, taken_down_words=words.strip()
    )
    for one in up:
        audit.record(
            kind=events.PUBLICITY_DOWN, subject=f"publicity:{one.pk}", by=by, at=at,
            payload={"words": words},
        )  # fmt: skip
    for task in Task.objects.filter(episode=episode, kind=DOWN, state__in=rules.OUTSTANDING):
        settle(task=task, by=by, at=at, result=words.strip() or "Taken down.")
    return len(up)


def ask_to_take_down(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask for what hangs elsewhere to be taken down, in the moment in which the child is found."""
    if live_appeals(episode=episode):
        ask(
            episode=episode, kind=DOWN, to_role="duty_inspector",
            assigned_agency=episode.owner_agency_id, because="B42",
            due_at=at + length_of(key="appeal_taken_down", at=at), by=by, at=at,
        )  # fmt: skip
        promise(
            key=f"episode:{episode.pk}:appeal_down:{at.isoformat()}",
            kind="appeal_down",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=episode.owner_agency_id,
            to_role="duty_inspector",
            text=f"Episode {episode.reference}: the search is over. Take the appeal down.",
            at=at,
            high=episode.level == "high",
            child=episode.child_id,
        )


def live_appeals(*, episode: Episode) -> Collection[Publicity]:
    """Return the appeals that are up, held until the end."""
    return list(
        Publicity.objects.select_for_update()
        .filter(episode=episode, taken_down_at__isnull=True)
        .exclude(decision="none")
    )
