"""Reads the command line and hands it to whoever does the command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from whereabouts.launcher import asking, cluster, keeping
from whereabouts.launcher.call import call
from whereabouts.launcher.checking import run_checks
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.demo import CHILDREN, HOST, PORT, SEED, demo
from whereabouts.launcher.environment import ensure_environment
from whereabouts.launcher.parts import finder, migrate, serve, up, worker
from whereabouts.launcher.places import Places, find_places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused, WrongUse
from whereabouts.launcher.supervise import Stopped, stopping_on_signals
from whereabouts.launcher.testing import CHOSEN, run_tests
from whereabouts.launcher.workplace import CASES_DATABASE, find_server, prepared

HIGHEST_PORT = 65535
INTERRUPTED = 1

USAGE = """\
usage: bin/whereabouts COMMAND [ARGUMENTS]

To look at it and to work on it:
  demo [--port N] [--children N] [--seed N]
                        set up, fill a small made-up nation, start everything,
                        print the address and one sign-in for each role
  test [--fast|--full] [PYTEST ARGUMENTS]
                        the tests, on a real PostgreSQL
  check [--mend]        formatting, lint, import contracts, types, policy packs,
                        migrations, generated documents; --mend formats first
  database start|stop|status|urls
                        keep this checkout's PostgreSQL running, for other tools

To run it:
  migrate · serve · worker · finder · up
                        the parts; finder keeps the search index; up is all four
                        serve and up take [--host NAME] [--port N]

To keep it safe:
  backup DIR            a verified copy of the database, and its log from then on
  restore DIR --to NEW [--until ISO]
                        a copy and its log into a clean folder, checked
  snapshot passphrase CODE | take | open FILE
                        an encrypted board that opens without the server

To ask it:
  assess FILE [--pack ID] [--at ISO] --json
                        the policy engine alone on one case; needs no database
  cases FILE.jsonl --json
                        plays cases through the real journeys
  search [--name --dob --sex --place …] --as USER --json
                        identity search as that person sees it
  link [--engine duckdb|spark|own] [--file REGISTER --out PAIRS.csv] --json
                        compares whole registers and suggests pairs; joins nobody
  replay --pack ID|followed [--from DAY --to DAY] [--file FOLDER] [--second-look N] --json
                        every past episode graded again under another pack, or each under
                        what its own force followed on the day; those graded below what
                        was known then onto the list of second looks
  figures NAME [--year N --area CODE --definitions IDS --format csv,ods,json]
                        a statistical table; --out FOLDER, --file FOLDER
  sector FOLDER [--year N --before FOLDER --area CODE --rules missing|all] --json
                        a return that figures ssda903 wrote, by the sector's own rules
  export NAME --out FOLDER
                        the same or all of them in every format, with their metadata
  nation [--years N] [--scale X] [--seed N] [--out FOLDER] [--into-database [--followed]]
                        makes a whole made-up nation as columns; --file takes it; --json
  audit verify          checks the audit log
  import reports FILE.csv --feed AGENCY/NAME [--refused OUT.csv] --json
                        many reports at once; bad rows come back with line and reason
  token make AGENCY NAME --scope reports|contacts … | list | revoke AGENCY NAME
                        tokens of forces' own systems, for the API
  bench NAME            one measure, with its peer in the same run, as JSON
  faults everyday|release|briefly [--seed N] [--only RUN] [--minutes N] --json
                        [--rounds N] [--share F]: fewer rounds, or a share of every count
                        starts a system of its own, kills its parts, cuts its lines,
                        and counts what was acknowledged and is not there

migrate, search, import, link, replay, figures, nation, audit and token take --demo to use
the demonstration's database.

Not in this version: audit proof.

