"""The commands on packs: what they print, and with what code they leave."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from whereabouts.engines.policy import Pack, PackLibrary, evaluate
from whereabouts.interfaces.commands import (
    assess,
    bench_rules,
    check_policy_packs,
    policy_docs,
)
from whereabouts.interfaces.commands.rules_by_hand import written_out

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(
        '{"facts": {"age_years": 12, "weather": null}, "sources": {"age_years": "carer, 21:00"}}'
    )
    return path


def test_a_case_is_answered_as_one_document(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assess.main([str(case), "--at", "2024-05-01T21:30+01:00", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pack"] == "app-2017+safeguards-1"
    assert answer["at"] == "2024-05-01T21:30+01:00"
    assert (answer["level"], answer["possible_level"], answer["floor"]) == ("medium", "high", "low")
    assert {"rule", "strength", "scale", "at_least", "because", "source", "facts"} <= set(
        answer["fired"][0]
    )
    assert set(answer["undecided"][0]) >= {"rule", "lacks", "could_raise_to"}
    assert set(answer["questions"][0]) == {"fact", "text", "could_raise_to"}
    clock = {"from": "return", "length": 72, "unit": "hours", "calendar": "england"}
    interview = next(o for o in answer["obligations"] if o["kind"] == "return_interview")
    assert interview["clock"] == clock
    assert interview["due_in_minutes"] is None


def test_the_day_chooses_the_pack(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at, pack_id in (("2016-12-31", "npcc-2015-03"), ("2017-01-01", "app-2017")):
        assert assess.main([str(case), "--at", at, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["pack"] == f"{pack_id}+safeguards-1"
    assert assess.main([str(case), "--pack", "npcc-2015-03", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pack"] == "npcc-2015-03+safeguards-1"


def test_without_json_the_trace_is_in_words(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assess.main([str(case)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Recommended: Medium")
    assert "RF05: The child is twelve or younger" in out
    assert "Owed by RF01: return_interview, responsible_authority, 72 hours from return" in out
    assert "Ask: Has the child harmed themselves, and is it happening now? [up to high]" in out
    assert "[duties only]" in out


def test_lines_in_are_lines_out_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"facts": {"age_years": 5}}\n\n{"id": "second", "facts": {}}\n')
    assert assess.main([str(path), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["level"] for line in lines] == ["high", "medium"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"facts": {"age_years": 18}}', "age_years: the value is not allowed"),
        ('{"facts": {"age_years": 12.5}}', "age_years"),
        ('{"facts": {"shoe_size": 4}}', "shoe_size"),
        ('{"facts": {}, "sources": {"shoe_size": "carer"}}', "shoe_size"),
        ('{"facts": {}, "sources": {"age_years": 3}}', "sources"),
        ('{"facts": {}, "sources": ["carer"]}', "sources"),
        ('{"facts": []}', "a case is"),
        ("[]", "a case is"),
        ('{"fact": {}}', "a case is"),
        ('{"facts": {}, "colour": "red"}', "colour"),
        ('{"facts": {"weather": "mild", "weather": "severe"}}', "each name once"),
        ('{"facts": {"hours_since_last_seen": NaN}}', "not JSON"),
        ('{"facts": {"hours_since_last_seen": 1e999}}', "hours_since_last_seen"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_one_refused_case_gives_nothing_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"facts": {}}\n' + line + "\n")
    assert assess.main([str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Line 2: ")
    assert words in printed.err
    assert "18" not in printed.err.replace("17", "")


def test_a_refused_single_case_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"facts": {"sex": "female"}}')
    assert assess.main([str(path)]) == 2
    assert capsys.readouterr().err == (
        "The case: sex: the value is not allowed; give one of F, M, X, or leave it out.\n"
    )
    path.write_bytes(b"\xff\xfe")
    assert assess.main([str(path)]) == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--pack", "app-1999"], 2),
        (["--at", "yesterday"], 2),
        (["--at", "2004-12-31"], 1),
        (["--local", "nowhere"], 2),
        (["--colour"], 2),
        (["--help"], 0),
    ],
)
def test_wrong_usage_and_refusals_have_codes_of_their_own(
    case: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int
) -> None:
    assert assess.main([str(case), "--json", *more]) == code
    printed = capsys.readouterr()
    assert bool(printed.err) is bool(code)
    assert assess.main([str(case) + "x", "--json"]) == 2


def test_assess_needs_nothing_but_python(case: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from whereabouts.interfaces.commands import assess\n"
        f"code = assess.main([{str(case)!r}, '--json'])\n"
        "assert not {'django', 'pydantic', 'psycopg'} & set(sys.modules)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["level"] == "medium"


def test_the_check_finds_what_is_wrong_with_packs(
    tmp_path: Path, root_with_local_packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    where = ["--root", str(root_with_local_packs), "--docs", str(docs)]
    assert check_policy_packs.main(where) == 1
    assert "vocabulary.md is stale" in capsys.readouterr().out
    assert policy_docs.main([*where, "--check"]) == 1
    assert policy_docs.main(where) == 0
    assert policy_docs.main([*where, "--check"]) == 0
    assert check_policy_packs.main(where) == 0
    assert "northvale-1.md" in {path.name for path in docs.iterdir()}
    assert "Absent is never allowed for a child." in (docs / "northvale-1.md").read_text()
    assert "(passed by: superintendent)" in (docs / "eastmere-1.md").read_text()
    capsys.readouterr()
    assert check_policy_packs.main([*where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_a_pack_that_is_refused_or_without_examples_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "policy_packs"
    shutil.copytree(ROOT / "policy_packs", root)
    risk = root / "england_and_wales" / "risk"
    (risk / "app-2017.examples.toml").unlink()
    where = ["--root", str(root), "--docs", str(ROOT / "docs" / "policy")]
    assert check_policy_packs.main(where) == 1
    assert "app-2017: there is no app-2017.examples.toml" in capsys.readouterr().out
    (risk / "app-2017.toml").write_text('id = "app-2017"\n')
    assert check_policy_packs.main(where) == 1
    assert policy_docs.main(where[:2]) == 1
    assert check_policy_packs.main(["--colour"]) == 2
    assert policy_docs.main(["--colour"]) == 2
    assert policy_docs.main(["--help"]) == 0


def test_the_rules_by_hand_answer_with_the_same_document(library: PackLibrary, pack: Pack) -> None:
    chance = random.Random(2016)
    by_hand = written_out(pack=pack)
    for _ in range(1_500):
        case = bench_rules.made_up_case(vocabulary=library.vocabulary, chance=chance)
        assert by_hand(case, None) == evaluate(pack=pack, facts=case)


def test_the_measure_of_the_rules_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_rules.main(["--cases", "5", "--rounds", "1"]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["sixty_rules"]["rules"] == 60
    assert report["speed_of_by_hand"]["target"] == 0.5
    assert report["zen_engine"].get("cases_that_differ", 0) == 0
    assert bench_rules.main(["--cases", "0"]) == 2
    assert bench_rules.main(["--colour"]) == 2
