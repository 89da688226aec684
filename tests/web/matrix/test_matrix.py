"""Every role in every relation at every page: the table of expectations holds, cell by cell."""

import pytest
from django.db import transaction

from tests.web.matrix import canaries, rows
from tests.web.matrix.cells import ask, cells, nobodys, outcome, seen
from tests.web.matrix.routes import EVERY_METHOD, every_route, groups, table
from whereabouts.foundations.access.permissions import ROLES, Permission

ROUTES = {one.name: one for one in every_route()}
TABLE = table()
COUNTED: dict[str, int] = {}
HEAVIEST = 100_000  # bytes of a page without its pictures, for a telephone where the signal is poor
# Here the page itself asks for more than its permission: a decision's rank, the taking of reports, to
# see adults, and to see the home.
NARROWER = {"return-not-done", "report-draft-who", "breach-child", "setting-concern-adult"}


@pytest.fixture(scope="module", autouse=True)
def said():
    """Say how many cells were tried."""
    yield
    print(f"\nmatrix: {sum(COUNTED.values())} cells over {len(COUNTED)} addresses")


def test_every_address_has_a_row_and_every_row_an_address():
    assert all(ROUTES), "an address has no name"
    assert len(ROUTES) == len(every_route()), "two addresses have one name"
    assert sorted(ROUTES) == sorted(TABLE)


def test_every_address_answers_to_the_methods_of_its_row():
    wrong = {
        name: (route.methods, TABLE[name].methods)
        for name, route in ROUTES.items()
        if name in TABLE and set(route.methods) != set(TABLE[name].methods)
    }
    assert not wrong


def test_every_group_is_made_of_roles_that_exist():
    for name, members in groups().items():
        assert members <= set(ROLES), name
    for row in TABLE.values():
        assert row.roles <= set(ROLES), row.name


def test_what_a_page_needs_is_held_by_exactly_the_roles_of_its_row():
    wrong = {}
    for name, route in ROUTES.items():
        row = TABLE[name]
        if row.about == "signing in":
            assert not route.needs, name
            continue
        if row.about == "api" and not row.roles:
            assert not route.needs, name
            continue
        holders = {role for role, holds in ROLES.items() if Permission(route.needs) in holds}
        held = row.roles < holders if name in NARROWER else row.roles == holders
        if not held:
            wrong[name] = (route.needs, sorted(row.roles ^ holders))
    assert not wrong


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", sorted(ROUTES))
@pytest.mark.usefixtures("undone")
def test_every_cell_comes_out_as_intended(name, every, world, forms):
    route, row = ROUTES[name], TABLE[name]
    secret = canaries.any_of("A", world.a.word)
    hidden_address = canaries.of_confidential_addresses("A")
    body = next((one.plausible() for one in forms.get(name, {}).values()), {})
    given = row.said.get("body", {})
    body |= {field: str(world.a.keys.get(said, said)) for field, said in given.items()}
    if name == "emergency-access":
        body = {"reference": world.b.keys["reference"], "reason": "A child in danger."}
    if name == "notices-acknowledge":
        body = {}  # whose notices those are is tried among the swaps
    wrong, compared = [], set()
    for cell in cells(route, row, every=every):
        COUNTED[name] = COUNTED.get(name, 0) + 1
        keys = cell.keys(world)
        who = f"{cell.method} {cell.role}, {cell.relation}"
        response = _asked(world, cell, route.path(keys), body)
        came = outcome(response)
        intended = cell.expected()
        unread = cell.by_emergency and response.status_code in {400, 409, 422}
        if unread and intended == "hidden":
            came = "hidden"  # a form that could not be read is said to be so; it changes nothing
        if came != intended:
            wrong.append(f"{who}: {came} ({response.status_code}), not {intended}")
        text = response.content.decode("utf-8", "replace") + str(dict(response.headers))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and len(response.content) > HEAVIEST:
            wrong.append(f"{who}: weighs {len(response.content)}, more than {HEAVIEST}")
        outside = cell.relation in {"none", "stranger", "ex_employee", "role_ended"}
        outside = outside or outcome(response) in {"hidden", "forbidden", "sign_in"}
        if outside and secret.search(text):
            wrong.append(f"{who}: shows {secret.search(text)[0]} of somebody else's child")
        if cell.relation != "own" and hidden_address.search(text):
            wrong.append(f"{who}: shows the confidential address")
        if (
            outcome(response) == "hidden"
            and route.parts
            and row.about not in {"signing in", "draft"}
            and (cell.relation, cell.method) not in compared
        ):
            compared.add((cell.relation, cell.method))
            none = nobodys(keys, route.parts)
            other = _asked(world, cell, route.path(none), body)
            if seen(response, keys, route.parts) != seen(other, none, route.parts):
                wrong.append(f"{who}: hidden is not like none ({other.status_code})")
    assert not wrong, f"{len(wrong)} of {COUNTED[name]} cells of {name}:\n" + "\n".join(wrong[:25])


def _asked(world, cell, path, body):
    with transaction.atomic():
        response = ask(world.client(cell.role, cell.relation), cell.method, path, body)
        transaction.set_rollback(True)
    return response


@pytest.mark.usefixtures("undone")
def test_no_page_answers_to_another_method(world):
    client = world.client("superintendent", "own")
    wrong, before = [], rows.sums()
    for name, route in ROUTES.items():
        said = TABLE[name].said.get("keys", {})
        keys = world.a.keys | {part: world.a.keys[key] for part, key in said.items()}
        for method in set(EVERY_METHOD) - set(route.methods):
            response = ask(client, method, route.path(keys), {})
            allowed = response.status_code in {405, 403, 302}
            if not allowed:
                wrong.append((method, name, response.status_code))
    assert not wrong
    assert rows.sums() == before


@pytest.mark.usefixtures("undone")
def test_somebody_of_the_agency_does_see_the_marks(world):
    client = world.client("duty_inspector", "own")
    secret = canaries.any_of("A", world.a.word)
    for name in ("child", "episode", "decide", "child-details"):
        assert secret.search(client.get(ROUTES[name].path(world.a.keys)).text), name
    address = canaries.of_confidential_addresses("A")
    assert address.search(client.get(ROUTES["child"].path(world.a.keys)).text)
