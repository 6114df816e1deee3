"""A PostgreSQL of our own over a folder of data: to recover what was restored, on a socket that nobody else can reach."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import psycopg

from scripts.operations.faults import OperationFault

START_SECONDS = 3600.0  # recovery may have a day's log to replay
PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Account:
    """Who PostgreSQL runs as, when root started us: it refuses root."""

    uid: int
    gid: int


def account_of(name: str) -> Account | None:
    """None where we are not root, and PostgreSQL runs as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise OperationFault(
            f"PostgreSQL refuses to run as root, and there is no account {name}. Name one as [database] account."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def words_for(account: Account | None) -> dict[str, Any]:
    """Arguments for `subprocess`."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


class Cluster:
    """A server over `data`, with its socket, its log and its rules of access in the folder `beside`."""

    def __init__(self, data: Path, beside: Path, programs: Path, account: Account | None) -> None:
        self.data, self.beside, self.programs, self.account = data, beside, programs, account
        self.log = beside / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None

    def address(self, user: str, database: str) -> str:
        """The address of a database on the socket, as the application and psycopg read it."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.beside), safe='')}"

    def application_url(self, user: str, database: str) -> str:
        """The same as DATABASE_URL, whose reader takes the last part of a path for the database and the rest for the socket's folder."""
        return f"postgres://{quote(user)}@/{self.beside}/{quote(database)}"

    def start(self, settings: Mapping[str, str]) -> None:
        """Start without waiting. Our settings win over those that were restored, which may name other folders."""
        self.beside.mkdir(parents=True, exist_ok=True, mode=0o700)
        rules, config = self.beside / "pg_hba.conf", self.beside / "postgresql.conf"
        rules.write_text("local all all trust\n", "utf-8")  # the folder of the socket is closed to others
        config.write_text("", "utf-8")
        if self.account is not None:
            for path in (self.beside, rules, config):
                os.chown(path, self.account.uid, self.account.gid)
        own = {
            "config_file": str(config),
            "hba_file": str(rules),
            "listen_addresses": "",
            "unix_socket_directories": str(self.beside),
            "hot_standby": "off",  # its limits need not be those of the server that was copied
            "shared_preload_libraries": "",
            "jit": "off",
            **settings,
        }
        words = [word for name, value in own.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": PATH, "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                **words_for(self.account),
            )

    def wait(self, user: str, *, seconds: float = START_SECONDS) -> None:
        """Return when recovery is over and rows can be written. Raises OperationFault with the end of the log."""
        assert self.process is not None
        deadline = time.monotonic() + seconds
        while not self._open(user):
            if self.process.poll() is not None:
                raise OperationFault(f"PostgreSQL stopped while it recovered. Its log {self.log} ends:\n{self.tail()}")
            if time.monotonic() > deadline:
                raise OperationFault(
                    f"Recovery takes longer than {seconds:.0f} s. Its log {self.log} ends:\n{self.tail()}"
                )
            time.sleep(0.1)

    def _open(self, user: str) -> bool:
        try:
            with psycopg.connect(self.address(user, "postgres"), autocommit=True, connect_timeout=5) as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
                return row is not None and row[0] is False
        except psycopg.OperationalError as error:
            if "role" in str(error) and "does not exist" in str(error):
                raise OperationFault(
                    f"{str(error).strip()}. Name the cluster's superuser as [database] superuser."
                ) from None
            return False

    def stop(self) -> None:
        """A clean end: what was recovered is on disk, and what is to be archived is archived."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)

    def tail(self, lines: int = 15) -> str:
        """The end of the server's log."""
        try:
            return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])
        except OSError:
            return ""

    def discard(self) -> None:
        """Remove the data and what lies beside it."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.beside, ignore_errors=True)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
