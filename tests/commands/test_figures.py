"""A table by name: protected, with what a reader has to know, in every format; and the return."""

import csv
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.care_table import care_table, counts_of
from whereabouts.insight.figures.counting import Counted
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.rows import Rows, year_of
from whereabouts.insight.figures.ssda903 import Return
from whereabouts.insight.figures.tables import by_area, metadata
from whereabouts.interfaces.commands import export, figures
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making

OURS = named_rules(rules_id="ours", at=date(2024, 3, 31))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=3, scale=0.01, seed=9), folder=made)
    return made


@pytest.fixture
def run(folder, capsys):
    def go(*argv, code=0):
        assert figures.main([*argv, "--file", str(folder)]) == code
        return capsys.readouterr().out

    return go


def lines_of(text):
    return {line["area"]: line for line in csv.DictReader(io.StringIO(text))}


def test_counts_are_shown_rounded_and_small_ones_hidden(run, folder):
    shown = lines_of(run("counts", "--year", "2024", "--definitions", "incident,child"))
    source = making.from_folder(folder=folder)
    year = source.rows.of_year(ends=2024)
    kept = year.where((year.age < 18) & ~year.call)
    hidden = 0
    for place, code in enumerate(source.forces):
        true = int((kept.force == place).sum())
        cell = shown[code]["incident/1"]
        if cell == "c":
            hidden += 1
            continue
        assert int(cell) % 5 == 0
        assert abs(int(cell) - true) <= 2
        assert not 0 < true < 5
    assert hidden >= 1
    assert int(shown["all"]["incident/1"]) == round(len(kept) / 5) * 5


def test_no_column_that_adds_up_gives_its_only_small_cell_away():
    named = definition(name="incident")
    counts = {
        code: {named.name: Counted(named.name, "", count)}
        for code, count in (("A", 3), ("B", 0), ("C", 0), ("D", 41))
    }
    whole = {named.name: Counted(named.name, "", 44)}
    table = by_area(
        name="t", title="t", counts=counts, whole=whole, definitions=[named],
        rules=named_rules(rules_id="dfe-authority", at=date(2024, 3, 31)), coverage="", completeness={},
    )  # fmt: skip
    assert [line[1] for line in table.lines] == ["c", "0", "0", "c", "44"]
    assert table.hidden == 2


def test_one_areas_page_tells_no_more_than_the_table_does(run):
    whole = lines_of(run("counts", "--year", "2024"))
    one = lines_of(run("counts", "--year", "2024", "--area", "E23000013"))
    assert one == {"E23000013": whole["E23000013"]}
    care = list(csv.DictReader(io.StringIO(run("care-missing", "--year", "2024"))))
    alone = list(csv.DictReader(io.StringIO(run("care-missing", "--area", "E08000025"))))
    assert alone == [line for line in care if line["authority"] == "E08000025"]


def test_a_table_comes_with_its_definitions_coverage_completeness_and_suppression(run):
    document = json.loads(run("counts", "--year", "2024", "--json"))
    assert "made-up nation" in document["coverage"]
    assert document["completeness"]["forces"] > 30
    assert 2 < document["completeness"]["age_not_known_percent"] < 8
    assert document["suppression"]["rules"] == "ours/1"
    assert document["suppression"]["hidden_cells"] > 0
    for one in document["definitions"]:
        assert one["version"] >= 1
        assert one["source"]
        assert f"{one['id']}/{one['version']}" in document["columns"]
    assert document["lines"][-1]["area"] == "all"


