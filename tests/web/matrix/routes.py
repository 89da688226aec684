"""Every address of the system, read from the URL configuration, and the table of who may."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLE = Path(__file__).with_name("expectations.toml")
EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CHANGING = {"POST"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address: its name, its pattern, what it answers, and the names of its parts."""

    name: str
    pattern: str
    methods: tuple[str, ...]
    needs: str
    parts: tuple[str, ...]

    def path(self, keys: dict[str, Any]) -> str:
        """Return the address with these keys in it."""
        return reverse(self.name, kwargs={part: keys[part] for part in self.parts})


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is expected of one address."""

    name: str
    methods: tuple[str, ...]
    about: str
    roles: frozenset[str]
    said: dict[str, Any]


@cache
def every_route() -> tuple[Route, ...]:
    """Return every address that the URL configuration answers to."""
    return tuple(_routes_of(get_resolver(), ""))


def _routes_of(resolver: URLResolver, before: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes_of(one, pattern)
        else:
            yield _route(one, pattern)


def _route(one: URLPattern, pattern: str) -> Route:
    needs = getattr(one.callback, "needs", None)
    return Route(
        name=one.name or "",
        pattern=pattern,
        methods=tuple(getattr(one.callback, "methods", ())),
        needs=needs.value if needs else "",
        parts=tuple(name for _, name in PARAMETER.findall(pattern)),
    )


@cache
def table() -> dict[str, Row]:
    """Return the rows of the table, by the name of their address."""
    written = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    groups = {name: frozenset(roles) for name, roles in written.pop("groups").items()}
    rows = {}
    for name, said in written.items():
        roles: frozenset[str] = frozenset()
        for one in said.get("roles", []):
            roles |= groups.get(one, frozenset({one}))
        rows[name] = Row(
            name=name,
            methods=tuple(said["methods"]),
            about=said["about"],
            roles=roles,
            said=said,
        )
    return rows


@cache
def groups() -> dict[str, frozenset[str]]:
    """Return the groups of roles that the rows speak of."""
    written = tomllib.loads(TABLE.read_text(encoding="utf-8"))["groups"]
    return {name: frozenset(roles) for name, roles in written.items()}
