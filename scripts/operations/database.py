"""What backups ask of the running database: its version, a named point to restore to, and how many rows each table has at that point."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from scripts.operations.faults import OperationFault
from scripts.operations.settings import BackupSettings

TRIES = 60  # to find a moment without open transactions: 6 seconds
Counts: TypeAlias = dict[str, list[int]]
TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Server:
    """What a running server says of itself."""

    major: int
    version: str
    system: str
    segment_bytes: int


@dataclass(frozen=True)
class Point:
    """A named place in the log, the segment it lies in, and the rows that each table has there: the fewest and the most that are right.

    Both are the same when no transaction ended between counting and naming (`exact`), which is tried for on a busy server too.
    """

    name: str
    lsn: str
    segment: str
    exact: bool
    counts: Counts


def connect(settings: BackupSettings) -> psycopg.Connection[Any]:
    """A connection of the backup's own role. Raises OperationFault; the library's message names no password."""
    try:
        return psycopg.connect(
            settings.connection, autocommit=True, connect_timeout=15, application_name="mizan-backup"
        )
    except psycopg.Error as error:
        raise OperationFault(f"The database does not let backups in: {str(error).strip()}") from None


def server_of(connection: psycopg.Connection[Any]) -> Server:
    """Version, identity and size of segments."""
    row = connection.execute(
        "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version'),"
        " (SELECT system_identifier FROM pg_control_system())::text,"
        " (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size')"
    ).fetchone()
    assert row is not None
    return Server(int(row[0]), str(row[1]), str(row[2]), int(row[3]))


def require_same_major(server: Server, programs: Path) -> None:
    """Copies can only be made and brought back by programs of the server's own major version."""
    found = subprocess.run(
        [str(programs / "pg_basebackup"), "--version"], capture_output=True, text=True, check=False, cwd="/"
    ).stdout
    number = re.search(r"(\d+)", found)
    if number is None or int(number[1]) != server.major:
        raise OperationFault(
            f"The server is PostgreSQL {server.version}, the programs in {programs} are {found.strip() or 'not there'}. "
            f"Install PostgreSQL {server.major}'s and name their folder as [database] programs."
        )


def name_a_point(settings: BackupSettings, name: str) -> Point:
    """Name the log's end as it is now, and have its segment finished."""
    with connect(settings) as naming:
        lsn, segment = _name(naming, name)
        naming.execute("SELECT pg_switch_wal()")
    return Point(name, lsn, segment, exact=False, counts={})


def _name(connection: psycopg.Connection[Any], name: str) -> tuple[str, str]:
    row = connection.execute(
        "SELECT lsn::text, pg_walfile_name(lsn) FROM pg_create_restore_point(%s) AS lsn", [name]
    ).fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


def count_at_a_point(settings: BackupSettings, name: str) -> Point:
    """Count the rows of every table as they are at a point of the log that can be restored to by its name.

    Each try has a name of its own: recovery stops at the first that it finds.
    """
    with connect(settings) as counting, connect(settings) as naming:
        lsn, segment, named, exact = "", "", name, False
        for attempt in range(TRIES):
            counting.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            seen, last = _snapshot(counting), attempt == TRIES - 1
            if _is_quiet(seen) or last:
                named = f"{name}_{attempt}"
                lsn, segment = _name(naming, named)
                exact = _is_quiet(seen) and _snapshot(naming) == seen
                if exact or last:
                    break
            counting.execute("ROLLBACK")
            time.sleep(0.1)
        before = count_rows(counting)
        counting.execute("COMMIT")
        after = before if exact else count_rows(naming)
        naming.execute("SELECT pg_switch_wal()")
    return Point(named, lsn, segment, exact, _between(before, after))


def last_archived(settings: BackupSettings) -> datetime | None:
    """When the server last had a segment of its log kept; None before the first, or when it cannot be asked."""
    try:
        with connect(settings) as connection:
            row = connection.execute("SELECT last_archived_time FROM pg_stat_archiver").fetchone()
    except (OperationFault, psycopg.Error):
        return None
    return row[0].astimezone(UTC).replace(microsecond=0) if row and row[0] else None


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has, by `schema.table`."""
    found = {}
    for schema, table in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = int(row[0])
    return found


def differences(wanted: Counts, found: dict[str, int]) -> list[str]:
    """Tables whose rows are not as many as were counted, in words."""
    faults = [f"{name} is missing" for name in wanted.keys() - found.keys()]
    faults += [f"{name} was not there when the backup was made" for name in found.keys() - wanted.keys()]
    for name, (least, most) in wanted.items():
        if name in found and not least <= found[name] <= most:
            stated = str(least) if least == most else f"{least} to {most}"
            faults.append(f"{name} has {found[name]} rows, {stated} were counted")
    return sorted(faults)


def _between(before: dict[str, int], after: dict[str, int]) -> Counts:
    names = before.keys() | after.keys()
    return {
        name: sorted((before.get(name, after.get(name, 0)), after.get(name, before.get(name, 0)))) for name in names
    }


def _snapshot(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute("SELECT pg_current_snapshot()::text").fetchone()
    assert row is not None
    return str(row[0])


def _is_quiet(snapshot: str) -> bool:
    """True when no transaction that writes is open: `xmin:xmax:` with both the same."""
    least, most, _open = snapshot.split(":")
    return least == most
