"""Dying at every boundary of the intake transaction: nothing or everything, and one receipt."""

import json

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections

from whereabouts.journeys.report_missing import report_missing
from whereabouts.proving.boundaries import every_boundary, rows_written
from whereabouts.proving.failpoints import Died, by_closing, points
from whereabouts.proving.telling import told

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def attempt(make_actor, noon):
    """A taker of one and the same report, that dies where it is told to."""
    actor, seen = make_actor("call_handler"), []

    def go(point):
        with points(connection=connection, at=point, die=by_closing(connection=connection)) as met:
            try:
                receipt = report_missing(actor=actor, told=told(key="key", at=noon), at=noon)
            except (Died, DatabaseError):
                # What Django makes of a connection that is gone may hide how it went.
                assert met.dead
                return True, b""
            finally:
                seen.append(met.names)
                connection.close()
        return False, json.dumps(receipt.as_json(), sort_keys=True).encode()

    go.seen = seen
    return go


@pytest.mark.slow
def test_at_every_boundary_there_is_nothing_or_everything_and_again_the_same_receipt(attempt):
    found = every_boundary(attempt=attempt, rows=rows_written)
    assert found == {"points": found["points"], "lost": 0, "half": 0, "doubled": 0, "changed": 0}
    assert found["points"] > 15  # a report is few statements, each with what it writes together
    # The last but one died after COMMIT and before anybody was told; the last found its receipt.
    longest = max(attempt.seen, key=len)
    assert longest[-2:] == ["COMMIT", "after COMMIT"]


def test_the_counting_would_see_half_a_report(noon):
    """A system that writes half, forgets, or answers otherwise is found out."""
    written = []

    def sloppy(point):
        written.append(point)
        return (point is not None and point < 3), b"receipt"

    found = every_boundary(attempt=sloppy, rows=lambda: len(written) % 3)
    assert found["half"]
    found = every_boundary(attempt=lambda point: (point == 0, b""), rows=lambda: 0)
    assert found["lost"] == 1
    answers = iter([b"one", b"two", b"three"])
    found = every_boundary(attempt=lambda point: (False, next(answers)), rows=lambda: 0)
    assert found["changed"] == 1


def test_the_wrapper_is_gone_afterwards_and_none_is_there_before():
    assert connection.execute_wrappers == []
    with points(connection=connection, at=None, die=lambda: None):
        assert len(connection.execute_wrappers) == 1
    assert connection.execute_wrappers == []
    assert "_commit" not in vars(connection)


def test_no_part_of_the_product_knows_the_harness():
    """Beside the import contract: nothing names it as text either, but the command that starts it."""
    naming = [
        file.relative_to(settings.PACKAGE_DIR).as_posix()
        for file in settings.PACKAGE_DIR.rglob("*.py")
        if "whereabouts.proving" in file.read_text() and "proving" not in file.parts
    ]
    assert naming == ["launcher/asking.py"]


@pytest.fixture(autouse=True)
def closed_afterwards():
    """Leave no connection that a killed attempt broke."""
    yield
    connections.close_all()
