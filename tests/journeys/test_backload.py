"""A history that is stopped and goes on ends as one that never stopped; nothing of it is half in."""

import csv
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from whereabouts.engines.policy import LEVELS, evaluate, load_packs
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actions import follow_pack, open_agency
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.agencies.rules import followings_of
from whereabouts.foundations.audit.rules import canonical_bytes, entry_hash
from whereabouts.foundations.audit.verifying import verify
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.interfaces.commands.backload import loading
from whereabouts.interfaces.commands.backload.checking import checked
from whereabouts.interfaces.commands.backload.loading import AlreadyLoaded, compare, load
from whereabouts.interfaces.commands.backload.sides import SIDES
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.management.commands.run_finder import connect
from whereabouts.practice.risk import packs
from whereabouts.records.episodes.events import BACKLOADED

TABLES = (
    "people_child", "people_childname", "people_childbirth", "people_childidentifier",
    "access_relation", "episodes_episode", "risk_assessment", "risk_decision",
)  # fmt: skip
OWNERS = ["owner_agency_id", "recorded_by_id", "from_agency_id", "agency_id"]
AT_ONCE = 40


class Interrupted(Exception):
    """Somebody pressed the keys that stop it."""


@pytest.fixture(scope="module")
def library(request):
    return load_packs(request.config.rootpath / "policy_packs")


@pytest.fixture
def made():
    return make_nation(years=1, scale=0.001, seed=77)


@pytest.fixture
def line(committed):
    with connect(writing=True) as opened:
        yield opened


@pytest.fixture
def bring_in(library, line):
    def bring(nation, **how):
        wanted = {"at": timezone.now(), "at_once": AT_ONCE, **how}
        return load(nation=nation, library=library, connection=line, **wanted)

    return bring


def everything(line):
    """Return every row of every table; agencies and clocks by the force's code."""
    codes = {
        key: code
        for row in line.execute(
            "SELECT a.id, m.id, a.code FROM agencies_agency a"
            " JOIN agencies_member m ON m.agency_id = a.id"
        )
        for key, code in ((row[0], row[2]), (row[1], row[2]))
    }
    found = {}
    for table in TABLES:
        asked = line.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column.name for column in asked.description]
        found[table] = [
            {
                name: codes[value] if name in OWNERS and value else value
                for name, value in zip(names, row, strict=True)
            }
            for row in asked
        ]
    entries = line.execute(
        "SELECT subject, kind, at, payload FROM audit_auditentry WHERE kind = %s ORDER BY 1",
        [BACKLOADED],
    )
    found["audit"] = [(*row[:3], bytes(row[3])) for row in entries]
    return found


def emptied(line):
    line.execute(f"TRUNCATE {', '.join(TABLES)}, audit_auditentry CASCADE")


def test_stopped_and_gone_on_is_the_same_as_never_stopped(made, line, bring_in, monkeypatch):
    first = bring_in(made, batches=2)
    assert (first["batches"], first["stopped"]) == (2, True)

    real, left = loading.copied, [4]

    def cut(*given):
        if not left[0]:
            raise Interrupted
        left[0] -= 1
        real(*given)

    monkeypatch.setattr(loading, "copied", cut)
    before = everything(line)
    with pytest.raises(Interrupted):
        bring_in(made)
    assert everything(line) == before, "A batch was half in."
    monkeypatch.setattr(loading, "copied", real)

    last = bring_in(made)
    assert (last["batches_before"], last["stopped"]) == (2, False)
    resumed = everything(line)
    assert len(resumed["episodes_episode"]) == len(made.episodes["child"]) > 4 * AT_ONCE
    with pytest.raises(AlreadyLoaded):
        bring_in(made)

    emptied(line)
    assert not bring_in(made)["stopped"]
    assert everything(line) == resumed


def test_another_nation_is_not_mixed_with_one_that_is_there(made, bring_in):
    bring_in(made, batches=1)
    with pytest.raises(AlreadyLoaded):
        bring_in(make_nation(years=1, scale=0.001, seed=78))


