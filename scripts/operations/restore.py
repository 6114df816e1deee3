"""`deploy/bin/restore`: bring the database and the files back as they were at a minute, or as far as the log reaches.

    restore --to 2026-11-22T14:30 --data /var/lib/postgresql/18/main --files /var/lib/mizan
    restore --latest --data … --files …

What lies in the way is renamed, never removed. The server must not run; it is started by its own service afterwards. `--practice`
writes nothing to the store, for trying it out beside a server that runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.operations import files, points, restoring, verifying
from scripts.operations.backup import say
from scripts.operations.base import STAMP, Base
from scripts.operations.cluster import account_of
from scripts.operations.faults import DONE, FAILED, OperationFault, exit_status
from scripts.operations.restoring import Target
from scripts.operations.settings import DEFAULT, BackupSettings, read_settings


def main(words: Sequence[str]) -> int:
    """Restore; 0 when all that was looked at is right, 1 when something is wrong, 2 when settings are."""
    given = _parser().parse_args(words)
    return exit_status(lambda: _restore(read_settings(given.config), given), "restore")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="restore", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--config", type=Path, default=DEFAULT)
    until = parser.add_mutually_exclusive_group(required=True)
    until.add_argument("--to", metavar="MOMENT", help="2026-11-22T14:30 (UTC) or with a zone: 2026-11-22T14:30+03:00")
    until.add_argument("--point", help="a point that `backup point` named")
    until.add_argument("--latest", action="store_true", help="as far as the log reaches")
    parser.add_argument("--data", type=Path, required=True, help="the cluster's folder (PGDATA)")
    parser.add_argument("--files", type=Path, required=True, help="the application's data folder")
    parser.add_argument("--practice", action="store_true", help="write nothing to the store")
    parser.add_argument("--dry-run", action="store_true")
    return parser


def _restore(settings: BackupSettings, given: argparse.Namespace) -> int:
    started = time.monotonic()
    store, sealer = settings.store(), settings.sealer()
    point = points.find(store, sealer, given.point) if given.point else None
    moment = point.at if point else restoring.read_moment(given.to) if given.to else None
    if moment and moment > datetime.now(UTC):
        raise OperationFault(f"{moment:%Y-%m-%d %H:%M} UTC is still to come.")
    base = restoring.base_for(store, sealer, moment)
    require_stopped(given.data)
    room_for(given.data, base)
    say(f"from the backup {base.stamp} (PostgreSQL {base.version}, {base.size:,} bytes)")
    listed = files.listed_at(store, sealer, moment)
    if given.dry_run:
        say(
            f"would bring back {given.data} and {len(listed)} files under {given.files}; what lies there would be renamed"
        )
        return DONE
    mark = datetime.now(UTC).strftime(STAMP)
    if aside := restoring.put_aside(given.data, mark):
        say(f"what was there is now {aside}")
    account = account_of(settings.account)
    restoring.unpack(store, sealer, base, given.data, account)
    faults = [one for one in [restoring.check_manifest(settings.programs, given.data, account)] if one]
    say("the cluster is unpacked, its files have their hashes")
    beside = given.data.with_name(f".{given.data.name}.recovery")
    target = Target(moment=moment, point=point.name if point else "")
    with restoring.recover(settings, given.data, beside, target, practice=given.practice, say=say) as cluster:
        there, wrong = restoring.bring_files(settings, store, sealer, listed, given.files)
        say(f"{there} files are there with their hashes")
        faults += wrong
        facts: dict[str, Any] = {}
        lost = verifying.prove(settings, cluster, given.files, facts, faults)
    say(f"the application looked through it: {facts}")
    for one in lost if given.latest else ():
        print(f"  LOST upload {one} came after the last copy of files: its sender has to send it again")
    faults += [] if given.latest else [f"upload {one}: its file is missing" for one in lost]
    for fault in faults:
        print(f"  FAULT {fault}")
    taken = time.monotonic() - started
    if faults:
        print(
            f"Restored in {taken:.0f} s with {len(faults)} faults: look at each before anybody is let in.",
            file=sys.stderr,
        )
        return FAILED
    print(
        f"Restored in {taken:.0f} s. Start PostgreSQL, then the application. Make a new base backup soon: backup base"
    )
    return DONE


def require_stopped(data: Path) -> None:
    """Raises OperationFault while a server runs on the folder."""
    try:
        pid = int((data / "postmaster.pid").read_text("utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if Path(f"/proc/{pid}").exists() and _is_postgres(pid):
        raise OperationFault(f"A PostgreSQL (process {pid}) runs on {data}. Stop it first.")


def _is_postgres(pid: int) -> bool:
    done = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in done.stdout


def room_for(folder: Path, base: Base) -> None:
    """Raises OperationFault when the disk has no room for the cluster."""
    free = restoring.free_bytes(folder)
    if free < base.size * 1.1:
        raise OperationFault(f"{folder} has {free:,} bytes left, the cluster needs {base.size:,}: take a larger disk.")


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
