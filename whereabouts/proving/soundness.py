"""Whether a cluster whose server was killed is sound: every index and table, and every page."""

from typing import Any

from whereabouts.launcher import backups
from whereabouts.launcher.cluster.settings import DATABASE, SUPERUSER
from whereabouts.launcher.refusals import Refused
from whereabouts.proving.house import House

AMCHECK = "pg_amcheck"


def soundness(*, house: House) -> dict[str, Any]:
    """Return what is broken in a house's cluster; the house stands still afterwards."""
    house.stop()
    server = house.server
    amcheck = server.binaries.folder / AMCHECK
    found: dict[str, Any] = {"broken": 0, "amcheck": "clean", "checksums": "clean"}
    if amcheck.exists():
        server.start()
        try:
            done = server.account.run(
                command=[
                    server.binaries.program(name=AMCHECK), "--install-missing", "--heapallindexed",
                    "-h", server.socket_folder, "-U", SUPERUSER, "-d", DATABASE,
                ]
            )  # fmt: skip
        finally:
            server.stop()
        if done.returncode:
            found |= {"broken": 1, "amcheck": (done.stdout + done.stderr)[-2000:]}
    else:
        found["amcheck"] = f"NOT RUN: there is no {AMCHECK} with this PostgreSQL"
    try:
        backups.check_pages(server=server)
    except Refused as fault:
        found |= {"broken": found["broken"] + 1, "checksums": str(fault)[-2000:]}
    return found
