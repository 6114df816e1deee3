"""Secrets that are made on the first run and kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from config.local.faults import LauncherError


@dataclass(frozen=True)
class Keys:
    """`instance` names this data folder; the rest are secrets."""

    instance: str
    secret_key: str
    database_password: str
    demo_password: str


def fresh_keys() -> Keys:
    """New random secrets. The demo password is short enough to type."""
    return Keys(
        instance=secrets.token_hex(8),
        secret_key=secrets.token_urlsafe(50),
        database_password=secrets.token_urlsafe(24),
        demo_password="-".join(secrets.token_hex(2) for _ in range(4)),
    )


def load_keys(path: Path) -> Keys:
    """Read the kept secrets, or make and keep new ones. Raises LauncherError when the file is damaged."""
    try:
        values = json.loads(path.read_text("utf-8"))
        return Keys(**{field.name: str(values[field.name]) for field in fields(Keys)})
    except FileNotFoundError:
        keys = fresh_keys()
    except (ValueError, KeyError, TypeError) as error:
        raise LauncherError(
            f"{path} is damaged.\nRestore it from a backup (it holds the password of the database beside it), "
            "or move the data folder away to begin anew."
        ) from error
    write_private(path, json.dumps(asdict(keys), indent=2))
    return keys


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step, never readable by others and never half written."""
    new = path.with_name(path.name + ".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
