"""The world of the matrix, made once a worker, in a database of its own."""

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import connections, transaction

from tests.conftest import NOON, OF_THE_MATRIX, use_database
from tests.web.matrix import canaries, rows
from tests.web.matrix.bodies import forms_by_route
from tests.web.matrix.forms import Form
from tests.web.matrix.logs import everything_logged
from tests.web.matrix.world import World, make_world

WORLDS: list[World] = []
FORMS: list[dict[str, dict[str, Form]]] = []


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Return both children's worlds, committed in a database of their own; nothing changes them."""
    usual = str(settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        use_database(name=usual + OF_THE_MATRIX)
        try:
            if not WORLDS:
                WORLDS.append(_made())
            yield WORLDS[0]
        finally:
            use_database(name=usual)


def _made() -> World:
    with time_machine.travel(NOON, tick=True), everything_logged() as said:
        made = make_world(NOON)
    made.logged = said.getvalue()
    canaries.fill(made)
    rows.teach()
    connections["default"].close()
    return made


@pytest.fixture(scope="module")
def forms(world: World, django_db_blocker: pytest.FixtureRequest) -> dict[str, dict[str, Form]]:
    """Return the forms that are sent to each page, by whom they were shown to.

    The clock stands still meanwhile: a time filled in for a reader is none that still lies ahead.
    """
    if not FORMS:
        with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False):  # type: ignore[attr-defined]
            FORMS.append(forms_by_route(world))
    return FORMS[0]


@pytest.fixture
def undone(world: World, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Undo whatever a test does."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)
