"""The cluster's settings, who may connect, and the two roles, as the texts that say so."""

import os
from pathlib import Path

OWNER_ROLE = "whereabouts_owner"
APP_ROLE = "whereabouts_app"
SUPERUSER = "postgres"
DATABASE = "whereabouts"

MIB = 1024 * 1024
MOST_SHARED_MIB = 512

# Standalone PostgreSQL takes one command a line. The owner may end the
# application's sessions, so that a database of cases can be made anew.
ROLES_SQL = f"""\
CREATE ROLE {OWNER_ROLE} LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
GRANT pg_signal_backend TO {OWNER_ROLE}
CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE} TEMPLATE template0
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC
GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP_ROLE}
"""


def configuration(*, socket_folder: Path, archive: str = "") -> str:
    """Return postgresql.conf: reached by socket only, durable, and silent about data."""
    shared = min(MOST_SHARED_MIB, _memory_mib() // 8)
    return f"""\
# Written at every start; changes made here by hand are lost.
listen_addresses = ''
unix_socket_directories = '{str(socket_folder).replace("'", "''")}'
unix_socket_permissions = 0700
port = 5432
max_connections = 100

shared_buffers = {shared}MB
effective_cache_size = {shared * 4}MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
wal_compression = on
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0

fsync = on
synchronous_commit = on
full_page_writes = on

{archive}
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
default_text_search_config = 'pg_catalog.simple'

# A log may never hold a value: terse leaves out the lines that quote rows.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] '
log_checkpoints = off
"""


def host_rules() -> str:
    """Return pg_hba.conf: the system's own word for who somebody is, and no other way in."""
    return (
        "local all all peer map=whereabouts\n"
        # For safe copies: the service account's superuser alone may replicate.
        "local replication all peer map=whereabouts\n"
    )


def identity_map(*, caller: str, service: str) -> str:
    """Return pg_ident.conf: the caller may be either role, the service account the superuser."""
    lines = [
        f'whereabouts "{caller}" {OWNER_ROLE}',
        f'whereabouts "{caller}" {APP_ROLE}',
        f'whereabouts "{service}" {SUPERUSER}',
    ]
    return "\n".join(lines) + "\n"


def _memory_mib() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB
    except (ValueError, OSError):
        return 4096
