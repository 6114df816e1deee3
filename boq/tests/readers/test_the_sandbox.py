"""Real child processes that misbehave in every way: the parent gets a result or a code, and nothing is left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

from boq.engine.errors import EngineError
from boq.engine.model import Mapping, SheetMapping
from boq.engine.readers.limits import Limits
from boq.pipelines.processes import ROOT, Spare, bury
from boq.pipelines.sandbox import ReadingStopped, read_in_child, reading_in_child

SHORT = Limits(memory=200 * 2**20, seconds=1)  # for what hangs
LONG = Limits(memory=200 * 2**20, seconds=60)  # for all others: on a busy machine a process may take seconds to begin


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "bill.csv"
    file.write_bytes(b"a,b\n1,2\n")
    return file


def run(path, entry, name="bill.csv", limits=LONG, **options):
    return read_in_child(path, name, entry=f"boq.tests.readers.entries:{entry}", limits=limits, **options)


def children():
    """Living and dead children of this process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(status.parent.name)
        except OSError:
            continue
    return found


@pytest.fixture(autouse=True)
def _nothing_is_left_running():
    before = set(children())
    yield
    assert set(children()) <= before


def test_a_reading_comes_back_typed_with_its_progress(path):
    steps = []
    mapping = Mapping({"bill": SheetMapping(columns={"unit": "C"})})
    reading = run(path, "answer", "смета.csv", mapping=mapping, on_progress=lambda *step: steps.append(step))
    assert reading.receipt.file == "смета.csv 8 ['bill']"
    assert reading.receipt.total == Decimal("12.30")
    assert steps == [("reading", 1, 2), ("reading", 2, 2)]


def test_an_error_comes_back_with_its_facts(path):
    with pytest.raises(EngineError) as caught:
        run(path, "refuse")
    assert (caught.value.code, caught.value.facts) == ("corrupt", {"part": "xl/workbook.xml", "row": 3})


@pytest.mark.parametrize("entry", ["spin", "sleep", "close_and_sleep"])
def test_a_child_that_hangs_becomes_a_code(path, entry):
    started = time.monotonic()
    with pytest.raises(EngineError) as caught:
        run(path, entry, limits=SHORT)
    assert caught.value.code == "time_limit"
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("hog_memory", "out_of_memory"),
        ("hog_native_memory", "out_of_memory"),
        ("abort", "reader_crashed"),
        ("crash", "reader_crashed"),
        ("leave", "reader_crashed"),
        ("fail", "reader_crashed"),
        ("babble", "reader_crashed"),
        ("no_such_function", "reader_crashed"),
    ],
)
def test_a_child_that_dies_becomes_a_code(path, entry, code):
    with pytest.raises(EngineError) as caught:
        run(path, entry)
    assert caught.value.code == code


def test_what_a_file_holds_is_not_told_with_a_crash(path):
    with pytest.raises(EngineError) as caught:
        run(path, "fail")
    assert "secret" not in str(caught.value.facts)


def test_a_grandchild_dies_too(path):
    marker = f"import time; time.sleep(600) #{path.parent.name}"
    with pytest.raises(EngineError):
        run(path, "sleep_with_grandchild", marker, limits=Limits(seconds=1))
    for _ in range(100):
        if marker not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout:
            return
        time.sleep(0.1)
    pytest.fail("the grandchild outlived its parent")


def test_a_cancelled_reading_is_killed_at_once(path):
    started = time.monotonic()
    with pytest.raises(ReadingStopped):
        run(path, "sleep", limits=LONG, should_stop=lambda: time.monotonic() - started > 0.5)
    assert time.monotonic() - started < LONG.seconds / 2


def test_an_error_in_the_callers_progress_kills_the_child(path):
    def lost(*_):
        raise InterruptedError("job lost")

    with pytest.raises(InterruptedError):
        run(path, "sleep", limits=LONG, on_progress=lost)


def test_the_child_sees_no_secret_no_network_and_no_django(path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = run(path, "tell_environment", str(server.getsockname()[1])).receipt.file
    environment, network, modules, own_session = said.split("|")
    assert set(environment.split()) <= {"LANG", "MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert network == "closed"
    assert modules == ""
    assert own_session == "True"


def test_the_child_cannot_write_files(path, tmp_path):
    target = tmp_path / "written"
    with pytest.raises(EngineError, match="reader_crashed"):
        run(path, "write_file", str(target))
    assert not target.exists() or target.stat().st_size == 0


def test_a_file_larger_than_an_upload_is_not_even_opened(path):
    with pytest.raises(EngineError, match="file_too_large"):
        run(path, "answer", limits=Limits(upload_bytes=4))


def test_the_child_dies_with_its_parent(path):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from boq.pipelines.sandbox import read_in_child\n"
        f"read_in_child({str(path)!r}, 'x', entry='boq.tests.readers.entries:sleep', "
        "on_progress=lambda *step: print('running', flush=True))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout.readline() == "running\n"
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()[1:]]
    (child,) = [int(pid) for pid, above in pairs if int(above) == parent.pid]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().rpartition(")")[2][:3]:
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its parent")


def test_many_threads_read_at_once(path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(run(path, "answer", limits=LONG))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6


def test_a_child_made_ready_reads_the_next_file_and_ends_with_its_owner(path):
    spare = Spare()
    options = {"entry": "boq.tests.readers.entries:answer", "parts": False, "limits": LONG, "spare": spare}
    with reading_in_child(path, "first.csv", **options) as reading:
        assert reading.rest().receipt.file == "first.csv 8 "
    ready = spare.process
    with reading_in_child(path, "second.csv", **options) as reading:
        assert reading.process is ready
        assert reading.rest().receipt.file == "second.csv 8 "
    idle = spare.take()
    idle.stdin.close()  # as when its owner is killed
    assert idle.wait(10) == 0
    bury(idle)


def test_a_child_that_died_or_grew_old_while_it_waited_is_not_used(path, monkeypatch):
    spare = Spare()
    spare.make_ready()
    os.killpg(spare.process.pid, signal.SIGKILL)
    spare.process.wait()
    assert spare.take() is None
    spare.make_ready()
    monkeypatch.setattr("boq.pipelines.processes.FRESH_SECONDS", 0)
    assert spare.take() is None


def test_the_spare_child_of_another_process_is_left_alone(path, monkeypatch):
    spare = Spare()
    spare.make_ready()
    theirs = spare.process
    spare.owner = 1  # as after a fork
    assert spare.take() is None
    assert theirs.poll() is None
    bury(theirs)


def test_a_child_that_waits_dies_with_its_parent():
    code = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
        "from boq.pipelines.processes import Spare\n"
        "spare = Spare(); spare.make_ready(); print(spare.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        status = Path(f"/proc/{child}/stat")
        if not status.exists() or "Z" in status.read_text().rpartition(")")[2][:3]:
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its parent")
