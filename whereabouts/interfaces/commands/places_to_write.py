"""A place to write to, tried before the work: nobody waits for what then cannot be kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotWritable(Exception):
    """A place cannot be written to; the message says which, and why."""

    def __init__(self, *, place: Path, because: OSError) -> None:
        super().__init__(f"{place} cannot be written to: {because.strerror or 'the disk refused'}.")


def try_folder(*, folder: Path) -> None:
    """Make the folder where it is missing, and go on if a file can be made in it.

    :raises NotWritable: none can.
    """
    with writing_to(place=folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def try_file(*, file: Path) -> None:
    """Go on if the file can be written; one that is there keeps what it holds.

    :raises NotWritable: it cannot be.
    """
    with writing_to(place=file):
        there = file.exists()
        with file.open("a", encoding="utf-8"):
            pass
        if not there:
            file.unlink()


@contextmanager
def writing_to(*, place: Path) -> Iterator[None]:
    """Say in words what the disk refuses while something is written.

    :raises NotWritable: it refused.
    """
    try:
        yield
    except OSError as because:
        raise NotWritable(place=place, because=because) from None
