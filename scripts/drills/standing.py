"""A whole server as an operator runs it, for drills that break parts of it: nginx, web, two workers, beat, PostgreSQL, Redis.

Every part is a process of its own that a watch starts again when it dies, as systemd or Docker does. PostgreSQL forces to disk and Redis
keeps its file, as `docker-compose.yml` sets them up; the provider of language models is played.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from config.local import binaries
from config.local.children import Child
from config.local.environment import child_environment
from config.local.keys import load_keys
from config.local.layout import ROOT, Layout
from config.local.ports import any_free
from config.local.postgres import PostgresServer
from config.local.processes import family
from scripts.drills.proxy import Instance, Proxy, of_a_server, proxy, publish_static

WORKERS = ("worker-1", "worker-2")
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Death:
    """A process that ended, and was not asked to."""

    at: float
    name: str
    status: int


class PlayedProvider:
    """The provider of language models on a port that stays the same: it can be away, or silent."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = any_free(), log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """And return when it listens."""
        words = [sys.executable, "-m", "llm.testing.provider", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def silence(self) -> None:
        """It takes connections and says nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Connections are refused from now on."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


class Standing:
    """The server. `name`s of its parts: postgres, redis, web, worker-1, worker-2, beat."""

    def __init__(self, home: Path) -> None:
        self.home, self.data = home, home / "disk"
        self.layout = Layout(home / "local")
        self.layout.prepare()
        self.keys = load_keys(self.layout.keys_file)
        self.postgres = PostgresServer(self.layout, self.keys, durable=True, pause=time.sleep)
        self.postgres.port, self.redis_port, self.web = any_free(), any_free(), Instance("web")
        self.provider = PlayedProvider(self.layout.log("provider"))
        self.parts: dict[str, Child] = {}
        self.deaths: list[Death] = []
        self._held: set[str] = set()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._tend, daemon=True)
        self.nginx: Proxy | None = None

    @property
    def redis_url(self) -> str:
        """REDIS_URL of the server."""
        return f"redis://127.0.0.1:{self.redis_port}/0"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of the application see."""
        outer = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        given = child_environment(
            outer, layout=self.layout, keys=self.keys, database_url=self.postgres.url, redis_url=self.redis_url
        )
        played = {"LLM_BASE_URL": f"http://127.0.0.1:{self.provider.port}/v1", "LLM_MODEL": "played"}
        prices = {"LLM_INPUT_PRICE_PER_MILLION": "1", "LLM_OUTPUT_PRICE_PER_MILLION": "1", "LLM_ALLOW_PRIVATE": "1"}
        return {**given, **of_a_server(), **played, **prices, "MIZAN_DATA_DIR": str(self.data)}

    def start(self) -> None:
        """Everything but nginx, in order, each ready before the next."""
        self.data.mkdir(exist_ok=True)
        self.provider.start()
        self.postgres.begin()
        assert self.postgres.child is not None
        self.parts["redis"] = self._redis()
        self.parts["redis"].start()
        self.postgres.wait()
        self.parts["postgres"] = self.postgres.child
        self._run("manage.py", "migrate", "--no-input", "--verbosity", "0")
        for name, words in self._commands().items():
            self.parts[name] = self._child(name, words)
            self.parts[name].start()
        self._watch.start()
        self.wait_until("the server gets ready", self.web.ready, 180)

    def _redis(self) -> Child:
        folder = self.layout.data / "redis"
        folder.mkdir()
        words = [
            str(binaries.find_broker().program), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(folder),
            "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        return Child("redis", words, self.layout, environment={"PATH": os.defpath, "LC_ALL": "C"}, folder=folder)

    def _commands(self) -> dict[str, list[str]]:
        """As `scripts/container.sh` has them."""
        celery = [sys.executable, "-m", "celery", "-A", "config.celery:app"]
        web = [
            sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.web.port}",
            "--worker-class", "gthread", "--preload", "--workers", "2", "--threads", "4", "--timeout", "60",
            "--graceful-timeout", "30", "--keep-alive", "75", "--worker-tmp-dir", "/dev/shm", "--no-control-socket",  # noqa: S108
        ]  # fmt: skip
        work = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--hostname"]
        workers = {name: [*work, f"{name}@%h"] for name in WORKERS}
        return {"web": web, **workers, "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", ""]}

    def _child(self, name: str, words: list[str]) -> Child:
        counts = self.home / f"metrics-{name}"
        counts.mkdir()
        own = {"PROMETHEUS_MULTIPROC_DIR": str(counts)}
        return Child(name, words, self.layout, environment={**self.environment, **own}, grace=40)

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {(done.stdout + done.stderr)[-2000:]}")

    def _tend(self) -> None:
        """The watch: who dies is started again, but for those that are held down."""
        while not self._over.wait(LOOK_SECONDS):
            for name, part in self.parts.items():
                if name in self._held:
                    continue
                if part.restart_at is not None:
                    if time.monotonic() >= part.restart_at:
                        part.restart()
                elif (status := part.poll()) is not None:
                    self.deaths.append(Death(time.time(), name, status))
                    part.plan_restart(time.monotonic())

    def kill(self, name: str) -> None:
        """kill -9 of a part with all its processes, as when its container is killed. The watch starts it again."""
        process = self.parts[name].process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)

    def kill_one_of(self, name: str) -> int:
        """kill -9 of one process that a part has forked; its number."""
        process = self.parts[name].process
        assert process is not None
        pid = family(process.pid)[1].pid
        os.kill(pid, signal.SIGKILL)
        return pid

    @contextmanager
    def down(self, name: str, seconds: float) -> Iterator[None]:
        """A part is killed, and started again after so many seconds; the block runs meanwhile."""
        self._held.add(name)
        part, until = self.parts[name], time.monotonic() + seconds
        assert part.process is not None
        os.kill(part.process.pid, signal.SIGKILL)  # the postmaster alone: its others find out by themselves
        part.process.wait(10)
        self.deaths.append(Death(time.time(), name, -signal.SIGKILL))
        try:
            yield
            time.sleep(max(0.0, until - time.monotonic()))
        finally:
            part.restart()
            self._held.discard(name)

    def pause(self, *names: str) -> None:
        """Stop parts where they are."""
        self._signal(names, signal.SIGSTOP)

    def go_on(self, *names: str) -> None:
        """Let them go on."""
        self._signal(names, signal.SIGCONT)

    def _signal(self, names: tuple[str, ...], number: signal.Signals) -> None:
        for name in names:
            process = self.parts[name].process
            if process is not None:
                os.killpg(process.pid, number)

    def sql(self, words: str, *given: Any) -> list[Any]:
        """Rows of the database."""
        with psycopg.connect(self.postgres.url, autocommit=True, connect_timeout=5) as connection:
            return connection.execute(words, given).fetchall()

    def wait_until(self, what: str, happened: Callable[[], bool], seconds: float) -> float:
        """Seconds until it happened. Raises TimeoutError."""
        began = time.monotonic()
        while not happened():
            if time.monotonic() - began > seconds:
                raise TimeoutError(what)
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        """The watch first, then everything from the outside in. A part that was held is stopped too."""
        self._over.set()
        if self._watch.is_alive():
            self._watch.join(30)
        for names in (("beat", *WORKERS, "web"), ("redis",), ("postgres",)):  # who needs the database ends before it
            begun = [self.parts[name] for name in names if name in self.parts]
            self.go_on(*(name for name in names if name in self.parts and self.parts[name].poll() is None))
            for part in begun:
                part.ask_to_stop()
            for part in begun:
                part.stop()
        self.provider.stop()
        self.postgres.discard()


@contextmanager
def standing(home: Path) -> Iterator[Standing]:
    """The server behind nginx, until the block ends."""
    server = Standing(home)
    os.environ.update(server.environment)  # for what the drill itself does with Django
    try:
        publish_static(home)
        server.start()
        with proxy(home, [server.web.port]) as server.nginx:
            yield server
    finally:
        server.stop()
