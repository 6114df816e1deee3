"""One launcher per data folder."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

from config.local.faults import LauncherError


class DataLock:
    """Held as long as the launcher lives; the kernel releases it even after kill -9."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def __enter__(self) -> DataLock:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise LauncherError(_taken(self.path)) from None
        self._handle = handle
        self.note()
        return self

    def note(self, **facts: Any) -> None:
        """Write who holds the lock, for whoever comes second."""
        assert self._handle is not None
        text = json.dumps({"pid": os.getpid(), **facts}).encode()
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text, 0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def holder(path: Path) -> dict[str, Any]:
    """What the living holder of the lock noted; empty when nobody holds it."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return {}
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            return dict(json.loads(os.pread(handle, 4096, 0)))
        except ValueError:
            return {"pid": None}
    finally:
        os.close(handle)
    return {}


def _taken(path: Path) -> str:
    facts = holder(path)
    where = f" at {facts['address']}" if facts.get("address") else ""
    process = f" (process {facts['pid']})" if facts.get("pid") else ""
    return (
        f"Mizan already runs with this data folder{where}{process}: {path.parent}\n"
        "Open that address, or stop it with Ctrl-C first. For a second Mizan set MIZAN_DATA_DIR and PORT."
    )
