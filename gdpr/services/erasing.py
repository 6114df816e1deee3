"""Erasing: rows, files, sessions and cache entries of one person, as `gdpr.sources` declares them. Doing it twice changes no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache import cache, caches
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, QuerySet

from gdpr import finders
from gdpr.classes import Class, Person, Source
from gdpr.sources import PEOPLE, SOURCES

CHUNK = 1_000
OWN_ADDRESSES = ("127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - stands where the address is not known
SHORTEST_NAME = 5  # letters: shorter names would be found in half the cache


def erase_rows(person: Person) -> dict[str, Any]:
    """Empty what says that the person did something, then delete what is theirs, in one transaction.

    Returns {"deleted": {model: rows}, "unlinked": {model: rows}}, without zeros.
    """
    deleted: dict[str, int] = {}
    unlinked: dict[str, int] = {}
    with transaction.atomic():
        for source in SOURCES:
            if source.link and (rows := _unlink(source, person)):
                unlinked[source.model] = rows
        for source in PEOPLE:
            if source.deletes and (rows := _delete(source.own(person))):
                deleted[source.model] = rows
    return {"deleted": deleted, "unlinked": unlinked}


def _unlink(source: Source, person: Person) -> int:
    changed = 0
    for name in source.link.split():
        changed += source.table._base_manager.filter(**{name: person.id}).update(**{name: None})
    return changed


def _delete(rows: QuerySet[Any]) -> int:
    """The number of rows of the model itself; what hangs on them goes with them and is not counted."""
    label = rows.model._meta.label
    return int(rows.delete()[1].get(label, 0))


@transaction.atomic
def remove_files(person: Person) -> int:
    """Remove the stored files of the person's own rows. Returns how many.

    The rows stay locked until the caller's transaction ends, so that no job that is just making an export adds another file to them.
    """
    removed = 0
    for source in PEOPLE:
        for name in _file_fields(source):
            for stored in filter(None, source.own(person).select_for_update().values_list(name, flat=True)):
                default_storage.delete(stored)
                removed += 1
    return removed


def _file_fields(source: Source) -> list[str]:
    wanted = (Class.PERSONAL, Class.HIDDEN)
    named = source.fields
    return [
        field.name
        for field in source.table._meta.concrete_fields
        if isinstance(field, FileField) and named[field.name] in wanted
    ]


def clear_cache(person: Person) -> int:
    """Remove the person's sessions from the cache, and every entry whose key or value holds their id, an email or an address.

    Their name is looked for in values alone: keys are ours, and somebody called "Mizan" would empty the cache, counts of tries included.
    Everything in the cache can be had again, so an entry too many does no harm. Returns how many were removed.
    """
    cache.delete_many([f"{KEY_PREFIX}{key}" for key in finders.session_keys(person)])
    words = [
        str(person.id),
        person.id.hex,
        *person.emails,
        *(one for one in person.addresses if one not in OWN_ADDRESSES),
    ]
    needles = {form for word in words for form in spelled(word)}
    names = spelled(person.name) if len(person.name) >= SHORTEST_NAME else set()
    return _sweep(needles, names)


def spelled(word: str) -> set[bytes]:
    """The bytes in which a word may stand: as it is, in small letters, and escaped as JSON does it."""
    forms = {word, word.lower()}
    forms |= {one.encode("ascii", "backslashreplace").decode() for one in forms}
    return {one.encode() for one in forms}


def _sweep(needles: set[bytes], names: set[bytes]) -> int:
    backend: Any = caches["default"]
    client = backend._cache.get_client(None, write=True)
    prefix = backend.make_key("").rsplit(":", 2)[0]
    removed, keys = 0, []
    for key in client.scan_iter(match=f"{prefix}:*", count=CHUNK):
        keys.append(key)
        if len(keys) == CHUNK:
            removed += _remove_matching(client, keys, needles, names)
            keys = []
    return removed + _remove_matching(client, keys, needles, names)


def _remove_matching(client: Any, keys: list[bytes], needles: set[bytes], names: set[bytes]) -> int:
    kinds = _all(client, "type", keys)
    texts = [key for key, kind in zip(keys, kinds, strict=True) if kind == b"string"]
    values = dict(zip(texts, _all(client, "get", texts), strict=True))
    found = [
        key
        for key in keys
        if any(one in key for one in needles) or any(one in (values.get(key) or b"") for one in needles | names)
    ]
    if found:
        client.delete(*found)
    return len(found)


def _all(client: Any, command: str, keys: Iterable[bytes]) -> list[Any]:
    pipeline = client.pipeline(transaction=False)
    for key in keys:
        getattr(pipeline, command)(key)
    return list(pipeline.execute())
