"""`deploy/bin/health_check`: does a Mizan serve, and are its backups fresh? 0 when all is well, 1 when something is not.

health_check https://mizan.example.com
health_check http://127.0.0.1:8001 --wait 120 --page / --page /accounts/login/
health_check https://127.0.0.1 --host mizan.example.com --insecure --backups /var/lib/mizan/backups --hours 36
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scripts.operations.asking import ask, why
from scripts.operations.backup import say
from scripts.operations.faults import DONE, FAILED
from scripts.operations.status import read_status


def main(words: Sequence[str]) -> int:
    """Ask, and say what is wrong."""
    given = _parser().parse_args(words)
    paths = ["/health/live", "/health/ready", *given.page]
    if given.dry_run:
        say(f"would ask {', '.join(given.url.rstrip('/') + path for path in paths)}")
        return DONE
    until = time.monotonic() + given.wait
    while (faults := _asked(given, paths)) and time.monotonic() < until:
        time.sleep(1.0)
    faults += backup_faults(given.backups, given.hours) if given.backups else []
    for fault in faults:
        print(f"  FAULT {fault}")
    print("All is well." if not faults else f"Something is wrong: {len(faults)} faults.")
    return FAILED if faults else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="health_check", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("--host", default="", help="the name to ask for, where the URL is an address")
    parser.add_argument("--insecure", action="store_true", help="take any certificate")
    parser.add_argument("--page", action="append", default=[], help="one more page that has to answer")
    parser.add_argument("--wait", type=float, default=0.0, help="seconds to go on asking while something is wrong")
    parser.add_argument("--backups", type=Path, help="the folder of backups' status.json")
    parser.add_argument("--hours", type=float, default=36.0, help="how old the last verified backup may be")
    parser.add_argument("--dry-run", action="store_true")
    return parser


def _asked(given: argparse.Namespace, paths: Sequence[str]) -> list[str]:
    faults = []
    for path in paths:
        answer = ask(given.url.rstrip("/") + path, host=given.host, insecure=given.insecure)
        faults += [] if answer.good else [f"{path}: {why(answer)}"]
    return faults


def backup_faults(notes: Path, hours: float) -> list[str]:
    """What is wrong with backups, by their status."""
    status = read_status(notes)
    faults = [f"backups: {status.get('failed')} failed: {status.get('fault')}"] if status.get("failed") else []
    for name, words in (("last_backup", "made"), ("last_verified", "restored and verified")):
        try:
            age = (datetime.now(UTC) - datetime.fromisoformat(status[name])).total_seconds() / 3600
        except (KeyError, ValueError, TypeError):
            faults.append(f"backups: none was {words} yet")
            continue
        if age > hours:
            faults.append(f"backups: the last one was {words} {age:.0f} hours ago")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
