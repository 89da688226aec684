"""`check`: everything about the code that can be judged without running it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.workplace import Workplace, prepared

COMMANDS = Path("whereabouts", "interfaces", "commands")


@dataclass(frozen=True)
class Step:
    """One check: its name, its arguments to Python, and the file that it needs, if any."""

    name: str
    arguments: tuple[str, ...]
    needs: Path | None = None
    mend: str = ""


STEPS = (
    Step(
        name="formatting",
        arguments=("-m", "ruff", "format", "--check", "."),
        mend="bin/whereabouts check --mend",
    ),
    Step(name="lint", arguments=("-m", "ruff", "check", ".")),
    Step(
        name="import contracts",
        arguments=("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    ),
    Step(name="types", arguments=("-m", "mypy")),
    Step(
        name="policy packs",
        arguments=("-m", "whereabouts.launcher.call", "check_policy_packs"),
        needs=COMMANDS / "check_policy_packs.py",
    ),
    Step(
        name="migrations",
        arguments=(
            *("-W", "ignore:Got an error checking a consistent migration history"),
            *("-m", "whereabouts.manage", "makemigrations", "--check", "--dry-run"),
        ),
    ),
    Step(
        name="generated documents",
        arguments=("-m", "whereabouts.launcher.call", "policy_docs", "--check"),
        needs=COMMANDS / "policy_docs.py",
    ),
)
MENDING = (
    ("-m", "ruff", "check", "--fix", "--select", "I", "."),
    ("-m", "ruff", "format", "."),
)


def run_checks(*, places: Places, progress: Progress, mend: bool) -> int:
    """Run every check, print one line for each and what it found; return 1 if any failed."""
    with prepared(places=places, progress=progress, layer="test", database=False) as workplace:
        for arguments in MENDING if mend else ():
            _run(workplace=workplace, places=places, arguments=arguments)
        failed = [
            step.name
            for step in STEPS
            if not _passes(step=step, workplace=workplace, places=places)
        ]
    print(f"\n{len(STEPS) - len(failed)} of {len(STEPS)} checks passed.", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def _passes(*, step: Step, workplace: Workplace, places: Places) -> bool:
    if step.needs is not None and not (places.checkout / step.needs).exists():
        print(f"✗ {step.name}: {step.needs} is missing", flush=True)
        return False
    done = _run(workplace=workplace, places=places, arguments=step.arguments)
    print(f"{'✗' if done.returncode else '✓'} {step.name}", flush=True)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        print("\n".join(f"    {line}" for line in said.splitlines()), flush=True)
        if step.mend:
            print(f"    To mend it: {step.mend}", flush=True)
    return done.returncode == 0


def _run(
    *, workplace: Workplace, places: Places, arguments: tuple[str, ...]
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(workplace.python), *arguments],
        cwd=places.checkout,
        env=workplace.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