Exit codes: 0 success, 1 refused or something is wrong, 2 wrong usage.
Variables: WHEREABOUTS_DATABASE_URL and WHEREABOUTS_OWNER_DATABASE_URL (another
PostgreSQL), WHEREABOUTS_POSTGRES=system|embedded, WHEREABOUTS_STATE_DIR,
WHEREABOUTS_CHROMIUM.
"""

Handler = Callable[[Places, Progress, list[str]], int]


def main(argv: Sequence[str]) -> int:
    """Do what the command line asks and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    progress = Progress()
    try:
        with stopping_on_signals():
            return _dispatch(argv=list(argv), progress=progress)
    except WrongUse as refusal:
        print(f"whereabouts: {refusal}", file=sys.stderr)
        print("bin/whereabouts --help lists the commands.", file=sys.stderr)
        return refusal.exit_code
    except Refused as refusal:
        print(f"whereabouts: {refusal}", file=sys.stderr)
        return refusal.exit_code
    except (Stopped, KeyboardInterrupt):
        print("whereabouts: interrupted; call it again to go on.", file=sys.stderr)
        return INTERRUPTED


def _dispatch(*, argv: list[str], progress: Progress) -> int:
    if argv and argv[0] in ("help", "--help", "-h"):
        print(USAGE, end="")
        return 0
    if not argv:
        raise WrongUse("name a command.")
    name, *rest = argv
    if name not in HANDLERS:
        raise WrongUse(f"there is no command {name!r}.")
    return HANDLERS[name](find_places(), progress, rest)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints end like all of ours."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(f"{self.prog.rpartition(' ')[2]}: {message}")


def _parser(*, name: str) -> _Parser:
    return _Parser(prog=f"bin/whereabouts {name}", allow_abbrev=False)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port <= HIGHEST_PORT:
        raise ValueError
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError
    return count


def _demo(places: Places, progress: Progress, rest: list[str]) -> int:
    parser = _parser(name="demo")
    parser.add_argument("--port", type=_port, help=f"the port to listen on (else from {PORT})")
    parser.add_argument("--children", type=_count, default=CHILDREN, help="how many are made up")
    parser.add_argument("--seed", type=_count, default=SEED, help="the same seed, the same nation")
    given = parser.parse_args(rest)
    return demo(
        places=places,
        progress=progress,
        port=given.port,
        children=given.children,
        seed=given.seed,
    )


def _test(places: Places, progress: Progress, rest: list[str]) -> int:
    chosen = next((argument for argument in rest if argument in CHOSEN), "")
    arguments = [argument for argument in rest if argument not in CHOSEN]
    return run_tests(places=places, progress=progress, chosen=chosen, arguments=arguments)


def _check(places: Places, progress: Progress, rest: list[str]) -> int:
    parser = _parser(name="check")
    parser.add_argument("--mend", action="store_true", help="format and sort imports first")
    return run_checks(places=places, progress=progress, mend=parser.parse_args(rest).mend)


def _listening(*, name: str, rest: list[str]) -> argparse.Namespace:
    parser = _parser(name=name)
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=_port, default=PORT)
    return parser.parse_args(rest)


def _serve(places: Places, progress: Progress, rest: list[str]) -> int:
    given = _listening(name="serve", rest=rest)
    return serve(places=places, progress=progress, host=given.host, port=given.port)


def _up(places: Places, progress: Progress, rest: list[str]) -> int:
    given = _listening(name="up", rest=rest)
    return up(places=places, progress=progress, host=given.host, port=given.port)


def _worker(places: Places, progress: Progress, rest: list[str]) -> int:
    _parser(name="worker").parse_args(rest)
    return worker(places=places, progress=progress)


def _finder(places: Places, progress: Progress, rest: list[str]) -> int:
    _parser(name="finder").parse_args(rest)
    return finder(places=places, progress=progress)


def _migrate(places: Places, progress: Progress, rest: list[str]) -> int:
    parser = _parser(name="migrate")
    parser.add_argument("--demo", action="store_true")
    return migrate(places=places, progress=progress, demo=parser.parse_args(rest).demo)


def _assess(places: Places, progress: Progress, rest: list[str]) -> int:
    return call(name="assess", argv=rest)


