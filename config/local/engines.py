"""Both engines together, for a run or around one command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from config.local.broker import BrokerServer
from config.local.children import clear_left_overs
from config.local.environment import child_environment, wait_for_outside
from config.local.keys import Keys, load_keys
from config.local.layout import Layout, data_folder
from config.local.lock import DataLock
from config.local.postgres import PostgresServer


class Engines:
    """PostgreSQL and the broker: those of `DATABASE_URL` and `REDIS_URL` where set, else embedded ones."""

    def __init__(
        self,
        layout: Layout,
        keys: Keys,
        outer: Mapping[str, str],
        *,
        durable: bool = True,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.layout, self.pause = layout, pause
        self.outside_database = outer.get("DATABASE_URL", "").strip()
        self.outside_broker = outer.get("REDIS_URL", "").strip()
        clear_left_overs(layout, ["broker"])
        self.postgres = None if self.outside_database else PostgresServer(layout, keys, durable=durable, pause=pause)
        self.broker = None if self.outside_broker else BrokerServer(layout, durable=durable, pause=pause)

    @property
    def database_url(self) -> str:
        return self.postgres.url if self.postgres else self.outside_database

    @property
    def redis_url(self) -> str:
        return self.broker.url if self.broker else self.outside_broker

    def start(self) -> None:
        """Start what is ours, side by side, and return when all answer."""
        for server in (self.broker, self.postgres):
            if server:
                server.begin()
        for server in (self.broker, self.postgres):
            if server:
                server.wait()
        if self.outside_database:
            wait_for_outside("DATABASE_URL", self.outside_database, 5432, self.pause)
        if self.outside_broker:
            wait_for_outside("REDIS_URL", self.outside_broker, 6379, self.pause)

    def stop(self) -> None:
        """The broker first: the database keeps the truth."""
        for server in (self.broker, self.postgres):
            if server and server.child:
                server.child.stop()

    def described(self) -> list[tuple[str, str]]:
        """What works, for a person."""
        database = f"PostgreSQL {self.postgres.program.version}" if self.postgres else "of DATABASE_URL"
        broker = f"{self.broker.program.program.name} {self.broker.program.version}" if self.broker else "of REDIS_URL"
        return [("database", database), ("broker", broker)]

    def __enter__(self) -> Engines:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def run_command(command: Sequence[str], folder: Path | None, *, durable: bool) -> int:
    """Run a command with engines around it; returns its exit status.

    Without a folder the engines are thrown away afterwards. Their data is not forced to disk unless `durable`.
    """
    throw_away = folder is None
    layout = Layout(data_folder({"MIZAN_DATA_DIR": str(folder)}) if folder else _temporary_folder())
    layout.prepare()
    # A signal must pass through the clean-up below: Ctrl-C goes to the command too, which ends by itself.
    signal.signal(signal.SIGTERM, _interrupt)
    engines: Engines | None = None
    try:
        with DataLock(layout.lock_file):
            keys = load_keys(layout.keys_file)
            engines = Engines(layout, keys, os.environ, durable=durable)
            with engines:
                environment = child_environment(
                    os.environ, layout=layout, keys=keys, database_url=engines.database_url, redis_url=engines.redis_url
                )
                return _run(command, environment)
    finally:
        if throw_away:
            if engines and engines.postgres:
                engines.postgres.discard()
            shutil.rmtree(layout.data, ignore_errors=True)


def _temporary_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mizan-")).resolve()
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the database's account passes through
    return folder


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    try:
        process = subprocess.Popen(list(command), env=environment)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    while True:
        try:
            status = process.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