def test_every_format_holds_the_same_table_and_the_same_table_is_the_same_file(
    folder, tmp_path, capsys
):
    for place in ("once", "again"):
        argv = ["counts", "--year", "2024", "--format", "csv,ods,json", "--file", str(folder)]
        assert figures.main([*argv, "--out", str(tmp_path / place)]) == 0
    names = sorted(path.name for path in (tmp_path / "once").iterdir())
    assert names == [
        "counts-2024.csv", "counts-2024.csv-metadata.json", "counts-2024.json", "counts-2024.ods",
    ]  # fmt: skip
    for name in names:
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    with zipfile.ZipFile(tmp_path / "once" / "counts-2024.ods") as archive:
        assert archive.infolist()[0].filename == "mimetype"
        sheet = ElementTree.fromstring(archive.read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
    row = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"
    table = next(iter(sheet.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table")))
    cells = [[cell.text or "" for cell in one.iter(text)] for one in table.iter(row)]
    written = (tmp_path / "once" / "counts-2024.csv").read_text(encoding="utf-8")
    assert cells == list(csv.reader(io.StringIO(written)))


def test_a_reconciliation_accounts_for_every_row(run):
    lines = list(csv.DictReader(io.StringIO(run("reconciliation", "--year", "2022"))))
    counts = {line["step"]: line["rows"] for line in lines}
    numbers = {step: int(rows) for step, rows in counts.items() if rows != "c"}
    less = sum(rows for step, rows in numbers.items() if step.startswith("less: "))
    if "c" not in counts.values():
        assert numbers["all that was sent"] - less == numbers["children's missing incidents"]
    document = json.loads(run("reconciliation", "--year", "2022", "--json"))
    assert document["completeness"]["every_row_accounted_for"] is True


def test_care_is_counted_from_the_lines_of_the_return(folder):
    source = making.from_folder(folder=folder)
    returns = making.returns_of(source=source, ends=2024, area=None)
    assert len(returns) == 153
    for made in returns.values():
        counts = counts_of(made=made)
        assert counts["missing_incidents"] == len(made.missing)
        assert counts["missing_children"] == len({row["CHILD"] for row in made.missing})
        assert counts["away_incidents"] == 0
    table = care_table(returns=returns, ends=2024, rules=OURS, coverage="made up")
    total = sum(len(made.missing) for made in returns.values())
    assert abs(int(table.lines[-1][3]) - total) <= 2


def a_return(times, ends=2024):
    """Make files of children who were missing so many times each."""
    header = [{"CHILD": str(n)} for n in range(len(times))]
    missing = [
        {"CHILD": str(n), "MISSING": "M", "MIS_START": "", "MIS_END": "x"}
        for n, count in enumerate(times)
        for _ in range(count)
    ]
    return Return(ends, tuple(missing), tuple(header), (), ())


def test_a_mean_of_hidden_counts_is_hidden_and_one_of_many_is_shown():
    returns = {"A": a_return([2, 2, 2]), "B": a_return([3] * 20), "C": a_return([0] * 30)}
    table = care_table(returns=returns, ends=2024, rules=OURS, coverage="")
    lines = {line[0]: dict(zip(table.columns, line, strict=True)) for line in table.lines}
    assert lines["A"]["missing_children"] == lines["A"]["incidents_a_child"] == "c"
    assert lines["B"]["incidents_a_child"] in ("3", "c")
    assert lines["C"]["missing_children"] == "0"
    assert metadata(table=table)["suppression"]["mark"].startswith("c: hidden")


def test_the_return_of_an_authority_is_written_with_the_report_for_whoever_signs(run, tmp_path):
    out = run("ssda903", "--area", "E08000025", "--out", str(tmp_path), "--year", "2024")
    assert "broken: 0" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "check-report.txt", "episodes.csv", "header.csv", "missing.csv",
    ]  # fmt: skip
    lines = (tmp_path / "missing.csv").read_text().splitlines()
    assert lines[0] == "CHILD,DOB,MISSING,MIS_START,MIS_END"


def test_forces_that_sent_nothing_for_a_month_are_told(folder):
    source = making.from_folder(folder=folder)
    without = source.rows.where(~((source.rows.force == 0) & (np.arange(len(source.rows)) >= 0)))
    fewer = making.Source(without, source.forces, source.coverage)
    document = making.counts(
        source=fewer, ends=2024, area=None, definitions=[definition(name="child")]
    )
    assert (
        document.completeness["forces"]
        < making.counts(
            source=source, ends=2024, area=None, definitions=[definition(name="child")]
        ).completeness["forces"]
    )


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["nothing"], 2),
        (["counts", "--definitions", "kid"], 2),
        (["counts", "--area", "E99999999"], 2),
        (["care-missing", "--area", "E99999999"], 2),
        (["counts", "--format", "pdf"], 2),
        (["counts", "--format", "ods"], 2),
        (["ssda903", "--area", "E08000025"], 2),
        (["counts", "--year", "1999"], 1),
        (["counts", "--year", "99999999"], 2),
        (["counts", "--year", "-3"], 2),
        (["counts", "--definitions", "duration"], 2),
        (["counts", "--format", "csv,json"], 2),
        (["reconciliation", "--area", "E23000013"], 2),
        (["ukmpu", "--area", "E23000013"], 2),
        (["reconciliation", "--definitions", "incident"], 2),
        (["counts", "--out", __file__], 1),
        (["ukmpu", "--out", f"{__file__}/below"], 1),
        (["--help"], 0),
    ],
)
def test_wrong_usage_and_refusals_have_codes_of_their_own(run, argv, code):
    run(*argv, code=code)


@pytest.mark.parametrize(
    "argv",
    [
        ["counts", "--format", "csv,ods"],
        ["ukmpu"],
        ["ssda903", "--area", "E08000025"],
        ["annex-a", "--area", "E08000025"],
    ],
)
def test_what_was_written_is_said_as_one_document(run, tmp_path, argv):
    said = json.loads(run(*argv, "--out", str(tmp_path), "--json"))
    there = {path.name for path in tmp_path.iterdir()}
    assert set(said["files"]) == there
    assert said["figure"] == argv[0]
    assert any(name.endswith(".ods") for name in there) == ("csv,ods" in argv)
    again = json.loads(run(*argv, "--out", str(tmp_path), "--json"))
    assert again["report"] == said["report"]


