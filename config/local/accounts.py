"""The unprivileged account PostgreSQL runs as when Mizan is started by root (PostgreSQL refuses root)."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.local.faults import LauncherError


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


def database_account(cluster: Path) -> Account | None:
    """None when the launcher itself is unprivileged; else the cluster's owner, or `nobody` for a new cluster."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (status := cluster.stat()).st_uid != 0:
        return Account(status.st_uid, status.st_gid)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise LauncherError(
            "PostgreSQL refuses to run as root, and this machine has no account `nobody` to run it.\n"
            "Start Mizan as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def run_as(account: Account | None) -> dict[str, Any]:
    """Arguments for `subprocess`."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def can_enter(folder: Path, account: Account | None) -> bool:
    """True when the account may pass through every parent of `folder` and into it."""
    if account is None:
        return True
    try:
        reply = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
            cwd="/",
            capture_output=True,
            check=False,
            **run_as(account),
        )
    except OSError as error:
        raise LauncherError(
            f"PostgreSQL refuses to run as root, and root may not change to another account here: {error.strerror}.\n"
            "Start Mizan as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours."
        ) from error
    return reply.returncode == 0
