"""`test`: every test, on a real PostgreSQL, and in a real browser where there is one."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from whereabouts.launcher.locks import locked
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.workplace import prepared

CHROMIUM_VARIABLE = "WHEREABOUTS_CHROMIUM"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FAST = "not slow and not browser and not bench and not full"
EVERYDAY = "not bench and not full"
FULL = "not bench"
CHOSEN = {"": EVERYDAY, "--fast": FAST, "--full": FULL}
MOST_WORKERS = 4
# Tests wait for browsers, clocks and processes they start: another worker uses the time.
BESIDE_CPUS = 1
USAGE_ERROR = 4


def run_tests(*, places: Places, progress: Progress, chosen: str, arguments: Sequence[str]) -> int:
    """Run the tests and return 0 if all passed, 1 if not, 2 if pytest was called wrongly."""
    with (
        locked(
            file=places.state / "test.lock",
            on_wait=lambda: progress.say(text="Other tests are running: waiting for them"),
        ),
        prepared(places=places, progress=progress, layer="test", assets=True) as workplace,
    ):
        chromium = find_chromium()
        if chromium is None:
            _say_no_browser()
        else:
            workplace.environ[CHROMIUM_VARIABLE] = str(chromium)
        command = ["-m", "pytest", "-c", str(places.checkout / "pyproject.toml")]
        command += ["--rootdir", str(places.checkout)]
        command += pytest_arguments(chosen=chosen, arguments=arguments, cpus=os.cpu_count() or 1)
        if not _names_tests(arguments=arguments):
            command.append(str(places.checkout / "tests"))
        code = workplace.run_for_code(arguments=command)
        if chromium is None:
            _say_no_browser()
    return {0: 0, USAGE_ERROR: 2}.get(code, 1)


def pytest_arguments(*, chosen: str, arguments: Sequence[str], cpus: int) -> list[str]:
    """Return pytest's arguments: ours, unless the caller's say otherwise, then the caller's.

    `chosen` is a key of `CHOSEN`: the everyday tests, only the fast ones, or the full counts.
    """
    ours: list[str] = []
    if not any(argument.startswith("-m") for argument in arguments):
        ours += ["-m", CHOSEN[chosen]]
    parallel = ("-n", "--numprocesses", "--pdb", "--dist")
    one_test = any("::" in argument for argument in arguments)
    if not one_test and not any(argument.startswith(parallel) for argument in arguments):
        ours += ["-n", str(min(cpus + BESIDE_CPUS, MOST_WORKERS)), "--dist", "worksteal"]
    return [*ours, *arguments]


def find_chromium() -> Path | None:
    """Return the Chromium that the browser tests are to use, or None."""
    named = os.environ.get(CHROMIUM_VARIABLE)
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((Path(path) for path in found if path), None)


def _names_tests(*, arguments: Sequence[str]) -> bool:
    return any(
        Path(argument.partition("::")[0]).exists()
        for argument in arguments
        if not argument.startswith("-")
    )


def _say_no_browser() -> None:
    rule = "!" * 78
    print(
        f"{rule}\n! NO BROWSER FOUND: every browser test is SKIPPED.\n"
        "! Install Chromium (Debian: apt-get install chromium), or name one in\n"
        f"! {CHROMIUM_VARIABLE}, to run them.\n{rule}",
        file=sys.stderr,
        flush=True,
    )
