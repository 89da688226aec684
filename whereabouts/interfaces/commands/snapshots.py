"""Encrypted snapshots for when the system is away: one page an agency, of board, plans, profiles.

An agency has snapshots once a passphrase was made for it. The passphrase is shown once and kept
nowhere here; what is kept is the key that it makes, so that the worker can encrypt without it.
"""

import base64
import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from whereabouts.insight.lookups.downtime import downtime, keeper_of
from whereabouts.interfaces.commands.sealed_page import Lock, lock_of, new_passphrase, seal_page

KEPT = 8


class NoSuchAgency(LookupError):
    """No agency has that code."""


def folder() -> Path:
    """Return the folder of the snapshots; copy it to machines at the desks."""
    return Path(settings.STATE_DIR) / "snapshots"


def make_passphrase(*, code: str, at: datetime) -> str:
    """Make an agency's passphrase and return it, once; snapshots from now on open with it.

    :raises NoSuchAgency: no agency has that code.
    """
    if keeper_of(code=code, at=at) is None:
        raise NoSuchAgency(code)
    passphrase = new_passphrase()
    lock = lock_of(passphrase=passphrase)
    held = {
        "salt": base64.b64encode(lock.salt).decode(),
        "key": base64.b64encode(lock.key).decode(),
        "iterations": lock.iterations,
    }
    _write(file=_keys() / f"{code}.json", text=json.dumps(held))
    return passphrase


def take_snapshots(*, at: datetime) -> list[Path]:
    """Take a snapshot for each agency that has a passphrase, and return the files."""
    return [
        taken
        for key in sorted(_keys().glob("*.json"))
        if (taken := _take(code=key.stem, lock=_lock(file=key), at=at)) is not None
    ]


def _take(*, code: str, lock: Lock, at: datetime) -> Path | None:
    keeper = keeper_of(code=code, at=at)
    if keeper is None:
        return None
    found = downtime(actor=keeper, at=at)
    inside = render_to_string("operations/snapshot.html", {"found": found, "form": found.form})
    page = seal_page(
        inside=inside,
        title=f"Snapshot for {found.agency}, {at:%d %B %Y %H:%M} UTC",
        label=f"{code}|{at.isoformat()}",
        lock=lock,
    )
    file = folder() / code / f"{at:%Y%m%dT%H%M%SZ}.html"
    _write(file=file, text=page)
    _write(file=folder() / code / "latest.html", text=page)
    for old in sorted(file.parent.glob("2*.html"))[:-KEPT]:
        old.unlink()
    return file


def _keys() -> Path:
    return folder() / "keys"


def _lock(*, file: Path) -> Lock:
    held = json.loads(file.read_text())
    return Lock(
        salt=base64.b64decode(held["salt"]),
        key=base64.b64decode(held["key"]),
        iterations=held["iterations"],
    )


def _write(*, file: Path, text: str) -> None:
    """Write a file whole or not at all, for this account's eyes only."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
