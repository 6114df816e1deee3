"""One server as docs/operations/deployment.md sets it up, with all its processes on this machine: what drills of load run against.

PostgreSQL has the settings of `deploy/postgres` and forces its writes to disk, but archives nothing; web and worker begin as their
containers do; nginx stands before web with `deploy/nginx`, where there is one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from config.local.engines import Engines
from config.local.environment import child_environment
from config.local.keys import load_keys
from config.local.layout import Layout
from scripts.drills.knocking import prepare_database
from scripts.drills.proxy import ROOT, Instance, Proxy, free_port, of_a_server, proxy, publish_static

ELSEWHERE = ("listen_addresses", "hba_file", "archive_mode", "archive_timeout", "archive_command")
_SETTING = re.compile(r"^(\w+) = (.+?)\s*$", re.MULTILINE)


def deployed_settings() -> tuple[str, ...]:
    """What `deploy/postgres/postgresql.conf` says, but for addresses and the archive."""
    text = (ROOT / "deploy" / "postgres" / "postgresql.conf").read_text("utf-8")
    return tuple(f"{name}={value.strip(chr(39))}" for name, value in _SETTING.findall(text) if name not in ELSEWHERE)


class Site:
    """While its context lasts, the engines work and this process is a part of it: Django is set up on its database.

    `web` processes of `threads` threads, and `worker` processes that take jobs. Start and stop them as often as you like.
    """

    def __init__(self, home: Path, *, web: int = 2, worker: int = 2) -> None:
        self.home, self.web_processes, self.worker_processes = home, web, worker
        home.chmod(0o711)
        self.layout = Layout(home / "data")
        self.layout.prepare()
        self.keys = load_keys(self.layout.keys_file)
        self.engines = Engines(self.layout, self.keys, {}, durable=True)
        assert self.engines.postgres is not None
        self.engines.postgres.more = deployed_settings()
        self.web: Instance | None = None
        self.port = free_port()
        self.nginx: Proxy | None = None
        self.celery: dict[str, subprocess.Popen[bytes]] = {}
        self._open = ExitStack()

    @property
    def url(self) -> str:
        """Where people go."""
        return self.nginx.url if self.nginx else f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Site:
        self._open.callback(self._discard)
        self._open.enter_context(self.engines)
        os.environ.update(
            child_environment(
                os.environ, layout=self.layout, keys=self.keys,
                database_url=self.engines.database_url, redis_url=self.engines.redis_url,
            )
        )  # fmt: skip
        prepare_database()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_web()
        self.stop_celery()
        self._open.close()

    def _discard(self) -> None:
        assert self.engines.postgres is not None
        self.engines.postgres.discard()

    def start(self) -> None:
        """Everything, and wait until it is ready."""
        self.start_nginx()
        self.start_web()
        self.start_celery("worker")
        self.start_celery("beat")

    def start_nginx(self) -> None:
        """nginx with the project's configuration before the port of web."""
        publish_static(self.home)
        self.nginx = self._open.enter_context(proxy(self.home, [self.port]))

    def start_web(self, processes: int = 0) -> None:
        """So many web processes of four threads."""
        self.web = Instance("web", self.port, processes or self.web_processes)
        metrics = self.layout.run / "metrics"
        metrics.mkdir(exist_ok=True)
        self.web.start(self.home, API_THROTTLES="1", PROMETHEUS_MULTIPROC_DIR=str(metrics), DATABASE_POOL="1")

    def stop_web(self) -> None:
        if self.web is not None:
            self.web.stop()
        self.web = None

    def start_celery(self, role: str, processes: int = 0) -> None:
        """A worker with so many processes, or beat."""
        count = ["--concurrency", str(processes or self.worker_processes)] if role == "worker" else ["--pidfile", ""]
        words = [sys.executable, "-m", "celery", "-A", "config.celery:app", role, "--loglevel", "INFO", *count]
        with (self.home / f"{role}.log").open("ab") as log:
            self.celery[role] = subprocess.Popen(
                words, cwd=ROOT, env={**os.environ, **of_a_server()}, stdout=log, stderr=log, start_new_session=True
            )

    def stop_celery(self, *roles: str) -> None:
        """As a deployment ends them; what does not end is killed."""
        for role in roles or tuple(self.celery):
            if (process := self.celery.pop(role, None)) is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait(10)

    def roots(self) -> dict[str, int]:
        """The first process of each kind, by what it is called in tables."""
        assert self.engines.postgres is not None
        assert self.engines.broker is not None
        found = {role: process.pid for role, process in self.celery.items()}
        if self.web is not None and self.web.process is not None:
            found["web"] = self.web.process.pid
        if self.nginx is not None:
            found["nginx"] = self.nginx.process.pid
        for name, server in (("PostgreSQL", self.engines.postgres), ("Redis", self.engines.broker)):
            if server.child is not None and server.child.process is not None:
                found[name] = server.child.process.pid
        return found

    def statements(self) -> None:
        """Begin to count statements anew."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_statements_reset()")


def loads() -> str:
    """The machine's load averages of one, five and fifteen minutes."""
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def rest(seconds: float) -> None:
    """Let what was started settle."""
    time.sleep(seconds)
