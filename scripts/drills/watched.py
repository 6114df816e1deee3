"""What drills of watching watch: web and worker as containers start them, people at work, and the servers that they need."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from scripts.drills.watching import answers, free_port, stop, wait_for

PRICE = "1"  # dollars for a million tokens
SPENT_TOKENS = 970_000


class Provider(BaseHTTPRequestHandler):
    """A provider of language models that answers with the usage we want, or not at all."""

    broken = False

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        usage = {"prompt_tokens": SPENT_TOKENS, "completion_tokens": 0, "total_tokens": SPENT_TOKENS}
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}
        body = json.dumps(
            {"id": "1", "object": "chat.completion", "model": "played", "choices": [choice], "usage": usage}
        ).encode()
        self.send_response(500 if Provider.broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Hook(BaseHTTPRequestHandler):
    """A webhook that is taken."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Application:
    """Web and worker as containers start them: two gunicorn processes, a worker with its own folder and port of metrics."""

    def __init__(self, folder: Path, provider: int) -> None:
        self.folder = folder
        self.data = folder / "disk"
        self.token = secrets.token_urlsafe(24)
        self.web_port, self.worker_port = free_port(), free_port()
        self.certificate = folder / "certificate.pem"
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ, "MIZAN_DATA_DIR": str(self.data), "MIZAN_LOCAL": "1", "METRICS_TOKEN": self.token,
            "METRICS_ALLOW": "192.0.2.1", "METRICS_CERTIFICATE": str(self.certificate), "METRICS_LLM_MONTHLY": "1",
            "LLM_BASE_URL": f"http://127.0.0.1:{provider}/v1", "LLM_MODEL": "played", "LLM_MONTHLY_BUDGET": "1",
            "LLM_INPUT_PRICE_PER_MILLION": PRICE, "LLM_OUTPUT_PRICE_PER_MILLION": PRICE, "SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "config.settings", "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics-web"),
        }  # fmt: skip

    def start_web(self, **changed: str) -> None:
        """And wait until it is ready."""
        self.environment.update(changed)
        words = ["config.wsgi:application", "--bind", f"127.0.0.1:{self.web_port}", "--workers", "2", "--threads", "4",
                 "--worker-class", "gthread", "--preload", "--no-control-socket"]  # fmt: skip
        self.web = self._begin("web", [sys.executable, "-m", "gunicorn", *words])
        wait_for(lambda: answers(f"http://127.0.0.1:{self.web_port}/health/ready"), 180, "web does not get ready")

    def start_worker(self) -> None:
        """And wait until its metrics can be read."""
        own = {"PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics-worker"), "METRICS_PORT": str(self.worker_port)}
        words = ["-A", "config.celery:app", "worker", "-c", "1", "-l", "INFO", "--without-mingle", "--without-gossip"]
        self.worker = self._begin("worker", [sys.executable, "-m", "celery", *words], **own)
        ask = urllib.request.Request(f"http://127.0.0.1:{self.worker_port}/metrics")
        ask.add_header("Authorization", f"Bearer {self.token}")

        def told() -> bool:
            try:
                with urllib.request.urlopen(ask, timeout=5) as answer:  # noqa: S310 - this machine
                    return bool(answer.status == 200)
            except OSError:
                return False

        wait_for(told, 180, "the worker tells no metrics")

    def _begin(self, name: str, command: list[str], **own: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env={**self.environment, **own}, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def hang_worker(self, hang: bool) -> None:
        """Stop all processes of the worker where they are, or let them go on."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGSTOP if hang else signal.SIGCONT)

    def close(self) -> None:
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGCONT)
                stop(process)


class Traffic:
    """People who look at their projects, four times a second, whatever comes back."""

    def __init__(self, port: int, cookie: str) -> None:
        self.url, self.cookie = f"http://127.0.0.1:{port}/projects/", cookie
        self.over = threading.Event()
        for _ in range(2):
            threading.Thread(target=self._go, daemon=True).start()

    def _go(self) -> None:
        asked = urllib.request.Request(self.url, headers={"Cookie": self.cookie})  # noqa: S310 - this machine
        while not self.over.wait(0.5):
            with (
                contextlib.suppress(OSError, urllib.error.URLError),
                urllib.request.urlopen(asked, timeout=15) as answer,  # noqa: S310
            ):
                answer.read()


class People:
    """A firm with a webhook, and somebody who is signed in; made by the application's own functions in this process."""

    def __init__(self, hook: int) -> None:
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        from accounts.models import User
        from accounts.services import actor_for, found_home
        from projects.services import create_project
        from webhooks.services import create_endpoint

        self.user = User.objects.create_user(
            f"drill-{secrets.token_hex(4)}@example.com", secrets.token_hex(20), name="A drill"
        )
        self.firm = found_home(user=self.user, name="A firm of drills")
        self.by = actor_for(self.user, self.firm.pk)
        self.project = create_project(by=self.by, name="Drill", currency="USD")
        create_endpoint(by=self.by, name="Drill", url=f"http://127.0.0.1:{hook}/", kinds=["project.created"])
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.create()
        self.cookie = f"sessionid={session.session_key}"

    def upload_broken(self, count: int) -> None:
        """Files that end in the middle: each is a job that fails."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from boq.services.uploads import receive

        for _ in range(count):
            receive(
                by=self.by,
                project=self.project,
                file=SimpleUploadedFile("bill.xlsx", b"PK\x03\x04" + secrets.token_bytes(400)),
            )

    def tell_webhooks(self) -> None:
        """Something that webhooks are told of, read into deliveries as the sender does first."""
        from projects.services import create_project
        from webhooks import outbox

        create_project(by=self.by, name=f"Drill {secrets.token_hex(3)}", currency="USD")
        outbox.read()

    def ask_model(self, times: int) -> None:
        """Questions to the operator's provider, booked and counted as a worker does it."""
        from uuid import uuid4

        from llm.booking import Key, Reservation
        from llm.client import Breaker, Policy, ask
        from llm.endpoints import environment_endpoint
        from llm.ledger import DatabaseLedger
        from llm.providers.base import ChatRequest, Message, Usage
        from llm.values import Replied

        for _ in range(times):
            endpoint = environment_endpoint()
            ledger = DatabaseLedger(organization_id=self.firm.pk, subject_id=uuid4())
            key = Key("classify_items.v1", endpoint.model, secrets.token_hex(32))
            most = Usage(SPENT_TOKENS, 0) if not Provider.broken else Usage(1, 0)
            claimed = ledger.claim(key, endpoint, likely=most, most=most)
            if not isinstance(claimed, Reservation):
                raise RuntimeError(f"the question is not allowed: {claimed}")
            client = endpoint.connect()
            request = ChatRequest((Message("user", "Answer {}."),), "drill", {"type": "object", "properties": {}}, 10)
            got = ask(client, request, lambda text: Replied({}), policy=Policy(tries=1), breaker=Breaker(5, endpoint))
            ledger.settle(claimed, got, "drill")
            client.close()
