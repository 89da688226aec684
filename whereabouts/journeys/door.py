"""The door of every journey: a permission, one transaction, one scope."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from django.db import OperationalError, connection

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered, require
from whereabouts.foundations.agencies.gathered import gathering
from whereabouts.foundations.outbox.actions import telling_once

Given = ParamSpec("Given")
Result = TypeVar("Result")
Answer_co = TypeVar("Answer_co", covariant=True)
# Two who wait for each other: the database ends one of them whole, who may then go again.
DEADLOCK, TRIES = "40P01", 3


class Journey(Protocol[Given, Answer_co]):
    """A journey, and the permission that it needs."""

    needs: Permission

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> Answer_co:
        """Go."""
        ...


def journey(*, needs: Permission) -> Callable[[Callable[Given, Result]], Journey[Given, Result]]:
    """Make a function a journey: refused without the permission, whole or not at all.

    The function takes `actor` and `at`, keyword-only. Where it and somebody else waited for each
    other, nothing of it has happened, and it goes again: nobody is told that it could not be done.

    :raises NotPermitted: when called by somebody whose roles do not permit it.
    """

    def door(steps: Callable[Given, Result]) -> Journey[Given, Result]:
        @wraps(steps)
        def go(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            actor, at = kwargs["actor"], kwargs["at"]
            require(actor=actor, permission=needs)  # type: ignore[arg-type]
            # What was begun outside cannot be gone over again here, nor what is read only once.
            once = connection.in_atomic_block or any(
                isinstance(one, Iterator) for one in (*args, *kwargs.values())
            )
            left = 1 if once else TRIES
            while True:
                left -= 1
                try:
                    # What is only seen by emergency access is not there to be changed.
                    with (
                        entered(actor=actor, at=at, changes=True),  # type: ignore[arg-type]
                        gathering(),
                        telling_once(),
                    ):
                        return steps(*args, **kwargs)
                except OperationalError as refused:
                    if not left or getattr(refused.__cause__, "sqlstate", "") != DEADLOCK:
                        raise

        made = cast(Journey[Given, Result], go)
        made.needs = needs
        return made

    return door
