"""The door of every journey: a permission, one transaction, one scope."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered, require
from whereabouts.foundations.agencies.gathered import gathering
from whereabouts.foundations.outbox.actions import telling_once

Given = ParamSpec("Given")
Result = TypeVar("Result")
Answer_co = TypeVar("Answer_co", covariant=True)


class Journey(Protocol[Given, Answer_co]):
    """A journey, and the permission that it needs."""

    needs: Permission

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> Answer_co:
        """Go."""
        ...


def journey(*, needs: Permission) -> Callable[[Callable[Given, Result]], Journey[Given, Result]]:
    """Make a function a journey: refused without the permission, whole or not at all.

    The function takes `actor` and `at`, keyword-only.

    :raises NotPermitted: when called by somebody whose roles do not permit it.
    """

    def door(steps: Callable[Given, Result]) -> Journey[Given, Result]:
        @wraps(steps)
        def go(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            actor, at = kwargs["actor"], kwargs["at"]
            require(actor=actor, permission=needs)  # type: ignore[arg-type]
            # What is only seen by emergency access is not there to be changed.
            with (
                entered(actor=actor, at=at, changes=True),  # type: ignore[arg-type]
                gathering(),
                telling_once(),
            ):
                return steps(*args, **kwargs)

        made = cast(Journey[Given, Result], go)
        made.needs = needs
        return made

    return door
