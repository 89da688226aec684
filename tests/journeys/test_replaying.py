"""The past of the database, graded again: read agency by agency, every look written down."""

import json

import pytest
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.interfaces.commands import reading, replay
from whereabouts.interfaces.commands.management.commands.replay import read

pytestmark = pytest.mark.django_db


def test_the_database_is_read_agency_by_agency_and_every_look_is_written_down(
    make_child, take_report, decide_as, make_actor, capsys
):
    known = [make_child(), make_child(name="Testo Sampleton")]
    first, _ = (take_report(child=child) for child in known)
    decide_as(make_actor("duty_inspector"), first, level="medium")
    before = timezone.now()

    assert replay.main(["--pack", "app-2026", "--json"], read=read) == 0

    document = json.loads(capsys.readouterr().out)
    assert document["episodes"] == 2
    assert document["different"]["not_decided"] == 1
    (row,) = document["by_force"]
    assert row["episodes"] == 2
    with entered(actor=make_actor("duty_inspector"), at=before):
        looks = Look.objects.filter(page="grading of past episodes")
        assert {one for look in looks for one in look.subjects} == {child.pk for child in known}


def test_an_empty_database_has_nothing_to_grade(capsys):
    assert replay.main(["--pack", "app-2026"], read=read) == 1
    assert "no episode" in capsys.readouterr().err


def test_a_replay_of_the_database_says_how_far_it_has_read(
    make_child, take_report, monkeypatch, capsys
):
    take_report(child=make_child())
    monkeypatch.setattr(reading, "EVERY_SECONDS", 0.0)
    assert replay.main(["--pack", "app-2026", "--json"], read=read) == 0
    said = capsys.readouterr()
    assert "replay: 0 of " in said.err
    assert "agencies read" not in said.out
