"""What ended processes counted, put together in one file for each kind, so that counters never fall and files never pile up.

Every process of a machine writes `counter_PID.db` and `histogram_PID.db` into the folder of metrics. A process that has ended, however it
ended, leaves them; they are added to `counter_ended.db` and `histogram_ended.db` at the next look. Nothing needs to be told by gunicorn or
Celery about a child that went. The folder belongs to one machine or container, where numbers of processes mean something.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prometheus_client.mmap_dict import MmapedDict

_OF_A_PROCESS = re.compile(r"(counter|histogram)_(\d+)\.db")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else puts files of the folder together meanwhile, or reads them while they are."""
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # a child that was forked meanwhile holds the file open


def put_together(folder: Path) -> int:
    """Add up what ended processes counted; call it `alone_in` the folder. Returns how many files there were."""
    left: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.db")):
        found = _OF_A_PROCESS.fullmatch(path.name)
        if found and not lives(int(found[2])):
            left.setdefault(found[1], []).append(path)
    for kind, paths in left.items():
        _add(folder / f"{kind}_ended.db", paths)
    return sum(map(len, left.values()))


def _add(total: Path, paths: list[Path]) -> None:
    """Into a copy first: whoever is killed in here leaves the old sum whole."""
    made = total.with_suffix(".new")
    made.unlink(missing_ok=True)
    if total.exists():
        shutil.copyfile(total, made)
    sums: Any = MmapedDict(str(made))  # type: ignore[no-untyped-call]
    for path in paths:
        for key, value, _, _ in MmapedDict.read_all_values_from_file(str(path)):  # type: ignore[no-untyped-call]
            sums.write_value(key, sums.read_value(key)[0] + value, 0.0)
    sums.close()
    made.replace(total)
    for path in paths:
        path.unlink()


def lives(pid: int) -> bool:
    """True while a process of this number runs, whoever's it is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
