"""Keeps the parts of the system running together, and ends all of them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from whereabouts.launcher import processes
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused

FIRST_PAUSE_SECONDS = 0.5
# A part that is killed again and again is still wanted within seconds: see docs/adr/0017.
LONGEST_PAUSE_SECONDS = 4.0
# One that was killed is at no fault: somebody may be waiting for it.
PAUSE_AFTER_A_KILL_SECONDS = 0.2
STEADY_SECONDS = 10.0
# What its predecessor forked works on until then.
TAKES_OVER_SECONDS = 10.0
LEASH = "WHEREABOUTS_LEASH"  # names the end of a pipe that a part of this kind holds
TRIES_BEFORE_READY = 3
STOP_SECONDS = 12.0
LOOK_EVERY_SECONDS = 0.1
SET_PARENT_DEATH_SIGNAL = 1  # prctl's own number


class Stopped(BaseException):
    """Somebody asked us to stop, by the signal that it bears."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass
class Part:
    """One process of the system, and how it has fared."""

    name: str
    command: Sequence[str]
    environ: dict[str, str]
    log: Path | None = None
    waits: bool = False  # until the others are ready: nobody waits for it, and it would slow them
    outlived: bool = False  # killed, what it forked works on until another has taken over
    process: "subprocess.Popen[bytes] | None" = None
    began_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    start_again_at: float = 0.0
    ends: int = field(default=0)
    leashes: list[int] = field(default_factory=list)  # let go of, what hangs on one ends by itself


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn the signals that ask us to stop into `Stopped`, so that everything is put away."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped(number)

    kept = {number: signal.signal(number, stop) for number in _asking()}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def foreground(*, command: Sequence[str], environ: dict[str, str], to_stderr: bool = False) -> int:
    """Run a program in our place, pass on that it is to stop, and return its exit code."""
    process = subprocess.Popen(
        command,
        env=environ,
        stdout=sys.stderr if to_stderr else None,
        preexec_fn=die_with(parent=os.getpid()),
    )
    try:
        return process.wait()
    except Stopped as asked:
        # A terminal's Ctrl-C reached it too: let it finish by itself first.
        if asked.number != signal.SIGINT or not _ends_within(process=process, seconds=3):
            process.terminate()
            if not _ends_within(process=process, seconds=STOP_SECONDS):
                process.kill()
                process.wait()
        raise


def supervise(
    *,
    parts: Sequence[Part],
    places: Places,
    progress: Progress,
    ready: Callable[[], bool] | None = None,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Run the parts until `Stopped`, starting again whichever ends; then end all of them.

    `on_ready` is called once, as soon as `ready` says yes; only then the parts start that wait.

    :raises Refused: a part ended again and again before everything was ready.
    """
    waiting = ready is not None
    try:
        for part in parts:
            if not (waiting and part.waits):
                _start(part=part, places=places)
        while True:
            for part in parts:
                if waiting and part.waits:
                    continue
                _look_after(part=part, places=places, progress=progress, starting=waiting)
            if waiting and ready is not None and ready():
                waiting = False
                if on_ready is not None:
                    on_ready()
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        _end(parts=parts, places=places)


def _asking() -> tuple[signal.Signals, ...]:
    return (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _start(*, part: Part, places: Places) -> None:
    output = None
    if part.log is not None:
        part.log.parent.mkdir(parents=True, exist_ok=True)
        output = part.log.open("ab" if part.ends else "wb")
    hold, leash = os.pipe() if part.outlived else (None, None)
    try:
        part.process = subprocess.Popen(
            part.command,
            env=part.environ if hold is None else {**part.environ, LEASH: str(hold)},
            pass_fds=[] if hold is None else [hold],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=die_with(parent=os.getpid()),
        )
    finally:
        if output is not None:
            output.close()
        if hold is not None and leash is not None:
            os.close(hold)
            part.leashes.append(leash)
    part.began_at = time.monotonic()
    processes.note(file=places.running / f"{part.name}.pid", pid=part.process.pid)


def die_with(*, parent: int) -> Callable[[], None] | None:
    """Return what a child does first so that it stops when we are killed (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)

    def prepare() -> None:
        library.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)

    return prepare


def _look_after(*, part: Part, places: Places, progress: Progress, starting: bool) -> None:
    now = time.monotonic()
    if part.process is None:
        if now >= part.start_again_at:
            _start(part=part, places=places)
        return
    code = part.process.poll()
    if code is None:
        if len(part.leashes) > 1 and now - part.began_at > TAKES_OVER_SECONDS:
            _let_go(leashes=part.leashes[:-1])
            del part.leashes[:-1]
        return
    if not part.outlived:
        # Its own children may outlive it and hold its port.
        processes.end_group(pid=part.process.pid)
    part.process = None
    part.ends += 1
    if starting and part.ends >= TRIES_BEFORE_READY:
        raise Refused(f"{part.name} does not start (exit code {code}).{_log_ending(part=part)}")
    if now - part.began_at > STEADY_SECONDS:
        part.pause = FIRST_PAUSE_SECONDS
    killed = code == -signal.SIGKILL
    pause = min(part.pause, PAUSE_AFTER_A_KILL_SECONDS) if killed else part.pause
    progress.say(text=f"{part.name} ended (exit code {code}): starting it again in {pause} s")
    part.start_again_at = now + pause
    part.pause = min(part.pause * 2, LONGEST_PAUSE_SECONDS)


def _end(*, parts: Sequence[Part], places: Places) -> None:
    living = [part.process for part in parts if part.process is not None]
    for process in living:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in living:
        if not _ends_within(process=process, seconds=deadline - time.monotonic()):
            deadline = time.monotonic()
        _kill_group(process=process)
    for part in parts:
        _let_go(leashes=part.leashes)
        (places.running / f"{part.name}.pid").unlink(missing_ok=True)


def _let_go(*, leashes: Sequence[int]) -> None:
    for leash in leashes:
        os.close(leash)


def _ends_within(*, process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Wait for it to end, but not for longer than this, nor after being asked twice."""
    try:
        process.wait(timeout=max(0.0, seconds))
    except (subprocess.TimeoutExpired, Stopped):
        return False
    return True


def _kill_group(*, process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _log_ending(*, part: Part) -> str:
    if part.log is None:
        return ""
    lines = part.log.read_text(errors="replace").splitlines()[-15:]
    return f" The end of {part.log}:\n" + "\n".join(f"    {line}" for line in lines)
