"""Every alert is made to fire by its real cause, and to clear: real Prometheus and Alertmanager, the project's own rules, a real application.

python -m scripts.drills.alerts            engines that are thrown away; as root on Linux (a small disk is mounted to be filled)
python -m scripts.drills.alerts --times 60

Needs Debian's packages prometheus and prometheus-alertmanager. Windows and waits of the rules are `--times` shorter (120), five seconds at
least; shares, amounts, and the ages of backups and certificates are as they are. Dates of backups are written by the backup's own
functions, because nobody waits 36 hours. An alert that Alertmanager holds back because of another has to fire in Prometheus all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from scripts.drills.around import UNTRIED, step, verdict, with_engines
from scripts.drills.watching import (
    Heard,
    Watch,
    answers,
    free_port,
    missing,
    receiving,
    serving,
    shortened,
    stop,
    wait_for,
    watching,
)

PATIENCE = 420.0  # seconds for an alert to fire or to clear on a busy machine
HELD_BACK = {
    "MizanErrors",
    "MizanBudgetBurns",
    "MizanBudgetBurnsSlowly",
}  # Alertmanager may hold them back: another says it
DISK_BYTES = 64 * 1024 * 1024
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
                with urllib.request.urlopen(ask, timeout=5) as answer:
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
        while not self.over.wait(0.5):
            asked = urllib.request.Request(self.url, headers={"Cookie": self.cookie})
            with (
                contextlib.suppress(OSError, urllib.error.URLError),
                urllib.request.urlopen(asked, timeout=15) as answer,
            ):
                answer.read()


class Board:
    """Watches Prometheus: when each alert fired, and when it cleared."""

    def __init__(self, watch: Watch, heard: Heard) -> None:
        self.watch, self.heard = watch, heard
        self.fired: dict[str, float] = {}
        self.cleared: dict[str, float] = {}

    def look(self) -> None:
        """Once."""
        now = time.monotonic() - self.heard.began
        with contextlib.suppress(OSError):
            states = self.watch.firing()
            for name, state in states.items():
                if state == "firing":
                    self.fired.setdefault(name, now)
                    self.cleared.pop(name, None)
            for name in self.fired.keys() - states.keys():
                self.cleared.setdefault(name, now)

    def until(self, *, fire: set[str] = frozenset(), clear: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        """Wait until these have fired, and those have cleared."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.look()
            if fire <= self.fired.keys() and clear <= self.cleared.keys():
                break
            time.sleep(0.5)
        late = {"does not fire": fire - self.fired.keys(), "does not clear": clear - self.cleared.keys()}
        for words, names in late.items():
            if names:
                step(f"  {words}: {', '.join(sorted(names))}")


def certificate(path: Path, days: float) -> None:
    """A self-made certificate that ends in so many days."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(days=60)).not_valid_after(now + dt.timedelta(days=days))
    new = path.with_suffix(".new")
    new.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    new.replace(path)


def backups(data: Path, *, hours: float) -> None:
    """The dates of a backup of so many hours ago, as the backup itself writes them."""
    from scripts.operations.status import note_failure, note_success

    when = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    folder = data / "backups"
    note_success(folder, "base", last_backup=when, last_verified=when, last_wal=when)
    if hours > 1:
        note_failure(folder, "base", "the store is away")


@contextlib.contextmanager
def connections(most: int) -> Iterator[None]:
    """So many connections to the database that stay open, and are given back."""
    import psycopg

    with contextlib.ExitStack() as stack:
        for _ in range(most):
            with contextlib.suppress(psycopg.OperationalError):
                stack.enter_context(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True))
        yield


@contextlib.contextmanager
def no_database() -> Iterator[None]:
    """The database lets nobody in, and throws out who was in."""
    import psycopg
    from psycopg import sql

    name = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
    other = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")
    with psycopg.connect(other, autocommit=True) as link:
        door = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        link.execute(door.format(sql.Identifier(str(name)), sql.SQL("false")))
        try:
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            link.execute(door.format(sql.Identifier(str(name)), sql.SQL("true")))


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Somebody holds the table of projects for most of each two seconds, as a careless migration does."""
    import psycopg

    over = threading.Event()

    def hold() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as link:
            while not over.is_set():
                with link.transaction():
                    link.execute("LOCK TABLE projects_project IN ACCESS EXCLUSIVE MODE")
                    over.wait(1.6)
                over.wait(0.4)

    holding = threading.Thread(target=hold, daemon=True)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join(10)


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
            request = ChatRequest(messages=(Message("user", "Answer {}."),), max_tokens=10)
            got = ask(client, request, lambda text: Replied({}), policy=Policy(tries=1), breaker=Breaker(5, endpoint))
            ledger.settle(claimed, got, "drill")
            client.close()


