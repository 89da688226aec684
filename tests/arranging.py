"""Gives each worker of a run a long part to begin with, and leaves what is short for the end.

Whoever has nothing left takes half of what lies at the end of the longest queue. So what begins a
queue stays with one worker, and what is started or made once for a folder is made once a run.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

# Each has a site, a world or a cluster that its tests share; the longest first.
LONG = ("tests/browser", "tests/web/matrix", "tests/proving", "tests/launcher")
CHECKOUT = Path(__file__).resolve().parents[1]

Item = TypeVar("Item")


def arranged(*, items: Sequence[Item], folders: Sequence[str], workers: int) -> list[Item]:
    """Return the items in the order in which as many workers, each given a part, should have them.

    `folders` says for each item where it lies.
    """
    long: list[list[Item]] = [[] for _ in LONG]
    short: list[Item] = []
    for item, folder in zip(items, folders, strict=True):
        places = [number for number, part in enumerate(LONG) if within(folder=folder, part=part)]
        (long[places[0]] if places else short).append(item)
    begins: list[list[Item]] = [[] for _ in range(workers)]
    there_and_back = [*begins, *reversed(begins)]  # whoever has the longest gets another last
    for number, part in enumerate(long):
        there_and_back[number % len(there_and_back)].extend(part)
    found: list[Item] = []
    for number, begin in enumerate(begins):
        # The same sum as the one by which pytest-xdist gives out the parts.
        size = (len(items) - len(found)) // (workers - number)
        filling = max(0, size - len(begin))
        found += [*begin, *short[:filling]]
        short = short[filling:]
    return [*found, *short]


def within(*, folder: str, part: str) -> bool:
    """Return whether a folder is this one or lies in it."""
    return folder == part or folder.startswith(f"{part}/")


def folder_of(*, path: Path) -> str:
    """Return the folder of a file of the tests, as it is named here."""
    return path.parent.relative_to(CHECKOUT).as_posix() if CHECKOUT in path.parents else ""
