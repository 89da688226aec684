"""The account that PostgreSQL's programs run under, since they refuse to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whereabouts.launcher.refusals import Refused

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who runs the cluster, who asked for it, and whether the two differ."""

    name: str
    uid: int
    gid: int
    caller: str

    @property
    def drops(self) -> bool:
        """Return whether rights have to be given up to become this account."""
        return self.uid != os.geteuid()

    def run(
        self, *, command: Sequence[str | Path], text: str | None = None, umask: int = 0o077
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with nothing of ours that would lead it astray."""
        dropping = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [str(part) for part in command],
            input=text if text is not None else "",
            env=program_environ(),
            cwd="/",
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
            **dropping,
        )

    def own(self, *, path: Path, mode: int) -> None:
        """Give a file or folder to this account."""
        if self.drops:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def program_environ() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs: none of the caller's PG settings."""
    kept = {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT"}
    environ = {name: value for name, value in os.environ.items() if name in kept}
    return {**environ, "LC_ALL": "C", "TZ": "UTC"}


def find_account() -> Account:
    """Return who is to run the cluster: the caller, or for root a service account.

    :raises Refused: the caller has no name on this system, or no service account exists.
    """
    try:
        caller = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Refused(
            "the user with this number has no name on this system, which PostgreSQL needs. "
            "Add it to the system's users, or set WHEREABOUTS_DATABASE_URL."
        ) from None
    if caller.pw_uid != 0:
        return Account(caller.pw_name, caller.pw_uid, caller.pw_gid, caller.pw_name)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, caller.pw_name)
    raise Refused("PostgreSQL refuses to run as root, and there is neither postgres nor nobody.")


def make_passable(*, folder: Path) -> None:
    """Make a folder, and those above it that are missing, that every account may pass through."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o711)
