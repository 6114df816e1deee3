"""Start and stop a process of a server that has no systemd: detached, with its number and its log in a folder.

    processes start web-blue --in /srv/mizan/run --at /srv/mizan/state/blue -- .venv/bin/gunicorn config.wsgi:application --bind …
    processes stop web-blue --in /srv/mizan/run --seconds 60

Starting what runs and stopping what does not are no faults. A number that went to another program after a restart is not touched.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.operations.faults import DONE, FAILED
from scripts.operations.status import replace


def main(words: Sequence[str]) -> int:
    """Start or stop; 0 when it is as was asked for."""
    parser = argparse.ArgumentParser(
        prog="processes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("start", "stop"))
    parser.add_argument("name")
    parser.add_argument("--in", dest="folder", type=Path, required=True, help="where the number and the log lie")
    parser.add_argument("--at", type=Path, default=Path("/"), help="the process's working folder")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it may take to finish what it has begun")
    own, rest = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    given = parser.parse_args(own)
    given.folder.mkdir(parents=True, exist_ok=True)
    return start(given, rest) if given.what == "start" else stop(given)


def start(given: argparse.Namespace, words: Sequence[str]) -> int:
    """Start it in a session of its own, unless it runs."""
    if running(given.folder, given.name) is not None:
        return DONE
    if not words:
        print("Say what to start, after --", file=sys.stderr)
        return FAILED
    with (given.folder / f"{given.name}.log").open("ab") as log:
        process = subprocess.Popen(
            list(words), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=given.at, start_new_session=True
        )
    replace(given.folder / f"{given.name}.json", json.dumps({"pid": process.pid, "started": _started(process.pid)}))
    return DONE


def stop(given: argparse.Namespace) -> int:
    """Ask it to finish, wait, then end what is left of its session."""
    pid = running(given.folder, given.name)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + given.seconds
        while running(given.folder, given.name) is not None and time.monotonic() < until:
            time.sleep(0.1)
        if running(given.folder, given.name) is not None:
            os.killpg(pid, signal.SIGKILL)
    (given.folder / f"{given.name}.json").unlink(missing_ok=True)
    return DONE


def running(folder: Path, name: str) -> int | None:
    """The number of the process when it lives and is the one that was started."""
    try:
        facts = json.loads((folder / f"{name}.json").read_text("utf-8"))
        pid = int(facts["pid"])
        started = _started(pid)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return pid if started and started == facts["started"] else None


def _started(pid: int) -> str:
    """When a living process began, in the kernel's own count; "" when there is none or it waits to be collected."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    words = text[text.rindex(")") + 2 :].split()
    return "" if words[0] in "ZX" else words[19]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
