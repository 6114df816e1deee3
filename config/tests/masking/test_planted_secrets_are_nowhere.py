"""Secrets are planted wherever they can be; a real server fails in every way; they are in no log, no report to Sentry and no answer."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.env import ROOT
from config.tests.servers import Reply, serving

FIELD_KEY = Fernet.generate_key().decode()
OF_ENVIRONMENT = {
    "SECRET_KEY": "planted secret key of the process itself",
    "DATABASE_URL": "postgres://mizan:planted%2Fdatabase@127.0.0.1:1/none",
    "EMAIL_URL": "smtp://user:plantedmail@127.0.0.1:1",
    "LLM_API_KEY": "planted llm key without a shape",
    "FIELD_ENCRYPTION_KEYS": FIELD_KEY,
    "MIZAN_DEMO_PASSWORD": "planteddemo",
}
SENT = {
    "Authorization": "Bearer planted.bearer.token",
    "Cookie": "device=planteddevicecookie12345; csrftoken=plantedcsrfcookie",
    "X-Api-Key": "planted-header-key",
    "X-Request-ID": "password=planted-request-id",
}
SIGNED_IN = "sessionid=plantedsessioncookie12345"
TRACES = re.compile(r"planted[^\s]{0,60}", re.IGNORECASE)


class Running:
    """gunicorn as the image starts it, with an access log, and everything it writes in one file."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "log"
        with self.log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}", "--preload",
                 "--worker-class", "gthread", "--workers", "1", "--threads", "2", "--no-control-socket", "--access-logfile", "-"],
                cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
                env={
                    **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
                    "DJANGO_SETTINGS_MODULE": "config.tests.masking.failing_settings",
                    "DATABASE_POOL": "0", "MIZAN_LOCAL": "1", "MIZAN_DATA_DIR": str(folder / "data"), **environment,
                },
            )  # fmt: skip

    def __enter__(self) -> Running:
        for _ in range(600):
            try:
                self.ask("/health/live")
                return self
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "", tries: int = 30, **headers: str
    ) -> tuple[int, str]:
        given = {**SENT, **headers, **({"Content-Type": kind} if kind else {})}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=given)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def fail_everywhere(server: Running) -> list[tuple[int, str]]:
    """Every planted secret sent on its way; the answers."""
    form, json_kind = "application/x-www-form-urlencoded", "application/json"
    body = {"secret": "planted body secret", "nested": [{"new_password": "planted nested password"}]}
    login = {"email": "plantedperson@example.com", "password": "planted login password"}
    path = "/fails/form/Planted0Token1In2The3Path4xyzw5/?token=plantedquery&x=1"
    return [
        server.ask(path, b"password=plantedformpass&code=plantedcode", form),
        server.ask("/fails/environment/"),
        server.ask("/fails/environment/", Accept="text/html"),
        server.ask("/fails/database/"),
        server.ask("/fails/logged/"),
        server.ask("/api/v1/fails/body/", json.dumps(body).encode(), json_kind),
        server.ask("/api/v1/auth/login/", json.dumps(login).encode(), json_kind),
        server.ask("/projects/", Cookie=SIGNED_IN),
        server.ask("/accounts/login/", b"login=plantedperson@example.com&password=planted+login+password", form, Cookie=SIGNED_IN),
        server.ask("/accounts/password/reset/key/3-plantedresetkey0123456789abcdef/"),
        server.ask("/accounts/confirm-email/plantedconfirmation:0123456789:abcdef/"),
        server.ask("/nowhere/?password=plantedinquery"),
    ]  # fmt: skip


def traces(text: str) -> set[str]:
    """Planted texts that came through; what the project's own code calls planted does not count."""
    found = set(TRACES.findall(text.replace(FIELD_KEY, "planted-field-key")))
    return {one for one in found if not re.match(r"planted_secrets_are_nowhere", one, re.IGNORECASE)}


@pytest.mark.parametrize(("debug", "log_format"), [("0", "json"), ("0", "text"), ("1", "text")])
def test_they_are_nowhere(tmp_path, debug, log_format, settings):
    with serving(lambda asked: Reply(200, b"{}")) as sentry:
        dsn = sentry.url.replace("http://", "http://publickey@") + "/1"
        environment = {
            **OF_ENVIRONMENT,
            "SENTRY_DSN": dsn,
            "DEBUG": debug,
            "LOG_FORMAT": log_format,
            "LOG_LEVEL": "DEBUG",
        }
        with Running(tmp_path, **environment) as server:
            answers = fail_everywhere(server)
            metrics = server.ask("/metrics")
        sent = [one.unpacked.decode() for one in sentry.asked]
    logged = server.log.read_text()
    statuses = [status for status, _ in answers]
    assert statuses[:4] == [500] * 4, statuses
    away = 503 if debug == "0" else 500  # the database, of which Django's page for developers knows nothing
    assert statuses[5:8] == [500, 503, away], statuses
    assert metrics[0] == 200
    assert logged.count("Traceback") >= 6
    assert "OperationalError" in logged
    assert len([one for one in sent if '"exception"' in one]) >= 6
    assert '"GET /fails/logged/ HTTP/1.1" 200' in logged.replace('\\"', '"'), "the access log was not written"
    least = 500 if debug == "1" else 400  # Django's own 404 for developers repeats the address that was asked for
    shown = {
        "log": logged,
        "metrics": metrics[1],
        "sentry": "\n".join(sent),
        **{f"answer {n}": text for n, (status, text) in enumerate(answers) if status >= least},
    }
    found = {where: traces(text) for where, text in shown.items()}
    assert {where: texts for where, texts in found.items() if texts} == {}
    for secret in ("DE89370400440532013000", "alice.planted@example.com"):
        assert secret not in logged
