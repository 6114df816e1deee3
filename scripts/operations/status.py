"""`backups/status.json` in the data folder: what backups last did. Metrics, alerts and `manage.py doctor` read it.

Times are ISO 8601 in UTC. `last_backup` is the last base backup that was finished, `last_files` and `last_wal` the last copies of files
and of the database's log that reached the store, `last_verified` the last time that a backup was restored and found whole. A failure
leaves them as they are and is told by `last_failure` and `fault`; the next success of the same kind takes those away.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "status.json"


def now() -> datetime:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def read_status(notes: Path) -> dict[str, Any]:
    """What is noted; empty when nothing is, or it cannot be read."""
    try:
        found = json.loads((notes / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note(notes: Path, **facts: Any) -> None:
    """Add facts to the status, in one step for whoever reads it meanwhile. None takes a fact away."""
    if not notes.exists():
        notes.mkdir(parents=True, exist_ok=True)
        notes.chmod(0o755)  # the application, which has another account, reads the status
    with held(notes / ".status.lock"):
        known = {**read_status(notes), **{name: _plain(value) for name, value in facts.items()}}
        text = json.dumps({name: value for name, value in sorted(known.items()) if value is not None}, indent=1) + "\n"
        replace(notes / NAME, text, mode=0o644)  # nothing in it is secret


def note_failure(notes: Path, what: str, why: str) -> None:
    """Say that something failed; the first line is enough for an alert."""
    note(notes, last_failure=now(), failed=what, fault=why.splitlines()[0][:300] if why else "")


def note_success(notes: Path, what: str, **facts: Any) -> None:
    """Note what was done, and that a failure of the same kind is over."""
    over = read_status(notes).get("failed") == what
    note(notes, **facts, **({"last_failure": None, "failed": None, "fault": None} if over else {}))


def replace(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(handle, mode)  # whatever the mask of the account is
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """One process at a time; the kernel lets go when it ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
