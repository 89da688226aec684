"""Promising news to somebody around the child, and telling them no more than they may be told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.models import FamilyUpdate
from whereabouts.practice.response.queries import was_found
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.models import RelatedPerson


class NothingMayBeTold(Exception):
    """They may be told nothing, or only the named officer speaks: no news is promised."""


class TooSoon(Exception):
    """The agreed time has passed already."""


class AlreadyPromised(Exception):
    """News is promised to this person already."""


class AlreadySettled(Exception):
    """They were told already, or it was left with a reason."""


class NotSayable(Exception):
    """Something is not what this person may be told."""


class ReasonNeeded(Exception):
    """Leaving a promise takes a reason."""


@transaction.atomic
def promise_update(
    *,
    episode: Episode,
    person: RelatedPerson,
    named: Member,
    due_at: datetime,
    by: Actor,
    at: datetime,
    language: str = "",
    interpreter: bool = False,
) -> FamilyUpdate:
    """Promise news by a time from somebody with a name: a task of theirs, with its clock.

    :raises NothingMayBeTold: they may be told nothing, or the child is dead.
    :raises TooSoon: the time has passed.
    :raises AlreadyPromised: news is promised to them already.
    """
    if not rules.may_promise(told=person.told, dead=episode.state == State.FOUND_DEAD):
        raise NothingMayBeTold("They may be told nothing: promise no news. Ask the duty inspector.")
    if due_at <= at:
        raise TooSoon("Agree a time that is still to come.")
    before = FamilyUpdate.objects.filter(episode=episode, person=person)
    if before.filter(state="promised").exists():
        raise AlreadyPromised("News is promised to them already: tell them first.")
    task = tasks.ask(
        episode=episode,
        kind="family_update",
        to_role=_role_of(member=named, at=at),
        assigned_agency=named.agency_id,
        because="told",
        by=by,
        at=at,
        due_at=due_at,
        fact=f"{person.pk}-{before.count() + 1}",
        owner=named.pk,
    )
    if task is None:
        raise AlreadyPromised("News is promised to them already: tell them first.")
    made = FamilyUpdate.objects.create(
        child_id=episode.child_id,
        episode=episode,
        person=person,
        named=named,
        due_at=due_at,
        language=language.strip() or person.language,
        interpreter=interpreter,
        task=task,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.UPDATE_PROMISED, subject=f"family_update:{made.pk}", by=by, at=at)
    for support in Task.objects.filter(
        episode=episode, kind="family_support", state__in=OUTSTANDING
    ):
        tasks.settle(task=support, by=by, at=at, result="Somebody is named, and a time agreed.")
    return made


@transaction.atomic
def give(
    *, update: FamilyUpdate, said: Collection[str], by: Actor, at: datetime, their_words: str = ""
) -> None:
    """Write down what somebody was told, of what they may be told now; the task is done.

    :raises NothingMayBeTold: they may be told nothing by now.
    :raises NotSayable: nothing is said, or something that they may not be told.
    :raises AlreadySettled: they were told already.
    """
    episode, person = update.episode, update.person
    dead = episode.state == State.FOUND_DEAD
    if not rules.may_promise(told=person.told, dead=dead):
        raise NothingMayBeTold("They may be told nothing by now: leave it, with the reason.")
    allowed = dict(rules.sayable(told=person.told, found=was_found(episode=episode), dead=dead))
    if not said or not set(said) <= set(allowed):
        raise NotSayable("Choose what you said, of what they may be told.")
    _settle(update=update, state="given", by=by, at=at, said=sorted(said),
            standing=person.told, their_words=their_words.strip())  # fmt: skip
    tasks.settle(task=update.task, by=by, at=at, result="Told, within what they may be told.")
    audit.record(
        kind=events.UPDATE_GIVEN, subject=f"family_update:{update.pk}", by=by, at=at,
        payload={"said": sorted(said), "standing": person.told},
    )  # fmt: skip


@transaction.atomic
def leave(*, update: FamilyUpdate, code: str, because: str, by: Actor, at: datetime) -> None:
    """Leave a promise unkept, with a code and the reason.

    :raises ReasonNeeded: no reason is given.
    :raises AlreadySettled: they were told already.
    :raises NeedsCode: the code is none of the list.
    """
    if not because.strip():
        raise ReasonNeeded("Say why they are not told as promised.")
    _settle(update=update, state="left", by=by, at=at, because=because.strip())
    tasks.settle(task=update.task, by=by, at=at, result=because.strip(), not_done_code=code)
    audit.record(
        kind=events.UPDATE_LEFT, subject=f"family_update:{update.pk}", by=by, at=at,
        payload={"code": code},
    )  # fmt: skip


def _settle(
    *,
    update: FamilyUpdate,
    state: str,
    by: Actor,
    at: datetime,
    said: Collection[str] = (),
    standing: str = "",
    their_words: str = "",
    because: str = "",
) -> None:
    done = FamilyUpdate.objects.filter(pk=update.pk, state="promised").update(
        state=state, given_at=at, given_by_id=by.member_id, said=list(said), standing=standing,
        their_words=their_words, because=because,
    )  # fmt: skip
    if not done:
        raise AlreadySettled("They were told already.")


def _role_of(*, member: Member, at: datetime) -> str:
    """Return the role in which somebody keeps a promise."""
    held = [
        one.role
        for one in member.roles.all()
        if one.from_at <= at and (one.until_at is None or one.until_at > at)
    ]
    return min(held, default="supervisor")
