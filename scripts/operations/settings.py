"""The settings of backups: one TOML file, by default /etc/mizan/backup.toml. `deploy/backup/backup.toml` shows every line of it.

They are not those of the application: PostgreSQL itself calls the archiver, which knows nothing of the application's environment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.operations.sealing import Sealer, read_key
from scripts.operations.settings_files import read_toml, refuse, unknown
from scripts.operations.stores import FolderStore, Store

DEFAULT = Path("/etc/mizan/backup.toml")
ROOT = Path(__file__).resolve().parents[2]
KNOWN: dict[str, dict[str, type]] = {
    "target": {
        "kind": str, "folder": str, "bucket": str, "prefix": str, "region": str, "endpoint": str, "key_file": str,
        "old_key_files": list, "scratch": str,
    },
    "database": {"connection": str, "programs": str, "name": str, "superuser": str, "account": str},
    "files": {"data_dir": str, "folders": list, "ledger": str},
    "keep": {"daily": int, "weekly": int, "monthly": int},
    "verify": {"folder": str, "python": str, "env_file": str},
}  # fmt: skip


@dataclass(frozen=True)
class Keep:
    """How many backups stay: one a day, one a week, one a month. To the minute one can go back as far as the daily ones reach."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 6


@dataclass(frozen=True)
class BackupSettings:
    """What backups work with. `programs` is PostgreSQL's folder of programs, of the server's own major version."""

    path: Path
    target: dict[str, Any]
    connection: str
    programs: Path
    database: str
    superuser: str
    account: str
    data_dir: Path
    folders: tuple[str, ...]
    ledger: str
    keep: Keep
    scratch: Path
    python: Path
    env_file: Path | None
    key_file: Path
    old_key_files: tuple[Path, ...] = field(default=())

    def store(self) -> Store:
        """The place of the copies."""
        if self.target.get("kind", "folder") == "folder":
            return FolderStore(Path(self.target["folder"]))
        from scripts.operations.s3 import BucketStore

        scratch = self.target.get("scratch")
        return BucketStore(
            self.target["bucket"],
            prefix=self.target.get("prefix", ""),
            region=self.target.get("region", ""),
            endpoint=self.target.get("endpoint", ""),
            scratch=Path(scratch) if scratch else None,
        )

    def sealer(self) -> Sealer:
        """Seals with the key of now, opens with former ones too."""
        return Sealer([read_key(path) for path in (self.key_file, *self.old_key_files)])

    @property
    def notes(self) -> Path:
        """What backups remember on this machine: their status, which metrics and alerts read, and the index of files."""
        return self.data_dir / "backups"


def read_settings(path: Path) -> BackupSettings:
    """The settings in a file. Raises SettingsFault with every fault at once."""
    raw = read_toml(path, advice="Copy deploy/backup/backup.toml there, or give --config.")
    refuse(path, [*unknown(raw, KNOWN, _wrong), *_missing(raw)])
    target, database, files, verify = (raw.get(name, {}) for name in ("target", "database", "files", "verify"))
    env_file = verify.get("env_file", "")
    return BackupSettings(
        path=path,
        target=target,
        connection=database["connection"],
        programs=Path(database["programs"]),
        database=database.get("name", "mizan"),
        superuser=database.get("superuser", "postgres"),
        account=database.get("account", "postgres"),
        data_dir=Path(files["data_dir"]),
        folders=tuple(files.get("folders", ("files", "keys"))),
        ledger=files.get("ledger", "erasures.jsonl"),
        keep=Keep(**raw.get("keep", {})),
        scratch=Path(verify.get("folder", "/var/tmp/mizan-verify")),  # noqa: S108 - a name that the operator may change
        python=Path(verify.get("python", ROOT / ".venv" / "bin" / "python")),
        env_file=Path(env_file) if env_file else None,
        key_file=Path(target["key_file"]),
        old_key_files=tuple(Path(one) for one in target.get("old_key_files", ())),
    )


def _wrong(kind: type, value: Any) -> list[str]:
    return [f"give {_WORDS[kind]}."] if type(value) is not kind or (isinstance(value, int) and value < 0) else []


_WORDS = {str: "a text in quotes", int: "a whole number, 0 at least", list: "a list of texts"}


def _missing(raw: dict[str, Any]) -> list[str]:
    target = raw.get("target", {})
    kind = target.get("kind", "folder")
    wanted = [("target", "key_file"), ("database", "connection"), ("database", "programs"), ("files", "data_dir")]
    wanted.append(("target", "bucket" if kind == "s3" else "folder"))
    faults = [f"[{table}] {name} is missing." for table, name in wanted if not raw.get(table, {}).get(name)]
    if kind not in ("folder", "s3"):
        faults.append('[target] kind is unknown. Use "folder" or "s3".')
    inside, key = target.get("folder"), target.get("key_file")
    if inside and key and Path(key).is_relative_to(Path(inside)):
        faults.append(
            "[target] key_file lies in the folder of the copies: whoever takes them has the key. Keep it elsewhere."
        )
    if raw.get("keep", {}).get("daily", 1) == 0:
        faults.append("[keep] daily: keep one at least, or nothing is left to restore.")
    return faults