def _cases(places: Places, progress: Progress, rest: list[str]) -> int:
    if not any(not argument.startswith("-") for argument in rest):
        raise WrongUse("cases: name a file of cases.")
    with prepared(places=places, progress=progress) as workplace:
        with progress.step(text="Making an empty database for the cases"):
            workplace.databases(arguments=["recreate", CASES_DATABASE])
            apart = workplace.on(name=CASES_DATABASE)
            if apart.manage(arguments=["migrate", "--verbosity", "0"], to_stderr=True):
                raise Refused("the database of the cases could not be migrated.")
        return apart.manage(arguments=["play_cases", *rest])


def _search(places: Places, progress: Progress, rest: list[str]) -> int:
    return asking.ask(places=places, progress=progress, rest=["search", *rest])


def _audit(places: Places, progress: Progress, rest: list[str]) -> int:
    match rest:
        case ["verify", *arguments]:
            return asking.ask(places=places, progress=progress, rest=["audit_verify", *arguments])
        case ["proof", *_]:
            raise WrongUse("audit proof is not in this version.")
    raise WrongUse("audit takes verify.")


def _token(places: Places, progress: Progress, rest: list[str]) -> int:
    if not rest or rest[0] not in ("make", "list", "revoke"):
        raise WrongUse("token takes make, list or revoke.")
    return asking.ask(places=places, progress=progress, rest=["token", *rest])


def _import(places: Places, progress: Progress, rest: list[str]) -> int:
    return asking.ask(places=places, progress=progress, rest=["import_file", *rest])


def _database(places: Places, progress: Progress, rest: list[str]) -> int:
    if cluster.configured_urls() is not None:
        raise WrongUse("database: another PostgreSQL is configured by WHEREABOUTS_DATABASE_URL.")
    server = find_server(
        places=places,
        progress=progress,
        python=lambda: ensure_environment(places=places, progress=progress, layer="core"),
    )
    match rest:
        case ["start"]:
            cluster.start(server=server, progress=progress, keep=True)
        case ["stop"]:
            cluster.stop(server=server, although_needed=True)
        case ["status"]:
            print("running" if server.running() else "stopped")
            return 0 if server.running() else 1
        case ["urls"]:
            print(server.url(role=APP_ROLE), server.url(role=OWNER_ROLE), sep="\n")
        case _:
            raise WrongUse("database takes start, stop, status or urls.")
    return 0


def _backup(places: Places, progress: Progress, rest: list[str]) -> int:
    parser = _parser(name="backup")
    parser.add_argument("folder", type=Path)
    return keeping.backup(places=places, progress=progress, to=parser.parse_args(rest).folder)


def _restore(places: Places, progress: Progress, rest: list[str]) -> int:
    parser = _parser(name="restore")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--until", type=_instant)
    given = parser.parse_args(rest)
    return keeping.restore(
        places=places, progress=progress, source=given.folder, to=given.to, until=given.until
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant


def _snapshot(places: Places, progress: Progress, rest: list[str]) -> int:
    match rest:
        case ["open", *arguments]:
            with prepared(places=places, progress=progress, database=False) as workplace:
                opens = ["-m", "whereabouts.launcher.call", "snapshot_open", *arguments]
                return workplace.run(arguments=opens)
        case ["passphrase", _] | ["take"]:
            with prepared(places=places, progress=progress) as workplace:
                return workplace.manage(arguments=["snapshot", *rest])
    raise WrongUse("snapshot takes passphrase CODE, take, or open FILE.")


HANDLERS: dict[str, Handler] = {
    "demo": _demo,
    "test": _test,
    "check": _check,
    "serve": _serve,
    "worker": _worker,
    "finder": _finder,
    "migrate": _migrate,
    "up": _up,
    "assess": _assess,
    "cases": _cases,
    "search": _search,
    "import": _import,
    "link": asking.link,
    "replay": asking.counted("replay"),
    "figures": asking.counted("figures"),
    "export": asking.counted("export"),
    "nation": asking.nation,
    "sector": asking.sector,
    "audit": _audit,
    "backup": _backup,
    "restore": _restore,
    "snapshot": _snapshot,
    "token": _token,
    "bench": asking.bench,
    "faults": asking.faults,
    "database": _database,
}
