"""For drills that knock at doors: a web server of their own, people, programs and browsers, and steps that are right or not."""

from __future__ import annotations

import argparse
import base64
import hmac
import http.cookiejar
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from scripts.drills.around import UNTRIED, verdict

PASSWORD = "quarry-lantern-" + os.urandom(6).hex()


@dataclass
class Account:
    """Somebody to try the doors with; `totp` is the secret of their authenticator app, if they have one."""

    email: str
    password: str
    totp: str = ""

    @classmethod
    def read(cls, text: str) -> Account:
        """`email:password` or `email:password:totp-secret`."""
        email, _, rest = text.partition(":")
        password, _, totp = rest.partition(":")
        if not password:
            raise argparse.ArgumentTypeError("give email:password")
        return cls(email, password, totp)

    def code(self) -> str:
        """What the authenticator app shows now (RFC 6238)."""
        secret = base64.b32decode(self.totp + "=" * (-len(self.totp) % 8))
        digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), "sha1")
        start = digest[-1] & 15
        return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@dataclass
class Drill:
    """The steps of one drill as they are told, and whether all of them came out as they should."""

    name: str
    failures: list[str] = field(default_factory=list)
    steps: int = 0

    def step(self, text: str, came: Any, wanted: Any) -> bool:
        """One line: what was tried and what came of it; it fails the drill when that is not what was wanted."""
        good = bool(came == wanted)
        self.steps += 1
        print(f"  {'ok  ' if good else 'FAIL'}  {text}: {came}" + ("" if good else f", wanted {wanted}"), flush=True)
        if not good:
            self.failures.append(text)
        return good

    def tell(self, text: str) -> None:
        print(text, flush=True)

    def verdict(self) -> int:
        """The last lines; the exit status."""
        print(f"{self.name}: {self.steps - len(self.failures)} of {self.steps} steps came out as they should.")
        return verdict(self.failures) if self.steps else UNTRIED


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body or b"{}")
        return found

    @property
    def code(self) -> str:
        """The code of an error of the API."""
        return str(self.json.get("error", {}).get("code", ""))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Client:
    """A browser or program with cookies of its own. Redirects are answers, not followed."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def send(self, method: str, path: str, data: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if not self.url.startswith(("http://", "https://")):
            raise SystemExit("give an address that begins with http:// or https://")
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=named)  # noqa: S310 (checked above)
        try:
            with self._opener.open(request, timeout=60) as reply:
                return Answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Answer:
        """JSON, as programs send it."""
        return self.send("POST", path, json.dumps(body).encode(), Content_Type="application/json", **headers)

    def submit(self, path: str, form: Mapping[str, str], page: str = "", **headers: str) -> Answer:
        """A form, as a browser sends it: its page is fetched first for the token."""
        self.get(page or path)
        token = next((one.value or "" for one in self.jar if one.name in ("csrftoken", "__Host-csrf")), "")
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        return self.send("POST", path, data, Referer=self.url + path, **headers)


def options(description: str | None) -> argparse.ArgumentParser:
    """The options of every drill."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a running Mizan; without it the drill starts one of its own and throws it away")
    parser.add_argument(
        "--account",
        type=Account.read,
        action="append",
        default=[],
        metavar="EMAIL:PASSWORD[:TOTP]",
        help="with --url: people made for this drill, who are locked out for a while (can be repeated)",
    )
    return parser


def prepare_database() -> None:
    """Django, and every table. Call it inside the engines, before anything of Mizan is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_people(count: int) -> list[Account]:
    """So many people with firms of their own, the last of them with an authenticator app."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from accounts.models import User
    from accounts.services import found_home

    accounts = []
    for number in range(count):
        email = f"drill-{number}@example.com"
        user = User.objects.create_user(email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        found_home(user=user)
        accounts.append(Account(email, PASSWORD))
    accounts[-1].totp = generate_totp_secret()
    TOTP.activate(user, accounts[-1].totp)
    return accounts


@contextmanager
def web(**environment: str) -> Iterator[str]:
    """A web server of our own on the engines of this process: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "120"),
    )
    server = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def wait_for(url: str) -> None:
    """Until it says that it is ready. Exits when it does not within two minutes."""
    for _ in range(480):
        try:
            if Client(url).get("/health/ready").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise SystemExit(f"{url} did not become ready")
