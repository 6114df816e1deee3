"""The ledger of erasures: keyed hashes in a table, and in a file beside the database, which a restore does not turn back."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings

from gdpr.classes import Person
from gdpr.models import ErasureLedger


class Entry(msgspec.Struct, frozen=True):
    """One erasure: hashes of the person's id and of their addresses."""

    request_id: UUID
    person: str
    emails: tuple[str, ...]
    erased_at: datetime


def hashed(value: str, key: str) -> str:
    """The keyed hash of an id or an address: without the key it tells nothing, also not by trying addresses."""
    secret = hashlib.sha256(b"mizan.erasures:" + key.encode()).digest()
    return hmac.new(secret, value.strip().lower().encode(), hashlib.sha256).hexdigest()


def write(person: Person, request_id: UUID, erased_at: datetime) -> Entry:
    """Enter an erasure in the file, forced to disk, and in the table, in the caller's transaction. The same again changes nothing."""
    key = settings.ERASURE_KEYS[0]
    emails = tuple(hashed(email, key) for email in person.emails)
    entry = Entry(request_id, hashed(str(person.id), key), emails, erased_at)
    path = Path(settings.ERASURE_LEDGER)
    if all(known.request_id != request_id for known in _from_file(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        line = _break_before(path) + msgspec.json.encode(entry) + b"\n"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    save(entry)
    return entry


def _break_before(path: Path) -> bytes:
    """A line break where a crash cut the last line off, so that the next entry is not lost with it."""
    if not path.exists() or path.stat().st_size == 0:
        return b""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return b"" if file.read() == b"\n" else b"\n"


def save(entry: Entry) -> None:
    """Have the entry in the table."""
    facts = {"person": entry.person, "emails": list(entry.emails), "erased_at": entry.erased_at}
    ErasureLedger.objects.get_or_create(request_id=entry.request_id, defaults=facts)


def entries(path: Path | None = None) -> list[Entry]:
    """Every erasure that the table or the file knows, the oldest first. A line that was cut off by a crash is passed over."""
    found = {
        row.request_id: Entry(row.request_id, row.person, tuple(row.emails), row.erased_at)
        for row in ErasureLedger.objects.all()
    }
    found.update({one.request_id: one for one in _from_file(path or Path(settings.ERASURE_LEDGER))})
    return sorted(found.values(), key=lambda one: one.erased_at)


def _from_file(path: Path) -> Iterator[Entry]:
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            yield msgspec.convert(json.loads(line), Entry, strict=False)
        except (ValueError, msgspec.ValidationError):
            continue


def matching(values: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Those of `values` whose hash, under any of the keys, is among `wanted`."""
    hashes = set(wanted)
    return [value for value in values if any(hashed(value, key) in hashes for key in settings.ERASURE_KEYS)]
