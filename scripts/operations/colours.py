"""Two colours of the application behind nginx: which one is live, what each runs, and how nginx is turned to the other.

What is live is what nginx was told, so its file is the truth: its first line names the colour and the release. The note in the state
folder adds what was live before. `blue`, `green` and `live` in that folder are links to releases, where a release is a folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.operations.faults import OperationFault
from scripts.operations.release_settings import COLOURS, ReleaseSettings
from scripts.operations.status import replace
from scripts.operations.stores import force_folder

HEAD = re.compile(r"# live: (blue|green) ([A-Za-z0-9][A-Za-z0-9._-]*)")
NOTE = "releases.json"


@dataclass(frozen=True)
class Live:
    """A colour and the release that it runs."""

    colour: str
    release: str


def other(colour: str) -> str:
    """The colour that is not this one."""
    return COLOURS[1 - COLOURS.index(colour)]


def live_of(settings: ReleaseSettings) -> Live | None:
    """What nginx was told; None before the first deployment."""
    try:
        head = HEAD.match(settings.live.read_text("utf-8"))
    except OSError:
        return None
    return Live(head[1], head[2]) if head else None


def previous_of(settings: ReleaseSettings) -> Live | None:
    """What was live before; None when nothing was."""
    try:
        found = json.loads((settings.state / NOTE).read_text("utf-8"))["previous"]
        return Live(found["colour"], found["release"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note(settings: ReleaseSettings, live: Live, previous: Live | None) -> None:
    """Write down what is live and what was."""
    facts = {"live": live.__dict__, "previous": previous.__dict__ if previous else None}
    replace(settings.state / NOTE, json.dumps(facts, indent=1) + "\n", mode=0o644)


def upstream(settings: ReleaseSettings, live: Live) -> str:
    """The text of nginx's file for a colour: that of its own, or one for the colour's port on this machine."""
    head = f"# live: {live.colour} {live.release}\n"
    if settings.colours is not None:
        try:
            return head + (settings.colours / f"{live.colour}.conf").read_text("utf-8")
        except OSError as error:
            raise OperationFault(f"{error.filename} cannot be read: {error.strerror}.") from None
    return (
        f"{head}upstream mizan {{\n"
        "    zone mizan 256k;\n"
        f"    server 127.0.0.1:{settings.ports[live.colour]} max_fails=0;\n"
        "    # Shorter than gunicorn's (75 s): nginx closes idle connections first, and sends no request into a closing one.\n"
        "    keepalive 32;\n"
        "    keepalive_timeout 60s;\n"
        "}\n"
    )


def write_live(settings: ReleaseSettings, text: str) -> str | None:
    """Put nginx's file in place in one step. Returns what it said before."""
    try:
        before = settings.live.read_text("utf-8")
    except FileNotFoundError:
        before = None
    settings.live.parent.mkdir(parents=True, exist_ok=True)
    replace(settings.live, text, mode=0o644)
    force_folder(settings.live.parent)
    return before


def link(settings: ReleaseSettings, name: str, release: str) -> None:
    """Let `blue`, `green` or `live` lead to a release, in one step. Nothing where releases are images; those are named in colours.env."""
    folder = settings.folder_of(release)
    settings.state.mkdir(parents=True, exist_ok=True)
    if folder is None:
        _name_image(settings, name, release)
        return
    new = settings.state / f".{name}.new"
    new.unlink(missing_ok=True)
    new.symlink_to(folder)
    new.replace(settings.state / name)


def _name_image(settings: ReleaseSettings, name: str, release: str) -> None:
    """MIZAN_BLUE, MIZAN_GREEN and MIZAN_VERSION, which docker-compose.yml reads by `--env-file`."""
    path = settings.state / "colours.env"
    known = dict(line.split("=", 1) for line in path.read_text("utf-8").splitlines()) if path.exists() else {}
    known["MIZAN_VERSION" if name == "live" else f"MIZAN_{name.upper()}"] = release
    replace(path, "".join(f"{one}={value}\n" for one, value in sorted(known.items())), mode=0o644)


def share_static(source: Path, target: Path) -> int:
    """Copy static files that are not there yet: names carry hashes, so pages of both releases find theirs. How many were copied."""
    copied = 0
    for parent, _folders, names in os.walk(source):
        folder = target / Path(parent).relative_to(source)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            place = folder / name
            if place.exists() and place.stat().st_size == (Path(parent) / name).stat().st_size:
                continue
            new = place.with_name(f".{name}.new")
            shutil.copyfile(Path(parent, name), new)
            new.replace(place)
            copied += 1
    return copied


def connections(port: int, tables: tuple[Path, ...] = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))) -> int:
    """How many connections to a port of this machine are open. The state 01 is ESTABLISHED."""
    found = 0
    for table in tables:
        try:
            lines = table.read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            words = line.split()
            found += words[3] == "01" and int(words[1].rpartition(":")[2], 16) == port
    return found


def finishing(pid_file: Path, processes: Path = Path("/proc")) -> int:
    """How many processes of nginx still finish what they began before it was turned: a slow upload is sent on when it is whole."""
    try:
        master = int(pid_file.read_text("ascii"))
    except (OSError, ValueError):
        return 0
    found = 0
    for folder in processes.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            title = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        found += int(parent) == master and b"shutting down" in title
    return found
