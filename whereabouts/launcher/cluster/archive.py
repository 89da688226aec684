"""Keeping every finished segment of the write-ahead log in a folder of somebody's choosing.

A program of our own copies each: whole, flushed and renamed, never over another's.
"""

import shlex
from pathlib import Path

NOTE = "archive-to"
PROGRAM = "archive-segment"
EVERY_SECONDS = 60  # an idle minute costs a few kilobytes, compressed

COPY = """\
#!/bin/sh
# Called by PostgreSQL with a segment's path and name; anything but 0, and it is called again.
set -eu
umask 077
to={to}
if test -e "$to/$2.gz"; then
    gzip -dc "$to/$2.gz" | cmp -s - "$1"
    exit
fi
gzip -1 < "$1" > "$to/$2.partial"
sync "$to/$2.partial" 2>/dev/null || sync
mv "$to/$2.partial" "$to/$2.gz"
sync "$to" 2>/dev/null || sync
"""


def program_text(*, to: Path) -> str:
    """Return the program that copies a segment into a folder."""
    return COPY.format(to=shlex.quote(str(to)))


def archive_settings(*, program: Path | None) -> str:
    """Return the lines of postgresql.conf: archiving is always on, so that it can begin any time.

    Without a program every segment is let go.
    """
    if program is None:
        return "archive_mode = on\narchive_command = '/bin/true'\n"
    command = f'{_quoted(str(program))} "%p" "%f"'
    return (
        "archive_mode = on\n"
        f"archive_command = '{command.replace(chr(39), chr(39) * 2)}'\n"
        f"archive_timeout = {EVERY_SECONDS}\n"
    )


def recovery_settings(*, wal: Path, until: str | None) -> str:
    """Return the lines that let a copied cluster recover from the archive, until an instant or all.

    `until` is a time with its offset.
    """
    fetch = f'gzip -dc {_quoted(str(wal))}/"%f".gz > "%p"'
    lines = [f"restore_command = '{fetch.replace(chr(39), chr(39) * 2)}'"]
    if until is not None:
        lines += [f"recovery_target_time = '{until}'", "recovery_target_action = 'promote'"]
    return "\n".join(lines) + "\n"


def _quoted(path: str) -> str:
    # The server takes % for one of its own words.
    return shlex.quote(path).replace("%", "%%")
