"""The world of the matrix, made once a module and thrown away after it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connections, transaction

from tests.conftest import NOON
from tests.web.matrix import canaries, rows
from tests.web.matrix.bodies import forms_by_route
from tests.web.matrix.forms import Form
from tests.web.matrix.logs import everything_logged
from tests.web.matrix.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Return both children's worlds, committed; afterwards every table is emptied."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            with time_machine.travel(NOON, tick=True), everything_logged() as said:
                made = make_world(NOON)
            made.logged = said.getvalue()
            canaries.fill(made)
            rows.teach()
            connections["default"].close()
            yield made
        finally:
            rows.empty()


@pytest.fixture(scope="module")
def forms(world: World, django_db_blocker: pytest.FixtureRequest) -> dict[str, dict[str, Form]]:
    """Return the forms that are sent to each page, by whom they were shown to."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):  # type: ignore[attr-defined]
        return forms_by_route(world)


@pytest.fixture
def undone(world: World, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Undo whatever a test does."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)
