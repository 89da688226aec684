"""A made-up nation in the database: the same counts and grades as in its columns."""

import json
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from whereabouts.engines.policy import load_packs
from whereabouts.foundations.agencies.models import Agency, FollowedPack
from whereabouts.insight.figures.counting import counted
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.interfaces.commands import nation as command
from whereabouts.interfaces.commands.backload.loading import AlreadyLoaded, load
from whereabouts.interfaces.commands.made_nation.columnar import write
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.management.commands.nation import into_database
from whereabouts.interfaces.commands.management.commands.run_finder import connect
from whereabouts.interfaces.commands.replaying.columns import from_columns
from whereabouts.interfaces.commands.replaying.report import replayed
from whereabouts.interfaces.commands.replaying.rows import from_database as past_of_database
from whereabouts.records.people.models import Child


@pytest.mark.usefixtures("committed")
def test_a_small_nation_is_loaded_counted_and_graded_again_as_its_columns_are(request, tmp_path):
    library = load_packs(request.config.rootpath / "policy_packs")
    made = make_nation(years=10, scale=0.001, seed=31)
    at = timezone.now()
    with connect(writing=True) as line:
        done = load(nation=made, library=library, connection=line, at=at)
        number = len(made.episodes["child"])
        assert done["rows"]["episodes_episode"] == done["rows"]["risk_decision"] == number
        assert done["episodes_a_minute"] > 0
        with pytest.raises(AlreadyLoaded):
            load(nation=made, library=library, connection=line, at=at)
        said = line.execute("SELECT count(*) FROM people_childname WHERE \"full\" NOT LIKE '% %'")
        assert said.fetchone() == (0,)

    assert Agency.objects.filter(made_up=True, code__startswith="made-up-").count() == 43
    followed = Counter(FollowedPack.objects.values_list("pack", "until_on"))
    assert followed["no-absent-for-children", None] == 4
    assert followed["absent-in-own-words", date(2017, 4, 1)] == 3
    assert followed["missing-in-own-words", date(2017, 4, 1)] == 43 - 39
    strict = FollowedPack.objects.filter(until_on=None)[0].agency
    assert strict.local_pack.startswith("no-absent-for-children 2013-04-01")
    assert Child.objects.count() == 0  # without a scope nobody sees anybody

    rows = from_database(at=at).rows
    for name, ends in (("incident", 2024), ("individual", 2024), ("absent-share", 2023)):
        found = counted(rows=rows, definition=definition(name=name), ends=ends)[0]
        year = made.about["years"].index(ends)
        of_year = made.episodes["year"] == year
        if name == "incident":
            assert found.count == of_year.sum()
        if name == "absent-share":
            assert found.count == (of_year & (made.episodes["level"] == 0)).sum()

    write(nation=made, folder=tmp_path)
    pack = library.named(pack_id="app-2026")
    again = replayed(pack=pack, past=past_of_database(vocabulary=library.vocabulary, at=at))
    columns = replayed(pack=pack, past=from_columns(folder=tmp_path))
    for part in ("levels", "different"):
        assert again[part] == columns[part]
    for part in ("recommended", "considered", "declined", "overridden", "by_rule", "by_age"):
        assert again["high"][part] == columns["high"][part]

    # Under what each force itself followed: as the database says, and as the columns do.
    own = replayed(
        pack=None,
        past=past_of_database(vocabulary=library.vocabulary, at=at, library=library),
    )
    of_columns = replayed(pack=None, past=from_columns(folder=tmp_path, own=True))
    for part in ("levels", "different"):
        assert own[part] == of_columns[part]
    assert own["own_rules"].pop("named_otherwise") == 0
    for row in own["own_rules"]["by_force"]:
        assert row.pop("named_otherwise") == 0
        row["force"] = row["force"].removeprefix("made-up-").upper()
    assert own["own_rules"] == of_columns["own_rules"]
    assert own["pack_sha256"] == of_columns["pack_sha256"]
    parts = {part for one in own["own_rules"]["packs"] for part in one["pack"].split("+")}
    assert {"all-wales-2011", "acpo-2013", "npcc-2015-03", "no-absent-for-children-1"} <= parts
    connection.close()


@pytest.mark.usefixtures("committed")
def test_the_command_loads_where_it_is_told_to(tmp_path, capsys):
    argv = ["--years", "1", "--scale", "0.001", "--out", str(tmp_path / "made"), "--json"]
    command.main([*argv, "--into-database", "--followed"], load=into_database)
    rows = json.loads(capsys.readouterr().out)["loaded"]["rows"]
    assert rows["episodes_episode"] >= rows["return_home_return"] > 0
    assert rows["return_home_interview"] > 0
    assert rows["placements_placement"] > 0  # whose authorities are opened with it
    assert command.main([*argv, "--into-database"]) == 2
