"""Bringing back: a cluster as it was at a moment, the files that belong to it, and what the application says of both."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from config.env_files import read_env
from scripts.operations import files
from scripts.operations.base import Base, bases
from scripts.operations.cluster import Account, Cluster, account_of, words_for
from scripts.operations.faults import OperationFault
from scripts.operations.sealing import Sealer
from scripts.operations.settings import ROOT, BackupSettings
from scripts.operations.stores import Store

BLOCK = 1024 * 1024
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True)
class Target:
    """Where recovery stops: at a moment, at a named point, or (neither) at the end of the log."""

    moment: datetime | None = None
    point: str = ""

    def words(self) -> dict[str, str]:
        """PostgreSQL's settings for it."""
        if self.point:
            return {"recovery_target_name": self.point, "recovery_target_timeline": "latest"}
        if self.moment:
            return {"recovery_target_time": self.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")}
        return {}


def read_moment(text: str) -> datetime:
    """A moment that a person gave: ISO 8601; without a zone it is UTC, without seconds the minute's beginning."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise OperationFault(
            f"{text!r} is no moment. Write it as 2026-11-22T14:30 (UTC) or 2026-11-22T14:30+03:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def base_for(store: Store, sealer: Sealer, moment: datetime | None) -> Base:
    """The newest base backup that was finished before the moment. Raises OperationFault with what there is instead."""
    found = bases(store, sealer)
    if not found:
        raise OperationFault(
            "The store holds no finished backup. Is it the right folder or bucket, and the right prefix?"
        )
    fit = [base for base in found if moment is None or datetime.fromisoformat(base.copied_at) <= moment]
    if not fit:
        raise OperationFault(f"The oldest backup is of {found[0].copied_at}: one cannot go back further.")
    return fit[-1]


def unpack(store: Store, sealer: Sealer, base: Base, data: Path, account: Account | None) -> None:
    """Write the cluster's files into an empty folder. Raises NotGenuine when the copy is not what was sealed."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with store.open(base.cluster) as file, sealer.stream(file, base.cluster) as plain:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=BLOCK) as archive:
            for member in archive:
                _write(archive, member, data)
        while plain.read(BLOCK):
            pass  # to the end: only there is it known that nothing was cut off
    data.chmod(0o700)
    if account is not None:
        for parent, folders, names in os.walk(data):
            for name in (*folders, *names):
                os.chown(Path(parent, name), account.uid, account.gid, follow_symlinks=False)
        os.chown(data, account.uid, account.gid)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, data: Path) -> None:
    """One file or folder under `data`, open to its owner alone. Links (tablespaces elsewhere) are refused rather than followed."""
    place = data / member.name
    if not place.resolve().is_relative_to(data.resolve()) or not (member.isdir() or member.isfile()):
        raise OperationFault(
            f"{member.name} lies elsewhere: clusters with tablespaces of their own are not restored by this command."
        )
    if member.isdir():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    source = archive.extractfile(member)
    assert source is not None
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        shutil.copyfileobj(source, target, BLOCK)


def check_manifest(programs: Path, data: Path, account: Account | None) -> str:
    """What pg_verifybackup says of the unpacked files: "" when every one is there with its hash."""
    done = subprocess.run(
        [str(programs / "pg_verifybackup"), "--no-parse-wal", "--quiet", str(data)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        **words_for(account),
    )
    return "" if done.returncode == 0 else done.stderr.strip()[-500:] or "pg_verifybackup failed"


def recover(settings: BackupSettings, data: Path, beside: Path, target: Target, *, practice: bool, say: Say) -> Cluster:
    """Start a server that replays the log up to the target, and return it when rows can be written. The caller stops it.

    A real recovery archives its new timeline at once, so that the next one can follow it; a practice never writes to the store.
    """
    account = account_of(settings.account)
    cluster = Cluster(data, beside, settings.programs, account)
    signal_file = data / "recovery.signal"
    signal_file.touch(mode=0o600)
    if account is not None:
        os.chown(signal_file, account.uid, account.gid)
    command = archiver(settings)
    words = {
        "restore_command": f"{command} wal-restore %f %p",
        "recovery_target_timeline": "latest",
        "recovery_target_action": "promote",
        **target.words(),
        "archive_mode": "off" if practice else "on",
        **(
            {"fsync": "off", "full_page_writes": "off"}
            if practice
            else {"archive_command": f"{command} wal-archive %p %f"}
        ),
    }
    cluster.start(words)
    try:
        cluster.wait(settings.superuser)
    except OperationFault as fault:
        cluster.stop()
        if "before configured recovery target was reached" in str(fault):
            raise OperationFault(
                f"The log ends before {_told(target)}: restore to the latest instead.\n{fault}"
            ) from None
        raise
    except BaseException:
        cluster.stop()
        raise
    say("the log is replayed, the database takes rows")
    return cluster


def archiver(settings: BackupSettings) -> str:
    """The command that PostgreSQL calls, with the settings and the interpreter that are named here."""
    paths = os.pathsep.join(dict.fromkeys([str(ROOT), *(one for one in sys.path if one.endswith("site-packages"))]))
    words = ["env", f"PYTHONPATH={paths}", str(settings.python), "-m", "scripts.operations.backup", "--config"]
    return shlex.join([*words, str(settings.path.resolve())])


def _told(target: Target) -> str:
    return f"{target.moment:%Y-%m-%d %H:%M:%S} UTC" if target.moment else target.point or "its end"


def bring_files(
    settings: BackupSettings, store: Store, sealer: Sealer, listed: files.Listed, folder: Path
) -> tuple[int, list[str]]:
    """The listed files under `folder`, and the newest ledger of erasures unless a longer one is there. How many, and what is wrong."""
    wanted = {path: content for path, content in listed.items() if path != settings.ledger}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    there, faults = files.bring_back(store, sealer, wanted, folder)
    ledger, newest = folder / settings.ledger, files.newest_ledger(settings, store, sealer)
    if newest and (not ledger.exists() or ledger.stat().st_size < len(newest)):
        ledger.write_bytes(newest)
        ledger.chmod(0o600)
    return there, faults


def put_aside(folder: Path, mark: str) -> Path | None:
    """Rename what lies in the way, never remove it. None when nothing does."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    aside = folder.with_name(f"{folder.name}.before-{mark}")
    folder.rename(aside)
    return aside


def application_environment(settings: BackupSettings, database_url: str, data_dir: Path) -> dict[str, str]:
    """What the application's processes see: its own settings from `env_file`; where the database and the files are is said here."""
    own = _settings_in(settings.env_file)
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
        own.pop(name, None)
        own.pop(f"{name}_FILE", None)
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(one for one in sys.path if one.endswith("site-packages")),
        **own,
        "DATABASE_URL": database_url,
        "DATABASE_POOL": "0",
        "MIZAN_DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def manage(settings: BackupSettings, database_url: str, data_dir: Path, *words: str) -> tuple[int, str]:
    """Run a command of manage.py on restored data: its exit status and what it said. No broker is needed."""
    done = subprocess.run(
        [str(settings.python), "manage.py", *words],
        cwd=ROOT,
        env=application_environment(settings, database_url, data_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def _settings_in(path: Path | None) -> dict[str, str]:
    """The application's settings. Raises OperationFault when the file cannot be read."""
    try:
        return read_env(path.read_text("utf-8")) if path else {}
    except OSError as error:
        raise OperationFault(f"The application's settings {path} cannot be read: {error.strerror}.") from None


def free_bytes(folder: Path) -> int:
    """What is left on the disk on which a folder lies or will lie."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
