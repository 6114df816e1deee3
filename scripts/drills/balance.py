"""nginx before two web servers, all of them as `deploy/` sets them up: both serve, one dies and nobody notices, uploads pass, lies do not.

python -m scripts.drills.balance
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from scripts.drills.around import with_engines
from scripts.drills.calling import PAGE, Caller, Load, Reply
from scripts.drills.edge import closed, flower, statics, transport
from scripts.drills.knocking import Account, Drill, make_people, prepare_database
from scripts.drills.proxy import Instance, Proxy, free_port, proxy, publish_static, write_live

MB = 1024 * 1024
BELIEVED = "127.0.0.3"  # the address of a proxy before nginx, as NGINX_PROXIES names it
BOUNDARY = "drill-boundary-7Hn2Lw0pXe"


def main() -> int:
    with_engines("scripts.drills.balance")
    prepare_database()
    people = make_people(2)  # the last of them has a second factor
    drill = Drill("balance")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = Instance("first"), Instance("second")
        room = flower()
        try:
            drill.tell(f"{publish_static(folder)} static files are published")
            with proxy(
                folder, (first.port, second.port), NGINX_PROXIES=BELIEVED, NGINX_FLOWER=f"127.0.0.1:{room.server_port}"
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
            room.shutdown()
            first.stop()
            second.stop()
    return drill.verdict()


def nobody_is_there(drill: Drill, nginx: Proxy) -> None:
    page, program = Caller(nginx).get("/"), Caller(nginx).get("/api/v1/projects/")
    drill.step("without instances people get a page", (page.status, b'dir="rtl"' in page.body), (503, True))
    drill.step("and programs the API's error", (program.status, program.code), (503, "unavailable"))
    drill.step("with the time to wait", (page.headers["Retry-After"], program.headers["Retry-After"]), ("30", "30"))


def both_serve(drill: Drill, nginx: Proxy, first: Instance, second: Instance) -> None:
    before = len(nginx.log())
    with Load(nginx) as load:
        time.sleep(4)
    served = Counter(one["upstream"] for one in nginx.log()[before:])
    shares = {name: served[f"127.0.0.1:{port}"] for name, port in (("first", first.port), ("second", second.port))}
    drill.step("everything is served", load.failed("GET") + load.failed("POST"), 0)
    drill.tell(f"        {load.told()}; by instance {shares}")
    drill.step("each of two instances serves a third at least", min(shares.values()) * 3 >= sum(shares.values()), True)


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
