"""Notes of processes that we started, so that only those are ever ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE_SECONDS = 10.0


def began(*, pid: int) -> str | None:
    """Return a mark of when the process began, or None if there is none.

    A process id is used again after a while; the id and this mark together are not.
    """
    if sys.platform.startswith("linux"):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return None
        return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"
    shown = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() or None


def working_folder(*, pid: int) -> Path | None:
    """Return the folder in which a process works, or None where that cannot be told."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd"))
    except OSError:
        return None


def working_in(*, folder: Path) -> list[int]:
    """Return the processes that work in a folder (none where the system does not tell)."""
    try:
        pids = [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]
    except OSError:
        return []
    return [pid for pid in pids if working_folder(pid=pid) == folder]


def note(*, file: Path, pid: int) -> None:
    """Write down that we started this process."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{pid}\n{began(pid=pid) or ''}\n")
    fresh.replace(file)


def noted(*, file: Path) -> int | None:
    """Return the process of a note if it is still that same process, else None."""
    try:
        pid_text, mark = file.read_text().splitlines()[:2]
        pid = int(pid_text)
    except (OSError, ValueError):
        return None
    return pid if mark and began(pid=pid) == mark else None


def end_group(*, pid: int) -> None:
    """End a process that leads its group, and what it started: politely, then for certain."""
    _signal_group(pid=pid, number=signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while began(pid=pid) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    _signal_group(pid=pid, number=signal.SIGKILL)


def end_leftovers(*, folder: Path) -> list[str]:
    """End what an earlier start left running, and return the names of what was ended."""
    ended = []
    for file in sorted(folder.glob("*.pid")):
        pid = noted(file=file)
        if pid is not None:
            end_group(pid=pid)
            ended.append(file.stem)
        file.unlink(missing_ok=True)
    return ended


def _signal_group(*, pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
