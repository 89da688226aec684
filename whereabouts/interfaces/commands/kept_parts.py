"""Parts of long work, kept on disk: a run that was stopped goes on after the last whole one.

A part is columns, and what they are about. It is there whole or not at all, and it is taken up only
by work of the same mark: what the parts are made from. What is of people is sealed with a key of
this installation, lies for an hour at most, and goes when the work is done.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

Column = NDArray[Any]
GOES_ON_WITHIN = timedelta(hours=1)
ABOUT, HALF = "about.json", ".half-"
NONCE, FORM = 12, 1


@dataclass
class KeptParts:
    """The parts of one piece of work; `key` seals them, `within` is for how long they are taken.

    What cannot be kept (a full disk, say) is only made again by the next run.
    """

    folder: Path
    work: str
    mark: str
    key: bytes | None = None
    within: timedelta | None = None
    taken: int = 0
    oldest: datetime | None = None  # of what was taken: when it was kept
    about: dict[str, Any] = field(default_factory=dict)  # of the part that was read last
    _files: dict[int, tuple[Column, Path]] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> Path:
        """The folder of these parts and no others."""
        return self.folder / f"{self.work}-{self.mark[:20]}"

    def read(self, *, part: str) -> dict[str, Column] | None:
        """Return a part's columns, or None where it is not there, not whole or too old."""
        place = self.place / part
        try:
            said = json.loads(self._opened((place / ABOUT).read_bytes(), part, ABOUT))
            kept_at = datetime.fromisoformat(said["kept_at"])
            if self.within is not None and datetime.now(UTC) - kept_at > self.within:
                return None
            found = {}
            for name, sum_ in said["columns"]:
                sealed = (place / name).read_bytes()
                if zlib.crc32(sealed) != sum_:
                    return None
                found[name] = np.load(
                    io.BytesIO(self._opened(sealed, part, name)), allow_pickle=False
                )
        except (OSError, ValueError, KeyError, InvalidTag):
            return None
        self._remember(found, place)
        self.about = said["about"]
        self.taken += 1
        self.oldest = min(self.oldest or kept_at, kept_at)
        return found

    def keep(
        self, *, part: str, columns: Mapping[str, Column], about: Mapping[str, Any] | None = None
    ) -> None:
        """Keep a part, whole or not at all."""
        half = self.place / f"{HALF}{part}-{os.getpid()}"
        try:
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.mkdir(mode=0o700)
            sums = [(name, self._write(half / name, part, c)) for name, c in columns.items()]
            said = {
                "kept_at": datetime.now(UTC).isoformat(), "columns": sums, "about": about or {},
            }  # fmt: skip
            (half / ABOUT).write_bytes(self._sealed(json.dumps(said).encode(), part, ABOUT))
            shutil.rmtree(self.place / part, ignore_errors=True)
            half.rename(self.place / part)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            return
        self._remember(columns, self.place / part)

    def file_of(self, *, column: Column) -> Path | None:
        """Return the file that holds exactly this column, open to read, where it is kept so."""
        _, path = self._files.get(id(column), (None, None))
        return path if self.key is None else None

    def clear(self) -> None:
        """Forget all parts: the work is done."""
        self._files.clear()
        shutil.rmtree(self.place, ignore_errors=True)
        with suppress(OSError):  # other work has its parts there too, or there never were any
            self.folder.rmdir()

    def _remember(self, columns: Mapping[str, Column], place: Path) -> None:
        if self.key is None:
            self._files |= {id(column): (column, place / name) for name, column in columns.items()}

    def _write(self, path: Path, part: str, column: Column) -> int:
        whole = io.BytesIO()
        np.save(whole, column, allow_pickle=False)
        sealed = self._sealed(whole.getvalue(), part, path.name)
        path.write_bytes(sealed)
        return zlib.crc32(sealed)

    def _sealed(self, text: bytes, part: str, name: str) -> bytes:
        if self.key is None:
            return text
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, text, self._label(part, name))

    def _opened(self, sealed: bytes, part: str, name: str) -> bytes:
        if self.key is None:
            return sealed
        return AESGCM(self.key).decrypt(sealed[:NONCE], sealed[NONCE:], self._label(part, name))

    def _label(self, part: str, name: str) -> bytes:
        return f"{self.work} {self.mark} {part} {name}".encode()


def mark_of(*, made_from: Any) -> str:
    """Return what tells apart what parts are made from: another mark, other parts."""
    said = json.dumps([FORM, made_from], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def files_as_told(*, files: list[Path]) -> str:
    """Return what tells the text of these files from any other: another version, another mark."""
    said = hashlib.sha256()
    for file in sorted(files):
        said.update(file.name.encode() + b"\0" + file.read_bytes())
    return said.hexdigest()


def prune(*, folder: Path, older_than: timedelta, but: KeptParts | None = None) -> int:
    """Remove the parts in a folder that nobody added to for a while; return of how many works."""
    removed, before = 0, time.time() - older_than.total_seconds()
    for place in folder.glob("*-*"):
        if not place.is_dir() or (but is not None and place == but.place):
            continue
        if place.stat().st_mtime <= before:
            shutil.rmtree(place, ignore_errors=True)
            removed += 1
    return removed
