"""One cell of the matrix: who asks for what, what should come, and what came."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.web.matrix.routes import CHANGING, Route, Row
from tests.web.matrix.world import USE_EMERGENCY, World
from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.access.permissions import ROLES

RELATIONS = ("own", "partner", "stranger", "emergency", "ex_employee", "role_ended")
HEADS = ("duty_inspector", "home_worker", "information_governance")
PLACEHOLDER = "K"
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
FORM_ERRORS = {400, 409, 413, 422}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Somebody in a role and a relation, a method, and the address."""

    route: Route
    row: Row
    role: str
    relation: str
    method: str

    def expected(self) -> str:
        """Return what the table intends."""
        said, looking = self.row.said, self.method not in CHANGING
        if self.row.about == "api":
            return str(said["without_token"])
        if self.row.about == "signing in":
            out = self.role == "nobody" or self.relation == "ex_employee"
            return said["anonymous"] if out else said["signed_in"]
        if self.role == "nobody" or self.relation == "ex_employee":
            return "sign_in"
        if self.relation == "role_ended" or self.role not in self.row.roles:
            return "forbidden"
        if self.row.about == "nothing":
            return "page"
        if self.row.about == "draft":
            another = self.relation in {"stranger", "emergency"}
            return said["another_look" if looking else "another_change"] if another else "page"
        if said.get("colleague") and self.relation == "own" and self.role != said["colleague"]:
            return "hidden"
        relation = self.relation
        by_role = said.get(f"{relation}_by_role", {})
        if self.role in by_role:
            return by_role[self.role]
        if relation == "emergency":
            if self.role not in USE_EMERGENCY or not looking:
                return "hidden"
            return said.get("emergency", "page")
        return said.get(relation, "hidden" if relation == "stranger" else "page")

    @property
    def by_emergency(self) -> bool:
        """Whether somebody sends something who only sees the child by emergency access."""
        return self.relation == "emergency" and self.method in CHANGING

    def keys(self, world: World) -> dict[str, Any]:
        """Return the keys in the address: child A's."""
        keys = dict(world.a.keys)
        keys |= {part: keys[name] for part, name in self.row.said.get("keys", {}).items()}
        own_draft = world.drafts.get((self.role, self.relation))
        outside = self.relation in {"stranger", "emergency"}
        if self.row.about == "draft" and own_draft and not outside:
            keys["draft_id"] = own_draft
        return keys


def cells(route: Route, row: Row, *, every: bool) -> Iterator[Cell]:
    """Yield the cells of a route; HEAD, being GET's shadow, is asked by three roles alone.

    Every day, four roles that differ from route to route in each relation, and the duty inspector
    who is of the agency that keeps the record (`every` takes them all).
    """
    some = everyday_roles(route, row)
    for method in route.methods:
        yield Cell(route=route, row=row, role="nobody", relation="none", method=method)
        for role in ROLES if method != "HEAD" else HEADS:
            for relation in RELATIONS if method != "HEAD" else ("own",):
                if every or role in some or (relation == "own" and role == "duty_inspector"):
                    yield Cell(route=route, row=row, role=role, relation=relation, method=method)


def everyday_roles(route: Route, row: Row) -> frozenset[str]:
    """Return three roles that may and one that may not, drawn by the route's name."""
    dice = random.Random(route.name)
    may = sorted(row.roles & set(ROLES))
    others = sorted(set(ROLES) - row.roles)
    return frozenset(dice.sample(may, min(3, len(may))) + dice.sample(others, min(1, len(others))))


def ask(client: Any, method: str, path: str, body: dict[str, Any]) -> Any:
    """Ask for an address, as a browser would."""
    sent = {"data": body} if method == "POST" else {}
    return client.generic(method, path) if method in {"PUT", "PATCH", "DELETE"} else getattr(
        client, method.lower()
    )(path, **sent)  # fmt: skip


def outcome(response: Any) -> str:
    """Return what came, in the table's words."""
    status = response.status_code
    if status in {301, 302, 303}:
        return "sign_in" if response["Location"].startswith("/sign-in/") else "page"
    known = {401: "sign_in", 403: "forbidden", 404: "hidden", 405: "not_allowed"}
    if status in known:
        return known[status]
    return "page" if status < 300 or status in FORM_ERRORS or status == 503 else f"status {status}"


def nobodys(keys: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Any]:
    """Return keys like those of an address that name nothing at all."""
    fresh = {}
    for part in parts:
        if not isinstance(keys[part], UUID) and part != "reference":
            fresh[part] = keys[part]  # a word or a year of everybody's, and nobody's key
        elif part == "reference":
            fresh[part] = new_reference(random_bytes=bytes(range(RANDOM_BYTES_NEEDED)), kind="E")
        else:
            fresh[part] = uuid4()
    return fresh


def seen(response: Any, keys: dict[str, Any], parts: tuple[str, ...]) -> tuple[Any, ...]:
    """Return all of a response that could tell two apart, without its tokens and its own key."""
    text = response.content.decode("utf-8", "replace")
    for part in parts:
        text = text.replace(str(keys[part]), PLACEHOLDER)
    headers = {
        name: TOKEN.sub("T", value) for name, value in response.headers.items()
        if name != "Content-Length"
    }  # fmt: skip
    return response.status_code, headers, sorted(response.cookies), TOKEN.sub("T", text)
