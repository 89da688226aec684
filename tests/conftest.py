"""A real database a worker, connected to as the application; and the standing cast."""

import hashlib
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from tests.arranging import arranged, folder_of

CHROMIUM = os.environ.get("WHEREABOUTS_CHROMIUM", "")
FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
    "--disable-background-networking",
]  # fmt: skip
OF_THE_MATRIX = "_matrix"
PACKAGE = Path(__file__).resolve().parents[1] / "whereabouts"
TEMPLATE = "whereabouts_migrated_"
LOCK_OF_THE_TEMPLATE = 20161130
DAYS_KEPT = 7
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

# The same examples in every run, however slow the machine: what fails, failed for a reason. Others
# are tried by `--hypothesis-profile anew`.
for _profile, _the_same in (("everyday", True), ("anew", False)):
    hypothesis.settings.register_profile(
        _profile, derandomize=_the_same, database=None, deadline=None, print_blob=True,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )  # fmt: skip
hypothesis.settings.load_profile("everyday")


@pytest.hookimpl(trylast=True)  # when those that were not asked for have gone
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each worker begin with something long."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        folders = [folder_of(path=item.path) for item in items]
        items[:] = arranged(items=items, folders=folders, workers=workers)


def _connect_admin() -> psycopg.Connection:
    owner = settings.DATABASES["owner"]
    return psycopg.connect(
        dbname=os.environ.get("WHEREABOUTS_ADMIN_DATABASE", "postgres"),
        user=owner["USER"],
        host=owner["HOST"],
        port=owner["PORT"] or None,
        password=owner["PASSWORD"] or None,
        autocommit=True,
    )


def _admin(statement: str) -> None:
    with _connect_admin() as admin:
        admin.execute(statement)


