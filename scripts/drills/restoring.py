"""What the drill of restoring works on: a server with its own cluster and data folder, somebody who works in it, and its backups."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from config.local import binaries
from config.local.broker import BrokerServer
from config.local.layout import ROOT, Layout
from config.local.ports import any_free
from config.local.processes import end_all, working_in
from scripts.drills.unprivileged import interpreter
from scripts.operations.restoring import archiver
from scripts.operations.settings import read_settings


@dataclass
class Place:
    """One server's folders and processes, all under `home`."""

    home: Path
    archive_seconds: int
    port: int = field(default_factory=any_free)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.python = interpreter(self.home)
        self.programs = binaries.find_postgres(None)
        self.cluster, self.data_dir, self.store = self.home / "cluster", self.home / "data", self.home / "store"
        self.settings, self.env_file = self.home / "backup.toml", self.home / "mizan.env"
        self.layout = Layout(self.home / "local")
        self.broker: BrokerServer | None = None

    @property
    def url(self) -> str:
        """DATABASE_URL of the application."""
        return self.url_of("mizan")

    def url_of(self, database: str) -> str:
        """The address of a database of the cluster."""
        return f"postgres://mizan:{self.password}@127.0.0.1:{self.port}/{database}"

    def environment(self) -> dict[str, str]:
        """What the application's processes see."""
        assert self.broker is not None
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "REDIS_URL": self.broker.url,
            "MIZAN_DATA_DIR": str(self.data_dir),
            "SECRET_KEY": self.secret_key,
            "MIZAN_LOCAL": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def make(self) -> None:
        """A cluster as initdb makes it, a broker, the backup's role, key and settings."""
        self.layout.prepare()
        for folder in (self.data_dir, self.store):
            folder.mkdir()
        self.broker = BrokerServer(self.layout, durable=False, pause=time.sleep)
        self.broker.begin()
        self.broker.wait()
        given = self.home / "password"
        given.write_text(self.password)
        given.chmod(0o600)
        words = ["-U", "mizan", f"--pwfile={given}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        self._program("initdb", "-D", str(self.cluster), *words, "--lc-ctype=C.UTF-8", "--no-instructions")
        self._write_settings()
        self.start()
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE mizan")
        self.sql(*(ROOT / "deploy" / "backup" / "role.sql").read_text("utf-8").split("-- the end"))
        self.sql(f"ALTER ROLE mizan_backup PASSWORD '{self.password}'")

    def _write_settings(self) -> None:
        passwords = self.home / "passwords"
        passwords.write_text(f"127.0.0.1:{self.port}:*:mizan_backup:{self.password}\n")
        passwords.chmod(0o600)
        assert self.broker is not None
        self.env_file.write_text(f"SECRET_KEY={self.secret_key}\nMIZAN_LOCAL=1\nREDIS_URL={self.broker.url}\n")
        self.settings.write_text(
            f'[target]\nfolder = "{self.store}"\nkey_file = "{self.home / "backup.key"}"\n[database]\n'
            f'connection = "host=127.0.0.1 port={self.port} user=mizan_backup dbname=mizan passfile={passwords}"\n'
            f'programs = "{self.programs.folder}"\nsuperuser = "mizan"\n[files]\ndata_dir = "{self.data_dir}"\n'
            f'[verify]\nfolder = "{self.home / "v"}"\nenv_file = "{self.env_file}"\npython = "{self.python}"\n'
        )
        self._timed("backup", "make-key", str(self.home / "backup.key"))

    def _program(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.programs.folder / name), *words], capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-500:]}")

    def start(self) -> None:
        """Start the server as its service would, archiving."""
        given = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "wal_level": "replica",
            "archive_mode": "on",
            "archive_timeout": f"{self.archive_seconds}s",
            "archive_command": f"{archiver(read_settings(self.settings))} wal-archive %p %f",
            "jit": "off",
            **({"io_method": "sync"} if self.programs.major >= 18 else {}),
        }
        words = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        with (self.home / "postgres.log").open("ab") as log:
            self.server = subprocess.Popen(
                [str(self.programs.folder / "postgres"), "-D", str(self.cluster), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            )
        deadline = time.monotonic() + 120
        while True:
            try:
                psycopg.connect(self.url_of("postgres"), connect_timeout=3).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.server.poll() is not None:
                    raise
                time.sleep(0.1)

    def destroy(self) -> float:
        """kill -9 of every process of the server, then its data, the files, the keys and the ledger are gone. When."""
        at = time.time()
        end_all(lambda: working_in(self.cluster, "postgres"), [(signal.SIGKILL, 10.0)])
        if self.server:
            self.server.wait(10)
        shutil.rmtree(self.cluster)
        shutil.rmtree(self.data_dir)
        return at

    def stop(self) -> None:
        """End what was started."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(60)
        if self.broker and self.broker.child:
            self.broker.child.stop()

    def sql(self, *words: str, given: list[Any] | None = None) -> list[Any]:
        """Run statements in the application's database, the last with what is given for it; the rows of the last one."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for one in words:
                cursor = connection.execute(one, given if one is words[-1] else None)
            return cursor.fetchall() if cursor.description else []

    def manage(self, *words: str) -> None:
        """A command of manage.py."""
        done = subprocess.run(
            [self.python, "manage.py", *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)}: {(done.stdout + done.stderr)[-1500:]}")

    def backup(self, *words: str) -> tuple[int, str, float]:
        """Run `deploy/bin/backup`: its status, what it said, and how long it took."""
        return self._timed("backup", "--config", str(self.settings), *words)

    def restore(self, *words: str) -> tuple[int, str, float]:
        """Run `deploy/bin/restore`."""
        return self._timed("restore", "--config", str(self.settings), *words)

    def _timed(self, name: str, *words: str) -> tuple[int, str, float]:
        """What deploy/bin/NAME runs; the drill's own interpreter need not be that of the project's folder."""
        started = time.monotonic()
        command = [self.python, "-m", f"scripts.operations.{name}", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        return done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - started


class Timer:
    """What the timer of the system does: copy new files, every so many seconds."""

    def __init__(self, place: Place, seconds: float) -> None:
        self.place, self.seconds = place, seconds
        self.faults: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.wait(self.seconds):
            status, said, _seconds = self.place.backup("files")
            if status:
                self.faults.append(f"backup files: {said[-300:]}")

    def stop(self) -> None:
        """No further pass begins; one that runs is waited for."""
        self._over.set()
        self._thread.join(120)


class Work:
    """Somebody who works: `python -m scripts.drills.working` writes down what was confirmed to them."""

    def __init__(self, place: Place) -> None:
        self.log = place.home / "confirmed.txt"
        with (place.home / "working.log").open("ab") as errors, self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [place.python, "-m", "scripts.drills.working"],
                cwd=ROOT,
                env=place.environment(),
                stdout=output,
                stderr=errors,
            )

    def confirmed(self, kind: str) -> list[tuple[str, float]]:
        """What was confirmed: (id, when) of every `mark` or `upload`."""
        found = []
        for line in self.log.read_text("utf-8").splitlines():
            words = line.split()
            if len(words) == 3 and words[0] == kind:
                found.append((words[1], float(words[2])))
        return found

    def stop(self) -> None:
        """They stop at once, as when the machine is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)


def moment(at: float) -> str:
    """A time as `restore --to` takes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")
