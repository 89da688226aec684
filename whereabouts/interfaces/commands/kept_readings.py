"""What a command read of the database, kept agency by agency until the command has ended.

What was read is of children: it is sealed with a key that only this installation has. The answer
is as at the time of reading, agency by agency, as it is where nobody stops the command: whoever
goes on hears which time that was, and may read all of it anew.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from whereabouts.interfaces.commands.kept_parts import (
    GOES_ON_WITHIN,
    KeptParts,
    files_as_told,
    mark_of,
    prune,
)

HERE = Path(__file__).parent
# Whatever of these is another text may read otherwise: what was kept is of another mark then.
READ_BY = (
    HERE / "replaying",
    HERE.parents[1] / "insight" / "lookups",
    HERE.parents[1] / "practice" / "return_home",
)
ANEW = "--anew"


def kept_folder() -> Path:
    """Return the folder of what commands keep while they read."""
    return Path(settings.STATE_DIR) / "kept"


def forget_readings() -> int:
    """Remove what was kept by commands that nobody went on with, and return of how many."""
    return prune(folder=kept_folder(), older_than=GOES_ON_WITHIN)


class Readings:
    """The readings of one run of a command: kept while it reads, gone when it has ended."""

    def __init__(self, *, command: str, anew: bool = False) -> None:
        self._command, self._anew = command, anew
        self._kept: list[KeptParts] = []

    def keeping(self, *, made_from: Any) -> KeptParts:
        """Return what keeps a reading; `made_from` is what it depends on besides the database."""
        forget_readings()
        database = settings.DATABASES["default"]
        where = [str(database[name]) for name in ("HOST", "PORT", "NAME")]
        code = files_as_told(files=[file for one in READ_BY for file in one.glob("*.py")])
        found = KeptParts(
            folder=kept_folder(),
            work=self._command,
            mark=mark_of(made_from=[where, code, made_from]),
            key=sha256(f"kept readings {settings.SECRET_KEY}".encode()).digest(),
            within=GOES_ON_WITHIN,
        )
        if self._anew:
            found.clear()
        self._kept.append(found)
        return found

    def say_what_was_kept(self) -> None:
        """Say what was not read again, and as at when it is."""
        for one in self._kept:
            if one.taken and one.oldest is not None:
                print(
                    f"{self._command}: {one.taken} agencies as the run that was stopped read them,"
                    f" the first at {one.oldest:%H:%M} UTC; {ANEW} reads all of them again",
                    file=sys.stderr, flush=True,
                )  # fmt: skip

    def ended(self) -> None:
        """Forget what was read: the command has said what it had to say."""
        for one in self._kept:
            one.clear()