def _shape_of_the_tables() -> str:
    """Return a hash of everything that migrating depends on."""
    seen = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        how = path.stem in {"migrate", "own_table_only"}
        if how or "migrations" in parts or "access" in parts or "models" in path.stem:
            seen.update(f"{path.relative_to(PACKAGE)}\0".encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def no_longer_wanted(*, known: Mapping[str, str | None], wanted: str, today: date) -> list[str]:
    """Return the databases that were never finished, or that nobody asked for in a week.

    The one that is wanted now is none of these, however long nobody asked for it.
    """
    return [
        name
        for name, last_used in known.items()
        if last_used is None
        or (name != wanted and (today - date.fromisoformat(last_used)).days > DAYS_KEPT)
    ]


def _migrated_template() -> str:
    """Return a migrated database to copy: made by the first who asks, once a shape of the tables.

    Migrating takes half a minute and copying a fraction of a second. What nobody asked for in a
    week goes.
    """
    name = f"{TEMPLATE}{_shape_of_the_tables()}"
    with _connect_admin() as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [LOCK_OF_THE_TEMPLATE])
        known = dict(
            admin.execute(
                "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
                " WHERE datname LIKE %s",
                [f"{TEMPLATE}%"],
            ).fetchall()
        )
        today = datetime.now(UTC).date()
        for other in no_longer_wanted(known=known, wanted=name, today=today):
            admin.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
        if known.get(name) is None:
            admin.execute(f'CREATE DATABASE "{name}"')
            use_database(name=name)
            call_command("migrate", verbosity=0)
            _close_all()
        admin.execute(f"COMMENT ON DATABASE \"{name}\" IS '{today.isoformat()}'")
    return name


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Make a database of this worker's own, migrated as its owner, used as the application."""
    name = re.sub(r"\W", "_", f"test_{os.getpid()}_{worker_id}")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _admin(f'CREATE DATABASE "{name}" TEMPLATE "{_migrated_template()}"')
    # Nothing here has to outlive a power cut; the fault runs have clusters of their own.
    _admin(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    use_database(name=name)
    try:
        # A copy for the tests that share one made-up world: see tests/web/matrix.
        _admin(f'CREATE DATABASE "{name}{OF_THE_MATRIX}" TEMPLATE "{name}"')
        _admin(f'ALTER DATABASE "{name}{OF_THE_MATRIX}" SET synchronous_commit = off')
        yield
    finally:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            _close_all()
        for made in (name, name + OF_THE_MATRIX):
            _admin(f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)')


def use_database(*, name: str) -> None:
    """Let both roles' connections be to this database from now on."""
    _close_all()
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _close_all() -> None:
    for connection in connections.all():
        connection.close()


@pytest.fixture(scope="session")
def worker_id() -> str:
    """Return this worker's name, with or without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test commit for real, over several connections; afterwards every table is emptied."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        _empty_every_table()


@pytest.fixture(scope="module")
def committed_for_module(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Let a module's tests share what they commit; afterwards every table is emptied."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        _empty_every_table()


def _empty_every_table() -> None:
    _close_all()
    # Deleted in one transaction: keys are checked at its end, so the order does not matter; and for
    # a few rows it is far quicker than TRUNCATE. Said at once, since each is next to nothing.
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        tables = set(connections["owner"].introspection.table_names(cursor))
        tables -= {"django_migrations", "django_content_type", "auth_permission"}
        # Last what the others' triggers wrote.
        each = (f'DELETE FROM "{table}"' for table in [*sorted(tables), "people_changed"])
        cursor.execute(";".join(each))
    connections["owner"].close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Start the browser, once for all tests."""
    if not CHROMIUM or not os.access(CHROMIUM, os.X_OK):
        pytest.skip(
            "NO BROWSER: set WHEREABOUTS_CHROMIUM to a Chromium to try the pages in one.",
            allow_module_level=True,
        )
    from playwright.sync_api import sync_playwright

    # The browser's library keeps an event loop in this thread; our database calls do not use it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with sync_playwright() as library:
            browser = library.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield browser
            browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def noon() -> datetime:
    """Return the moment at which most tests happen."""
    return NOON


@pytest.fixture
def make_agency() -> Callable[..., object]:
    """Return a maker of agencies: one a code."""
    from whereabouts.foundations.agencies.actions import open_agency
    from whereabouts.foundations.agencies.models import Agency

    def make(name: str = "Northmoor Police", kind: str = "police_force", **more: object) -> Agency:
        code = re.sub(r"\W+", "-", name.lower())
        found = Agency.objects.filter(code=code).first()
        return found or open_agency(kind=kind, name=name, code=code, at=NOON, made_up=True, **more)

    return make


RANK_OF_ROLE = {
    "call_handler": "constable",
    "response_officer": "constable",
    "supervisor": "sergeant",
    "missing_coordinator": "sergeant",
    "offender_manager": "constable",
    "duty_inspector": "inspector",
    "superintendent": "superintendent",
}
AGENCY_OF_ROLE = {
    "social_worker": ("Aldermere Council", "authority"),
    "out_of_hours_worker": ("Aldermere Council", "authority"),
    "home_worker": ("Fern House", "home"),
    "on_call_manager": ("Aldermere Council", "authority"),
    "designated_officer": ("Aldermere Council", "authority"),
    "return_interviewer": ("Lantern Charity", "provider"),
    "school_worker": ("Example School", "education"),
    "information_governance": ("Northmoor Police", "police_force"),
    "national_analyst": ("National Unit", "national_unit"),
    "policy_owner": ("National Unit", "national_unit"),
}


@pytest.fixture
def make_member(make_agency: Callable[..., object]) -> Callable[..., object]:
    """Return a maker of members by role: call_handler, duty_inspector, social_worker, …"""
    from whereabouts.foundations.agencies.actions import enrol
    from whereabouts.foundations.agencies.models import Member

    def make(role: str, *, agency: object = None, name: str = "", **more: object) -> Member:
        if agency is None:
            agency = make_agency(*AGENCY_OF_ROLE.get(role, ("Northmoor Police", "police_force")))
        elif isinstance(agency, str):
            agency = make_agency(agency)
        username = name or f"{role}@{agency.code}"  # type: ignore[attr-defined]
        found = Member.objects.filter(username=username).first()
        return found or enrol(
            agency=agency,  # type: ignore[arg-type]
            username=username,
            display_name=f"{role.replace('_', ' ').title()} Example",
            roles=(role,),
            at=NOON.replace(year=2020),
            rank=RANK_OF_ROLE.get(role, ""),
            **more,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
def make_actor(make_member: Callable[..., object]) -> Callable[..., object]:
    """Return a maker of actors by role; `agency` names another force for the outsider."""
    from whereabouts.foundations.agencies.queries import actor_of

    def make(role: str, **more: object) -> object:
        return actor_of(member=make_member(role, **more), at=NOON)  # type: ignore[arg-type]

    return make


@pytest.fixture
def outsider(make_actor: Callable[..., object]) -> object:
    """Return somebody of another authority, who must see nothing."""
    from whereabouts.foundations.agencies.actions import open_agency

    agency = open_agency(
        kind="authority",
        name="Elsewhere Council",
        code="elsewhere-council",
        at=NOON,
        made_up=True,
    )
    return make_actor("social_worker", agency=agency, name="outsider@elsewhere")
