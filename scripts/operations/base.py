"""Base backups: the whole cluster as one sealed stream, with the log it needs to be consistent, and the facts it is verified by."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from scripts.operations import files
from scripts.operations.database import Counts, Point, connect, count_at_a_point, require_same_major, server_of
from scripts.operations.documents import load_json, save_json
from scripts.operations.faults import OperationFault
from scripts.operations.sealing import Sealed, Sealer
from scripts.operations.settings import BackupSettings
from scripts.operations.status import now
from scripts.operations.stores import Store
from scripts.operations.wal import place_of

STAMP = "%Y%m%dT%H%M%SZ"
ARCHIVE_SECONDS = 180.0
FIRST = re.compile(rb"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)")


@dataclass(frozen=True)
class Base:
    """A base backup that was finished. `counts` are the rows at `point`; `manifest` is the list of files that goes with it.

    One can go back to any moment from `copied_at` on; in `first_segment` its log begins.
    """

    stamp: str
    copied_at: str
    finished: str
    version: str
    major: int
    system: str
    segment_bytes: int
    first_segment: str
    point: str
    point_segment: str
    exact: bool
    counts: Counts
    manifest: str
    size: int
    sha256: str

    @property
    def cluster(self) -> str:
        """The name of its stream in the store."""
        return f"base/{self.stamp}/cluster.tar"


def take(settings: BackupSettings, store: Store, sealer: Sealer) -> Base:
    """Make a base backup. Its facts are written last: one without them is no backup, and is removed a day later."""
    started = now()
    stamp = started.strftime(STAMP)
    with connect(settings) as connection:
        server = server_of(connection)
    require_same_major(server, settings.programs)
    copied, first = _copy(settings, store, sealer, stamp)
    copied_at = now()
    early = files.collect(settings, store, sealer)
    point = count_at_a_point(settings, f"mizan_{stamp}")
    manifest = files.save_full(settings, store, sealer, stamp, early)
    wait_until_kept(store, point)
    base = Base(
        stamp=stamp,
        copied_at=copied_at.isoformat(),
        finished=now().isoformat(),
        version=server.version,
        major=server.major,
        system=server.system,
        segment_bytes=server.segment_bytes,
        first_segment=first,
        point=point.name,
        point_segment=point.segment,
        exact=point.exact,
        counts=point.counts,
        manifest=manifest,
        size=copied.size,
        sha256=copied.sha256,
    )
    name = _facts_of(stamp)
    save_json(store, sealer, name, asdict(base))
    return base


def _copy(settings: BackupSettings, store: Store, sealer: Sealer, stamp: str) -> tuple[Sealed, str]:
    """Stream pg_basebackup into the store. Returns what went in, and the segment in which its log begins.

    The log itself comes from the archive, so that a busy server need not keep it for us.
    """
    name = f"base/{stamp}/cluster.tar"
    words = [
        *(str(settings.programs / "pg_basebackup"), "-d", settings.connection, "--no-password", "-D", "-"),
        *("--format=tar", "--wal-method=none", "--checkpoint=fast", "--manifest-checksums=SHA256"),
        *("--label", f"mizan {stamp}"),
    ]
    done: list[tuple[Sealed, bytes]] = []

    def write(target: BinaryIO) -> None:
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(
                words, stdout=subprocess.PIPE, stderr=said, env={**os.environ, "LC_ALL": "C"}, cwd="/"
            ) as process,
        ):
            assert process.stdout is not None
            source = _Begun(process.stdout)
            sealed = sealer.seal(source, target, name)  # type: ignore[arg-type]
            if process.wait():  # before the copy has its name
                said.seek(0)
                raise OperationFault(f"pg_basebackup failed: {said.read().decode('utf-8', 'replace').strip()[-500:]}")
            done.append((sealed, source.begin))

    if not store.put(name, write):
        raise OperationFault(f"There is a backup {stamp} already: is another one being made?")
    sealed, begin = done[0]
    label = FIRST.search(begin)
    if label is None:
        raise OperationFault("The backup does not begin with its label: is it pg_basebackup of the server's version?")
    return sealed, label[1].decode()


class _Begun:
    """A stream that is read once, whose beginning is remembered: the backup's label comes first."""

    def __init__(self, source: Any) -> None:
        self.source, self.begin = source, b""

    def read(self, size: int) -> bytes:
        block: bytes = self.source.read(size)
        if len(self.begin) < 65_536:
            self.begin += block[:65_536]
        return block


def wait_until_kept(store: Store, point: Point) -> None:
    """Return when the log up to the point lies in the store. Raises OperationFault when it does not come."""
    deadline = time.monotonic() + ARCHIVE_SECONDS
    while not store.holds(place_of(point.segment)):
        if time.monotonic() > deadline:
            raise OperationFault(
                f"PostgreSQL has not archived {point.segment} in {ARCHIVE_SECONDS:.0f} seconds. "
                "See pg_stat_archiver and the server's log for what its archive_command says."
            )
        time.sleep(0.2)


def bases(store: Store, sealer: Sealer) -> list[Base]:
    """Every finished base backup, the oldest first."""
    names = [one.name for one in store.list("base/") if one.name.endswith("/facts.json")]
    return [Base(**load_json(store, sealer, name)) for name in sorted(names)]


def require_one(store: Store) -> None:
    """Raises OperationFault while there is no base backup, without which the log is of no use."""
    if not any(one.name.endswith("/facts.json") for one in store.list("base/")):
        raise OperationFault("There is no finished backup yet. Make one with: backup base")


def _facts_of(stamp: str) -> str:
    return f"base/{stamp}/facts.json"
