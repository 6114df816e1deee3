"""Servers on this machine that speak a protocol of others, for tests."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

UNPACKED: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def unpacked(self) -> bytes:
        """The body as it was before it was packed for the way."""
        return UNPACKED[self.headers.get("content-encoding", "")](self.body)


@dataclass
class Reply:
    """One answer; `slowly` waits so many seconds before each of its bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    slowly: float = 0.0


@dataclass
class Server:
    url: str
    asked: list[Asked]


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[Server]:
    """A server on a port of its own; `answer` says what it replies, and all that was asked is kept."""
    asked: list[Asked] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            came = Asked(
                self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)
            )
            asked.append(came)
            said = answer(came)
            try:
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                for byte in said.body if said.slowly else ():
                    if over.wait(said.slowly):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                if not said.slowly:
                    self.wfile.write(said.body)
            except OSError:
                pass  # whoever asked has gone

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = reply  # noqa: N815 - the names that the server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Tests keep what was asked, not a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
