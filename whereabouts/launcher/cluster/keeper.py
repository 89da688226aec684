"""Keeps a cluster up while somebody needs it: killed, it is started again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from whereabouts.launcher.cluster import leases
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.locks import locked
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused

LOOK_EVERY_SECONDS = 0.5
PAUSE_SECONDS = 2.0


@contextmanager
def kept_up(*, server: Server, progress: Progress) -> Iterator[None]:
    """Start the server again, for the block, whenever it has ended without our asking."""
    enough = threading.Event()
    keeper = threading.Thread(
        target=_keep, args=(server, progress, enough), name="keeper", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        enough.set()
        keeper.join()


def _keep(server: Server, progress: Progress, enough: threading.Event) -> None:
    pause = LOOK_EVERY_SECONDS
    while not enough.wait(pause):
        # Stopped by name it is to stay stopped: the notes of who needs it are gone then.
        if server.alive() or not leases.needed_here(folder=server.leases):
            pause = LOOK_EVERY_SECONDS
            continue
        try:
            with locked(file=server.home / "start.lock"):
                if not server.alive() and not enough.is_set():
                    progress.say(text="The database ended: starting it again")
                    server.start()
        except Refused as refusal:
            progress.say(text=f"{refusal}\nTrying again in {PAUSE_SECONDS} s")
            pause = PAUSE_SECONDS
