"""Steps say how far they are and how long the rest takes: each part, or each quarter in a file."""

import io
import time

from whereabouts.launcher import backups
from whereabouts.launcher.progress import Progress


def test_a_file_is_told_each_quarter_and_about_how_long_the_rest_takes(monkeypatch):
    said, clock = io.StringIO(), [0.0]
    monkeypatch.setattr("whereabouts.launcher.progress.time.monotonic", lambda: clock[0])
    progress = Progress(stream=said)
    with progress.step(text="Copying") as advance:
        for done in (1, 25, 26, 50, 99):
            clock[0] = float(done)
            advance(done, 100)
    lines = [line.partition("] ")[2] for line in said.getvalue().splitlines()]
    assert lines == [
        "Copying …", "  25 %, about 75 s left", "  50 %, about 50 s left", "  99 %",
        "Copying: done in 99.0 s",
    ]  # fmt: skip


def test_copying_is_watched_by_what_lies_in_both_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "WATCHED_EVERY", 0.01)
    of, into = tmp_path / "of", tmp_path / "into"
    for folder, size in ((of, 4_000_000), (into / "base", 3_000_000)):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"0" * size)
    told = []
    with backups._watched(advance=lambda *how: told.append(how), of=of, into=into):
        until = time.monotonic() + 10
        while not told and time.monotonic() < until:
            time.sleep(0.01)
    assert set(told) == {(3, 4)}
