"""People at work for drills of deployments: pages, static files, the API, and uploads that take their time. Every answer is counted.

A request on a connection that was kept and is closed at that moment is sent again once, as browsers and proxies do where it changes
nothing (RFC 9110, 9.2.2); that is counted apart. Nothing else is tried twice.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PASSWORD = "quarry lantern seven " + secrets.token_hex(4)
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+\.[0-9a-f]{12}\.(?:css|js))"')
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError)


@dataclass
class Told:
    """What came of it."""

    answers: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    again: int = 0
    uploads: int = 0
    seconds: float = 0.0

    def words(self) -> str:
        """In a line."""
        return (
            f"{sum(self.answers.values())} requests in {self.seconds:.0f} s ({dict(sorted(self.answers.items()))}), "
            f"{len(self.failed)} failed, {self.uploads} slow uploads, {self.again} sent again on a connection that was just closed, "
            f"the slowest answer took {self.slowest:.1f} s"
        )


class Crowd:
    """So many people, each a thread: half keep their connection, half open a new one for every request."""

    def __init__(self, url: str, clients: int) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 443
        self.told, self._lock, self._over = Told(), threading.Lock(), threading.Event()
        self.token, self.project = "", ""
        self.threads = [
            threading.Thread(target=self._browse, args=(number % 2 == 0,), daemon=True) for number in range(clients)
        ]
        self.threads += [threading.Thread(target=self._upload, daemon=True) for _ in range(2)]

    def begin(self) -> None:
        """Sign somebody in, then start."""
        self._make_person()
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()

    def end(self) -> Told:
        """No new request begins; those under way are waited for."""
        self._over.set()
        for thread in self.threads:
            thread.join(60)
        self.told.seconds = time.monotonic() - self.began
        return self.told

    def _make_person(self) -> None:
        import django

        django.setup()
        from allauth.account.models import EmailAddress

        from accounts.models import User
        from accounts.services import found_home

        user = User.objects.create_user(f"drill-{secrets.token_hex(4)}@example.com", PASSWORD, name="A drill")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        found_home(user=user, name="A firm of drills")
        connection = self._open()
        self.token = self._json(connection, "/api/v1/auth/login/", {"email": user.email, "password": PASSWORD})[
            "access"
        ]
        self.project = self._json(connection, "/api/v1/projects/", {"name": "Drill", "currency": "USD"})["id"]

    def _json(self, connection: http.client.HTTPSConnection, path: str, body: dict[str, str]) -> dict[str, str]:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **self._who()})
        reply = connection.getresponse()
        text = reply.read()
        if reply.status not in (200, 201):
            raise RuntimeError(f"{path}: {reply.status} {text[:300]!r}")
        found: dict[str, str] = json.loads(text)
        return found

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _open(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self.host, self.port, timeout=40, context=context)

    def _browse(self, keeps: bool) -> None:
        """A page, what it needs, the API; reading in between."""
        connection, static = self._open(), ["/health/live"]
        turn = 0
        while not self._over.is_set():
            turn += 1
            path = ("/", "/accounts/login/", "/api/v1/projects/", static[turn % len(static)])[turn % 4]
            if not keeps:
                connection.close()
                connection = self._open()
            status, body = self._get(connection, path)
            if found := STATIC.findall(body):
                static = found
            self._count(path if path.startswith("/api") else path.split("/")[1] or "page", path, status, {200})
            time.sleep(0.1)
        connection.close()

    def _get(self, connection: http.client.HTTPSConnection, path: str) -> tuple[int, str]:
        began, kept = time.monotonic(), connection.sock is not None
        try:
            for last in (False, True):
                try:
                    connection.request("GET", path, headers=self._who() if path.startswith("/api") else {})
                    reply = connection.getresponse()
                    return reply.status, reply.read().decode("utf-8", "replace")
                except CLOSED:
                    connection.close()
                    if last or not kept:
                        raise
                    with self._lock:
                        self.told.again += 1
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return 0, f"{type(error).__name__}: {error}"
        finally:
            with self._lock:
                self.told.slowest = max(self.told.slowest, time.monotonic() - began)
        return 0, ""

    def _upload(self) -> None:
        """A file that takes six seconds to send, each on a connection of its own."""
        while not self._over.is_set():
            text = f"Item,Description,Unit,Qty,Rate,Amount\r\n1,Excavation {secrets.token_hex(8)},m3,10,2.00,20.00\r\n"
            line = secrets.token_hex(8)
            body = (
                f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="bill.csv"\r\nContent-Type: text/csv\r\n\r\n'
                f"{text}\r\n--{line}--\r\n"
            ).encode()
            status, said = self._send_slowly(f"/api/v1/projects/{self.project}/uploads/", line, body)
            self._count("uploads", said[:160], status, {200, 201, 202})
            with self._lock:
                self.told.uploads += 1

    def _send_slowly(self, path: str, line: str, body: bytes) -> tuple[int, str]:
        connection = self._open()
        try:
            connection.putrequest("POST", path)
            for name, value in {**self._who(), "Content-Type": f"multipart/form-data; boundary={line}"}.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            for start in range(0, len(body), max(1, len(body) // 12)):
                connection.send(body[start : start + max(1, len(body) // 12)])
                time.sleep(0.5)
            reply = connection.getresponse()
            return reply.status, reply.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            return 0, f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    def _count(self, kind: str, what: str, status: int, right: set[int]) -> None:
        with self._lock:
            self.told.answers[f"{kind} {status}"] += 1
            if status not in right:
                self.told.failed.append(f"{time.monotonic() - self.began:.1f} s: {what} -> {status}")
