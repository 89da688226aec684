"""The environment is made from locks alone, and an interrupted making is begun again."""

import importlib.util
import io
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from whereabouts.launcher import environment
from whereabouts.launcher.environment import STAMP, ensure_environment, ensure_tool
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Advance, Progress
from whereabouts.launcher.refusals import Refused


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A checkout that depends on nothing."""
    (tmp_path / "requirements").mkdir()
    for name in ("core", "node"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("# nothing\n")
    return Places(checkout=tmp_path, state=tmp_path / "state", cluster=tmp_path / "cluster")


def test_a_python_without_venv_is_told_the_one_package_to_install(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec

    def without_ensurepip(name: str) -> ModuleSpec | None:
        return None if name == "ensurepip" else real(name)

    monkeypatch.setattr(importlib.util, "find_spec", without_ensurepip)

    with pytest.raises(Refused, match="apt-get install python3-venv"):
        ensure_environment(places=places, progress=Progress(stream=io.StringIO()), layer="core")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make environments of one file: the real making is tried by whatever runs these tests."""

    def make(*, folder: Path, progress: Progress, lock: int) -> None:
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "python").write_text("")

    def install(*, advance: Advance, pins: int, **rest: object) -> None:
        advance(pins, pins)

    monkeypatch.setattr(environment, "_make_environment", make)
    monkeypatch.setattr(environment, "_install", install)


@pytest.mark.usefixtures("quick")
def test_an_interrupted_environment_is_made_again_and_a_whole_one_is_not(places: Places) -> None:
    said = io.StringIO()
    progress = Progress(stream=said)
    python = ensure_environment(places=places, progress=progress, layer="core")
    folder = python.parents[1]

    (folder / "mark").write_text("")
    assert ensure_environment(places=places, progress=progress, layer="core") == python
    assert (folder / "mark").exists()

    (folder / STAMP).unlink()
    assert ensure_environment(places=places, progress=progress, layer="core") == python
    assert not (folder / "mark").exists()
    assert "interrupted" in said.getvalue()


@pytest.mark.usefixtures("quick")
def test_a_changed_lock_makes_a_new_environment(places: Places) -> None:
    progress = Progress(stream=io.StringIO())
    before = ensure_environment(places=places, progress=progress, layer="core")
    (places.requirements / "core.txt").write_text("# nothing, said otherwise\n")

    after = ensure_environment(places=places, progress=progress, layer="core")

    assert after != before
    assert before.exists()


def test_a_tool_that_cannot_be_had_leaves_nothing_behind(places: Places) -> None:
    with pytest.raises(Refused, match="could not be installed"):
        ensure_tool(
            places=places,
            progress=Progress(stream=io.StringIO()),
            name="node",
            python=lambda: Path("/bin/false"),
        )
    assert [path.name for path in places.state.iterdir()] == ["setup.lock"]


@pytest.mark.usefixtures("quick")
def test_an_environment_whose_python_was_removed_from_the_machine_is_made_again(
    places: Places,
) -> None:
    progress = Progress(stream=io.StringIO())
    python = ensure_environment(places=places, progress=progress, layer="core")
    python.unlink()

    assert ensure_environment(places=places, progress=progress, layer="core").exists()
