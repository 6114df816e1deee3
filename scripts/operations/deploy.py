"""`deploy/bin/deploy` and `deploy/bin/rollback`: make a release live, or the one before it.

deploy 2026.11.3 --config /etc/mizan/staging.toml     staging first
deploy 2026.11.3                                      then production, which asks whether staging had it
rollback                                              back to what was live before
deploy --status                                       what is live
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.operations.backup import say
from scripts.operations.colours import live_of, previous_of
from scripts.operations.deploying import Deployment
from scripts.operations.faults import DONE, FAILED, OperationFault, exit_status
from scripts.operations.release_settings import DEFAULT, ReleaseSettings, read_release_settings


def main(words: Sequence[str]) -> int:
    """Deploy or go back; 0 when what was asked for is live."""
    given = _parser().parse_args(words)
    return exit_status(lambda: _run(given), "deploy")


def _run(given: argparse.Namespace) -> int:
    settings = read_release_settings(given.config)
    if given.status:
        return _status(settings)
    if not (given.release or given.back):
        raise OperationFault("Say which release: deploy RELEASE")
    deployment = Deployment(settings, say, dry=given.dry_run)
    if given.dry_run:
        return _do(deployment, given)
    with alone(settings.state):
        return _do(deployment, given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deploy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("release", nargs="?", default="")
    parser.add_argument("--config", type=Path, default=DEFAULT, help=f"the settings, by default {DEFAULT}")
    parser.add_argument("--back", action="store_true", help="make live again what was live before (rollback)")
    parser.add_argument("--status", action="store_true", help="say what is live")
    parser.add_argument("--untested", action="store_true", help="though staging has not had it")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    return parser


def _do(deployment: Deployment, given: argparse.Namespace) -> int:
    if given.back:
        deployment.rollback()
    else:
        deployment.deploy(given.release, untested=given.untested)
    return DONE


def _status(settings: ReleaseSettings) -> int:
    live, before = live_of(settings), previous_of(settings)
    print(f"live: {live.release} as {live.colour}" if live else "nothing is live")
    print(f"before it: {before.release}" if before else "nothing was live before")
    return DONE if live else FAILED


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """One deployment at a time; the kernel lets go when it ends, however it ends."""
    state.mkdir(parents=True, exist_ok=True)
    handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise OperationFault("Another deployment is under way. Wait until it is over.") from None
    try:
        yield
    finally:
        os.close(handle)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
