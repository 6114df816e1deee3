"""PostgreSQL on this machine: made once, started on a free local port, healed after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from config.local import binaries
from config.local.accounts import Account, can_enter, database_account, run_as
from config.local.children import Child, tail
from config.local.faults import LauncherError
from config.local.keys import Keys, load_keys
from config.local.layout import Layout
from config.local.ports import HOST, any_free
from config.local.processes import end_all, working_in

NAME = "mizan"
START_SECONDS = 120.0  # recovery after a kill may have much to replay
START_TRIES = 5
UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # throw-away clusters of tests only


class PostgresServer:
    """One cluster. `pause` waits and may raise StopRequestedError; `durable` False is for throw-away data."""

    def __init__(self, layout: Layout, keys: Keys, *, durable: bool, pause: Callable[[float], None]) -> None:
        self.layout, self.keys, self.durable, self.pause = layout, keys, durable, pause
        self.account: Account | None = database_account(layout.data / "postgres" / "cluster")
        self.home = self._home()
        self.cluster = self.home / "cluster"
        self.program = binaries.find_postgres(self.account, _cluster_major(self.cluster))
        self.port = 0
        self.more: tuple[str, ...] = ()  # further settings, `name=value`, which win over ours
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"postgres://{NAME}:{quote(self.keys.database_password)}@{HOST}:{self.port}/{NAME}"

    def _home(self) -> Path:
        """The folder of the cluster: in the data folder, or elsewhere when its account may not enter there."""
        inside = self.layout.data / "postgres"
        if can_enter(self.layout.data, self.account):
            home = inside
        else:
            home = _home_outside(self.layout, self.keys)
            (self.layout.data / "postgres-folder.txt").write_text(f"{home}\n", "utf-8")
        home.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None and not (home / "cluster").exists():
            os.chown(home, self.account.uid, self.account.gid)
        return home

    def begin(self) -> None:
        """Make the cluster if there is none, clear what a kill left, and start without waiting."""
        self.clear()
        if not self.cluster.exists():
            self._make()
        self._start()

    def clear(self) -> None:
        """End servers of an earlier launcher on this cluster and take their stale lock away."""
        gone = end_all(
            lambda: working_in(self.cluster, "postgres"),
            [(signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)],
        )
        if not gone:
            raise LauncherError(f"A PostgreSQL still works in {self.cluster} and cannot be stopped.\nStop it first.")
        # Its number may belong to another program by now (containers reuse them), which PostgreSQL takes for itself.
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _make(self) -> None:
        """initdb beside its final place: a cluster that exists is a finished one."""
        new = self.home / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        password = self.home / "password"
        password.write_text(self.keys.database_password, "utf-8")
        password.chmod(0o600)
        if self.account is not None:
            os.chown(password, self.account.uid, self.account.gid)
        kind = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"  # else trigrams of Arabic and Cyrillic are empty
        try:
            self._run(
                "initdb",
                "-D",
                str(new),
                "-U",
                NAME,
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                f"--lc-ctype={kind}",
                "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            )
            self._run("postgres", "--single", "-D", str(new), "postgres", words=f"CREATE DATABASE {NAME};\n")
        finally:
            password.unlink(missing_ok=True)
        new.rename(self.cluster)

    def _run(self, program: str, *arguments: str, words: str = "") -> None:
        log = self.layout.log("postgres")
        with log.open("ab") as output, tempfile.TemporaryFile() as given:
            given.write(words.encode())
            given.seek(0)
            reply = subprocess.run(
                [str(self.program.folder / program), *arguments],
                stdin=given,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                env=_environment(),
                check=False,
                umask=0o077,
                start_new_session=True,
                **run_as(self.account),
            )
        if reply.returncode:
            raise LauncherError(f"{program} failed; its log {log} ends:\n{tail(log)}")

    def _start(self) -> None:
        self.port = self.port or any_free()
        settings = [
            f"listen_addresses={HOST}",
            f"port={self.port}",
            "unix_socket_directories=",
            "max_connections=60",
            "shared_buffers=64MB",
            "jit=off",
            "max_wal_size=512MB",
            *(["io_method=sync"] if self.program.major >= 18 else []),
            *([] if self.durable else UNSAFE),
            *self.more,
        ]
        self.child = Child(
            name="postgres",
            what=[
                str(self.program.folder / "postgres"),
                "-D",
                str(self.cluster),
                *(word for setting in settings for word in ("-c", setting)),
            ],
            layout=self.layout,
            environment=_environment(),
            stop_signal=signal.SIGINT,  # fast shutdown: clients are cut off, data is safe
            grace=30.0,
            account=self.account,
            folder=self.home,
            before_restart=self.clear,
        )
        self.child.start()

    def wait(self) -> None:
        """Return when it takes connections. Tries again when a lock of killed processes was in the way."""
        assert self.child is not None
        deadline = time.monotonic() + START_SECONDS
        tries = 1
        while not self._ready():
            if self.child.poll() is not None:
                if tries >= START_TRIES:
                    raise LauncherError(
                        f"PostgreSQL does not start; its log {self.child.log} ends:\n{tail(self.child.log)}"
                    )
                tries += 1
                self.pause(0.3 * tries)
                self.clear()
                self.port = 0
                self._start()
            elif time.monotonic() > deadline:
                raise LauncherError(
                    f"PostgreSQL is not ready yet; its log {self.child.log} ends:\n{tail(self.child.log)}"
                )
            self.pause(0.02)

    def _ready(self) -> bool:
        try:
            lines = (self.cluster / "postmaster.pid").read_text("utf-8").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def discard(self) -> None:
        """Remove the cluster of a throw-away data folder."""
        shutil.rmtree(self.home, ignore_errors=True)
        if not self.home.is_relative_to(self.layout.data):
            _note(self.home).unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    """Nothing of the launcher's environment: it holds secrets, and LC_ and PG variables would change the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _cluster_major(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text().strip().split(".")[0])
    except (OSError, ValueError):
        return None