def fill(disk: Path) -> Path:
    """Leave three hundredths of the disk free."""
    path = disk / "full"
    usage = shutil.disk_usage(disk)
    with path.open("wb") as file:
        file.write(b"\0" * max(0, usage.free - int(usage.total * 0.03)))
    return path


def causes(app: Application, people: People, board: Board) -> None:
    """All causes, in four rounds; each is mended at the end of its round."""
    _round_of_state(app, people, board)
    _round_of_certificate_and_speed(app, board)
    _round_of_errors(board)
    _round_of_web(app, board)


def _round_of_state(app: Application, people: People, board: Board) -> None:
    step("the certificate ends in 10 days, the backup is 40 hours old and failed, the disk is full, the month's money is spent, the provider "
         "answers 500, connections are kept open, the worker hangs while files and events come")  # fmt: skip
    people.ask_model(1)
    Provider.broken = True
    people.ask_model(5)
    app.hang_worker(True)
    people.upload_broken(8)
    people.tell_webhooks()
    backups(app.data, hours=40)
    certificate(app.certificate, 10)
    full = fill(app.data)
    with connections(45):
        board.until(fire={
            "MizanCertificateEnds", "MizanBackupMissing", "MizanBackupUnverified", "MizanBackupFailed", "MizanLogNotArchived", "MizanDiskFull",
            "MizanLlmSpending", "MizanLlmSpendingFast", "MizanLlmOrganizationAtLimit", "MizanProviderResting", "MizanDatabaseConnections",
            "MizanQueueOld", "MizanWebhooksLate", "MizanTargetDown",
        })  # fmt: skip
    step("all of it is mended; the files that waited turn out to be broken")
    full.unlink()
    backups(app.data, hours=0)
    certificate(app.certificate, 60)
    Provider.broken = False
    from llm import shared

    shared.succeeded("env")  # its next answer says so; nothing is asked of it here any more
    app.hang_worker(False)
    board.until(
        fire={"MizanJobsFail"},
        clear={
            "MizanCertificateEnds", "MizanBackupMissing", "MizanBackupUnverified", "MizanBackupFailed", "MizanLogNotArchived", "MizanDiskFull",
            "MizanLlmSpendingFast", "MizanProviderResting", "MizanDatabaseConnections", "MizanQueueOld", "MizanWebhooksLate",
            "MizanTargetDown", "MizanJobsFail",
        },
    )  # fmt: skip


def _round_of_certificate_and_speed(app: Application, board: Board) -> None:
    step("the certificate ends in 2 days; a careless migration holds the table of projects")
    certificate(app.certificate, 2)
    with locked():
        board.until(fire={"MizanCertificateEndsSoon", "MizanSlow"})
    step("the certificate is removed")
    app.certificate.unlink()
    board.until(fire={"MizanSourceDown"})
    certificate(app.certificate, 60)
    board.until(clear={"MizanCertificateEndsSoon", "MizanSlow", "MizanSourceDown"})


def _round_of_errors(board: Board) -> None:
    step("the database lets nobody in")
    burns = {"MizanErrors", "MizanBudgetBurnsFast", "MizanBudgetBurns", "MizanBudgetBurnsSlowly"}
    with no_database():
        board.until(fire=burns)
    step("the database is back; the long windows take their time")
    board.until(clear=burns)


