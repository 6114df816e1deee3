"""The database's log, segment by segment: PostgreSQL hands each finished one over, and asks for them back when it recovers.

archive_command = '/srv/mizan/live/deploy/bin/backup wal-archive %p %f'
restore_command = '/srv/mizan/live/deploy/bin/backup wal-restore %f %p'
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from scripts.operations.faults import OperationFault
from scripts.operations.sealing import Sealer
from scripts.operations.stores import Store, force_folder

NAME = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup|\.partial)?|[0-9A-F]{8}\.history")
SEGMENT = re.compile(r"[0-9A-F]{24}")
NOT_THERE = 1
BROKEN = 200  # above 128, so that PostgreSQL stops instead of taking it for the end of the log


def place_of(name: str) -> str:
    """Where a file of the log lies in the store. Raises OperationFault for any other name."""
    if not NAME.fullmatch(name):
        raise OperationFault(f"{name!r} is no file of PostgreSQL's log.")
    return f"wal/{name[:8]}/{name}"


def archive(store: Store, sealer: Sealer, path: Path, name: str) -> bool:
    """Keep a finished segment. False when it was kept already; raises OperationFault when another one has its name.

    PostgreSQL asks again after a crash, so the same bytes twice are fine; other bytes mean that two servers write to one store.
    """
    place = place_of(name)

    def write(target: BinaryIO) -> None:
        with path.open("rb") as source:
            sealer.seal(source, target, place)

    try:
        if store.put(place, write):
            return True
    except FileNotFoundError:
        raise OperationFault(f"{path} is not there: run this as PostgreSQL's archive_command.") from None
    with store.open(place) as file:
        kept = hashlib.sha256(b"".join(sealer.open(file, place))).digest()
    if kept != hashlib.sha256(path.read_bytes()).digest():
        raise OperationFault(
            f"The store holds another {name}. Do two servers archive to one place? Give each a folder or prefix of its own."
        )
    return False


def restore(store: Store, sealer: Sealer, name: str, path: Path) -> bool:
    """Bring a file of the log back; False when the store has none of this name."""
    place = place_of(name)
    new = path.with_name(f"{path.name}.new")
    try:
        with store.open(place) as file, new.open("wb") as target:
            for piece in sealer.open(file, place):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except FileNotFoundError:
        return False
    new.replace(path)
    force_folder(path.parent)
    return True


def number_of(segment: str, segment_bytes: int) -> int:
    """The segment's place in the log, the same on every timeline."""
    per_file = 0x1_0000_0000 // segment_bytes
    return int(segment[8:16], 16) * per_file + int(segment[16:24], 16)


def gaps(kept: Iterable[str], first: str, segment_bytes: int) -> list[int]:
    """The numbers that are missing between segment `first` and the newest that is kept, whatever their timeline."""
    numbers = {number_of(name, segment_bytes) for name in kept if SEGMENT.fullmatch(name)}
    start = number_of(first, segment_bytes)
    last = max((one for one in numbers if one >= start), default=start)
    return [one for one in range(start, last + 1) if one not in numbers]


def kept_names(store: Store) -> list[str]:
    """The names of all files of the log that the store holds."""
    return [one.name.rpartition("/")[2] for one in store.list("wal/")]
