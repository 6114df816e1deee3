"""The Redis-protocol broker on this machine: a unix socket, an append-only file."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from config.local import binaries
from config.local.children import Child, tail
from config.local.faults import LauncherError
from config.local.layout import Layout, socket_path
from config.local.postgres import START_SECONDS, START_TRIES


class BrokerServer:
    """One broker. `pause` waits and may raise StopRequestedError; `durable` False is for throw-away data."""

    def __init__(self, layout: Layout, *, durable: bool, pause: Callable[[float], None]) -> None:
        self.layout, self.durable, self.pause = layout, durable, pause
        self.program = binaries.find_broker()
        self.socket = socket_path(layout, "broker.sock")
        self.folder = layout.data / "broker"
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def begin(self) -> None:
        """Start without waiting."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.child = Child(
            name="broker",
            what=[
                str(self.program.program),
                *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.folder), "--daemonize", "no", "--databases", "16", "--save", ""),
                *("--appendonly", "yes" if self.durable else "no", "--appendfsync", "everysec"),
                *("--maxmemory-policy", "noeviction", "--loglevel", "notice"),
            ],
            layout=self.layout,
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            folder=self.folder,
            before_restart=self.clear,
        )
        self.clear()
        self.child.start()

    def clear(self) -> None:
        """Take the socket of a killed broker away."""
        self.socket.unlink(missing_ok=True)

    def wait(self) -> None:
        """Return when it answers."""
        assert self.child is not None
        deadline = time.monotonic() + START_SECONDS
        tries = 1
        while not self.answers():
            if self.child.poll() is not None:
                if tries >= START_TRIES:
                    raise LauncherError(
                        f"The broker does not start; its log {self.child.log} ends:\n{tail(self.child.log)}"
                    )
                tries += 1
                self.pause(0.3 * tries)
                self.child.restart()
            elif time.monotonic() > deadline:
                raise LauncherError(f"The broker is not ready; its log {self.child.log} ends:\n{tail(self.child.log)}")
            self.pause(0.02)

    def answers(self) -> bool:
        """True when it answers PING (it says LOADING while it reads its file)."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
