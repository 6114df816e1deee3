"""Worker and beat say that they still work, by touching a file; a container's health check looks at its time (`scripts/container.sh`).

A worker does so with each heartbeat that it sends through the broker, beat with each task that it wakes. A file costs nothing to look at,
whereas asking a worker takes a start of Python and the broker.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from celery import signals

EVERY_SECONDS = 5.0
ALIVE = "mizan-alive"
_last = 0.0


def _touch(**kwargs: object) -> None:
    """At most once in `EVERY_SECONDS`. Where it cannot be written nothing is looked at either."""
    global _last
    if time.monotonic() - _last < EVERY_SECONDS:
        return
    _last = time.monotonic()
    path = Path(tempfile.gettempdir()) / ALIVE
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
        os.utime(path)
    except OSError:
        return


def watch() -> None:
    """Begin, in a worker and in beat; web processes wake tasks too, and are asked over http."""
    signals.heartbeat_sent.connect(_touch)
    signals.beat_init.connect(_watch_beat)


def _watch_beat(**kwargs: object) -> None:
    signals.after_task_publish.connect(_touch)
