"""nginx before two web servers, all of them as `deploy/` sets them up: both serve, one dies and nobody notices, uploads pass, lies do not.

python -m scripts.drills.balance
"""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scripts.drills.around import with_engines
from scripts.drills.calling import PAGE, Caller, Load, Reply
from scripts.drills.knocking import Account, Drill, make_people, prepare_database
from scripts.drills.proxy import Instance, Proxy, free_port, proxy, publish_static, write_live

MB = 1024 * 1024
BELIEVED = "127.0.0.3"  # the address of a proxy before nginx, as NGINX_PROXIES names it
TLS = (
    (ssl.TLSVersion.TLSv1_1, "refused"),
    (ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
    (ssl.TLSVersion.TLSv1_3, "TLSv1.3"),
)
BOUNDARY = "drill-boundary-7Hn2Lw0pXe"


def main() -> int:
    with_engines("scripts.drills.balance")
    prepare_database()
    people = make_people(2)  # the last of them has a second factor
    drill = Drill("balance")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = Instance("first"), Instance("second")
        rooms = _room()
        try:
            drill.tell(f"{publish_static(folder)} static files are published")
            with proxy(
                folder, (first.port, second.port), NGINX_PROXIES=BELIEVED, NGINX_FLOWER=f"127.0.0.1:{rooms.server_port}"
            ) as nginx:
                drill.tell(f"{nginx.program} at {nginx.url}")
                nobody_is_there(drill, nginx)
                first.start(folder)
                second.start(folder)
                time.sleep(6)  # until nginx tries again those that were away
                transport(drill, nginx)
                both_serve(drill, nginx, first, second)
                statics(drill, nginx, folder)
                closed(drill, nginx, people[0])
                where_from(drill, nginx, people[0])
                uploads(drill, nginx, people[0])
                maintenance(drill, nginx)
                one_dies(drill, nginx, folder, first, second)
                what_was_written(drill, nginx)
        finally:
            rooms.shutdown()
            first.stop()
            second.stop()
    return drill.verdict()


def nobody_is_there(drill: Drill, nginx: Proxy) -> None:
    page, program = Caller(nginx).get("/"), Caller(nginx).get("/api/v1/projects/")
    drill.step("without instances people get a page", (page.status, b'dir="rtl"' in page.body), (503, True))
    drill.step("and programs the API's error", (program.status, program.code), (503, "unavailable"))
    drill.step("with the time to wait", (page.headers["Retry-After"], program.headers["Retry-After"]), ("30", "30"))


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


def both_serve(drill: Drill, nginx: Proxy, first: Instance, second: Instance) -> None:
    before = len(nginx.log())
    with Load(nginx) as load:
        time.sleep(4)
    served = Counter(one["upstream"] for one in nginx.log()[before:])
    shares = {name: served[f"127.0.0.1:{port}"] for name, port in (("first", first.port), ("second", second.port))}
    drill.step("everything is served", load.failed("GET") + load.failed("POST"), 0)
    drill.tell(f"        {load.told()}; by instance {shares}")
    drill.step("each of two instances serves a third at least", min(shares.values()) * 3 >= sum(shares.values()), True)


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


def _room() -> ThreadingHTTPServer:
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


def where_from(drill: Drill, nginx: Proxy, account: Account) -> None:
    from accounts.models.tokens import TokenFamily

    lies = {
        "X_Forwarded_For": "203.0.113.7",
        "X_Real_IP": "203.0.113.7",
        "Forwarded": "for=203.0.113.7",
        "X_Forwarded_Host": "evil.example",
    }
    for source, wanted in (("127.0.0.2", "127.0.0.2"), (BELIEVED, "203.0.113.7")):
        said = {"email": account.email, "password": account.password}
        status = Caller(nginx, source).post("/api/v1/auth/login/", said, **lies).status
        noted = TokenFamily.objects.order_by("-created_at").values_list("address", flat=True).first()
        who = "a proxy that the operator named" if source == BELIEVED else "a caller who lies about it"
        drill.step(f"the address noted for {who}", (status, noted), (200, wanted))
    wrong = Caller(nginx).get(PAGE, X_Forwarded_Proto="http")
    drill.step("a lie about https changes nothing", wrong.status, 200)
    drill.step("another host is refused", Caller(nginx).get(PAGE, Host="evil.example").status, 400)


def uploads(drill: Drill, nginx: Proxy, account: Account) -> None:
    caller = Caller(nginx)
    answer = caller.post("/api/v1/auth/login/", {"email": account.email, "password": account.password})
    bearer = {"Authorization": f"Bearer {json.loads(answer.body)['access']}"}
    project = json.loads(caller.post("/api/v1/projects/", {"name": "Quay"}, **bearer).body)["id"]
    path = f"/api/v1/projects/{project}/uploads/"
    for size, wanted in ((90, (202, "")), (120, (413, "too_large"))):
        began = time.monotonic()
        sent = _send_file(caller, path, size, bearer)
        drill.step(f"a file of {size} MB", (sent.status, sent.code), wanted)
        drill.tell(f"        {time.monotonic() - began:.1f} s")
    headers = {"Content-Length": str(400 * MB), "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **bearer}
    connection = http.client.HTTPSConnection("localhost", nginx.port, timeout=30, context=caller.context)
    connection.putrequest("POST", path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    reply = connection.getresponse()
    refused = Reply(reply.status, reply.headers, reply.read())
    drill.step("one of 400 MB, before it is sent", (refused.status, refused.code), (413, "too_large"))


def _send_file(caller: Caller, path: str, size: int, headers: Mapping[str, str]) -> Reply:
    row = b"1.1,Concrete in foundations,m3,10,120\r\n"
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="bill-{size}.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = head.encode() + row * (size * MB // len(row)) + f"\r\n--{BOUNDARY}--\r\n".encode()
    return caller.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={BOUNDARY}", **headers)


def maintenance(drill: Drill, nginx: Proxy) -> None:
    flag = nginx.configuration / "maintenance"
    flag.touch()
    page, styles = Caller(nginx).get("/projects/"), Caller(nginx).get("/-/away.css")
    drill.step("the page while the server is looked after", (page.status, styles.status), (503, 200))
    flag.unlink()
    drill.step("and without it again", Caller(nginx).get(PAGE).status, 200)


def one_dies(drill: Drill, nginx: Proxy, folder: Path, first: Instance, second: Instance) -> None:
    with Load(nginx) as load:
        time.sleep(2)
        first.kill()
        time.sleep(5)
    drill.step("an instance is killed: pages that fail", load.failed("GET"), 0)
    drill.step("posts that fail are only those that were under way in it", load.failed("POST") <= 1, True)
    drill.tell(f"        {load.told()}")
    first.start(folder)
    with Load(nginx) as load:
        time.sleep(7)
    served = Counter(one["upstream"] for one in nginx.log()[-200:])
    drill.step("once it is back it serves again", served[f"127.0.0.1:{first.port}"] > 0, True)
    third = Instance("third", port=free_port())
    third.start(folder)
    try:
        with Load(nginx) as load:
            time.sleep(2)
            nginx.live(third.port)
            time.sleep(2)
            first.stop()
            second.stop()
            time.sleep(3)
        drill.step("the other colour takes over under load: what fails", load.failed("GET") + load.failed("POST"), 0)
        drill.tell(f"        {load.told()}")
        write_live(nginx.configuration, (first.port, second.port))
    finally:
        third.stop()


def what_was_written(drill: Drill, nginx: Proxy) -> None:
    Caller(nginx).get("/invitations/planted-token-of-an-invitation/?secret=planted", X_Request_ID="drill-request-1")
    time.sleep(0.3)
    text = (nginx.folder / "access.log").read_text("utf-8") + (nginx.folder / "nginx.log").read_text("utf-8")
    drill.step(
        "tokens, parameters and addresses in the log",
        [word for word in ("planted", "203.0.113.7", "127.0.0.2") if word in text],
        [],
    )
    last = nginx.log()[-1]
    drill.step("its id and its path", (last["request_id"], last["path"]), ("drill-request-1", "/invitations/***/"))


if __name__ == "__main__":
    sys.exit(main())
