"""Compiles what is done for every pair, once for each machine and version of the rules.

Compiled functions take their arguments by place.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TextIO, TypeVar

import numba
import numpy as np
from llvmlite import ir
from numba import extending, types
from numba.core import cgutils

# The folder in which compiled code is kept for the next run; without it none is kept.
KEPT = "NUMBA_CACHE_DIR"
IN_USE = "in-use"  # a file in it that every process locks that uses what is kept there
_HOLDS: list[TextIO] = []
ENGINES = Path(__file__).parents[1]
RULES = ("linking", "matching")

Taken = ParamSpec("Taken")
Given = TypeVar("Given")


def compiled(function: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Return the function compiled at its first call; while it runs, other threads may run."""
    return _made(function, inline="never")


def inlined(function: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Return the function to become a part of whatever compiled function calls it."""
    return _made(function, inline="always")


@extending.intrinsic
def _fetch(context: Any, table: Any, place: Any) -> Any:
    def step(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        number, piece = ir.IntType(32), ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [piece, number, number, number])
        function: Any = cgutils.get_or_insert_function
        asked = function(builder.module, kind, "llvm.prefetch.p0i8")
        where = builder.bitcast(builder.gep(array.data, [given[1]]), piece)
        builder.call(asked, [where, number(0), number(3), number(1)])  # to read, soon, no code
        return context.get_dummy_value()

    return types.void(table, place), step


def _made(function: Callable[Taken, Given], *, inline: str) -> Callable[Taken, Given]:
    # Nothing here makes or keeps an array, so that nobody need count who holds one (`_nrt`): that
    # took nine tenths of the time.
    options = {"error_model": "numpy", "nogil": True, "inline": inline, "_nrt": False}
    compiler: Any = numba.njit
    made: Callable[Taken, Given] = compiler(cache=bool(_folder()), **options)(function)
    return made


def _folder() -> str:
    """Return where compiled code is kept: numba asks only whether a function's own file changed.

    So all the rules' files together name a folder within the one that was given.
    """
    parent = os.environ.get(KEPT, "")
    if parent:
        config: Any = numba.config
        config.CACHE_DIR = str(_held(Path(parent) / f"rules-{version()}"))
    return parent


@lru_cache(maxsize=1)
def _held(folder: Path) -> Path:
    """Hold the folder while this process lives, and remove those that nobody holds any more."""
    with suppress(OSError):  # where nothing can be written nothing is kept, and nothing removed
        folder.mkdir(parents=True, exist_ok=True)
        _HOLDS.append((folder / IN_USE).open("a"))
        fcntl.flock(_HOLDS[-1], fcntl.LOCK_SH)
        remove_unheld(parent=folder.parent, but=folder)
    return folder


def remove_unheld(*, parent: Path, but: Path) -> int:
    """Remove what was compiled of other rules and is in no living process's use; say how many."""
    removed = 0
    for folder in parent.glob("rules-*"):
        if folder == but:
            continue
        with suppress(OSError), (folder / IN_USE).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            removed += 1
    return removed


@lru_cache(maxsize=1)
def version() -> str:
    """Return what all files of the rules together are told by."""
    files = sorted(file for name in RULES for file in (ENGINES / name).glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@inlined
def fetch(table: Any, place: int) -> None:
    """Ask memory for what stands at a place of a table, and do not wait for it."""
    asked: Any = _fetch
    asked(table, place)


@inlined
def wide(number: Any) -> int:
    """Return a number as wide as places are counted."""
    return np.int64(number)  # type: ignore[return-value]


@inlined
def not_below_zero(number: Any) -> int:
    """Return a place: it is not below zero, so that nobody asks if it counts from the end."""
    return np.int64(np.uint32(number))  # type: ignore[return-value]
