"""What drills share: engines around them, steps that can be read, a verdict."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

HOLDS, FAILS, UNTRIED = 0, 1, 2


def with_engines(module: str) -> None:
    """Run the drill on engines that are thrown away, unless the environment names a database."""
    if os.environ.get("DATABASE_URL"):
        return
    words = [sys.executable, "-m", "config.local", "engines", "--", sys.executable, "-m", module, *sys.argv[1:]]
    os.execv(sys.executable, words)  # noqa: S606 - our own interpreter with our own words


def step(text: str) -> None:
    """Say what comes next."""
    print(f"- {text}", flush=True)


def log_to(path: Path) -> None:
    """Send everything that this process logs to a file, which is searched like the other logs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr.flush()
    os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    sys.excepthook = lambda *raised: traceback.print_exception(*raised, file=sys.stdout)


def verdict(faults: list[str]) -> int:
    """Say what was found, and return the exit status."""
    for fault in faults:
        print(f"  FAULT {fault}")
    print("It holds." if not faults else f"It does not hold: {len(faults)} faults.")
    return FAILS if faults else HOLDS
