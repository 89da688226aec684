"""Making a nation is stopped after any of its steps, and goes on: nothing made is made again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from whereabouts.interfaces.commands import kept_parts, nation
from whereabouts.interfaces.commands.kept_parts import KeptParts, mark_of, prune
from whereabouts.interfaces.commands.made_nation import making

HERE = Path(__file__).resolve().parents[2]
CHOSEN = ["--years", "2", "--scale", "0.005", "--seed", "9", "--json"]
STEPS = ("children", "episodes", "known", "decisions", "returns", "sent")

# The command as it is, but that it dies by its own hand in the middle of a step, or of writing.
DIES_IN = """
import os, signal, sys
from whereabouts.interfaces.commands import nation
from whereabouts.interfaces.commands.made_nation import making

def dies(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "writing":
    nation.calibration.table = dies
else:
    setattr(making._Making, sys.argv[1], dies)
nation.main(sys.argv[2:])
"""


class Stopped(Exception):
    """Somebody pressed the keys that stop it."""


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken")
    nation.main([*CHOSEN, "--out", str(folder)])
    return files_of(folder)


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def counted(monkeypatch):
    """Return how often each step was made."""
    made = []
    for name in STEPS:
        real = getattr(making._Making, name)

        def step(self, name=name, real=real):
            made.append(name)
            return real(self)

        monkeypatch.setattr(making._Making, name, step)
    return made


def test_stopped_in_each_step_it_makes_each_once_and_the_same_nation(
    tmp_path, unbroken, counted, monkeypatch, capsys
):
    for name in STEPS:
        with monkeypatch.context() as patched:
            patched.setattr(making._Making, name, stops)
            with pytest.raises(Stopped):
                nation.main([*CHOSEN, "--out", str(tmp_path)])
    assert counted == list(STEPS[:-1]), "A step that was kept was made again."
    capsys.readouterr()
    nation.main([*CHOSEN, "--out", str(tmp_path)])
    said = capsys.readouterr()
    assert counted == list(STEPS)
    assert files_of(tmp_path) == unbroken
    assert said.err.count("kept by the run that was stopped") == len(STEPS) - 1
    assert "what the forces return, 6 of 6" in said.err
    assert '"episodes_a_minute": null' in said.out


def stops(self):
    raise Stopped


@pytest.mark.slow
def test_killed_in_a_step_and_then_after_writing_it_goes_on_after_the_last_that_is_whole(
    tmp_path, unbroken, counted, capsys
):
    argv = [*CHOSEN, "--out", str(tmp_path)]
    for where in ("decisions", "writing"):
        killed = subprocess.run(
            [sys.executable, "-c", DIES_IN, where, *argv], cwd=HERE, check=False,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings"},
        )  # fmt: skip
        assert killed.returncode == -signal.SIGKILL
        # What a kill in the middle of keeping leaves behind is no part.
        for half in (tmp_path / "parts").glob("*/*"):
            assert half.name.startswith(kept_parts.HALF) or (half / kept_parts.ABOUT).exists()
    nation.main(argv)
    assert counted == []
    assert files_of(tmp_path) == unbroken
    capsys.readouterr()


def test_another_seed_makes_all_of_it_and_the_parts_of_the_first_go(
    tmp_path, counted, monkeypatch, capsys
):
    with monkeypatch.context() as patched:
        patched.setattr(making._Making, "returns", stops)
        with pytest.raises(Stopped):
            nation.main([*CHOSEN, "--out", str(tmp_path)])
    first = set((tmp_path / "parts").iterdir())
    counted.clear()
    with monkeypatch.context() as patched:
        patched.setattr(making._Making, "returns", stops)
        with pytest.raises(Stopped):
            nation.main([*CHOSEN, "--seed", "10", "--out", str(tmp_path)])
    assert counted == list(STEPS[:4])
    assert first.isdisjoint((tmp_path / "parts").iterdir())
    capsys.readouterr()


def test_a_part_that_was_changed_or_is_not_whole_is_made_again(
    tmp_path, unbroken, counted, monkeypatch, capsys
):
    with monkeypatch.context() as patched:
        patched.setattr(making._Making, "sent", stops)
        with pytest.raises(Stopped):
            nation.main([*CHOSEN, "--out", str(tmp_path)])
    (parts,) = (tmp_path / "parts").iterdir()
    changed = bytearray((parts / "returns" / "episodes.harm").read_bytes())
    changed[-1] ^= 1
    (parts / "returns" / "episodes.harm").write_bytes(changed)
    (parts / "decisions" / "episodes.level").unlink()
    counted.clear()
    nation.main([*CHOSEN, "--out", str(tmp_path)])
    assert counted == ["decisions", "returns", "sent"]
    assert files_of(tmp_path) == unbroken
    capsys.readouterr()


def test_two_columns_that_are_one_are_two_files(tmp_path, capsys):
    nation.main([*CHOSEN, "--out", str(tmp_path)])
    assert {path.stat().st_nlink for path in tmp_path.rglob("*.npy")} == {1}
    capsys.readouterr()


def test_how_long_the_rest_takes_leaves_out_what_was_kept(monkeypatch):
    said = []
    progress = nation._progress(said.append, began=0.0)
    monkeypatch.setattr(nation.time, "perf_counter", lambda: 27.0)
    progress.kept("children", 0, 6)
    progress.begun("episodes", 1, 6)
    progress.begun("what was known", 2, 6)
    assert said[1] == "episodes, 2 of 6: 4% is made"
    assert said[2] == "what was known, 3 of 6: 31% is made, about 69 s left"


# --- the parts themselves ---


def parts(folder, **more):
    return KeptParts(folder=folder, work="made", mark=mark_of(made_from=1), **more)


def test_what_is_sealed_is_read_with_its_key_alone_and_lies_open_to_nobody(tmp_path):
    key, column = b"k" * 32, {"name": np.array(["Testa Sampleton"])}
    kept = parts(tmp_path, key=key)
    kept.keep(part="one", columns=column)
    assert parts(tmp_path, key=key).read(part="one")["name"].tolist() == ["Testa Sampleton"]
    assert parts(tmp_path, key=b"o" * 32).read(part="one") is None
    assert parts(tmp_path).read(part="one") is None
    open_to_all = parts(tmp_path / "open")
    open_to_all.keep(part="one", columns=column)
    name = "Testa".encode("utf-32-le")
    assert any(name in text for text in files_of(open_to_all.place).values())
    assert all(name not in text for text in files_of(kept.place).values())
    assert kept.place.stat().st_mode & 0o077 == 0
    assert kept.file_of(column=column["name"]) is None


def test_what_was_kept_too_long_ago_is_not_taken_and_is_removed(tmp_path):
    parts(tmp_path).keep(part="one", columns={"a": np.arange(3)})
    assert parts(tmp_path, within=timedelta(hours=1)).read(part="one") is not None
    assert parts(tmp_path, within=timedelta(0)).read(part="one") is None
    assert prune(folder=tmp_path, older_than=timedelta(hours=1)) == 0
    assert prune(folder=tmp_path, older_than=timedelta(0), but=parts(tmp_path)) == 0
    assert prune(folder=tmp_path, older_than=timedelta(0)) == 1
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_kept_the_work_goes_on_without(tmp_path):
    (tmp_path / "file").write_text("in the way")
    kept = parts(tmp_path / "file")
    kept.keep(part="one", columns={"a": np.arange(3)})
    assert kept.read(part="one") is None
    kept.clear()
    again = parts(tmp_path)
    for number in (3, 4):
        again.keep(part="one", columns={"a": np.arange(number)})
    assert len(again.read(part="one")["a"]) == 4
