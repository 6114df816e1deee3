"""The whole of `make run`: real engines, web, worker and beat, on a port and a data folder of its own."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from config.local.layout import ROOT
from config.local.ports import any_free
from config.local.processes import family, processes, send

START_SECONDS = 120


class Run:
    """One `python -m config.local run`."""

    def __init__(self, folder, port, **environment):
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
        }
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local", "run"],
            cwd=ROOT,
            env={**kept, "PORT": str(port), "MIZAN_DATA_DIR": str(folder), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []

    def until_ready(self):
        for line in self.process.stdout:
            self.lines.append(line)
            if line == f"Mizan is ready: {self.address}\n":
                return
        pytest.fail("it ended before it was ready:\n" + "".join(self.lines))

    @property
    def password(self):
        return re.search(r"Password +(\S+)", "".join(self.lines)).group(1)

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=20) as reply:
            return reply.status

    def login(self, password):
        body = json.dumps({"email": "demo@mizan.local", "password": password}).encode()
        request = urllib.request.Request(
            f"{self.address}/api/v1/auth/login/", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)["access"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if not self.process.stdout.closed:
            self.lines += self.process.communicate(timeout=60)[0].splitlines(keepends=True)
        return self.process.wait(60)


@pytest.fixture
def folder():
    parent = Path(tempfile.mkdtemp(prefix="mizan-")).resolve()
    parent.chmod(0o711)
    yield parent / "data"
    shutil.rmtree(parent)


@pytest.fixture
def start(folder):
    port = any_free()
    started = []

    def begin(**environment):
        started.append(Run(folder, port, **environment))
        return started[-1]

    yield begin
    for run in started:
        if run.process.poll() is None:
            run.stop()


def of_this_folder(folder):
    """Living processes whose log or cluster lies in the data folder."""
    found = []
    for process in processes():
        try:
            opened = [str(handle.readlink()) for handle in Path(f"/proc/{process.pid}/fd").iterdir()]
        except OSError:
            continue
        if process.pid != os.getpid() and any(str(folder) in path for path in opened):
            found.append(process)
    return found


def title_of(pid):
    """The command line of a process; nothing for one that has just ended, as connections of the database do."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_a_run_survives_kill_9_of_everything_keeps_its_data_and_stops_cleanly(start, folder):
    first = start()
    first.until_ready()
    assert first.get("/health/ready") == 200
    assert first.login(first.password)
    titles = [title_of(process.pid) for process in family(first.process.pid)]
    for name in (b"gunicorn", b"worker", b"beat", b"postgres", b"valkey-server"):
        assert any(name in title for title in titles), name

    second = start()
    said = second.process.communicate(timeout=60)[0]
    assert second.process.returncode == 1
    assert first.address in said

    send(family(first.process.pid), signal.SIGKILL)
    first.process.communicate()

    began = time.monotonic()
    again = start()
    again.until_ready()
    assert time.monotonic() - began < START_SECONDS
    assert again.password == first.password
    assert again.login(first.password)

    assert again.stop() == 0
    assert "Mizan has stopped" in again.lines[-1]
    assert of_this_folder(folder) == []


def test_a_worker_that_is_killed_is_started_again_while_the_web_goes_on(start, folder):
    run = start(MIZAN_DEMO_PASSWORD="a password of my own")
    run.until_ready()
    run.process.stdout.close()  # a closed terminal is no reason to stop
    record = folder / "run" / "worker.json"
    for _ in range(3):
        old = json.loads(record.read_text())["pid"]
        os.kill(old, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while json.loads(record.read_text())["pid"] == old:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert run.get("/health/ready") == 200
    assert run.login("a password of my own")
    assert run.stop() == 0


def test_a_taken_port_is_told_before_anything_starts(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        run = Run(folder, other.getsockname()[1])
        said = run.process.communicate(timeout=30)[0]
    assert run.process.returncode == 1
    assert "is taken by another program" in said
    assert not (folder / "postgres").exists()
