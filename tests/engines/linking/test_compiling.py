"""Compiled code is kept where it was asked to be, by the rules that it was made of, and else not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from whereabouts.engines.linking import compiling

CHECKOUT = Path(__file__).parents[3]
ONE_PAIR = """
import numpy as np
from whereabouts.engines.linking import register, score_pairs
from whereabouts.engines.matching import Candidate
held = register(records=[Candidate(names=(("Testa", "Sampleton"),))] * 2)
row = np.zeros(1, dtype=np.int32)
print(round(score_pairs(held=held, one=row, other=row + 1).bits[0], 6))
"""


def called(**environ: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != compiling.KEPT}
    answer = subprocess.run(
        [sys.executable, "-c", ONE_PAIR], env={**kept, "PYTHONPATH": str(CHECKOUT), **environ},
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return answer.stdout


def compiled_files(folder: Path) -> list[Path]:
    return [*folder.rglob("*.nbi"), *folder.rglob("*.nbc")]


@pytest.mark.slow
def test_compiled_code_is_kept_in_the_folder_that_was_named_and_used_again(tmp_path: Path) -> None:
    first = called(**{compiling.KEPT: str(tmp_path)})
    kept = {file: file.stat().st_mtime_ns for file in compiled_files(tmp_path)}

    assert kept
    assert {file.parents[1].name for file in kept} == {f"rules-{compiling.version()}"}
    assert called(**{compiling.KEPT: str(tmp_path)}) == first
    assert {file: file.stat().st_mtime_ns for file in compiled_files(tmp_path)} == kept
    assert compiled_files(CHECKOUT / "whereabouts") == []


def test_what_was_compiled_of_other_rules_goes_unless_a_living_process_uses_it(
    tmp_path: Path,
) -> None:
    ours, used, old, other = (
        tmp_path / name for name in ("rules-ours", "rules-used", "rules-old", "index")
    )
    for folder in (ours, used, old, other):
        (folder / "linking").mkdir(parents=True)
    holds = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_SH);"
    with subprocess.Popen(
        [sys.executable, "-c", f"{holds} print(1, flush=True); sys.stdin.read()",
         str(used / compiling.IN_USE)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as living:  # fmt: skip
        assert living.stdout is not None
        living.stdout.readline()
        assert compiling.remove_unheld(parent=tmp_path, but=ours) == 1
        assert {one.name for one in tmp_path.iterdir()} == {"rules-ours", "rules-used", "index"}
        living.kill()
    assert compiling.remove_unheld(parent=tmp_path, but=ours) == 1
    assert {one.name for one in tmp_path.iterdir()} == {"rules-ours", "index"}


def test_a_process_holds_the_folder_that_it_uses_and_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules-old").mkdir()
    (tmp_path / "file").touch()
    held = compiling._held.__wrapped__
    assert held(tmp_path / "rules-new") == tmp_path / "rules-new"
    assert [one.name for one in tmp_path.glob("rules-*")] == ["rules-new"]
    assert compiling.remove_unheld(parent=tmp_path, but=tmp_path) == 0
    assert held(tmp_path / "file" / "rules-new").name == "rules-new"
    compiling._HOLDS.pop().close()
    assert compiling.remove_unheld(parent=tmp_path, but=tmp_path) == 1


def test_a_change_in_any_file_of_the_rules_is_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in compiling.RULES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.py").write_text("SLIPS = 1")
    monkeypatch.setattr(compiling, "ENGINES", tmp_path)
    found = {compiling.version.__wrapped__()}
    for name in compiling.RULES:
        (tmp_path / name / "rules.py").write_text("SLIPS = 2")
        found.add(compiling.version.__wrapped__())

    assert len(found) == 3
