"""A history with all that belongs to it: every call, adults among them, plans, flags, whom with."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from whereabouts.engines.policy import load_packs
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.models import Agency, Area
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.lookups.every_row import GROUPS, from_database
from whereabouts.interfaces.commands.backload import loading
from whereabouts.interfaces.commands.backload.areas import authorities_of
from whereabouts.interfaces.commands.backload.loading import AlreadyLoaded, load
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.made_nation.settings import areas
from whereabouts.interfaces.commands.management.commands.run_finder import connect
from whereabouts.interfaces.commands.statistics.source import rows_of
from whereabouts.practice.plans.models import TriggerPlan
from whereabouts.records.people.models import Adult, AdultLink, Flag
from whereabouts.records.people.vocabulary import ETHNICITIES
from whereabouts.records.reports.models import Contact

BESIDE = (
    "reports_contact", "reports_report", "episodes_episodereport", "plans_triggerplan",
    "people_adult", "people_adultlink", "adults_registerentry", "people_flag",
    "return_home_return", "return_home_interview", "conversations_harmsaid", "placements_placement",
)  # fmt: skip
AT_ONCE = 60


class Interrupted(Exception):
    """Somebody pressed the keys that stop it."""


@pytest.fixture(scope="module")
def library(request):
    return load_packs(request.config.rootpath / "policy_packs")


@pytest.fixture(scope="module")
def made():
    """Years on either side of the end of absent as a category."""
    return make_nation(years=9, scale=0.001, seed=31)


@pytest.fixture
def line(committed):
    with connect(writing=True) as opened:
        yield opened


@pytest.fixture
def at():
    return timezone.now()


def without_authorities(nation):
    """Return the place of the force whose authorities nobody opened: children in care it has."""
    return int(np.bincount(nation.episodes["force"], nation.episodes["care"]).argmax())


@pytest.fixture
def authorities(committed, made, at):
    """Each force that the nation has, but one, with two authorities in its area."""
    alone = made.about["forces"][without_authorities(made)]
    for code in made.about["forces"]:
        if code == alone:
            continue
        shared = {"at": at, "made_up": True, "country": "england"}
        force = open_agency(
            kind="police_force", name=f"Force of {code}", code=f"made-up-{code.lower()}", **shared
        )
        for half in ("north", "south"):
            authority = open_agency(
                kind="authority", name=f"{code} {half}", code=f"{code.lower()}-{half}", **shared
            )
            Area.objects.create(authority=authority, force=force)


@pytest.fixture
def bring_in(library, line, at):
    def bring(nation, **how):
        wanted = {"at": at, "followed": True, **how}
        return load(nation=nation, library=library, connection=line, **wanted)

    return bring


def every_row(line):
    found = {}
    for table in BESIDE:
        asked = line.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column.name for column in asked.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in asked]
    return found


def test_every_step_between_two_counts_is_in_the_database_what_it_is_in_the_columns(
    made, bring_in, at
):
    bring_in(made)
    columns = rows_of(made.tables["returned"], made.episodes)
    found = from_database(at=at).rows
    steps = Counter()
    for ends in made.about["years"]:
        if ends in (2018, 2019):
            continue  # a force lost two months of what it sent, and has the episodes all the same
        truth, ours = (reconciled(rows=rows, ends=ends) for rows in (columns, found))
        assert (ours.sent, ours.incidents) == (truth.sent, truth.incidents)
        assert {one.name: one.count for one in ours.steps} == {
            one.name: one.count for one in truth.steps
        }
        assert ours.whole
        # Nobody has joined the records of two forces yet: a child of both is there twice.
        year = columns.of_year(ends=ends)
        pairs = year.person[truth.kept].astype(int) * 100 + year.force[truth.kept]
        assert ours.children == len(np.unique(pairs))
        steps.update({one.name: one.count for one in ours.steps})
    never = {name for name, count in steps.items() if not count}
    assert never == {"whereabouts known"}, "Nothing of the nation is away with leave to be known."


def test_authorities_are_opened_all_or_none_and_once(made, committed, at, monkeypatch):
    force = open_agency(
        kind="police_force", name="Force", code="made-up-force", at=at, made_up=True
    )
    land, real, left = areas(), Area.objects.create, [5]
    place = int(np.bincount(land.force_of).argmax())
    wanted = int((land.force_of == place).sum())
    assert wanted > 5
    land = replace(
        land, authorities=tuple(np.array(land.authorities)[land.force_of == place].tolist()),
        force_of=np.zeros(wanted, np.int64), wales=land.wales[[place]],
    )  # fmt: skip

    def cut(**given):
        if not left[0]:
            raise Interrupted
        left[0] -= 1
        return real(**given)

    monkeypatch.setattr(Area.objects, "create", cut)
    with pytest.raises(Interrupted):
        authorities_of(land=land, forces=[force.pk], at=at)
    monkeypatch.setattr(Area.objects, "create", real)
    assert not Agency.objects.filter(kind="authority").exists(), "Some of them stayed."
    opened = authorities_of(land=land, forces=[force.pk], at=at)
    assert len(opened.own) == len(opened.of_force[0]) == wanted
    assert authorities_of(land=land, forces=[force.pk], at=at) == opened


def test_a_child_has_the_ethnicity_of_the_columns_in_codes_that_figures_read(made, line, bring_in):
    bring_in(made)
    found = line.execute(
        "SELECT i.value, c.ethnicity_self FROM people_child c"
        " JOIN people_childidentifier i ON i.child_id = c.id"
    ).fetchall()
    not_recorded = 0
    for value, code in found:
        place = int(made.tables["children"]["ethnicity"][int(value.split("/")[2])])
        not_recorded += place < 0
        assert code in dict(ETHNICITIES) if place >= 0 else code == ""
        assert place < 0 or code in GROUPS[(0, 1, 2, 4)[place]]
    assert 0.2 < not_recorded / len(found) < 0.42


def test_each_call_is_a_contact_and_those_of_adults_name_nobody(made, line, bring_in):
    bring_in(made)
    sent = made.tables["returned"]
    of_children = sent["episode"] >= 0
    asked = "SELECT count(*) FROM reports_contact WHERE "
    count = {
        "with a child": line.execute(asked + "child_id IS NOT NULL").fetchone()[0],
        "adults": line.execute(asked + "child_id IS NULL AND disposal = 'adult'").fetchone()[0],
        "nobody told": line.execute(asked + "disposal = 'age_not_told'").fetchone()[0],
        "again": line.execute(asked + "disposal = 'told_before'").fetchone()[0],
    }
    assert count == {
        "with a child": of_children.sum(),
        "adults": (~of_children & (sent["age"] >= 18)).sum(),
        "nobody told": (~of_children & (sent["age"] < 0)).sum(),
        "again": sent["call"].sum(),
    }
    assert all(count.values())
    # A call about a child is a report of the very episode that it was about.
    wrong = line.execute(
        "SELECT count(*) FROM episodes_episodereport l JOIN reports_report r ON r.id = l.report_id"
        " JOIN episodes_episode e ON e.id = l.episode_id JOIN reports_contact c"
        " ON c.id = r.contact_id WHERE r.child_id <> e.child_id OR c.child_id <> e.child_id"
        " OR c.owner_agency_id <> e.owner_agency_id OR c.happened_at <> e.reported_at"
    )
    assert wrong.fetchone() == (0,)


def test_a_plan_is_agreed_before_the_first_report_under_it_and_holds_its_level(
    made, line, bring_in
):
    bring_in(made)
    planned = made.episodes["fact_plan_level"] > 0
    pairs = made.episodes["child"][planned].astype(int) * 100 + made.episodes["force"][planned]
    plans = line.execute(
        "SELECT p.level, count(e.id) FROM plans_triggerplan p JOIN episodes_episode e"
        " ON e.child_id = p.child_id AND e.reported_at > p.agreed_at GROUP BY p.id"
    ).fetchall()
    assert len(plans) == len(np.unique(pairs)) > 3
    assert sum(number for _, number in plans) == planned.sum()
    said = dict(zip(("low", "medium", "high"), (1, 2, 3), strict=True))
    assert Counter(said[level] for level, number in plans for _ in range(number)) == Counter(
        made.episodes["fact_plan_level"][planned].tolist()
    )


def test_adults_are_one_forces_linked_with_several_children_and_on_its_register(
    made, line, bring_in
):
    bring_in(made, at_once=AT_ONCE)
    links = made.tables["adults"]
    asked = line.execute(
        "SELECT count(*), count(DISTINCT l.adult_id), bool_and(l.owner_agency_id ="
        " a.owner_agency_id AND c.owner_agency_id = a.owner_agency_id)"
        " FROM people_adultlink l JOIN people_adult a ON a.id = l.adult_id"
        " JOIN people_child c ON c.id = l.child_id"
    ).fetchone()
    assert asked == (len(links["child"]), len(np.unique(links["adult"])), True)
    assert asked[0] > asked[1] > 1
    assert line.execute("SELECT count(*) FROM adults_registerentry").fetchone() == (asked[1],)


def test_flags_stand_from_the_first_report_that_says_so(made, line, bring_in):
    bring_in(made)
    flagged = made.episodes["fact_cse_flag"] > 0
    pairs = made.episodes["child"][flagged].astype(int) * 100 + made.episodes["force"][flagged]
    flags = line.execute("SELECT count(*) FROM people_flag WHERE kind = 'cse'").fetchone()
    assert flags == (len(np.unique(pairs)),)
    early = line.execute(
        "SELECT count(*) FROM people_flag f WHERE NOT EXISTS (SELECT 1 FROM episodes_episode e"
        " WHERE e.child_id = f.child_id AND e.reported_at = f.raised_at)"
    )
    assert early.fetchone() == (0,)


@pytest.mark.usefixtures("authorities")
def test_stopped_anywhere_and_gone_on_is_the_same_as_never_stopped(
    made, line, bring_in, monkeypatch
):
    bring_in(made, at_once=AT_ONCE, batches=2)
    real, left = loading.copied, [11]

    def cut(*given):
        if not left[0]:
            raise Interrupted
        left[0] -= 1
        real(*given)

    monkeypatch.setattr(loading, "copied", cut)
    before = every_row(line)
    with pytest.raises(Interrupted):
        bring_in(made, at_once=AT_ONCE)
    assert every_row(line) == before, "A batch was half in."
    monkeypatch.setattr(loading, "copied", real)
    bring_in(made, at_once=AT_ONCE)
    resumed = every_row(line)
    with pytest.raises(AlreadyLoaded):
        bring_in(made, at_once=AT_ONCE)
    assert every_row(line) == resumed
    assert all(resumed.values())

    tables = line.execute(
        "SELECT tablename FROM pg_tables WHERE tablename = ANY(%s)",
        [[*BESIDE, "episodes_episode", "people_child", "audit_auditentry", "access_relation"]],
    ).fetchall()
    line.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} CASCADE")
    with connect(writing=True) as other, connect(writing=True) as third:
        bring_in(made, at_once=AT_ONCE * 3, beside=[other, third])
    again = every_row(line)
    assert again == resumed


@pytest.mark.usefixtures("authorities")
def test_a_placement_is_gathered_from_all_of_a_childs_absences_and_stands_while_they_are_away(
    made, line, bring_in, at
):
    made = replace(made, tables={**made.tables, "episodes": dict(made.episodes)})
    episodes = made.episodes
    in_care, alone = episodes["care"].astype(bool), without_authorities(made)
    away = int(np.flatnonzero(in_care)[-1])
    episodes["returned_at"] = episodes["returned_at"].copy()
    episodes["returned_at"][away] = -1
    bring_in(made, at_once=AT_ONCE)
    found = line.execute(
        "SELECT i.value, p.started_on, p.ended_on, p.responsible_authority_id = r.agency_id, a.code"
        " FROM placements_placement p JOIN agencies_agency a ON a.id = p.responsible_authority_id"
        " JOIN people_childidentifier i USING (child_id)"
        " LEFT JOIN access_relation r ON r.subject = p.child_id AND r.kind = 'responsible'"
    ).fetchall()

    wanted = defaultdict(list)
    for row in np.flatnonzero(in_care).tolist():
        wanted[int(episodes["child"][row]), int(episodes["force"][row])].append(row)
    assert len(found) == len(wanted) > 50
    codes, ended, own, land = made.about["forces"], Counter(), set(), areas()
    for value, started_on, ended_on, of_its_authority, authority in found:
        code, _, child = value.split("/")
        rows = wanted[int(child), codes.index(code)]
        assert of_its_authority
        theirs = int(episodes["authority"][rows[0]])
        if land.force_of[theirs] == alone:  # whoever reported it
            assert authority == f"made-up-{land.authorities[theirs].lower()}"
            own.add(authority)
        else:
            assert authority.startswith("made-up-") == (code == codes[alone])
        began = datetime.fromtimestamp(int(episodes["placed_at"][rows[0]]), UTC).date()
        assert abs(started_on - began) <= timedelta(days=1)
        if away in rows:
            assert ended_on is None
            continue
        back = datetime.fromtimestamp(max(episodes["returned_at"][rows].tolist()), UTC).date()
        assert abs(ended_on - back - timedelta(days=60)) <= timedelta(days=1)
        ended[len(rows) > 1] += 1
    assert ended[True] > 5, "Nobody was away more than once."
    assert len(own) > 1, "All of them are the duty of one authority."


def test_nobody_but_its_force_sees_a_plan_a_flag_an_adult_or_a_call(made, bring_in, make_actor, at):
    bring_in(made)
    later = at + timedelta(seconds=1)
    outsider = make_actor("duty_inspector", agency="Elsewhere Police")
    force = Agency.objects.get(code="made-up-e23000005")
    models = (TriggerPlan, Flag, Adult, AdultLink, Contact)
    with entered(actor=outsider, at=later):
        assert [one.objects.count() for one in models] == [0] * len(models)
    with entered(actor=system_actor(agency=force.pk, at=later), at=later):
        for one in (Flag, Contact):
            assert one.objects.filter(owner_agency=force).exists()
            assert not one.objects.exclude(owner_agency=force).exists()
