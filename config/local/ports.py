"""TCP ports of this machine."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from config.local.faults import LauncherError

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def wanted_port(environ: Mapping[str, str]) -> int:
    """`PORT`, by default 8000. Raises LauncherError when it is no port."""
    text = environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise LauncherError(f"PORT={text} is not a port.\nGive a number between 1 and 65535, such as PORT=8000.")
    return int(text)


def require_free(port: int) -> None:
    """Raises LauncherError when the port cannot be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise LauncherError(
                f"This user may not listen on port {port}.\nTake one above 1023: PORT=8000 make run"
            ) from None
        except OSError:
            raise LauncherError(
                f"Port {port} is taken by another program.\nStop that program, or take another port: "
                f"PORT={port + 1 if port < 65535 else DEFAULT_PORT} make run"
            ) from None


def any_free() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
