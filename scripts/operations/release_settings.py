"""The settings of deployments: one TOML file, by default /etc/mizan/release.toml. `deploy/release/` has examples.

Every command is a list of words in which {release}, {colour}, {port}, {state} and {folder} are filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from scripts.operations.settings_files import read_toml, refuse, unknown

DEFAULT = Path("/etc/mizan/release.toml")
COLOURS = ("blue", "green")
RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
Commands: TypeAlias = tuple[tuple[str, ...], ...]
KNOWN: dict[str, dict[str, type]] = {
    "release": {"state": str, "folder": str, "python": str},
    "ports": {"blue": int, "green": int},
    "nginx": {"live": str, "pid": str, "colours": str, "test": list, "reload": list, "static_from": str, "static_to": str},
    "commands": {"before": list, "migrate": list, "start": list, "stop": list, "background": list},
    "health": {"url": str, "command": list, "seconds": int, "good": int, "smoke": list, "public": str, "watch_seconds": int},
    "drain": {"least": int, "most": int},
    "staging": {"accepts": str, "requires": str},
}  # fmt: skip
PLACES = {"release", "colour", "port", "state", "folder"}


@dataclass(frozen=True)
class ReleaseSettings:
    """How a release is put into place on this server."""

    path: Path
    state: Path
    folder: str
    ports: dict[str, int]
    live: Path
    pid: Path | None
    colours: Path | None
    test: tuple[str, ...]
    reload: tuple[str, ...]
    static_from: str
    static_to: Path | None
    before: Commands
    migrate: Commands
    start: Commands
    stop: Commands
    background: Commands
    url: str
    healthy: tuple[str, ...]
    seconds: int
    good: int
    smoke: tuple[str, ...]
    public: str
    watch_seconds: int
    least: int
    most: int
    accepts: Path | None
    requires: Path | None

    def folder_of(self, release: str) -> Path | None:
        """Where the code of a release lies; None where a release is an image."""
        return Path(self.folder.format(release=release)) if self.folder else None


def read_release_settings(path: Path) -> ReleaseSettings:
    """The settings in a file. Raises SettingsFault with every fault at once."""
    raw = read_toml(path, advice="Copy one of deploy/release/ there.")
    refuse(path, _faults(raw))
    nginx, commands, health = raw["nginx"], raw["commands"], raw["health"]
    drain, staging, release = raw.get("drain", {}), raw.get("staging", {}), raw["release"]
    return ReleaseSettings(
        path=path,
        state=Path(release["state"]),
        folder=release.get("folder", ""),
        ports={colour: raw.get("ports", {}).get(colour, 0) for colour in COLOURS},
        live=Path(nginx["live"]),
        pid=_path(nginx.get("pid")),
        colours=_path(nginx.get("colours")),
        test=tuple(nginx.get("test", ())),
        reload=tuple(nginx["reload"]),
        static_from=nginx.get("static_from", ""),
        static_to=_path(nginx.get("static_to")),
        before=_commands(commands, "before"),
        migrate=_commands(commands, "migrate"),
        start=_commands(commands, "start"),
        stop=_commands(commands, "stop"),
        background=_commands(commands, "background"),
        url=health.get("url", ""),
        healthy=tuple(health.get("command", ())),
        seconds=health.get("seconds", 120),
        good=health.get("good", 3),
        smoke=tuple(health.get("smoke", ())),
        public=health.get("public", ""),
        watch_seconds=health.get("watch_seconds", 15),
        least=drain.get("least", 2),
        most=drain.get("most", 150),
        accepts=_path(staging.get("accepts")),
        requires=_path(staging.get("requires")),
    )


def _commands(table: dict[str, Any], name: str) -> Commands:
    return tuple(tuple(one) for one in table.get(name, ()))


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = unknown(raw, KNOWN, _wrong)
    for table, name in (
        ("release", "state"),
        ("nginx", "live"),
        ("nginx", "reload"),
        ("commands", "start"),
        ("commands", "stop"),
    ):
        if not raw.get(table, {}).get(name):
            faults.append(f"[{table}] {name} is missing.")
    health = raw.get("health", {})
    if not (health.get("url") or health.get("command")):
        faults.append("[health] url or command is missing: a release that nobody asked is not known to work.")
    for name, value in raw.get("commands", {}).items():
        if isinstance(value, list) and not all(isinstance(one, list) and one for one in value):
            faults.append(f'[commands] {name}: give a list of commands, each a list of words: [["systemctl", "…"]].')
    return faults


def _wrong(kind: type, value: Any) -> list[str]:
    if type(value) is not kind:
        return [f"give {'a text' if kind is str else 'a number' if kind is int else 'a list'}."]
    return [f"{{{one}}} is not known." for one in _places(value) - PLACES]


def _places(value: Any) -> set[str]:
    if isinstance(value, list):
        return {one for part in value for one in _places(part)}
    return set(re.findall(r"\{(\w+)\}", value)) if isinstance(value, str) else set()
