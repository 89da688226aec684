"""Rows sealed from a team or an agency before its members were named: made whole, and only once."""

from importlib import import_module

import pytest
from django.db import connections

from tests.journeys.returning_cast import Night
from tests.journeys.test_conduct import Station
from tests.journeys.test_words_passed_on import pass_on, say
from whereabouts.foundations.agencies.models import Team
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.conversations.models import HarmSaid, ToldLine
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.voice.models import ChildsWords


@pytest.fixture
def night(committed, make_actor, make_agency, noon):
    """Return a night that is committed: the backfill is the owner's, on a connection of its own."""
    made = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    made.found(already_there=True)
    made.prevention()
    return made


class Editor:
    """What a migration is given: the owner's connection."""

    connection = connections["owner"]


def fill():
    import_module("whereabouts.practice.conduct.migrations.0006_seal_members").seal_members(
        None, Editor()
    )


def test_rows_of_before_are_sealed_from_members_of_the_team_as_well(night):
    station = Station(night)
    words = say(night, name="Tess")
    pass_on(night, words)
    night.interview(harms={"by_staff": "disclosed"}, words="The officer swore at me.")
    with night.inside("supervisor"):
        team = Team.objects.get(name="Response team A").pk
    kept = {}
    for model in (Matter, Interview, HarmSaid, ToldLine, ChildsWords):
        rows = model.objects.using("owner").exclude(sealed_from=[])
        kept[model] = list(rows.values_list("pk", flat=True))
        rows.update(sealed_from=[team])  # as it was kept before
    assert sum(map(len, kept.values())) >= 3
    fill()
    once = {}
    for model, keys in kept.items():
        for row in model.objects.using("owner").filter(pk__in=keys):
            once[row.pk] = row.sealed_from
            assert {team, station.named.member_id, station.mate.member_id} <= set(row.sealed_from)
            assert station.other.member_id not in row.sealed_from
    untouched = Interview.objects.using("owner").filter(sealed_from=[]).count()
    fill()
    again = {
        row.pk: row.sealed_from
        for model, keys in kept.items()
        for row in model.objects.using("owner").filter(pk__in=keys)
    }
    assert again == once
    assert Interview.objects.using("owner").filter(sealed_from=[]).count() == untouched