def test_every_episode_has_its_line_in_the_log_hashed_as_any_other(made, line, bring_in):
    bring_in(made)
    entries = line.execute(
        "SELECT id, kind, subject, member_id, owner_agency_id, at, recorded_at, transaction,"
        " payload_hash, canonical, entry_hash, salt, payload FROM audit_auditentry WHERE kind = %s",
        [BACKLOADED],
    ).fetchall()
    episodes = {
        f"episode:{key}": (agency, at)
        for key, agency, at in line.execute(
            "SELECT id, owner_agency_id, reported_at FROM episodes_episode"
        )
    }
    assert {entry[2]: (entry[4], entry[5]) for entry in entries} == episodes
    for (
        key, kind, subject, member, agency, at, recorded_at, transaction, hashed, canonical, whole,
        salt, payload,
    ) in entries:  # fmt: skip
        again = canonical_bytes(
            key=key, kind=kind, subject=subject, member=member, agency=agency, at=at,
            recorded_at=recorded_at, transaction=transaction, payload_hash=bytes(hashed),
        )  # fmt: skip
        assert bytes(canonical) == again
        assert bytes(whole) == entry_hash(canonical=again)
        assert hashlib.sha256(bytes(salt) + bytes(payload)).digest() == bytes(hashed)
    assert verify().wrong == []
    # And one that somebody changed afterwards is found.
    line.execute(
        "UPDATE audit_auditentry SET subject = 'episode:' || gen_random_uuid() WHERE id = %s",
        [entries[0][0]],
    )
    assert {fault.key for fault in verify().wrong} == {entries[0][0]}


def test_what_is_wrong_is_refused_with_every_reason_and_the_rest_is_in(
    made, line, bring_in, tmp_path
):
    episodes = made.episodes
    number = len(episodes["child"])
    episodes["returned_at"] = episodes["returned_at"].copy()
    episodes["level"] = episodes["level"].copy()
    back = np.flatnonzero(episodes["returned_at"] >= 0)[:3]
    episodes["returned_at"][back[:2]] = episodes["reported_at"][back[:2]] - 60
    episodes["level"][back[1:]] = 9
    done = bring_in(made, refused=tmp_path / "refused.csv")
    assert done["refused"] == 3
    assert done["refused_because"] == {"back before it was reported": 2, "no such level": 2}
    assert line.execute("SELECT count(*) FROM episodes_episode").fetchone() == (number - 3,)
    with (tmp_path / "refused.csv").open(encoding="utf-8") as written:
        rows = list(csv.DictReader(written))
    assert {row["row"]: row["because"] for row in rows} == {
        str(back[0]): "back before it was reported",
        str(back[1]): "no such level; back before it was reported",
        str(back[2]): "no such level",
    }


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("child", 10**6, "no such child"),
        ("force", 43, "no such force"),
        ("reported_at", 4_000_000_000, "reported in the future"),
        ("last_seen_at", 2_000_000_000, "reported before it was last seen"),
        ("fact_age_years", 900, "no such value: age_years"),
    ],
)
def test_each_thing_that_cannot_be_is_named(made, library, column, value, reason):
    columns = {"fact_age_years": None, **dict.fromkeys(made.episodes)}
    name = column if column in columns and column in made.episodes else None
    if name is None:
        name = next(one for one in made.episodes if one.endswith("age_years"))
    broken = made.episodes[name].astype(np.int64)
    broken[5] = value
    made.episodes[name] = broken
    until = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    found = checked(nation=made, vocabulary=library.vocabulary, until=until)
    assert reason in found.reasons[5]
    assert not found.good[5]
    assert found.good.sum() >= len(found.good) - 2


def test_a_force_number_finds_the_child_again_and_anothers_number_is_refused(made, line, bring_in):
    done = bring_in(made)
    children = done["children_new"]
    assert done["rows"]["people_child"] == children
    # The episodes are gone and the children are there: as after an earlier history.
    line.execute("TRUNCATE episodes_episode, audit_auditentry CASCADE")
    (taken,) = line.execute("SELECT child_id FROM people_childname ORDER BY id LIMIT 1").fetchone()
    line.execute(
        "UPDATE people_childname SET normal = 'somebody else' WHERE child_id = %s", [taken]
    )
    again = bring_in(made)
    assert again["rows"]["people_child"] == 0
    assert again["children_new"] == 0
    assert again["children_found"] >= children
    assert set(again["refused_because"]) == {"the number is another child's"}
    of_taken = "SELECT count(*) FROM episodes_episode WHERE child_id = %s"
    assert line.execute(of_taken, [taken]).fetchone() == (0,)
    assert again["refused"] + again["rows"]["episodes_episode"] == len(made.episodes["child"])


