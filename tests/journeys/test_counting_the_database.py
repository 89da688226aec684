"""The database counted: a child of two forces once, every look written down, nobody named."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.figures.counting import counted
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.lookups.every_row import _told, from_database
from whereabouts.interfaces.commands import figures, reading
from whereabouts.interfaces.commands.management.commands.figures import read
from whereabouts.records.people.actions.joining import link_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_forces(make_agency, make_actor, make_child, take_report):
    """Report one child to two forces, each of which keeps a record."""
    elsewhere = make_agency(kind="police", name="Southmoor Police")
    here = make_actor("call_handler")
    there = make_actor("call_handler", agency=elsewhere, name="there")
    mine, theirs = make_child(), make_child(by=there)
    take_report(actor=here, child=mine)
    take_report(actor=there, child=theirs)
    return mine, theirs


def count(name):
    source = from_database(at=timezone.now())
    return counted(rows=source.rows, definition=definition(name=name), ends=2027)[0].count


def test_each_force_counts_its_own_and_a_child_of_two_records_is_two_until_joined(
    two_forces, make_actor
):
    assert (count("incident"), count("individual"), count("child")) == (2, 2, 2)
    mine, theirs = two_forces
    coordinator = make_actor("missing_coordinator")
    with entered(actor=coordinator, at=NOON):
        link_records(child=mine, other=theirs, because="Made up.", by=coordinator, at=NOON)
    assert (count("incident"), count("child")) == (2, 1)


def test_the_table_names_nobody_and_every_look_is_written_down(two_forces, make_actor, capsys):
    assert figures.main(["counts", "--year", "2027", "--json"], read=read) == 0
    printed = capsys.readouterr().out
    document = json.loads(printed)
    assert document["lines"][-1]["incident/1"] == "c"
    assert "Sampleton" not in printed
    assert str(two_forces[0].pk) not in printed
    with entered(actor=make_actor("call_handler"), at=timezone.now()):
        assert Look.objects.filter(page="counting of episodes").count() >= 1


def test_an_empty_database_has_nothing_of_any_year(capsys):
    assert figures.main(["counts"], read=read) == 1
    assert "nothing of the year" in capsys.readouterr().err


def test_a_year_is_reckoned_by_british_clocks():
    midnight = datetime(2026, 3, 31, 23, 0, tzinfo=UTC)
    assert _told(midnight) == int(datetime(2026, 4, 1, tzinfo=UTC).timestamp())


def test_how_far_the_reading_has_come_is_said_and_never_on_the_output(
    two_forces, monkeypatch, capsys
):
    monkeypatch.setattr(reading, "EVERY_SECONDS", 0.0)
    read(2027)
    said = capsys.readouterr()
    assert said.out == ""
    assert re.search(r"figures: 1 of \d+ agencies read", said.err)
    monkeypatch.setattr(reading, "EVERY_SECONDS", 9.0)
    read(2027)
    # Where nobody waited, nobody is told.
    assert capsys.readouterr().err == ""
