"""What nginx answers at the edge without an instance, or keeps from one: ciphers, static files, closed paths and Flower's door."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scripts.drills.calling import PAGE, Caller
from scripts.drills.knocking import Account, Drill
from scripts.drills.proxy import Proxy

TLS = (
    (ssl.TLSVersion.TLSv1_1, "refused"),
    (ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
    (ssl.TLSVersion.TLSv1_3, "TLSv1.3"),
)


def transport(drill: Drill, nginx: Proxy) -> None:
    plain = http.client.HTTPConnection("localhost", nginx.plain_port, timeout=10)
    plain.request("GET", "/projects/?a=1")
    answer = plain.getresponse()
    drill.step(
        "plain http leads to https",
        (answer.status, answer.headers["Location"]),
        (308, "https://localhost/projects/?a=1"),
    )
    for version, wanted in TLS:
        drill.step(f"a browser of {version.name}", _handshake(nginx, version)[0], wanted)
    drill.step("HTTP/2 is offered", _handshake(nginx, ssl.TLSVersion.TLSv1_3)[1], "h2")
    if curl := shutil.which("curl"):
        words = [curl, "-s", "-o", "/dev/null", "--http2", "--cacert", str(nginx.certificate), nginx.url + PAGE]
        words += ["-w", "%{http_version} %{http_code}"]
        drill.step("a page over it", subprocess.run(words, capture_output=True, text=True, check=False).stdout, "2 200")
    hsts = Caller(nginx).get(PAGE).headers.get_all("Strict-Transport-Security")  # type: ignore[attr-defined]
    drill.step("HSTS is said once, by Mizan", [len(hsts), hsts[0].split(";")[0]], [1, "max-age=31536000"])


def _handshake(nginx: Proxy, version: ssl.TLSVersion) -> tuple[str, str]:
    context = ssl.create_default_context(cafile=str(nginx.certificate))
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    context.set_alpn_protocols(["h2", "http/1.1"])
    try:
        with (
            socket.create_connection(("127.0.0.1", nginx.port), timeout=10) as raw,
            context.wrap_socket(raw, server_hostname="localhost") as wrapped,
        ):
            return str(wrapped.version()), str(wrapped.selected_alpn_protocol())
    except (ssl.SSLError, ConnectionError):
        return "refused", ""


def statics(drill: Drill, nginx: Proxy, folder: Path) -> None:
    caller, root = Caller(nginx), folder / "static"
    css = next(path for path in (root / "static" / "mizan").glob("base.*.css"))
    address, plain = f"/static/mizan/{css.name}", css.read_bytes()
    before = len(nginx.log())
    answers = {
        name: caller.get(address, Accept_Encoding=asked)
        for name, asked in (("none", "identity"), ("gzip", "gzip, deflate"), ("br", "gzip, deflate, br, zstd"))
    }
    drill.step("a stylesheet as it is", (answers["none"].status, answers["none"].body == plain), (200, True))
    unpacked = zlib.decompress(answers["gzip"].body, wbits=31)
    drill.step("packed with gzip", (answers["gzip"].headers["Content-Encoding"], unpacked == plain), ("gzip", True))
    stored = css.with_name(css.name + ".br").read_bytes()
    drill.step(
        "packed with brotli", (answers["br"].headers["Content-Encoding"], answers["br"].body == stored), ("br", True)
    )
    drill.tell(f"        {len(plain):,} bytes, gzip {len(answers['gzip'].body):,}, brotli {len(answers['br'].body):,}")
    for name in ("Content-Type", "Cache-Control", "Vary", "X-Content-Type-Options"):
        told = {answer.headers[name] for answer in answers.values()}
        wanted = {
            "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=31536000, immutable",
            "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff",
        }[name]  # fmt: skip
        drill.step(f"{name} is the same for all", told, {wanted})
    drill.step("none of it came from an instance", {one["upstream"] for one in _since(nginx, before)}, {""})
    old = root / "static" / "mizan" / "gone.0123456789ab.css"
    old.write_text("a{}")
    drill.step("a file of an earlier release is still there", caller.get(f"/static/mizan/{old.name}").status, 200)
    other = next((root / "static" / "mizan").glob("tokens.*.css"))
    name = other.name
    for one in other.parent.glob(name + "*"):
        one.unlink()
    drill.step("one that is not published comes from Mizan", caller.get(f"/static/mizan/{name}").status, 200)
    unhashed = caller.get("/static/mizan/base.css").headers["Cache-Control"]
    drill.step("without a hash it is not kept for long", "immutable" in unhashed, False)


def _since(nginx: Proxy, before: int) -> list[dict[str, Any]]:
    time.sleep(0.2)
    return nginx.log()[before:]


def closed(drill: Drill, nginx: Proxy, account: Account) -> None:
    caller = Caller(nginx)
    for path in (
        "/metrics",
        "/metrics/",
        "/%6detrics",
        "//metrics",
        "/health/detail",
        "/health/detail/",
        "/-/staff",
        "/-/away.html",
    ):
        drill.step(f"{path} from outside", caller.get(path).status, 404)
    drill.step("/health/live from outside", caller.get("/health/live").status, 200)
    answer = caller.get("/flower/tasks?limit=1")
    drill.step(
        "Flower leads nobody to the sign-in",
        (answer.status, answer.headers["Location"]),
        (302, "/admin/login/?next=/flower/tasks?limit=1"),
    )
    split = caller.get("/flower/%0d%0aSet-Cookie:%20x=1")
    drill.step("and writes no headers that a caller made up", split.headers.get("Set-Cookie", ""), "")
    member, staff = _signed_in(account), _signed_in(account, staff=True)
    before = len(_seen)
    drill.step("a customer at Flower", caller.get("/flower/", Cookie=member).status, 403)
    drill.step("Flower was not asked", len(_seen) - before, 0)
    drill.step("staff at Flower", caller.get("/flower/", Cookie=f"{staff}; grafana_session=abc").status, 200)
    drill.step("which sees no cookie of Mizan", _seen[-1] if _seen else None, "grafana_session=abc")
    drill.step("staff at /health/detail", caller.get("/health/detail", Cookie=staff).status, 200)


_seen: list[str] = []


def flower() -> ThreadingHTTPServer:
    """Stands for Flower: keeps the cookies that it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _seen.append(self.headers.get("Cookie", ""))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _signed_in(account: Account, *, staff: bool = False) -> str:
    """The cookie of a browser in which this person is signed in; staff has a second factor, as the admin wants it."""
    from importlib import import_module

    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.models import User

    person = User.objects.get(email=account.email)
    if staff:
        person = User.objects.create_superuser("staff@example.com", account.password)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "0"})
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    return f"__Host-session={session.session_key}"