def _home_outside(layout: Layout, keys: Keys) -> Path:
    """A home for the cluster of a data folder in a closed place; named by the data folder's own random name."""
    for base in binaries.SHARED:
        home = base / keys.instance
        if home.exists():
            _require_same_owner(home, layout)
            return home
    for base in binaries.SHARED:
        try:
            binaries.open_folder(base)
        except OSError:
            continue
        home = base / keys.instance
        _note(home).write_text(f"{layout.data}\n", "utf-8")
        return home
    raise LauncherError(
        f"The data folder {layout.data} is closed to the account that runs PostgreSQL.\n"
        "Set MIZAN_DATA_DIR to a folder that others may enter, such as /srv/mizan."
    )


def _require_same_owner(home: Path, layout: Layout) -> None:
    """A copied data folder must not run on the database of the original."""
    note = _note(home)
    original = Path(note.read_text("utf-8").strip()) if note.exists() else layout.data
    if original == layout.data:
        return
    kept = original / layout.keys_file.name
    if kept.exists() and load_keys(kept).instance == home.name:
        raise LauncherError(
            f"The data folder {layout.data} is a copy of {original}, whose database lies in {home}.\n"
            "Use the original, or move this folder away to begin anew."
        )
    note.write_text(f"{layout.data}\n", "utf-8")


def forsaken_homes() -> list[Path]:
    """Databases outside of data folders that are gone, or were begun anew: nothing uses them."""
    return [
        note.with_suffix("")
        for base in binaries.SHARED
        if os.access(base, os.R_OK)
        for note in base.glob("*.txt")
        if note.with_suffix("").exists() and not _is_used(note)
    ]


def _is_used(note: Path) -> bool:
    try:
        kept = Path(note.read_text("utf-8").strip()) / "keys.json"
        return load_keys(kept).instance == note.stem if kept.exists() else False
    except (OSError, LauncherError):
        return True  # it cannot be told


def _note(home: Path) -> Path:
    """Beside a home outside its data folder: the data folder's path."""
    return home.with_name(f"{home.name}.txt")
