"""Where copies lie: a folder, or an S3-compatible bucket. A name is written once and never changed; that is checked by the store itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from scripts.operations.faults import OperationFault

STAGING = ".incoming"


@dataclass(frozen=True)
class Stored:
    """One copy in the store."""

    name: str
    size: int
    written: datetime


class Store(Protocol):
    """What backups need of a place. Names are relative paths with `/`."""

    def put(self, name: str, write: Callable[[BinaryIO], Any]) -> bool:
        """Have `write` fill a copy, then give it its name in one step. False, and nothing changed, when the name is taken."""
        ...

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Read a copy. Raises FileNotFoundError."""
        ...

    def holds(self, name: str) -> bool: ...

    def list(self, prefix: str) -> Iterator[Stored]:
        """Every copy whose name begins so, sorted by name."""
        ...

    def remove(self, name: str) -> None:
        """Take a copy away; one that is gone already is no fault."""
        ...


class FolderStore:
    """A folder of this machine or one that is mounted: what is written is forced to disk before it has its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, write: Callable[[BinaryIO], Any]) -> bool:
        place = self._place(name)
        if place.exists():
            return False
        staging = self.folder / STAGING
        for folder in (staging, place.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, staged = tempfile.mkstemp(dir=staging)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(staged, place)  # unlike a rename, it never replaces what is there
            except FileExistsError:
                return False
            force_folder(place.parent)
        finally:
            with suppress(FileNotFoundError):
                Path(staged).unlink()
        return True

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        return self._place(name).open("rb")

    def holds(self, name: str) -> bool:
        return self._place(name).exists()

    def list(self, prefix: str) -> Iterator[Stored]:
        start = self.folder / prefix.rpartition("/")[0]
        found = [path for path in start.rglob("*") if path.is_file()] if start.is_dir() else []
        named = sorted((path.relative_to(self.folder).as_posix(), path) for path in found)
        for name, path in named:
            if name.startswith(prefix) and not name.startswith(STAGING):
                facts = path.stat()
                yield Stored(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def remove(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def free_bytes(self) -> int:
        """What is left on the disk of the folder."""
        return shutil.disk_usage(self.folder).free

    def _place(self, name: str) -> Path:
        if name.startswith("/") or ".." in name.split("/"):
            raise OperationFault(f"{name!r} is no name of a copy.")
        return self.folder / name


def force_folder(folder: Path) -> None:
    """Force the names in a folder to disk, so that a file that was just named is there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
