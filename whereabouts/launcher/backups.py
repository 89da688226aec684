"""Safe copies of our own cluster: a base copy and every segment of its log, and the way back."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whereabouts.launcher.cluster import archive
from whereabouts.launcher.cluster.account import make_passable
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import SUPERUSER
from whereabouts.launcher.progress import Advance, Progress
from whereabouts.launcher.refusals import Refused

COPIES, LOG = "base", "wal"
NEEDED = ("pg_basebackup", "pg_verifybackup", "pg_checksums")
RECOVERY_SECONDS = 3600
WATCHED_EVERY = 1.0  # second
NAMED = "%Y%m%dT%H%M%SZ"
ELSEWHERE = (
    "backup and restore are for this checkout's own PostgreSQL. The database named by "
    "WHEREABOUTS_DATABASE_URL is somebody else's to copy: have its keeper take base backups with "
    "data checksums and archive the write-ahead log (pg_basebackup and archive_command, or the "
    "provider's point-in-time recovery), restore one every week into a clean place, and run "
    "bin/whereabouts audit verify there."
)


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What was copied, and how long each part took."""

    folder: Path
    size: int
    copied_in: float
    verified_in: float


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was restored, from which copy, and how long each part took."""

    server: Server
    copy: str
    until: datetime | None
    verified_in: float
    copied_in: float
    recovered_in: float


def back_up(*, server: Server, to: Path, progress: Progress, now: datetime) -> Copied:
    """Copy the running cluster into a folder, verified, and keep its log there from now on.

    :raises Refused: the folder cannot be used, a program is missing, or the copy is not whole.
    """
    _require_programs(server=server)
    copies, log = to / COPIES, to / LOG
    for folder in (to, copies, log):
        make_passable(folder=folder)
        server.account.own(path=folder, mode=0o700)
    tried = server.account.run(command=["test", "-w", copies])
    if tried.returncode:
        raise Refused(
            f"PostgreSQL's account {server.account.name} cannot write in {to}: choose a folder "
            "that every account may pass through."
        )
    server.archive_to(folder=log)
    name = now.astimezone(UTC).strftime(NAMED)
    partial, whole = copies / f"{name}.partial", copies / name
    if whole.exists():
        raise Refused(f"{whole} is there already: wait a second and call again.")
    with (
        progress.step(text="Copying the database") as advance,
        _watched(advance=advance, of=server.data, into=partial),
    ):
        copied_in = _timed(
            lambda: _run(
                server,
                "pg_basebackup",
                "-D",
                partial,
                "-X",
                "stream",
                "-c",
                "fast",
                "--manifest-checksums=SHA256",
                "-w",
                "-h",
                server.socket_folder,
                "-U",
                SUPERUSER,
            )
        )
    with progress.step(text="Verifying the copy"):
        verified_in = _timed(lambda: _run(server, "pg_verifybackup", "-q", partial))
    partial.rename(whole)
    size = sum(file.stat().st_size for file in whole.rglob("*") if file.is_file())
    ended_at = now + timedelta(seconds=copied_in + verified_in)
    note = {"began_at": now.isoformat(), "ended_at": ended_at.isoformat(), "size": size}
    (copies / f"{name}.json").write_text(json.dumps(note))
    return Copied(folder=whole, size=size, copied_in=copied_in, verified_in=verified_in)


def restore(
    *, server: Server, source: Path, to: Path, until: datetime | None, progress: Progress
) -> Restored:
    """Restore a copy and its log into a clean folder, up to an instant or to the end; it runs then.

    `server` lends its programs and account; its own data are not touched.

    :raises Refused: there is no such copy, it is not whole, or the log does not reach the instant.
    """
    _require_programs(server=server)
    if to.exists() and any(to.iterdir()):
        raise Refused(f"{to} is not empty: restore into a folder of its own.")
    copy = _copy_before(folder=source / COPIES, until=until)
    with progress.step(text=f"Verifying the copy {copy.name}"):
        verified_in = _timed(lambda: _run(server, "pg_verifybackup", "-q", copy))
    make_passable(folder=to)
    fresh = Server(home=to, binaries=server.binaries, account=server.account)
    fresh.folder.mkdir(parents=True)
    server.account.own(path=fresh.folder, mode=0o700)
    with (
        progress.step(text="Copying it back") as advance,
        _watched(advance=advance, of=copy, into=fresh.data),
    ):
        copied_in = _timed(lambda: _run(fresh, "cp", "-a", copy, fresh.data, ours=False))
    told = archive.recovery_settings(
        wal=source / LOG,
        until=until.astimezone(UTC).isoformat(sep=" ") if until is not None else None,
    )
    own = fresh.data / "postgresql.auto.conf"
    own.write_text(told)
    signal = fresh.data / "recovery.signal"
    signal.write_text("")
    for file in (own, signal):
        server.account.own(path=file, mode=0o600)
    with progress.step(text="Recovering" + (f" until {until.isoformat()}" if until else "")):
        recovered_in = _timed(lambda: _recover(fresh=fresh, signal=signal, until=until))
    # What it recovered with is not what it runs with.
    own.write_text("")
    return Restored(
        server=fresh,
        copy=copy.name,
        until=until,
        verified_in=verified_in,
        copied_in=copied_in,
        recovered_in=recovered_in,
    )


def check_pages(*, server: Server) -> float:
    """Check the checksum of every page of a cluster that stands still, and return the seconds.

    :raises Refused: one is wrong.
    """
    return _timed(lambda: _run(server, "pg_checksums", "--check", "-D", server.data))


def _recover(*, fresh: Server, signal: Path, until: datetime | None) -> None:
    try:
        fresh.start()
        limit = time.monotonic() + RECOVERY_SECONDS
        while signal.exists():
            if not fresh.running() or time.monotonic() > limit:
                raise Refused("the recovery ended before its time.")
            time.sleep(0.05)
    except Refused as refused:
        fresh.stop()
        if until is not None and "target was reached" in _log_of(fresh):
            raise Refused(
                f"the log that was kept ends before {until.isoformat()}: choose an earlier "
                "instant, or leave --until out for all there is."
            ) from None
        raise refused


def _log_of(server: Server) -> str:
    return server.log.read_text(errors="replace") if server.log.exists() else ""


def _copy_before(*, folder: Path, until: datetime | None) -> Path:
    """Return the last copy that was whole by an instant."""
    for note in sorted(folder.glob("*.json"), reverse=True):
        ended_at = datetime.fromisoformat(json.loads(note.read_text())["ended_at"])
        copy = note.with_suffix("")
        if copy.is_dir() and (until is None or ended_at <= until):
            return copy
    when = f" from before {until.isoformat()}" if until else ""
    raise Refused(f"there is no copy{when} in {folder}.")


def _require_programs(*, server: Server) -> None:
    lacking = [name for name in NEEDED if not server.binaries.program(name=name).exists()]
    if lacking:
        raise Refused(
            f"this PostgreSQL comes without {', '.join(lacking)}: install the system's own."
        )


def _run(server: Server, program: str, *arguments: str | Path, ours: bool = True) -> None:
    name = server.binaries.program(name=program) if ours else program
    done = server.account.run(command=[name, *arguments])
    if done.returncode:
        said = "\n".join(f"    {line}" for line in done.stderr.strip().splitlines()[-8:])
        raise Refused(f"{program} failed:\n{said}")


def _timed(step: Callable[[], None]) -> float:
    began = time.monotonic()
    step()
    return time.monotonic() - began


@contextmanager
def _watched(*, advance: Advance, of: Path, into: Path) -> Iterator[None]:
    """Say each second how much of one folder is in the other, while something copies it."""
    ended, whole = threading.Event(), _megabytes(of)

    def watch() -> None:
        while not ended.wait(WATCHED_EVERY):
            advance(min(_megabytes(into), whole), whole)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _megabytes(folder: Path) -> int:
    """Return about how much lies in a folder; what goes away meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(place, name).stat().st_size
    return total // 1_000_000
