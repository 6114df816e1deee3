"""The environment the launcher gives to Mizan's processes."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from config.env_files import read_env
from config.local.faults import LauncherError
from config.local.keys import Keys
from config.local.layout import Layout
from config.local.processes import LINUX

OUTSIDE_SECONDS = 15.0
OF_A_SERVER = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "MIZAN_LOCAL")


def local_settings(env_file: Path) -> dict[str, str]:
    """What `.env` adds to a local run: such things as the LLM provider. Where the engines are is for servers to say."""
    try:
        found = read_env(env_file.read_text("utf-8"))
    except OSError:
        return {}
    return {name: value for name, value in found.items() if value and name.removesuffix("_FILE") not in OF_A_SERVER}


def child_environment(
    outer: Mapping[str, str], *, layout: Layout, keys: Keys, database_url: str, redis_url: str
) -> dict[str, str]:
    """`outer` (the launcher's own) wins where a person may have meant it; engines and folders are the launcher's."""
    return {
        **outer,
        "SECRET_KEY": outer.get("SECRET_KEY") or keys.secret_key,
        "DEBUG": outer.get("DEBUG") or "0",
        "ALLOWED_HOSTS": outer.get("ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]",
        "MIZAN_DEMO_PASSWORD": outer.get("MIZAN_DEMO_PASSWORD") or keys.demo_password,
        "MIZAN_LOCAL": "1",
        "MIZAN_DATA_DIR": str(layout.data),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        **({"PROMETHEUS_MULTIPROC_DIR": str(layout.run / "metrics")} if LINUX else {}),  # see config.local.forks.let_go
    }


def wait_for_outside(name: str, url: str, default_port: int, pause: Callable[[float], None]) -> None:
    """Wait until the server of a given address takes connections. Raises LauncherError; never shows the password."""
    deadline = time.monotonic() + OUTSIDE_SECONDS
    while (error := _connection_error(url, default_port)) is not None:
        if time.monotonic() > deadline:
            raise LauncherError(f"{name} is set, but its server does not answer: {error}.\nStart it, or unset {name}.")
        pause(0.5)


def _connection_error(url: str, default_port: int) -> str | None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or default_port
    except ValueError as error:
        raise LauncherError(
            f"An address cannot be read: {error}.\nUse the form name://user:password@host:port/"
        ) from error
    try:
        if parts.scheme == "unix":
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(3)
                client.connect(parts.path)
        elif host:
            socket.create_connection((host, port), timeout=3).close()
    except OSError as error:
        return f"{host or parts.path}: {error.strerror or error}"
    return None
