"""The drill: a copy and its log, restored to a random instant; audit and checksums hold."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.launcher.conftest import new_server, open_folder
from whereabouts.launcher import backups
from whereabouts.launcher.cluster import APP_VARIABLE, OWNER_VARIABLE
from whereabouts.launcher.cluster.archive import archive_settings, recovery_settings
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.main import main
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused

ROOT = Path(__file__).resolve().parents[2]
# Lines of the real audit log, one a transaction, some of them sealed.
WRITES = """
import sys, time
from datetime import UTC, datetime
import django
django.setup()
from django.db import transaction
from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.actions import record
from whereabouts.foundations.audit.sealing import seal
now = lambda: datetime.now(UTC)
agency = Agency.objects.filter(code="drill").first() or open_agency(
    kind="police_force", name="Drill", code="drill", at=now(), made_up=True)
clock = system_actor(agency=agency.pk, at=now())
for number in range(int(sys.argv[1])):
    with entered(actor=clock, at=now()):
        record(kind="drill", subject=f"drill:{number}", by=clock, at=now(), payload={"n": number})
    if number % 10 == 9:
        seal(at=now())
    print(now().isoformat(), flush=True)
    time.sleep(0.03)
"""
COUNTS = """
import json
import django
django.setup()
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.audit.verifying import verify
found = verify().as_json()
found["drill"] = AuditEntry.objects.using("owner").filter(kind="drill").count()
print(json.dumps(found))
"""


def environ(server: Server) -> dict[str, str]:
    return {
        **os.environ,
        APP_VARIABLE: server.url(role=APP_ROLE),
        OWNER_VARIABLE: server.url(role=OWNER_ROLE),
        "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings",
        "PYTHONPATH": str(ROOT),
    }


def python(server: Server, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], env=environ(server), cwd=ROOT, check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip


@pytest.fixture
def system() -> Iterator[Server]:
    """A cluster of the test's own, of the system's programs, that runs."""
    made = new_server(kind="system")
    made.make()
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.home)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for copies that the service account may pass through."""
    made = open_folder()
    yield made
    shutil.rmtree(made)


@pytest.mark.slow
@pytest.mark.full
def test_the_drill_restores_to_a_random_instant_with_checksums_and_audit_equal(
    system: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress()
    python(system, "-m", "whereabouts.manage", "migrate", "--verbosity", "0")
    python(system, "-c", WRITES, "5")
    copied = backups.back_up(
        server=system, to=folder / "copies", progress=progress, now=datetime.now(UTC)
    )
    written = python(system, "-c", WRITES, "40").split()
    times = [datetime.fromisoformat(one) for one in written]
    chosen = random.randrange(5, 35)
    until = times[chosen] + timedelta(milliseconds=15)
    # The last segment is archived as it is once the server stops.
    system.stop()
    restored = backups.restore(
        server=system, source=folder / "copies", to=folder / "clean", until=until,
        progress=progress,
    )  # fmt: skip
    try:
        began = time.monotonic()
        found = json.loads(python(restored.server, "-c", COUNTS))
        audited_in = time.monotonic() - began
    finally:
        restored.server.stop()
    assert found["wrong"] == []
    assert found["drill"] == 5 + chosen + 1
    assert found["sealed"] > 0
    pages_in = backups.check_pages(server=restored.server)
    with capsys.disabled():
        print(
            f"\n  copy {copied.size / 1e6:.0f} MB in {copied.copied_in:.1f} s, verified"
            f" {copied.verified_in:.1f} s; back: verified {restored.verified_in:.1f} s, copied"
            f" {restored.copied_in:.1f} s, recovered {restored.recovered_in:.1f} s, audit"
            f" {audited_in:.1f} s, pages {pages_in:.1f} s"
        )


@pytest.mark.slow
def test_what_cannot_be_restored_is_refused_with_the_reason(system: Server, folder: Path) -> None:
    progress, copies = Progress(), folder / "copies"
    began = datetime.now(UTC)
    copied = backups.back_up(server=system, to=copies, progress=progress, now=began)
    given = {"server": system, "source": copies, "progress": progress}

    with pytest.raises(Refused, match="no copy from before"):
        backups.restore(**given, to=folder / "early", until=began - timedelta(hours=1))

    with pytest.raises(Refused, match="ends before"):
        backups.restore(**given, to=folder / "late", until=datetime.now(UTC) + timedelta(hours=1))

    (folder / "full").mkdir()
    (folder / "full" / "something").write_text("")
    with pytest.raises(Refused, match="not empty"):
        backups.restore(**given, to=folder / "full", until=None)

    rotten = next(copied.folder.glob("base/1/*_fsm"))
    rotten.write_bytes(b"x" + rotten.read_bytes()[1:])
    with pytest.raises(Refused, match="pg_verifybackup failed"):
        backups.restore(**given, to=folder / "rotten", until=None)


@pytest.mark.slow
@pytest.mark.full
def test_a_copy_taken_while_it_is_written_to_restores_with_all_that_was_acknowledged(
    system: Server, folder: Path
) -> None:
    with psycopg.connect(system.url(role=OWNER_ROLE), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        backups.back_up(
            server=system, to=folder / "copies", progress=Progress(), now=datetime.now(UTC)
        )
        connection.execute("INSERT INTO kept SELECT generate_series(1001, 3000)")
    system.stop()
    restored = backups.restore(
        server=system, source=folder / "copies", to=folder / "clean", until=None,
        progress=Progress(),
    )  # fmt: skip
    try:
        with psycopg.connect(restored.server.url(role=OWNER_ROLE)) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (3000,)
            assert connection.execute("SHOW archive_command").fetchone() == ("/bin/true",)
            assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
    finally:
        restored.server.stop()


def test_a_folder_with_odd_letters_is_quoted_for_the_server_and_the_shell() -> None:
    odd = Path("/copies/it's 100%")
    assert "it" in archive_settings(program=odd)
    assert "%%" in archive_settings(program=odd)
    assert "%%" in recovery_settings(wal=odd, until=None)
    assert "recovery_target" not in recovery_settings(wal=odd, until=None)
    assert archive_settings(program=None).endswith("'/bin/true'\n")


@pytest.mark.parametrize("command", [["backup", "x"], ["restore", "x", "--to", "y"]])
def test_somebody_elses_database_is_refused_with_what_to_do_instead(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(APP_VARIABLE, "postgresql:///a")
    monkeypatch.setenv(OWNER_VARIABLE, "postgresql:///a")
    assert main(command) == 1
    assert "point-in-time recovery" in capsys.readouterr().err
