"""`up` keeps every part of the system running, the search index among them."""

from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from whereabouts.launcher import parts
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(checkout=tmp_path, state=tmp_path, cluster=tmp_path)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[parts.Part]:
    """Return what is run, in a workplace where everything else has been made ready."""
    workplace = SimpleNamespace(
        python=Path("python"), environ={}, databases=lambda **_: None, manage=lambda **_: 0
    )

    @contextmanager
    def prepared(**_: object):
        yield workplace

    found: list[parts.Part] = []
    monkeypatch.setattr(parts, "workplace", workplace, raising=False)
    monkeypatch.setattr(parts, "prepared", prepared)
    monkeypatch.setattr(parts, "require_free", lambda **_: None)
    monkeypatch.setattr(parts, "supervise", lambda **given: found.extend(given["parts"]))
    monkeypatch.setattr(parts, "_run_alone", lambda *, part: found.append(part) or 0)
    return found


def test_up_runs_web_workers_and_search_index(places: Places, ran: list[parts.Part]) -> None:
    assert parts.up(places=places, progress=Progress(), host="127.0.0.1", port=8080) == 0
    assert [part.name for part in ran] == ["web", "worker", "finder"]
    assert "run_finder" in ran[2].command


def test_workers_are_forked_by_parents_whom_they_may_outlive_until_others_have_begun(
    places: Places, ran: list[parts.Part]
) -> None:
    parts.up(places=places, progress=Progress(), host="127.0.0.1", port=8080)
    assert [part.name for part in ran if "--kept" in part.command] == ["worker"]
    assert [part.name for part in ran if part.outlived] == ["worker"]


def test_the_search_index_runs_alone_too(places: Places, ran: list[parts.Part]) -> None:
    assert parts.finder(places=places, progress=Progress()) == 0
    assert [part.name for part in ran] == ["finder"]


@pytest.mark.parametrize("part", ["serve", "worker", "finder", "up"])
def test_no_part_starts_on_a_database_that_could_lose_what_was_acknowledged(
    places: Places, ran: list[parts.Part], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def refuse(*, arguments: list[str]) -> None:
        if arguments == ["check"]:
            raise Refused("the database's fsync is off")

    monkeypatch.setattr(parts.workplace, "databases", refuse)  # type: ignore[attr-defined]
    where = {"host": "127.0.0.1", "port": 8080} if part in ("serve", "up") else {}
    with pytest.raises(Refused, match="fsync is off"):
        getattr(parts, part)(places=places, progress=Progress(), **where)
    assert ran == []
