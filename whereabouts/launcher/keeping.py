"""The commands `backup` and `restore`: said in words, with every time printed."""

from datetime import UTC, datetime
from pathlib import Path

from whereabouts.launcher import backups, cluster
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.environment import ensure_environment
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused
from whereabouts.launcher.workplace import Workplace, child_environ, find_server


def backup(*, places: Places, progress: Progress, to: Path) -> int:
    """Copy the database into a folder, and keep its log there from now on.

    :raises Refused: the database is somebody else's, or the copy is not whole.
    """
    server = _own_server(places=places, progress=progress)
    with cluster.running(server=server, progress=progress):
        # The launcher is where this command meets the world: its clock is read here.
        now = datetime.now(UTC)  # noqa: TID251
        done = backups.back_up(server=server, to=to.resolve(), progress=progress, now=now)
    print(f"{done.folder}: {done.size / 1e6:.0f} MB")
    print(f"copied in {done.copied_in:.1f} s, verified in {done.verified_in:.1f} s")
    print(f"from now on every segment of the log is kept in {to.resolve() / backups.LOG}")
    return 0


def restore(
    *, places: Places, progress: Progress, source: Path, to: Path, until: datetime | None
) -> int:
    """Restore into a clean folder, verify the audit log and every page, and leave it stopped.

    :raises Refused: the database is somebody else's, or the copy or its log is wanting.
    """
    server = _own_server(places=places, progress=progress)
    done = backups.restore(
        server=server, source=source.resolve(), to=to.resolve(), until=until, progress=progress
    )
    try:
        with progress.step(text="Verifying the audit log"):
            audited = _audit(places=places, progress=progress, server=done.server)
    finally:
        done.server.stop()
    with progress.step(text="Checking every page"):
        pages_in = backups.check_pages(server=done.server)
    print(f"restored from {done.copy}" + (f" until {until.isoformat()}" if until else ""))
    print(
        f"verified in {done.verified_in:.1f} s, copied in {done.copied_in:.1f} s, "
        f"recovered in {done.recovered_in:.1f} s, pages checked in {pages_in:.1f} s"
    )
    print(f"to run on it: WHEREABOUTS_CLUSTER_DIR={to.resolve()} bin/whereabouts up")
    if audited:
        raise Refused("the audit log of what was restored is not whole: see above.")
    return 0


def _own_server(*, places: Places, progress: Progress) -> Server:
    if cluster.configured_urls() is not None:
        raise Refused(backups.ELSEWHERE)
    return find_server(
        places=places,
        progress=progress,
        python=lambda: ensure_environment(places=places, progress=progress, layer="core"),
    )


def _audit(*, places: Places, progress: Progress, server: Server) -> int:
    python = ensure_environment(places=places, progress=progress, layer="core")
    environ = child_environ(places=places, demo=False)
    environ |= {
        cluster.APP_VARIABLE: server.url(role=APP_ROLE),
        cluster.OWNER_VARIABLE: server.url(role=OWNER_ROLE),
    }
    return Workplace(python=python, environ=environ).manage(arguments=["audit_verify"])