def _round_of_web(app: Application, board: Board) -> None:
    step("web is killed")
    assert app.web is not None
    os.killpg(app.web.pid, signal.SIGKILL)
    app.web.wait()
    board.until(fire={"MizanDown"})
    step("web is started again, with more money for models")
    app.start_web(METRICS_LLM_MONTHLY="100", LLM_MONTHLY_BUDGET="100")
    board.until(clear={"MizanDown", "MizanLlmSpending", "MizanLlmOrganizationAtLimit"})


def alerts() -> list[str]:
    """The names of all alerts of the rules."""
    import yaml

    from scripts.drills.watching import MONITORING

    whole = yaml.safe_load(shortened((MONITORING / "prometheus" / "rules" / "alerts.yml").read_text("utf-8"), 1))
    return [rule["alert"] for group in whole["groups"] for rule in group["rules"]]


def faults_of(board: Board, heard: Heard) -> list[str]:
    """What an alert did not do, and the table of what all did."""
    found = []
    print(f"\n{'alert':<30}{'fired':>8}{'cleared':>9}{'sent':>8}{'over':>8}   seconds of the drill")
    for name in alerts():
        figures = (board.fired.get(name), board.cleared.get(name), heard.fired.get(name), heard.over.get(name))
        print(
            f"{name:<30}"
            + "".join(
                f"{'-' if one is None else round(one):>{width}}"
                for one, width in zip(figures, (8, 9, 8, 8), strict=True)
            )
        )
        if figures[0] is None:
            found.append(f"{name} did not fire")
        elif figures[1] is None:
            found.append(f"{name} did not clear")
        elif figures[2] is None and name not in HELD_BACK:
            found.append(f"{name} was not sent by Alertmanager")
        elif figures[2] is not None and figures[3] is None:
            found.append(f"that {name} is over was not sent")
    print(f"\n{heard.sent} notifications of Alertmanager\n")
    return found


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A disk of its own that can be filled. Raises RuntimeError where it cannot be mounted."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0777", "mizan-drill", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise RuntimeError("a small disk cannot be mounted here: run as root on Linux")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def drill(folder: Path, times: int) -> list[str]:
    """The whole drill in a folder of its own."""
    heard = Heard()
    with contextlib.ExitStack() as stack:
        provider, hook = stack.enter_context(serving(Provider)), stack.enter_context(serving(Hook))
        app = Application(folder, provider)
        stack.enter_context(small_disk(app.data))
        stack.callback(app.close)
        os.environ.update(app.environment)
        step("the database is prepared, web and worker start")
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"], env=app.environment, check=True
        )
        import django

        django.setup()
        certificate(app.certificate, 60)
        backups(app.data, hours=0)
        people = People(hook)
        app.start_web()
        app.start_worker()
        traffic = Traffic(app.web_port, people.cookie)
        stack.callback(traffic.over.set)
        targets = {"mizan-web": app.web_port, "mizan-worker": app.worker_port}
        port = stack.enter_context(receiving(heard))
        watch = stack.enter_context(watching(folder / "watching", targets, app.token, port, times))
        board = Board(watch, heard)
        step("everything works: nothing may fire")
        time.sleep(25)
        board.look()
        if board.fired:
            return [f"{name} fires while everything works" for name in sorted(board.fired)]
        causes(app, people, board)
        time.sleep(10)  # for the last notification
        board.look()
        return faults_of(board, heard)


def main() -> int:
    """Exit status 0 when every alert fired and cleared, 1 when not, 2 when it could not be tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=120, help="how many times shorter windows and waits are")
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs")
    options = parser.parse_args()
    if gone := missing():
        print(f"Not installed: {', '.join(gone)} (Debian: prometheus, prometheus-alertmanager).")
        return UNTRIED
    with_engines("scripts.drills.alerts")
    folder = Path(tempfile.mkdtemp(prefix="mizan-alerts-"))
    began = time.monotonic()
    try:
        found = drill(folder, options.times)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s with windows {options.times} times shorter")
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
