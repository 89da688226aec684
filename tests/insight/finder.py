"""The search index in the test's own process, on its database, and a second hand to write with."""

import threading
from contextlib import contextmanager

import psycopg
from django.db import connections

from whereabouts.insight.finding import client
from whereabouts.insight.finding.keeper import Keeper
from whereabouts.insight.finding.place import socket_path
from whereabouts.insight.finding.server import Server, alone
from whereabouts.interfaces.commands.management.commands.run_finder import connect

# A busy machine is no reason to try the tables where the index is to be tried.
PATIENT = 20.0


@contextmanager
def running():
    """Keep the index for the block, as the command does, but read on only when it is asked."""
    client.forget_patience()
    kept, client.ANSWERS_WITHIN = client.ANSWERS_WITHIN, PATIENT
    path, keeper = socket_path(), Keeper(connect=connect)
    with alone(path=path), Server(path=path, keeper=keeper) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield keeper
        finally:
            server.shutdown()
            keeper.close()
            client.ANSWERS_WITHIN = kept


def as_owner():
    """Open a connection of the owner's that may write, for changes that no journey makes."""
    wanted = connections["owner"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
        wanted.pop(name, None)
    return psycopg.connect(**wanted)
