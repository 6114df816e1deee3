"""For drills that go through nginx: callers over TLS that keep their connection, and many of them at once, counted."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.drills.proxy import Proxy

PAGE = "/accounts/login/"


@dataclass
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The code of an error of the API."""
        try:
            return str(json.loads(self.body)["error"]["code"])
        except (ValueError, KeyError, TypeError):
            return ""


class Caller:
    """One connection over TLS, which is kept; `source` is the address that it comes from.

    As every browser does, a GET is asked again on a new connection when the kept one turns out to have been closed meanwhile: nginx closes
    idle ones when it is told of new instances. `again` counts those.
    """

    def __init__(self, nginx: Proxy, source: str = "") -> None:
        self.context = ssl.create_default_context(cafile=str(nginx.certificate))
        self.port, self.source = nginx.port, source
        self._kept: http.client.HTTPSConnection | None = None
        self.again = 0

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = self._kept is not None
        if self._kept is None:
            self._kept = http.client.HTTPSConnection(
                "localhost", self.port, timeout=180, context=self.context,
                source_address=(self.source, 0) if self.source else None,
            )  # fmt: skip
        try:
            self._kept.request(method, path, body=body, headers=named)
            answer = self._kept.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if kept and method == "GET" and isinstance(error, ConnectionError):
                self.again += 1
                return self.ask(method, path, body, **headers)
            raise

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Reply:
        return self.ask("POST", path, json.dumps(body).encode(), Content_Type="application/json", **headers)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None


@dataclass
class Load:
    """Callers who ask on and on: pages that change nothing, and posts. What went wrong is kept by kind."""

    nginx: Proxy
    callers: int = 8
    answers: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    again: int = 0

    def __enter__(self) -> Load:
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(self.callers)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(200)

    def _call(self, number: int) -> None:
        caller = Caller(self.nginx)
        while not self.over.is_set():
            kind, wanted = ("POST", 401) if number == 0 else ("GET", 200)
            try:
                if kind == "POST":
                    status = caller.post("/api/v1/auth/refresh/", {"refresh": "none"}).status
                else:
                    status = caller.get(PAGE if number % 2 else "/health/live").status
                self.answers[f"{kind} {'served' if status == wanted else status}"] += 1
            except (OSError, http.client.HTTPException) as error:
                self.answers[f"{kind} {type(error).__name__}"] += 1
        self.again += caller.again

    def failed(self, kind: str) -> int:
        return sum(count for what, count in self.answers.items() if what.startswith(kind) and "served" not in what)

    def told(self) -> str:
        answers = ", ".join(f"{count} {what}" for what, count in sorted(self.answers.items()))
        return f"{answers}; asked again on a new connection: {self.again}"
