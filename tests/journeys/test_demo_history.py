"""The slice of the made-up nation behind the demonstration: whole, counted, and never twice."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.figures.checks import checked
from whereabouts.insight.figures.pack_shapes import measures
from whereabouts.insight.figures.pack_times import time_of_packs
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.figures.ssda903 import made as made_return
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.insight.lookups.looked_after import looked_after_by
from whereabouts.insight.lookups.pack_making import make_contents
from whereabouts.insight.lookups.partnership import makes_packs, packs_made
from whereabouts.insight.lookups.published import last_whole_year, make_figures, years_published
from whereabouts.interfaces.commands.demo import history
from whereabouts.interfaces.commands.demo.nation import ELSEWHERE, found
from whereabouts.interfaces.commands.demo.told import FIRST_ROUND, MARK, has_history, is_told
from whereabouts.journeys.clock.publishing import FIGURES
from whereabouts.practice.return_home.models import Interview, Return
from whereabouts.records.episodes.events import BACKLOADED
from whereabouts.records.episodes.models import Episode
from whereabouts.records.placements.models import Placement


@pytest.fixture(scope="module")
def at():
    return timezone.now()


@pytest.fixture(scope="module")
def made(at):
    return history.slice_of(at=at, seed=1)


def test_the_slice_ends_now_and_nobody_of_it_is_missing(made, at):
    episodes, now = made.episodes, at.timestamp()
    assert (episodes["returned_at"] >= 0).all()
    for name in history.TIMES:
        assert (episodes[name] < now).all()
    latest = episodes["reported_at"].max()
    assert latest > now - 14 * history.DAY
    # The last whole year is in it from its first month on.
    assert episodes["reported_at"].min() < now - 2 * 365 * history.DAY + 120 * history.DAY


def test_everybody_of_the_slice_stays_a_child(made):
    born = made.tables["children"]["born"][made.episodes["child"]].astype(np.int64)
    age = (made.episodes["reported_at"] // history.DAY - born) / 365.25
    assert age.max() < 18.1


@pytest.mark.usefixtures("committed")
def test_the_slice_is_written_once_and_makes_figures_packs_and_returns(at, monkeypatch):
    monkeypatch.setattr(history, "SCALE", 0.004)
    nation = found(at=at)
    said = []

    def tell():
        return history.tell(seed=1, at=at, say=said.append)

    assert not has_history()
    number = tell()
    assert has_history()
    assert is_told()
    assert number > 1_000
    assert tell() == 0
    assert any("episodes" in one for one in said)

    rows = from_database(at=at).rows
    # With the faults that what forces send has: calls again, adults, no day of birth, all together.
    assert len(np.unique(rows.episode[rows.episode >= 0])) == number
    assert len(rows) > 1.5 * number
    steps = {
        one.name: one.count for one in reconciled(rows=rows, ends=last_whole_year(at=at)).steps
    }
    assert all(count for name, count in steps.items() if name != "whereabouts known"), steps
    ends = last_whole_year(at=at)
    assert any("Counts by force" in str(part) for part in make_figures(ends=ends, at=at) or ())

    # Whoever is signed in finds them made, and the rounds after them set.
    analyst = nation.actor("national_analyst", of=ELSEWHERE["national_analyst"], at=at)
    assert [one.ends for one in years_published(actor=analyst, at=at)] == [ends]
    assert not makes_packs(actor=analyst, at=at)
    force = nation.actor("missing_coordinator", at=at)
    assert {one.kind for one in packs_made(actor=force, at=at)} == {"pack", "profile"}
    assert set(Timer.objects.filter(state="waiting").values_list("kind", flat=True)) >= {
        "pack_round", "figures_round",
    }  # fmt: skip
    with entered(actor=force, at=at):
        own = Episode.objects.filter(owner_agency=force.agency_id)
        assert own.exists()
        assert not own.exclude(state="closed").exists()
        assert Return.objects.filter(episode__in=own).count() == own.count()
        assert Interview.objects.filter(episode__in=own, kind="return", outcome="held").exists()
        assert Interview.objects.filter(episode__in=own).exclude(reasons=[]).exists()
    clock = system_actor(agency=force.agency_id, at=at)
    with entered(actor=clock, at=at):
        first = time_of_packs(last=None, today=at.date(), by=measures(on=at.date()))
        contents = make_contents(by=clock, time_of=first, at=at)
    assert first.until - first.since > timedelta(days=360)
    assert {"pack", "profile"} <= set(contents)

    for authority in Agency.objects.filter(kind="authority", country="england").order_by("code"):
        clock = system_actor(agency=authority.pk, at=at)
        in_care = looked_after_by(actor=clock, at=at).children
        if in_care:
            made = made_return(children=in_care, ends=ends)
            assert checked(made=made) == []
            with entered(actor=clock, at=at):
                assert Placement.objects.filter(responsible_authority=authority).exists()
            break
    else:
        pytest.fail("no authority looks after anybody")
    connection.close()


def test_what_is_asked_at_every_start_is_what_the_slice_and_the_clock_write():
    assert (MARK, FIRST_ROUND) == (BACKLOADED, FIGURES)
