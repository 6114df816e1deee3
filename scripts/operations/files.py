"""Files beside the database: each content is kept once, under an address made from its hash; lists say which paths had which content.

A full list is written with each base backup, a list of changes whenever `collect` finds some: with both, the files of any minute are
known. A content stays as long as a list that is kept names it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from scripts.operations.documents import load_json, save_json
from scripts.operations.faults import OperationFault
from scripts.operations.sealing import Sealer
from scripts.operations.settings import BackupSettings
from scripts.operations.status import held, now, replace
from scripts.operations.stores import Store

INDEX = "files-index.json"
PRECISE = "%Y%m%dT%H%M%S.%fZ"
Listed: TypeAlias = dict[str, list[Any]]  # path -> [sha256, size]


@dataclass
class Seen:
    """What a walk found: every path with its content's hash and size, and what differs from the walk before."""

    listed: Listed = field(default_factory=dict)
    added: Listed = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    index: dict[str, list[Any]] = field(default_factory=dict)
    sent: int = 0


def collect(settings: BackupSettings, store: Store, sealer: Sealer) -> Seen:
    """Bring every content that is new into the store. Nothing says yet which path has it: that is what the lists are for."""
    known: dict[str, list[Any]] = _index(settings)
    seen = Seen()
    for path, place in _walk(settings):
        try:
            facts = place.stat()
            mark = [facts.st_size, facts.st_mtime_ns, facts.st_ino]
            before = known.get(path)
            sha256 = before[3] if before and before[:3] == mark else _send(store, sealer, place, seen)
        except FileNotFoundError:
            continue  # it was deleted meanwhile
        seen.index[path] = [*mark, sha256]
        seen.listed[path] = [sha256, facts.st_size]
        if not before or before[3] != sha256:
            seen.added[path] = seen.listed[path]
    seen.removed = sorted(known.keys() - seen.index.keys())
    return seen


def save_changes(settings: BackupSettings, store: Store, sealer: Sealer) -> Seen:
    """Write down what has changed since the list before; nothing is written when nothing has."""
    with held(settings.notes / ".files.lock"):
        seen = collect(settings, store, sealer)
        if seen.added or seen.removed:
            name = f"files/changes/{_stamp(datetime.now(UTC))}"
            _save(store, sealer, name, {"added": seen.added, "removed": seen.removed})
            _remember(settings, seen)
    return seen


def save_full(settings: BackupSettings, store: Store, sealer: Sealer, stamp: str, early: Seen) -> str:
    """Write the full list that goes with a base backup. Returns its name.

    The database was looked at after `early` and before now, so a file of either walk may be one that its rows speak of.
    """
    with held(settings.notes / ".files.lock"):
        late = collect(settings, store, sealer)
        name = f"files/full/{_stamp(datetime.now(UTC))}"
        _save(store, sealer, name, {"listed": {**early.listed, **late.listed}, "stamp": stamp})
        _remember(settings, late)
    return name


def listed_at(store: Store, sealer: Sealer, moment: datetime | None) -> Listed:
    """The files as they were at a moment, or now. What came with the next list is in it too: rows may speak of it already."""
    fulls = [one.name for one in store.list("files/full/")]
    if not fulls:
        raise OperationFault("The store holds no list of files: no backup was finished in it.")
    limit = _stamp(moment) if moment else "~"
    start = next((one for one in reversed(fulls) if _time_of(one) <= limit), fulls[0])
    found: Listed = dict(load_json(store, sealer, start)["listed"])
    later = [one.name for one in store.list("files/changes/")] + fulls
    for name in sorted((one for one in later if _time_of(one) > _time_of(start)), key=_time_of):
        document = load_json(store, sealer, name)
        over = _time_of(name) > limit
        if not over:
            for path in document.get("removed", ()):
                found.pop(path, None)
        for path, content in {**document.get("added", {}), **document.get("listed", {})}.items():
            found.setdefault(path, content) if over else found.update({path: content})
        if over:
            break
    return found


def listed_in(store: Store, sealer: Sealer, name: str) -> Listed:
    """The files of one full list: those that go with a base backup."""
    return dict(load_json(store, sealer, name)["listed"])


def bring_back(store: Store, sealer: Sealer, listed: Listed, target: Path) -> tuple[int, list[str]]:
    """Write every listed file under `target`, each compared with its hash. What is there already and right is left alone.

    Returns how many are there now, and what is wrong with the others.
    """
    faults, there = [], 0
    for path, (sha256, size) in sorted(listed.items()):
        place = target / path
        if not place.resolve().is_relative_to(target.resolve()):
            faults.append(f"{path} lies outside")
            continue
        try:
            if not (place.is_file() and place.stat().st_size == size and _hash(place) == sha256):
                _fetch(store, sealer, sha256, place)
            there += 1
        except FileNotFoundError:
            faults.append(f"{path} is not in the store")
        except OperationFault as fault:
            faults.append(f"{path}: {fault}")
    return there, faults


