"""Entering a scope: whose eyes a transaction sees with, told to the database as well."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from whereabouts.foundations.access.fences import Scope
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import insert_all
from whereabouts.foundations.agencies.planned import Question, ask_at_once
from whereabouts.foundations.agencies.remembered import remembering

TELL = (
    "SELECT set_config('whereabouts.agency', %s, true),"
    " set_config('whereabouts.member', %s, true),"
    " set_config('whereabouts.moment', %s, true),"
    " set_config('whereabouts.sees_adults', %s, true),"
    " set_config('whereabouts.sees_sealed', %s, true)"
)

_current: ContextVar[Scope | None] = ContextVar("whereabouts_scope", default=None)


class NotPermitted(Exception):
    """The actor's roles do not permit it. Says what is needed, never about whom."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"This needs the permission “{permission.value}”.")
        self.permission = permission


class NotVisible(Exception):
    """There is nothing there for this actor: alike for "none" and "not yours"."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see.")


class NoScope(Exception):
    """Somebody asked for fenced rows outside a scope."""


def require(*, actor: Actor, permission: Permission) -> None:
    """Go on if the actor may.

    :raises NotPermitted: no role of the actor's permits it.
    """
    if not permitted(roles=actor.roles, permission=permission):
        raise NotPermitted(permission)


def scope_of(*, actor: Actor, at: datetime, changes: bool = False) -> Scope:
    """Return whose eyes an actor has at a moment; `changes` leaves emergency access out."""
    return Scope(
        agency_id=actor.agency_id,
        member_id=actor.member_id,
        at=at,
        sees_adults=permitted(roles=actor.roles, permission=Permission.ADULT_LOOK),
        sees_sealed=permitted(roles=actor.roles, permission=Permission.CONDUCT_LOOK),
        changes=changes,
    )


@contextmanager
def entered(
    *, actor: Actor, at: datetime, changes: bool = False, savepoint: bool = True
) -> Iterator[Scope]:
    """Open a transaction whose rows are limited to what the actor may see.

    With `changes` the first fence leaves out what the actor only sees by emergency access. Inside
    another scope a fault undoes this one alone; without `savepoint` it undoes the whole.

    SET LOCAL ends with the transaction, so a pooled connection never keeps anybody's scope. An
    inner scope gives back the outer one; the same again is not told to the database again.
    """
    scope, outer = scope_of(actor=actor, at=at, changes=changes), _current.get()
    ends_with_us = outer is None and not connection.in_atomic_block
    is_told = scope == outer
    # What was gathered is written by the agency whose it is.
    changes_hands = outer is None or outer.agency_id != scope.agency_id
    with transaction.atomic(savepoint=savepoint), remembering():
        if changes_hands:
            insert_all()
        if not is_told:
            _tell_database(scope)
        token = _current.set(scope)
        try:
            yield scope
            if changes_hands:
                insert_all()
        finally:
            _current.reset(token)
        # Only after success: a failed transaction takes no more statements, and forgets by itself,
        # as does one that ends here.
        if not (ends_with_us or is_told):
            _tell_database(outer)


def current() -> Scope:
    """Return the scope entered last.

    :raises NoScope: none is.
    """
    scope = _current.get()
    if scope is None:
        raise NoScope("Fenced records are reached through a journey or a look-up.")
    return scope


def scope_or_none() -> Scope | None:
    """Return the scope entered last, or None outside every one."""
    return _current.get()


@contextmanager
def seen_as(eyes: Scope | None) -> Iterator[None]:
    """Put questions together for other eyes; whose rows the database gives does not change."""
    token = _current.set(eyes)
    try:
        yield
    finally:
        _current.reset(token)


def asked_at_once(
    *, scope: Scope, questions: Callable[[], Sequence[Question]]
) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several questions as a scope's eyes see them, asked on one way.

    They are put together, and answered, inside the scope and outside every other. Nothing may be
    written so.
    """
    insert_all()  # what waits is written before it is read
    with seen_as(scope):
        asked = [_told(scope, plan="force_generic_plan"), *questions()]
    _, *answers = ask_at_once(questions=asked)
    if connection.in_atomic_block:
        # Told for a transaction, which does not end here.
        ask_at_once(questions=[_told(_current.get(), plan="auto")])
    return answers


def _tell_database(scope: Scope | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, _values_of(scope))


def _told(scope: Scope | None, *, plan: str) -> Question:
    return Question(f"{TELL}, set_config('plan_cache_mode', %s, true)", [*_values_of(scope), plan])


def _values_of(scope: Scope | None) -> tuple[str, ...]:
    if scope is None:
        return ("",) * 5
    return (
        str(scope.agency_id),
        str(scope.member_id),
        scope.at.isoformat(),
        "yes" if scope.sees_adults else "",
        "yes" if scope.sees_sealed else "",
    )
