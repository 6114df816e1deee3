"""`python -m config.local manage COMMAND`: a command of manage.py with this data folder, whether Mizan runs there or not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from config.local.broker import BrokerServer
from config.local.engines import run_command
from config.local.environment import child_environment
from config.local.faults import LauncherError
from config.local.keys import load_keys
from config.local.layout import ROOT, Layout, data_folder
from config.local.lock import holder
from config.local.postgres import PostgresServer

_PORT_LINE = 3  # of postmaster.pid, counted from 0: the port that the server listens on


def manage(words: Sequence[str]) -> int:
    """Run manage.py; returns its exit status. Where Mizan does not run, the engines are started around it."""
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    layout = Layout(data_folder(os.environ))
    if not holder(layout.lock_file):
        return run_command(command, layout.data, durable=True)
    return subprocess.run(command, env=_environment_of_the_run(layout), check=False).returncode


def _environment_of_the_run(layout: Layout) -> dict[str, str]:
    """What the processes of the running Mizan see."""
    keys = load_keys(layout.keys_file)
    database, broker = os.environ.get("DATABASE_URL", "").strip(), os.environ.get("REDIS_URL", "").strip()
    if not database:
        postgres = PostgresServer(layout, keys, durable=True, pause=time.sleep)
        postgres.port = _port(postgres)
        database = postgres.url
    return child_environment(
        os.environ,
        layout=layout,
        keys=keys,
        database_url=database,
        redis_url=broker or BrokerServer(layout, durable=True, pause=time.sleep).url,
    )


def _port(postgres: PostgresServer) -> int:
    """Where the running server listens, as it notes it itself. Raises LauncherError while it is starting."""
    try:
        return int((postgres.cluster / "postmaster.pid").read_text("utf-8").splitlines()[_PORT_LINE])
    except (OSError, ValueError, IndexError) as error:
        raise LauncherError("The database is just starting. Try again in a moment.") from error