def newest_ledger(settings: BackupSettings, store: Store, sealer: Sealer) -> bytes:
    """The ledger of erasures as it is now: it is never turned back, or erased people would return. Empty when there was none."""
    content = listed_at(store, sealer, None).get(settings.ledger)
    if content is None:
        return b""
    name = _held(store, sealer, content[0])
    with store.open(name) as file:
        return b"".join(sealer.open(file, name))


def sweep(store: Store, sealer: Sealer, since: str, kept: set[str], *, dry_run: bool) -> list[str]:
    """Remove lists from before `since` (a list's name) that no kept backup has, and contents that no list names. Returns what goes."""
    lists = [one.name for kind in ("full", "changes") for one in store.list(f"files/{kind}/")]
    old = [one for one in lists if _time_of(one) < _time_of(since) and one not in kept]
    named: set[str] = set()
    for name in set(lists) - set(old):
        document = load_json(store, sealer, name)
        contents = {**document.get("listed", {}), **document.get("added", {})}.values()
        named.update(name for sha256, _size in contents for name in _objects(sealer, sha256))
    young = now() - timedelta(days=1)  # a list that names it may be just being written
    unnamed = [one.name for one in store.list("files/objects/") if one.name not in named and one.written < young]
    for name in () if dry_run else (*old, *unnamed):
        store.remove(name)
    return [*old, *unnamed]


def _walk(settings: BackupSettings) -> Iterator[tuple[str, Path]]:
    """Every file that is kept, by its path under the data folder. Links are not followed."""
    ledger = settings.data_dir / settings.ledger
    if ledger.is_file():
        yield settings.ledger, ledger
    for folder in settings.folders:
        for parent, _folders, names in os.walk(settings.data_dir / folder):
            for name in names:
                place = Path(parent, name)
                if not place.is_symlink() and place.is_file():
                    yield place.relative_to(settings.data_dir).as_posix(), place


def _send(store: Store, sealer: Sealer, place: Path, seen: Seen) -> str:
    """The hash of a file's content, which is in the store afterwards, also when the file is written to meanwhile."""
    sha256 = _hash(place)
    while not store.holds(_object(sealer, sha256)):
        try:
            seen.sent += _seal(store, sealer, place, sha256)
        except _Changed as changed:
            sha256 = str(changed)
    return sha256


def _seal(store: Store, sealer: Sealer, place: Path, sha256: str) -> bool:
    name = _object(sealer, sha256)

    def write(target: BinaryIO) -> None:
        with place.open("rb") as source:
            sealed = sealer.seal(source, target, name)
        if sealed.sha256 != sha256:
            raise _Changed(sealed.sha256)

    return store.put(name, write)


class _Changed(Exception):
    """The file was written to between hashing and sealing; says its new hash."""


def _fetch(store: Store, sealer: Sealer, sha256: str, place: Path) -> None:
    name, digest = _held(store, sealer, sha256), hashlib.sha256()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = place.with_name(f".{place.name}.new")
    with (
        store.open(name) as file,
        os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target,
    ):
        for piece in sealer.open(file, name):
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if digest.hexdigest() != sha256:
        new.unlink()
        raise OperationFault("its content is not what was listed")
    new.replace(place)


def _hash(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _objects(sealer: Sealer, sha256: str) -> list[str]:
    """Where a content may lie: under the address of the key of now, or of a former one."""
    return [f"files/objects/{address[:2]}/{address}" for address in sealer.addresses(sha256)]


def _object(sealer: Sealer, sha256: str) -> str:
    return _objects(sealer, sha256)[0]


def _held(store: Store, sealer: Sealer, sha256: str) -> str:
    """The name under which the store has a content. Raises FileNotFoundError."""
    for name in _objects(sealer, sha256):
        if store.holds(name):
            return name
    raise FileNotFoundError(sha256)


def _index(settings: BackupSettings) -> dict[str, list[Any]]:
    try:
        found = json.loads((settings.notes / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(found)


def _remember(settings: BackupSettings, seen: Seen) -> None:
    """Keep the marks of what was listed, so that the next walk reads only what is new."""
    settings.notes.mkdir(parents=True, exist_ok=True)
    replace(settings.notes / INDEX, json.dumps(seen.index))


def _save(store: Store, sealer: Sealer, name: str, document: Any) -> None:
    if not save_json(store, sealer, name, document):
        raise OperationFault(f"There is a list {name} already: is another backup of files being made?")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(PRECISE)


def _time_of(name: str) -> str:
    return name.rpartition("/")[2]