def test_progress_is_said_with_what_is_left(made, bring_in, monkeypatch):
    monkeypatch.setattr(loading, "EVERY_SECONDS", 0.0)
    said = []
    bring_in(made, say=said.append)
    number = len(made.episodes["child"])
    assert said[-1].startswith(f"{number:,} of {number:,} episodes, ")
    assert said[0].endswith("s left")
    # Each of the groups of forces that may be written side by side has batches of its own.
    assert -(-number // AT_ONCE) <= len(said) < -(-number // AT_ONCE) + SIDES


def test_nobody_sees_what_was_brought_in_but_its_force(made, line, bring_in, make_actor):
    from whereabouts.insight.lookups.board import board

    bring_in(made)
    now = timezone.now() + timedelta(seconds=1)
    outsider = make_actor("duty_inspector", agency="Elsewhere Police")
    assert board(actor=outsider, at=now).counts.open == 0


def test_a_made_up_force_of_the_same_area_has_the_history_as_its_own(made, line, bring_in, noon):
    codes = made.about["forces"]
    force = open_agency(
        kind="police_force", name="Northmoor Police", code="northmoor-made", at=noon, made_up=True,
        gss_code=codes[0],
    )  # fmt: skip
    real = open_agency(
        kind="police_force", name="Southmoor Police", code="southmoor-real", at=noon,
        gss_code=codes[1],
    )  # fmt: skip
    bring_in(made)
    counted = dict(
        line.execute("SELECT owner_agency_id, count(*) FROM episodes_episode GROUP BY 1").fetchall()
    )
    assert counted.get(force.pk, 0) == (made.episodes["force"] == 0).sum() > 0
    assert real.pk not in counted


def test_the_page_of_an_episode_of_a_history_says_its_grade_and_only_its_force_sees_it(
    made, line, bring_in, make_member
):
    bring_in(made)
    reference, code, pack, sha256 = line.execute(
        "SELECT e.reference, g.code, a.pack, a.pack_sha256 FROM episodes_episode e"
        " JOIN risk_assessment a ON a.episode_id = e.id"
        " JOIN agencies_agency g ON g.id = e.owner_agency_id ORDER BY e.reported_at LIMIT 1"
    ).fetchone()
    now = timezone.now() + timedelta(seconds=1)

    def seen(agency):
        member = make_member("duty_inspector", agency=agency)
        return episode_page(actor=actor_of(member=member, at=now), at=now, reference=reference)

    page = seen(Agency.objects.get(code=code))
    assert page.recommendation.record[-1] == f"Pack {pack}, SHA-256 {sha256}."
    assert page.recommendation.level in LEVELS
    with pytest.raises(NotVisible):
        seen("Elsewhere Police")


def test_what_is_there_is_compared_with_the_columns_by_force_and_year(
    made, line, bring_in, library
):
    how = {
        "nation": made, "library": library, "connection": line, "at": timezone.now(),
        "at_once": AT_ONCE, "followed": True,
    }  # fmt: skip
    bring_in(made, batches=2, followed=True)
    half = compare(**how)
    assert (half["batches"], half["alike"]) == (2, True)
    bring_in(made, followed=True)
    whole = compare(**how)
    assert (whole["batches"], whole["alike"]) == (whole["of"], True)
    counts = whole["counts"]
    number = len(made.episodes["child"])
    assert counts["episodes"]["database"] == counts["decisions"]["database"] == number
    assert 0 < counts["returns"]["database"] <= number < counts["calls"]["database"]

    # Found by somebody else, say the columns of one: a count too many there, and one too few.
    by = made.episodes["found_by"].copy()
    back = np.flatnonzero((made.episodes["returned_at"] >= 0) & ~made.episodes["found_dead"])[0]
    by[back] = (by[back] + 1) % 6
    other = {**made.tables, "episodes": {**made.episodes, "found_by": by}}
    apart = compare(**{**how, "nation": replace(made, tables=other)})
    assert not apart["alike"]
    assert {name: one["cells_apart"] for name, one in apart["counts"].items()} == {
        "episodes": 0, "children": 0, "decisions": 0, "grades": 0, "reasons": 0, "returns": 2,
        "calls": 0, "followed": 0,
    }  # fmt: skip


def test_each_past_episode_is_graded_by_what_its_force_went_by_on_its_day(
    line, bring_in, library, noon
):
    made = make_nation(years=10, scale=0.001, seed=78)
    codes, (ended, *_) = made.about["forces"], np.flatnonzero(made.tables["forces"]["use"] == 5)
    # A force at work that follows something of its own since the history ended.
    works = open_agency(
        kind="police_force", name="Northmoor Police", code="northmoor-made", at=noon, made_up=True,
        gss_code=codes[ended],
    )  # fmt: skip
    clock = Member.objects.get(username=f"clock@{works.pk}").pk
    follow_pack(agency=works, pack="no-absent-in-care", from_on=noon.date(), by=clock, at=noon)
    bring_in(made, batches=2, at_once=400)
    bring_in(made, at_once=400)
    agencies = Agency.objects.in_bulk()
    rows = line.execute(
        "SELECT a.owner_agency_id, a.at, a.facts, a.pack, a.pack_sha256, a.result, a.level,"
        " a.floor, a.possible_level, e.pack, e.recommended_level, e.seriousness, e.immediacy"
        " FROM risk_assessment a JOIN episodes_episode e ON e.id = a.episode_id"
    ).fetchall()
    assert len(rows) == len(made.episodes["child"])
    under = set()
    for (
        agency, at, facts, name, sha256, result, level, floor, possible, of_episode, recommended,
        seriousness, immediacy,
    ) in rows:  # fmt: skip
        own = packs.own_pack(agency=agencies[agency], at=at)
        alone = evaluate(pack=own, facts=facts)
        assert (name, sha256, of_episode, result["pack"]) == (own.id, own.sha256, own.id, own.id)
        assert result["fired"] == alone["fired"]
        assert (level, floor, possible) == (
            alone["level"], alone["floor"], alone["possible_level"],
        )  # fmt: skip
        assert (recommended, seriousness, immediacy) == (
            alone["level"], alone["seriousness"], alone["immediacy"],
        )  # fmt: skip
        under.add(name)
    parts = {part for name in under for part in name.split("+")}
    assert {"acpo-2013", "npcc-2015-03", "app-2017", "all-wales-2011"} <= parts
    assert {"absent-in-own-words-1", "no-absent-for-children-1"} <= parts
    assert "no-absent-in-care-1" not in parts
    assert followings_of(lines=agencies[works.pk].local_pack)[-1][0] == "no-absent-in-care"
    assert ("absent-in-own-words", date(2013, 4, 1), date(2017, 4, 1)) in followings_of(
        lines=agencies[works.pk].local_pack
    )
    whole = compare(nation=made, library=library, connection=line, at=timezone.now(), at_once=400)
    assert whole["alike"], whole
    assert whole["counts"]["grades"]["database"] == len(rows)
    assert whole["counts"]["followed"]["columns"] > 10

    # Under another name, with a reason less, or followed by nobody: each is found.
    for change, where in (
        ("UPDATE risk_assessment SET pack = 'app-2017+safeguards-1' WHERE id = %s", "grades"),
        ("UPDATE risk_assessment SET result = jsonb_set(result, '{fired}', '[]') WHERE id = %s",
         "reasons"),
    ):  # fmt: skip
        (key,) = line.execute(
            "SELECT id FROM risk_assessment WHERE pack LIKE 'npcc%%' AND "
            "jsonb_array_length(result->'fired') > 0 LIMIT 1"
        ).fetchone()
        line.execute(change, [key])
        found = compare(
            nation=made, library=library, connection=line, at=timezone.now(), at_once=400
        )
        assert found["counts"][where]["cells_apart"] > 0
    line.execute("DELETE FROM agencies_followedpack WHERE pack = 'absent-in-own-words'")
    found = compare(nation=made, library=library, connection=line, at=timezone.now(), at_once=400)
    assert found["counts"]["followed"]["cells_apart"] == 3
