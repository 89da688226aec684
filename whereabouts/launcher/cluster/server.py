"""Makes, starts and stops one PostgreSQL cluster, whatever became of it before."""

import hashlib
import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from whereabouts.launcher import processes
from whereabouts.launcher.cluster import archive, settings
from whereabouts.launcher.cluster.account import Account
from whereabouts.launcher.cluster.binaries import Binaries
from whereabouts.launcher.refusals import Refused

LONGEST_SOCKET_PATH = 106
SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 120
TRANSIENT = ("pre-existing shared memory block", "lock file", "is already in use")


@dataclass(frozen=True)
class Server:
    """One cluster: its folder, its programs, and the account that runs it."""

    home: Path
    binaries: Binaries
    account: Account

    @property
    def folder(self) -> Path:
        """Return the folder of this version's data; versions do not share it."""
        return self.home / self.binaries.label

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.folder / "data"

    @property
    def leases(self) -> Path:
        """Return the folder of the notes of who needs this server."""
        return self.home / f"needed-by-{self.binaries.label}"

    @property
    def log(self) -> Path:
        """Return the server's log."""
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the socket: beside the data, or a short one where that is long."""
        if len(str(self.folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.folder
        key = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"whereabouts-{self.account.uid}-{key}"

    def url(self, *, role: str, name: str = settings.DATABASE) -> str:
        """Return the address of a database for a role."""
        return f"postgresql://{role}@/{name}?host={quote(str(self.socket_folder), safe='/')}"

    def exists(self) -> bool:
        """Return whether the cluster has been made."""
        return (self.data / "PG_VERSION").exists()

    def running(self) -> bool:
        """Return whether the server runs and takes connections."""
        if self._postmaster() is None:
            return False
        command: list[str | Path] = [
            self.binaries.program(name="pg_isready"),
            "-q",
            "-h",
            self.socket_folder,
        ]
        return self.account.run(command=command).returncode == 0

    def alive(self) -> bool:
        """Return whether the server's own process is there, even if it takes nobody yet."""
        return self._postmaster() is not None

    def make(self) -> None:
        """Make the cluster and its roles; an interrupted making leaves nothing that counts.

        :raises Refused: PostgreSQL could not make it.
        """
        self._open_folders()
        for interrupted in self.folder.glob("data.partial-*"):
            shutil.rmtree(interrupted, ignore_errors=True)
        # What a killed start began may still be written for a moment: use another name.
        partial = self.folder / f"data.partial-{os.getpid()}"
        self._initialise(data=partial)
        self._write_settings(data=partial)
        roles = self.account.run(
            command=[self.binaries.program(name="postgres"), "--single", "-D", partial, "postgres"],
            text=settings.ROLES_SQL,
        )
        # Standalone PostgreSQL ends with 0 whatever its commands did.
        if roles.returncode or "ERROR:" in roles.stderr or "FATAL:" in roles.stderr:
            raise Refused(f"the database's roles could not be made:\n{_indent(roles.stderr)}")
        partial.rename(self.data)

    def start(self) -> None:
        """Start the server, also after it or its machine was killed.

        :raises Refused: it does not start; the text holds the end of its log.
        """
        self._open_folders()
        self._write_settings(data=self.data)
        self._clear_foreign_note()
        command: list[str | Path] = [
            *(self.binaries.program(name="pg_ctl"), "start", "-s", "-w"),
            *("-t", str(START_SECONDS), "-D", self.data, "-l", self.log),
        ]
        deadline = time.monotonic() + START_SECONDS
        while True:
            size = self.log.stat().st_size if self.log.exists() else 0
            if self.account.run(command=command).returncode == 0 or self.running():
                return
            said = self._log_since(size=size)
            # What a killed server started lives on for a moment and holds its memory.
            if time.monotonic() > deadline or not any(word in said for word in TRANSIENT):
                raise Refused(f"PostgreSQL does not start:\n{_indent(said)}")
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop the server, ending its sessions."""
        if self._postmaster() is None:
            return
        program = self.binaries.program(name="pg_ctl")
        for mode, seconds in (("fast", "60"), ("immediate", "20")):
            command: list[str | Path] = [
                program,
                "stop",
                "-s",
                "-w",
                "-t",
                seconds,
                "-m",
                mode,
                "-D",
                self.data,
            ]
            if self.account.run(command=command).returncode == 0:
                return

    def _initialise(self, *, data: Path) -> None:
        base: list[str | Path] = [
            *(self.binaries.program(name="initdb"), "-D", data, "-U", settings.SUPERUSER),
            *("--auth-local=peer", "--auth-host=reject", "--encoding=UTF8"),
            *("--data-checksums", "--no-instructions"),
        ]
        made = self.account.run(command=[*base, "--locale=C.UTF-8"])
        if made.returncode and "locale" in made.stderr:
            # Some systems have no C.UTF-8; C orders alike, by code point.
            shutil.rmtree(data, ignore_errors=True)
            made = self.account.run(command=[*base, "--locale=C"])
        if made.returncode:
            raise Refused(f"PostgreSQL could not make its data folder:\n{_indent(made.stderr)}")

    def _open_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.account.own(path=self.folder, mode=0o700)
        folder = self.socket_folder
        if folder == self.folder:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.account.uid, 0):
            raise Refused(f"{folder} belongs to somebody else: remove it and call again.")
        self.account.own(path=folder, mode=0o700)

    def _write_settings(self, *, data: Path) -> None:
        texts = {
            "postgresql.conf": settings.configuration(
                socket_folder=self.socket_folder,
                archive=archive.archive_settings(program=self._archive_program()),
            ),
            "pg_hba.conf": settings.host_rules(),
            "pg_ident.conf": settings.identity_map(
                caller=self.account.caller, service=self.account.name
            ),
        }
        for name, text in texts.items():
            fresh = data / f"{name}.new"
            fresh.write_text(text)
            self.account.own(path=fresh, mode=0o600)
            fresh.replace(data / name)

    def _archive_program(self) -> Path | None:
        program = self.folder / archive.PROGRAM
        return program if program.exists() else None

    def archive_to(self, *, folder: Path) -> None:
        """Keep every finished segment of the log in a folder from now on.

        :raises Refused: the server does not take the new settings.
        """
        program = self.folder / archive.PROGRAM
        fresh = program.with_suffix(".new")
        fresh.write_text(archive.program_text(to=folder))
        self.account.own(path=fresh, mode=0o700)
        fresh.replace(program)
        self._write_settings(data=self.data)
        told: list[str | Path] = [
            *(self.binaries.program(name="pg_ctl"), "reload", "-s", "-D", self.data),
        ]
        if self.running() and self.account.run(command=told).returncode:
            raise Refused("PostgreSQL does not take its new settings.")

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _postmaster(self) -> int | None:
        """Return the process that serves this folder, or None."""
        pid = self._noted_pid()
        if pid is None or processes.began(pid=pid) is None:
            return None
        folder = processes.working_folder(pid=pid)
        # A server works in its data folder: any other has only been given its number.
        return pid if folder is None or folder == self.data.resolve() else None

    def _clear_foreign_note(self) -> None:
        """Remove the note of a server whose number another process bears now.

        PostgreSQL clears the note of a dead process itself, but takes any living
        one for a server.
        """
        pid = self._noted_pid()
        if pid is None or processes.began(pid=pid) is None or self._postmaster() is not None:
            return
        deadline = time.monotonic() + START_SECONDS
        while processes.working_in(folder=self.data.resolve()):
            if time.monotonic() > deadline:
                raise Refused(f"parts of a killed PostgreSQL still work in {self.data}.")
            time.sleep(0.25)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _log_since(self, *, size: int) -> str:
        try:
            with self.log.open(errors="replace") as log:
                log.seek(size)
                return log.read()[-2000:]
        except OSError:
            return ""


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-12:])
