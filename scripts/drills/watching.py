"""Prometheus and Alertmanager as they are, around an application, with the project's own rules in shorter windows; and what they send."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from config.env import ROOT
from scripts.drills.around import step

MONITORING = ROOT / "deploy" / "monitoring"
PROGRAMS = ("prometheus", "promtool", "prometheus-alertmanager", "amtool")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
PATIENCE = 200.0  # seconds for an alert to fire or to clear on a busy machine
LEAST = 12  # seconds: three scrapes
_SPAN = re.compile(r"(?<=\[)(\d+)([smhd])(?=\])")
_AGE = re.compile(r"(?<=> )(\d{3,4})$")  # an age in seconds at the end of a rule


def missing() -> list[str]:
    """Programs that are not installed (Debian: prometheus, prometheus-alertmanager)."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def checked() -> list[str]:
    """What Prometheus' and Alertmanager's own programs find wrong with the files, and tests of the rules that fail."""
    place = MONITORING / "prometheus"
    commands = (
        ["promtool", "check", "config", "--syntax-only", str(place / "prometheus.yml")],
        ["promtool", "check", "rules", *map(str, sorted((place / "rules").glob("*.yml")))],
        ["promtool", "test", "rules", str(place / "tests" / "alerts.yml")],
        ["amtool", "check-config", str(MONITORING / "alertmanager" / "alertmanager.yml")],
    )
    found = []
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(f"{' '.join(command[:3])}: {(done.stdout + done.stderr).strip()[-600:]}")
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def shorter(span: str, times: int) -> str:
    """A span of time of Prometheus, so many times shorter, and no shorter than LEAST."""
    return f"{max(LEAST, int(span[:-1]) * UNITS[span[-1]] // times)}s"


def shortened(text: str, times: int) -> str:
    """The rules with windows, waits and ages in seconds divided; shares, counts and dates as they are."""
    whole = yaml.safe_load(text)
    for group in whole["groups"]:
        for rule in group["rules"]:
            rule["expr"] = _SPAN.sub(lambda found: shorter(found[0], times), rule["expr"])
            if "timestamp" not in rule["expr"]:
                rule["expr"] = _AGE.sub(lambda found: str(max(LEAST, int(found[0]) // times)), rule["expr"])
            if "for" in rule:
                rule["for"] = shorter(rule["for"], times)
    return yaml.safe_dump(whole, sort_keys=False)


@dataclass
class Heard:
    """What Alertmanager sent: by alert, when it fired and when it was said to be over, in the drill's seconds."""

    began: float = field(default_factory=time.monotonic)
    fired: dict[str, float] = field(default_factory=dict)
    over: dict[str, float] = field(default_factory=dict)
    sent: int = 0

    def take(self, body: bytes) -> None:
        """One notification of Alertmanager's webhook."""
        self.sent += 1
        for alert in json.loads(body)["alerts"]:
            name, now = alert["labels"]["alertname"], time.monotonic() - self.began
            if alert["status"] == "firing":
                self.fired.setdefault(name, now)
                self.over.pop(name, None)
            else:
                self.over[name] = now


@contextlib.contextmanager
def receiving(heard: Heard) -> Iterator[int]:
    """The receiver that Alertmanager wakes; gives its port."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with serving(Door) as port:
        yield port


@contextlib.contextmanager
def serving(door: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """A server of this machine; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()


@dataclass
class Watch:
    """Prometheus at its port."""

    port: int

    def firing(self) -> dict[str, str]:
        """Alerts by name and state (pending, firing), as Prometheus has them now."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/alerts", timeout=5) as answer:
            told = json.load(answer)["data"]["alerts"]
        return {one["labels"]["alertname"]: one["state"] for one in told}

    def ask(self, expression: str) -> list[dict[str, object]]:
        """What an expression gives now."""
        from urllib.parse import quote

        address = f"http://127.0.0.1:{self.port}/api/v1/query?query={quote(expression)}"
        with urllib.request.urlopen(address, timeout=5) as answer:
            found: list[dict[str, object]] = json.load(answer)["data"]["result"]
        return found


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


@contextlib.contextmanager
def watching(folder: Path, targets: dict[str, int], token: str, receiver: int, times: int) -> Iterator[Watch]:
    """Both programs with our rules and routes; `targets` are ports by job. Raises RuntimeError when one does not start."""
    port, manager = free_port(), free_port()
    (folder / "rules").mkdir(parents=True)
    for path in (MONITORING / "prometheus" / "rules").glob("*.yml"):
        (folder / "rules" / path.name).write_text(shortened(path.read_text("utf-8"), times))
    (folder / "token").write_text(token)
    _write(folder / "prometheus.yml", _prometheus(folder, targets, manager))
    _write(folder / "alertmanager.yml", _alertmanager(receiver))
    commands = (
        ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/alerts",
         f"--web.listen-address=127.0.0.1:{manager}", "--cluster.listen-address="],
        ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/series",
         f"--web.listen-address=127.0.0.1:{port}"],
    )  # fmt: skip
    with contextlib.ExitStack() as stack:
        for command, at in zip(commands, (manager, port), strict=True):
            stack.enter_context(running(command, folder / f"{command[0]}.log"))
            wait_for(lambda at=at: answers(f"http://127.0.0.1:{at}/-/ready"), 60, f"{command[0]} does not start")  # type: ignore[misc]
        yield Watch(port)


def _prometheus(folder: Path, targets: dict[str, int], manager: int) -> dict[str, object]:
    """The project's own file, with targets of this machine in place of names of containers."""
    whole: dict[str, object] = yaml.safe_load((MONITORING / "prometheus" / "prometheus.yml").read_text("utf-8"))
    whole["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    whole["alerting"] = {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{manager}"]}]}]}
    jobs = [job for job in whole["scrape_configs"] if job["job_name"] in targets]  # type: ignore[attr-defined]
    for job in jobs:
        job.pop("dns_sd_configs")
        job["authorization"]["credentials_file"] = str(folder / "token")
        job["static_configs"] = [{"targets": [f"127.0.0.1:{targets[job['job_name']]}"]}]
        job["scrape_interval"], job["scrape_timeout"] = "4s", "4s"
    whole["scrape_configs"] = jobs
    return whole


def _alertmanager(receiver: int) -> dict[str, object]:
    """The project's own routes and inhibitions, with one receiver in place of the mailboxes, and no waiting."""
    whole: dict[str, object] = yaml.safe_load((MONITORING / "alertmanager" / "alertmanager.yml").read_text("utf-8"))
    whole["global"] = {"resolve_timeout": "10s"}
    hook = [{"url": f"http://127.0.0.1:{receiver}/", "send_resolved": True}]
    whole["receivers"] = [{"name": name, "webhook_configs": hook} for name in ("tickets", "pager")]
    for route in (whole["route"], *whole["route"]["routes"]):  # type: ignore[index,call-overload]
        route.update(group_wait="1s", group_interval="1s", repeat_interval="1h")
    return whole


def _write(path: Path, whole: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(whole, sort_keys=False))


@contextlib.contextmanager
def running(command: list[str], log: Path, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program, until the end of the block."""
    with log.open("ab") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, **more)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then make it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(url: str) -> bool:
    """True when 200 comes back."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - this machine
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def wait_for(what: Callable[[], bool], seconds: float, words: str) -> None:
    """Raises RuntimeError with the words when it does not come true in time."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise RuntimeError(words)
        time.sleep(0.25)
