"""Asking a running Mizan how it is, over HTTP, without a library: by `deploy` before it switches, and by `health_check`."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SECONDS = 10.0


@dataclass(frozen=True)
class Answer:
    """What came: `status` 0 when nothing did, and then why. `headers` by their names in small letters."""

    status: int
    said: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """It serves: no fault of its own, and no door that is shut to everybody."""
        return 200 <= self.status < 400


def ask(url: str, *, host: str = "", insecure: bool = False, seconds: float = SECONDS, most: int = 4_000) -> Answer:
    """GET a URL without following where it leads: of its body `most` bytes. `host` names another Host, `insecure` takes any certificate."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    headers = {"User-Agent": "mizan-health", "Accept": "*/*", **({"Host": host} if host else {})}
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        if insecure:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(parts.hostname or "", port, timeout=seconds, context=context)
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=seconds)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers)
        reply = connection.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, reply.read(most).decode("utf-8", "replace"), headers)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def why(answer: Answer) -> str:
    """What is wrong, in a line: the parts that do not answer, where the readiness page names them."""
    try:
        parts = json.loads(answer.said).get("parts", {})
    except (ValueError, AttributeError):
        parts = {}
    bad = [f"{name}: {state}" for name, state in parts.items() if state != "ok"]
    return "; ".join(bad) or f"{answer.status or 'no answer'} {answer.said[:200]}".strip()
