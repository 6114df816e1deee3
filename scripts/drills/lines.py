"""What the people of a crowd ask with: a kept connection each, answers with their time, and a line out for everything that happened."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import select
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

WAIT = 60.0  # seconds that anybody waits for an answer


@dataclass
class Reply:
    """An answer; `status` 0 when nobody gave one, and `error` why."""

    status: int = 0
    headers: Any = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0
    at: float = 0.0

    def json(self) -> Any:
        """What a program reads; {} when it is no JSON."""
        try:
            return json.loads(self.text())
        except ValueError:
            return {}

    def text(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body


class Line:
    """What goes out, a line at a time from all threads. Nothing is told before the work begins."""

    def __init__(self) -> None:
        self.lock, self.told = threading.Lock(), False

    def say(self, *values: Any, always: bool = False) -> None:
        if self.told or always:
            text = json.dumps(values).encode() + b"\n"
            with self.lock:
                os.write(1, text)


class Connection:
    """One kept connection from an address of its own, as if every person sat elsewhere."""

    def __init__(self, url: str, number: int, line: Line) -> None:
        parts = urlsplit(url)
        self.url, self.host, self.tls, self.line = url, parts.hostname or "", parts.scheme == "https", line
        self.port = parts.port or (443 if self.tls else 80)
        here = self.host in ("localhost", "127.0.0.1")
        self.source = f"127.77.{number // 250}.{number % 250 + 1}" if here else ""
        self.kept: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        """A GET is sent again once, on a new connection, where the kept one was just closed (RFC 9110, 9.2.2)."""
        if not self.tls:  # straight to the web processes, as their proxy would
            headers = {**headers, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.source or "203.0.113.7"}
        at, began = time.time(), time.perf_counter()
        for last in (method != "GET" or self.kept is None, True):
            try:
                reply = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if not last and isinstance(error, ConnectionError):
                    self.line.say("again")
                    continue
                reply = Reply(error=type(error).__name__)
            break
        reply.at, reply.seconds = at, time.perf_counter() - began
        return reply

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        if self.kept is not None and self._was_closed():
            self.close()
        if self.kept is None:
            self.kept = self._open()
        self.kept.request(
            method, path, body, {"Host": f"{self.host}:{self.port}", "Accept-Encoding": "gzip", **headers}
        )
        answer = self.kept.getresponse()
        return Reply(answer.status, answer.headers, answer.read())

    def _was_closed(self) -> bool:
        """True for a kept connection that the other side has ended meanwhile, as browsers look before they use one."""
        sock = self.kept.sock if self.kept is not None else None
        return sock is None or bool(select.select([sock], [], [], 0)[0])

    def _open(self) -> http.client.HTTPConnection:
        source = (self.source, 0) if self.source else None
        host = "127.0.0.1" if self.source else self.host
        if not self.tls:
            return http.client.HTTPConnection(host, self.port, WAIT, source)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a drill's certificate is nobody's
        return http.client.HTTPSConnection(host, self.port, timeout=WAIT, source_address=source, context=context)

    def close(self) -> None:
        if self.kept is not None:
            self.kept.close()
        self.kept = None
