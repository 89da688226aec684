"""Sending a form as bytes, so that anything at all can be sent; and undoing what it did."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from django.db import transaction
from django.urls import reverse

from tests.web.matrix.bodies import keys_for
from tests.web.matrix.world import World

URLENCODED = "application/x-www-form-urlencoded"
Pairs = Iterable[tuple[str, str]]


def encoded(pairs: Pairs) -> bytes:
    """Return fields as a browser would send them, halves of characters and all."""
    return "&".join(
        f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
        for name, value in pairs
    ).encode()


def sent(client: Any, path: str, pairs: Pairs, **headers: Any) -> Any:
    """Post fields to an address."""
    return client.generic("POST", path, encoded(pairs), content_type=URLENCODED, **headers)


def undone(client: Any, path: str, pairs: Pairs) -> Any:
    """Post fields, and undo whatever they did."""
    with transaction.atomic():
        response = sent(client, path, pairs)
        transaction.set_rollback(True)
    return response


def sender(who: str) -> tuple[str, str]:
    """Return the role and the relation of whoever was shown a form."""
    role, relation = who.split()
    return role, relation


def path_for(world: World, name: str, who: str) -> str:
    """Return the address that a form goes to, with child A's keys."""
    from tests.web.matrix.routes import every_route

    role, relation = sender(who)
    route = next(one for one in every_route() if one.name == name)
    keys = keys_for(world, name, role, relation)
    return reverse(name, kwargs={part: keys[part] for part in route.parts})
