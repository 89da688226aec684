"""What each page that changes something is sent: read from the forms that the pages show."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import Resolver404, resolve

from tests.web.matrix.forms import Form, forms_of
from tests.web.matrix.routes import every_route, table
from tests.web.matrix.world import World

# Who is shown the most forms: between them they open every page.
READERS = (
    ("duty_inspector", "own"), ("missing_coordinator", "own"), ("supervisor", "own"),
    ("call_handler", "own"), ("superintendent", "partner"), ("social_worker", "partner"),
    ("information_governance", "own"), ("policy_owner", "own"), ("nobody", "none"),
)  # fmt: skip


def keys_for(world: World, name: str, role: str, relation: str) -> dict[str, Any]:
    """Return the keys of child A that stand in an address, with the reader's own draft."""
    keys = dict(world.a.keys)
    keys |= {part: keys[key] for part, key in table()[name].said.get("keys", {}).items()}
    keys["draft_id"] = world.drafts.get((role, relation), keys["draft_id"])
    return keys


def forms_by_route(
    world: World, readers: Iterable[tuple[str, str]] = READERS
) -> dict[str, dict[str, Form]]:
    """Return for each address the form that is sent to it, by the role that was shown it."""
    found: dict[str, dict[str, Form]] = {}
    routes = [one for one in every_route() if "GET" in one.methods]
    for role, relation in readers:
        client = world.client(role, relation)
        for route in routes:
            path = route.path(keys_for(world, route.name, role, relation))
            with transaction.atomic():
                response = client.get(path)
                transaction.set_rollback(True)
            if not response.headers.get("Content-Type", "").startswith("text/html"):
                continue
            for form in forms_of(response.content.decode(), here=path):
                name = _route_of(form.action)
                if form.method == "post" and name:
                    found.setdefault(name, {}).setdefault(f"{role} {relation}", form)
    return found


def _route_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
