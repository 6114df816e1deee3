"""Which backups stay: the first of each of the last days, weeks and months that have one; and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scripts.operations import files
from scripts.operations.base import STAMP, Base, bases
from scripts.operations.sealing import Sealer
from scripts.operations.settings import Keep
from scripts.operations.status import now
from scripts.operations.stores import Store
from scripts.operations.wal import SEGMENT, number_of


@dataclass
class Pruned:
    """What went (or would go) by kind: names of copies."""

    bases: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def kept(stamps: Sequence[str], keep: Keep) -> tuple[set[str], set[str]]:
    """Which stay, and which of them are daily ones, to which the log reaches back. The newest always stays.

    Of a day it is the first, so that one more backup never takes away moments that one could go back to.
    """
    newest = sorted(stamps, reverse=True)
    daily = _first_of(newest, keep.daily, lambda day: (day.year, day.month, day.day)) | set(newest[:1])
    weekly = _first_of(newest, keep.weekly, lambda day: tuple(day.isocalendar()[:2]))
    monthly = _first_of(newest, keep.monthly, lambda day: (day.year, day.month))
    return daily | weekly | monthly, daily


def _first_of(newest: Iterable[str], count: int, of: Callable[[datetime], tuple[int, ...]]) -> set[str]:
    found: dict[tuple[int, ...], str] = {}
    for stamp in newest:
        found[of(datetime.strptime(stamp, STAMP).replace(tzinfo=UTC))] = stamp
    return set(list(found.values())[:count])


def log_that_goes(names: Iterable[str], staying: Sequence[Base], daily: set[str]) -> list[str]:
    """Segments that no kept backup needs: older than the oldest daily one, and not what an older one needs to be consistent.

    Histories of timelines are small and stay.
    """
    if not staying:
        return []
    size = staying[-1].segment_bytes
    reach = min(number_of(base.first_segment, size) for base in staying if base.stamp in daily)
    own = [(number_of(base.first_segment, size), number_of(base.point_segment, size)) for base in staying]
    going = []
    for name in names:
        if not SEGMENT.match(name):
            continue
        number = number_of(name[:24], size)
        if number < reach and not any(first <= number <= last for first, last in own):
            going.append(name)
    return going


def prune(store: Store, sealer: Sealer, keep: Keep, *, dry_run: bool) -> Pruned:
    """Remove what need not stay. Nothing goes while there is no finished backup."""
    pruned, found = Pruned(), bases(store, sealer)
    if not found:
        return pruned
    stay, daily = kept([base.stamp for base in found], keep)
    staying = [base for base in found if base.stamp in stay]
    young = (now() - timedelta(days=1)).strftime(STAMP)
    for one in store.list("base/"):
        stamp = one.name.split("/")[1]
        unfinished = stamp not in {base.stamp for base in found} and stamp < young
        if unfinished or (stamp in {base.stamp for base in found} and stamp not in stay):
            pruned.bases.append(one.name)
    pruned.bases.sort(key=lambda name: not name.endswith("facts.json"))  # the facts first: without them it is no backup
    names = {one.name.rpartition("/")[2]: one.name for one in store.list("wal/")}
    pruned.log = [names[name] for name in log_that_goes(names, staying, daily)]
    for name in () if dry_run else (*pruned.bases, *pruned.log):
        store.remove(name)
    oldest = min((base for base in staying if base.stamp in daily), key=lambda base: base.stamp)
    pruned.files = files.sweep(store, sealer, oldest.manifest, {base.manifest for base in staying}, dry_run=dry_run)
    return pruned
