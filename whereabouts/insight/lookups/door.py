"""The door of every look-up: a permission, a scope, and nothing written but the look itself."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered, require

Given = ParamSpec("Given")
Result = TypeVar("Result")
Answer_co = TypeVar("Answer_co", covariant=True)


class Lookup(Protocol[Given, Answer_co]):
    """A look-up, and the permission that it needs."""

    needs: Permission

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> Answer_co:
        """Look."""
        ...


def lookup(*, needs: Permission) -> Callable[[Callable[Given, Result]], Lookup[Given, Result]]:
    """Make a function a look-up: refused without the permission, limited to the actor's scope.

    The function takes `actor` and `at`, keyword-only, and records its own look (audit.record_look)
    where it shows people.

    :raises NotPermitted: when called by somebody whose roles do not permit it.
    """

    def door(steps: Callable[Given, Result]) -> Lookup[Given, Result]:
        @wraps(steps)
        def go(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            actor, at = kwargs["actor"], kwargs["at"]
            require(actor=actor, permission=needs)  # type: ignore[arg-type]
            with entered(actor=actor, at=at):  # type: ignore[arg-type]
                return steps(*args, **kwargs)

        made = cast(Lookup[Given, Result], go)
        made.needs = needs
        return made

    return door
