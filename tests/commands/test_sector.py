"""What the sector's rule engine finds is told whole; a rule that was not run is not one kept."""

import json
import sys
import tomllib
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from whereabouts.insight.figures.checks import TELLS
from whereabouts.interfaces.commands import sector

NEWER = tomllib.loads(sector.NEWER.read_text(encoding="utf-8"))["authorities"]


class UploadError(Exception):
    """As the engine refuses what is no return: with what stands in the file."""


class Frame:
    """As much of a table as is looked at."""

    def __init__(self, rows):
        self.index, self._marks = np.arange(rows), {}

    @property
    def columns(self):
        return ["CHILD", *self._marks]

    def mark(self, column, rows):
        self._marks[column] = np.isin(self.index, rows)

    def __getitem__(self, column):
        return self._marks[column]


@pytest.fixture
def folder(tmp_path):
    for name in sector.FILES:
        (tmp_path / name).write_text("CHILD\nM-1\nM-2\n")
    return tmp_path


@pytest.fixture
def engine(monkeypatch):
    """Put a made-up engine in place; it finds what `wrong` says, by rule: (table, rows)."""
    asked = SimpleNamespace(wrong={}, fails=[], lacks=set(), given={}, unread=False)

    class Validator:
        def __init__(self, *, metadata, files, registry, selected_rules):
            if asked.unread:
                raise UploadError("Failed to match ['M-1'] to known column names!")
            asked.given = {"metadata": metadata, "files": files, "rules": selected_rules}
            run = [code for code in registry if not selected_rules or code in selected_rules]
            self.skips, self.fails = ["999"], list(asked.fails)
            self.dones = [code for code in run if code not in asked.fails and code != "999"]
            print("Validating child M-1")
            self.ds_results = {
                "Missing": Frame(2),
                "metadata": {},
            }
            for code, rows in asked.wrong.items():
                self.ds_results["Missing"].mark(f"ERR_{code}", rows)

    def registry(year):
        asked.year = year
        if year == "1990":
            raise ModuleNotFoundError("lac_validator.rules.lac1989_90")
        held = [*sector.OF_MISSING, "999"]
        return {
            code: SimpleNamespace(message=f"Rule {code}.")
            for code in held
            if code not in asked.lacks
        }

    asked.store = SimpleNamespace(la_df={"UTLA21CD": {one["code"] for one in NEWER}})
    asked.rules = SimpleNamespace(LacValidator=Validator, copy_datastore=dict)
    modules = {
        "lac_validator.datastore": asked.store,
        "lac_validator": ModuleType("lac_validator"),
        "lac_validator.types": SimpleNamespace(UploadError=UploadError),
        "lac_validator.rules": ModuleType("lac_validator.rules"),
        "lac_validator.lac_validator": asked.rules,
        "lac_validator.rules.ruleset_utils": SimpleNamespace(get_year_ruleset=registry),
    }
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.0")
    return asked


def asked(folder, capsys, *more):
    code = sector.main([str(folder), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_a_return_without_an_issue_is_kept(folder, engine, capsys):
    code, said = asked(folder, capsys, "--area", "E00000001")
    assert code == 0
    assert said["kept"]
    assert said["rules"] == len(sector.OF_MISSING) == 20
    assert engine.year == "2024"
    assert engine.given["metadata"]["localAuthority"] == "E00000001"
    assert [one["name"] for one in engine.given["files"]] == list(sector.FILES)


def test_each_issue_is_told_by_rule_table_and_line_and_no_child_is_named(folder, engine, capsys):
    engine.wrong = {"567": [1], "576": [0, 1]}
    code, said = asked(folder, capsys)
    assert code == 1
    assert said["issues"]["567"]["lines"] == {"Missing": {"number": 1, "first": [3]}}
    assert said["issues"]["576"]["lines"]["Missing"]["number"] == 2
    sector.main([str(folder)])
    shown = capsys.readouterr()
    assert "567: Rule 567. (Missing: 1, first on line 3)" in shown.out
    assert "cannot be signed" in shown.out
    assert "M-1" not in shown.out + shown.err + json.dumps(said)


@pytest.mark.parametrize(("what", "where"), [("fails", "could_not_be_run"), ("lacks", "not_held")])
def test_a_rule_that_was_not_run_is_not_one_that_was_kept(folder, engine, capsys, what, where):
    setattr(engine, what, ["1004"] if what == "fails" else {"1004"})
    code, said = asked(folder, capsys)
    assert code == 1
    assert said[where] == ["1004"]
    assert not said["kept"]


def test_every_rule_can_be_asked_for_and_the_year_before_goes_with_it(
    folder, engine, capsys, tmp_path_factory
):
    before = tmp_path_factory.mktemp("before")
    for name in sector.FILES:
        (before / name).write_text("CHILD\n")
    asked(folder, capsys, "--rules", "all", "--before", str(before), "--year", "2023")
    assert engine.given["rules"] is None
    assert engine.year == "2023"
    whence = [one["description"] for one in engine.given["files"]]
    assert whence == ["This year"] * 3 + ["Prev year"] * 3


class Lines(dict):
    """As much of the engine's list of authorities as is looked at."""


def test_authorities_newer_than_the_engines_list_are_added_and_said(
    folder, engine, capsys, monkeypatch
):
    engine.store.la_df = Lines({"UTLA21CD": ["E06000001", "E06000063"]})
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(concat=list))
    code, said = asked(folder, capsys)
    _, added = engine.store.la_df
    assert added["UTLA21CD"] == [one["code"] for one in NEWER if one["code"] != "E06000063"]
    assert added["UTLA21CD"] == added["LTLA21CD"]
    assert "E08000039" in said["mended"][1]
    assert "E06000063" not in said["mended"][1]
    assert code == 0


def test_what_was_mended_beforehand_is_said(folder, engine, capsys):
    sector.main([str(folder)])
    assert f"Mended beforehand: {sector.OWN_TABLES}." in capsys.readouterr().out


def test_a_rule_cannot_write_into_what_the_next_one_reads(folder, engine, capsys):
    asked(folder, capsys)
    table = SimpleNamespace(copy=lambda deep: ["a copy"] if deep else table)
    about = {"collectionYear": "2024"}
    given = engine.rules.copy_datastore({"Episodes": table, "metadata": about})
    assert given["Episodes"] == ["a copy"]
    assert given["metadata"] is about


def test_a_folder_of_the_year_before_that_lacks_a_file_is_refused(folder, tmp_path, capsys):
    assert sector.main([str(folder), "--before", str(tmp_path / "none")]) == 2
    assert "none has no header.csv" in capsys.readouterr().err


def test_without_the_engine_it_says_so(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "lac_validator", None)
    assert sector.main([str(folder)]) == 1
    assert "not in this environment" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--rules", "some"], ["--year", "x"], []])
def test_wrong_usage_and_a_folder_that_lacks_a_file_are_refused(tmp_path, wrong, capsys):
    assert sector.main([str(tmp_path), *wrong]) == 2
    assert capsys.readouterr().out == ""


def test_the_rules_asked_for_are_those_that_our_own_check_looks_at():
    assert set(sector.OF_MISSING) == set(TELLS)


def test_files_that_are_no_return_are_refused_without_what_stands_in_them(engine, folder, capsys):
    engine.unread = True
    assert sector.main([str(folder), "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "cannot be read as a return" in said.err
    assert "M-1" not in said.err


def test_a_year_that_the_engine_has_no_rules_of_is_named(engine, folder, capsys):
    assert sector.main([str(folder), "--year", "1990"]) == 1
    assert "no rules of the year to March 1990" in capsys.readouterr().err
