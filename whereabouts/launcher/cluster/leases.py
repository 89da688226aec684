"""Who still needs the server: the last to leave stops it, and the dead do not count."""

import os
from pathlib import Path

from whereabouts.launcher import processes

KEPT = "kept"  # asked for by `database start`: stays until `database stop`


def take(*, folder: Path) -> None:
    """Note that this process needs the server."""
    processes.note(file=folder / f"{os.getpid()}.pid", pid=os.getpid())


def leave(*, folder: Path) -> bool:
    """Take this process's note back, and return whether nobody needs the server now."""
    (folder / f"{os.getpid()}.pid").unlink(missing_ok=True)
    return not held(folder=folder)


def needed_here(*, folder: Path) -> bool:
    """Return whether this process's own note still stands."""
    return (folder / f"{os.getpid()}.pid").exists()


def keep(*, folder: Path) -> None:
    """Note that the server is to stay until it is stopped by name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEPT).write_text("")


def held(*, folder: Path) -> bool:
    """Return whether a living process needs the server, or somebody asked for it to stay."""
    living = False
    for file in folder.glob("*.pid"):
        if processes.noted(file=file) is None:
            file.unlink(missing_ok=True)
        else:
            living = True
    return living or (folder / KEPT).exists()


def drop_all(*, folder: Path) -> None:
    """Take back every note."""
    for file in (*folder.glob("*.pid"), folder / KEPT):
        file.unlink(missing_ok=True)
