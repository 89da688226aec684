"""Where the index of a database is asked: a socket that only this account may open."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

# What a socket's address holds, on every system that we know.
LONGEST_ADDRESS = 100


class NotOurs(Exception):
    """The folder of the sockets belongs to somebody else."""


def socket_path() -> Path:
    """Return where the index of the database in use listens; each database has its own."""
    used = connection.settings_dict
    named = "\0".join(str(used[part]) for part in ("HOST", "PORT", "NAME"))
    name = hashlib.sha256(f"{settings.STATE_DIR}\0{named}".encode()).hexdigest()[:16] + ".sock"
    path = Path(settings.STATE_DIR, "finder", name)
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        return path
    return Path(tempfile.gettempdir(), f"whereabouts-{os.geteuid()}", name)


def make_folder(*, path: Path) -> None:
    """Make the folder of a socket, for this account alone.

    :raises NotOurs: somebody else made it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_uid != os.geteuid():
        raise NotOurs(f"{path.parent} belongs to another account: remove it.")
    path.parent.chmod(0o700)