def test_an_export_says_all_that_it_wrote_as_one_document(folder, tmp_path, capsys):
    argv = ["all", "--year", "2024", "--file", str(folder), "--out", str(tmp_path), "--json"]
    assert export.main(argv) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["figure"] for one in said["figures"]] == [
        "counts", "reconciliation", "care-missing", "ukmpu",
    ]  # fmt: skip
    for one in said["figures"]:
        assert {path.name for path in (tmp_path / one["figure"]).iterdir()} == set(one["files"])
    assert (tmp_path / "counts" / "counts-2024.ods").exists()


def test_a_nation_that_is_not_whole_is_refused_in_words(tmp_path, capsys):
    columnar.write(nation=make_nation(years=1, scale=0.002, seed=1), folder=tmp_path)
    column = tmp_path / "returned" / "age.npy"
    whole = column.read_bytes()
    for harm in (lambda: column.write_bytes(whole[:100]), column.unlink):
        harm()
        assert figures.main(["counts", "--file", str(tmp_path)]) == 1
        assert "returned" in capsys.readouterr().err
    (tmp_path / "about.json").write_text("{")
    assert figures.main(["counts", "--file", str(tmp_path)]) == 1
    assert "no whole nation" in capsys.readouterr().err


def test_without_a_folder_or_a_database_there_is_nothing(tmp_path, capsys):
    assert figures.main(["counts"]) == 2
    assert figures.main(["counts", "--file", str(tmp_path)]) == 1


def test_an_export_is_every_format_with_its_metadata_in_a_folder(folder, tmp_path):
    argv = ["counts", "--year", "2024", "--file", str(folder), "--out", str(tmp_path)]
    assert export.main(argv) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".json", ".json", ".ods"]
    about = json.loads((tmp_path / "counts-2024.csv-metadata.json").read_text())
    assert about["@context"] == "http://www.w3.org/ns/csvw"
    assert [one["titles"] for one in about["tableSchema"]["columns"]] == about["columns"]
    assert about["url"] == "counts-2024.csv"


@pytest.mark.parametrize("area", [None, "E08000025"])
def test_an_export_of_everything_has_one_authoritys_files_only_where_one_is_named(
    folder, tmp_path, area
):
    argv = ["all", "--year", "2024", "--file", str(folder), "--out", str(tmp_path)]
    if area is None:
        assert export.main(argv) == 0
        assert {path.name for path in tmp_path.iterdir()} == {
            "counts", "reconciliation", "care-missing", "ukmpu",
        }  # fmt: skip
    else:
        # What is of forces has no such area, and says so; the authority's own files are there, and
        # nothing of the whole nation that a reader could take for the authority's.
        assert export.main([*argv, f"--area={area}"]) == 0
        assert {path.parent.name for path in tmp_path.glob("*/*.csv")} == {
            "care-missing", "ssda903", "annex-a",
        }  # fmt: skip
        assert export.main([*argv, "--area=E99999999"]) == 2


def test_an_export_without_a_folder_is_wrong_usage(capsys):
    assert export.main(["counts"]) == 2
    assert export.main(["nothing", "--out", "x"]) == 2


def test_the_units_tables_are_printed_as_one_document_or_written_with_their_report(run, tmp_path):
    document = json.loads(run("ukmpu", "--year", "2024"))
    assert len(document["tables"]) == 18
    said = run("ukmpu", "--year", "2024", "--out", str(tmp_path))
    assert "Found wrong: 0" in said
    assert (tmp_path / "check-report.txt").read_text() == said


def test_list_eight_is_written_with_the_report_for_whoever_signs(run, tmp_path):
    said = run("annex-a", "--year", "2024", "--area", "E08000025", "--out", str(tmp_path))
    assert "Found amiss: 0" in said
    assert (tmp_path / "list-8.csv").read_text().startswith("Child Unique ID")


def test_a_definition_asked_for_alone_says_no_more_than_beside_the_others(run):
    whole = lines_of(run("counts", "--year", "2024"))
    for name in ("child", "repeat-10-in-a-year", "long-6-months", "absent-share"):
        alone = lines_of(run("counts", "--year", "2024", "--definitions", name))
        assert {area: line[f"{name}/1"] for area, line in alone.items()} == {
            area: line[f"{name}/1"] for area, line in whole.items()
        }


def test_no_step_of_a_reconciliation_follows_from_the_others():
    """One small step alone would be the difference of all that is shown."""
    rows = Rows(
        episode=np.arange(60), person=np.arange(60), force=np.zeros(60, int),
        reported_at=np.full(60, year_of(ends=2024)[0]), returned_at=np.full(60, -1),
        kind=np.zeros(60, int), call=np.zeros(60, bool), age=np.array([20] * 3 + [15] * 57),
        care=np.zeros(60, int),
    )  # fmt: skip
    table = making.reconciliation(source=making.Source(rows, ("A",), ""), ends=2024)
    hidden = [line for line in table.lines[:-1] if line[1] == "c"]
    assert len(hidden) >= 2
