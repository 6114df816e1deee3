"""A real Celery worker on the test database, to be killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


def database_url() -> str:
    """The address of the database that this test runs on."""
    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}" if at["PASSWORD"] else quote(at["USER"])
    return f"postgres://{who}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


class Worker:
    """`celery worker` with two processes in a session of its own. `kill` is kill -9: of everything, or of one pool process."""

    def __init__(self, **environment: str) -> None:
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DATABASE_POOL": "0",
            "REDIS_URL": settings.ENV.redis_url,
            "SECRET_KEY": settings.SECRET_KEY,
            "MIZAN_DATA_DIR": str(Path(settings.MEDIA_ROOT).parent),
            "MIZAN_LOCAL": "1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "-l", "ERROR", "--without-mingle",
             "--without-gossip"],
            cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self, pick: random.Random) -> str:
        """Kill -9 at once; returns what was hit. A worker that is gone is started again."""
        assert self.process is not None
        pool = self.pool()
        if pool and pick.random() < 0.6:
            victim = pick.choice(pool)
            os.kill(victim, signal.SIGKILL)
            return "pool"
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.start()
        return "worker"

    def pool(self) -> list[int]:
        """The process ids of the pool, which do the work; none where there is no /proc, and the whole worker is hit."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            return [int(pid) for pid in children.read_text().split()]
        except OSError:
            return []

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            time.sleep(0.2)
