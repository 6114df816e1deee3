import atexit
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.local.children import Child, tail
from config.local.layout import ROOT, Layout
from config.local.lock import DataLock, holder
from config.local.processes import find


@pytest.fixture
def layout(tmp_path):
    made = Layout(tmp_path / "data")
    made.prepare()
    return made


def finished(layout, main):
    """The exit status and the log of a copy that runs `main`."""
    child = Child("copy", main, layout)
    child.start()
    status = child.process.wait(20)
    child.stop()
    return status, tail(child.log)


def test_a_copy_writes_to_its_log_and_ends_with_success(layout):
    assert finished(layout, lambda: print("hello")) == (0, "hello")


@pytest.mark.parametrize(("stop", "status"), [(None, 0), (3, 3), ("a message", 1)])
def test_its_exit_status_is_that_of_a_program(layout, stop, status):
    assert finished(layout, lambda: sys.exit(stop))[0] == status


def test_a_failure_ends_with_its_traceback_in_the_log(layout):
    def fails():
        raise ValueError("no such thing")

    status, log = finished(layout, fails)
    assert status == 1
    assert log.endswith("ValueError: no such thing")


def test_what_was_to_be_done_at_the_end_is_done(layout):
    assert finished(layout, lambda: atexit.register(print, "tidied up")) == (0, "tidied up")


def test_it_leads_a_session_of_its_own_and_works_in_the_project(layout):
    main = lambda: print(os.getpid() == os.getsid(0), Path.cwd() == ROOT)  # noqa: E731
    assert finished(layout, main) == (0, "True True")


def test_a_copy_answers_signals_that_the_launcher_only_notes(layout):
    before = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        child = Child("copy", lambda: time.sleep(60), layout, grace=10.0)
        child.start()
        began = time.monotonic()
        child.stop()
        assert time.monotonic() - began < 5
    finally:
        signal.signal(signal.SIGTERM, before)


def test_waiting_for_one_that_goes_on_ends_in_time(layout):
    child = Child("copy", lambda: time.sleep(60), layout, grace=0.0)
    child.start()
    with pytest.raises(subprocess.TimeoutExpired):
        child.process.wait(0.1)
    pid = child.process.pid
    child.stop()
    assert find(pid) is None


def test_a_copy_does_not_keep_the_lock_of_a_launcher_that_is_gone(layout):
    with DataLock(layout.lock_file):
        child = Child("copy", lambda: (print("begun"), time.sleep(60)), layout, grace=0.0)
        child.start()
        while "begun" not in tail(child.log):
            time.sleep(0.02)
    try:
        assert holder(layout.lock_file) == {}
    finally:
        child.stop()


def test_loading_the_apps_starts_no_thread_that_a_copy_would_miss():
    program = (
        "import os, threading\nfrom config.local import apps\napps.load(os.environ)\nprint(threading.active_count())\n"
    )
    reply = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert reply.stdout.split()[-1] == "1"
