import json
import os
import signal
import subprocess
import sys
import time

import pytest

from config.local.children import PATIENCE, Child, clear_left_overs, keep_record, left_over, tail, turn_over
from config.local.layout import Layout
from config.local.processes import find

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"


@pytest.fixture
def layout(tmp_path):
    made = Layout(tmp_path / "data")
    made.prepare()
    return made


@pytest.fixture
def child(layout):
    made = []

    def make(command, **extra):
        made.append(Child(name="thing", what=command, layout=layout, environment=os.environ, **extra))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_a_child_writes_to_its_log_and_leaves_no_record_after_its_stop(child, layout):
    thing = child([sys.executable, "-c", "print('hello', flush=True); import time; time.sleep(60)"])
    thing.start()
    wait_for(lambda: "hello" in tail(thing.log))
    assert (layout.run / "thing.json").exists()
    thing.stop()
    assert not (layout.run / "thing.json").exists()


def test_a_child_that_ignores_the_polite_signal_is_killed_with_its_own_children(child):
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); " + PARENT
    thing = child([sys.executable, "-c", stubborn], grace=0.2)
    thing.start()
    wait_for(lambda: "up" in tail(thing.log))
    pid = thing.process.pid
    thing.stop()
    assert find(pid) is None
    assert left_over(thing.layout, "thing") == []


def test_one_that_ends_at_once_time_after_time_is_given_up_with_growing_pauses(child):
    thing = child([sys.executable, "-c", "raise SystemExit(3)"])
    thing.start()
    pauses = []
    while True:
        assert thing.process.wait(10) == 3
        now = time.monotonic()
        if not thing.plan_restart(now):
            break
        pauses.append(thing.restart_at - now)
        thing.restart()
    assert len(pauses) == PATIENCE - 1
    assert pauses == sorted(pauses)


def test_one_that_is_killed_from_outside_is_started_again_however_often(child):
    thing = child(SLEEP)
    thing.start()
    for _ in range(PATIENCE + 2):
        thing.process.kill()
        thing.process.wait()
        assert thing.plan_restart(time.monotonic())
        thing.restart()
    assert thing.poll() is None


def test_the_next_launcher_ends_what_a_killed_one_left_running(layout):
    orphan = subprocess.Popen([sys.executable, "-c", PARENT], start_new_session=True)
    keep_record(layout, "thing", orphan.pid)
    wait_for(lambda: len(left_over(layout, "thing")) == 2)
    os.kill(orphan.pid, signal.SIGKILL)
    orphan.wait()
    assert len(left_over(layout, "thing")) == 1  # its child lives on in its group
    assert clear_left_overs(layout, ["thing"]) == ["thing"]
    assert left_over(layout, "thing") == []


def test_a_process_that_took_a_dead_one_s_number_is_left_alone(layout):
    other = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        (layout.run / "thing.json").write_text(json.dumps({"pid": other.pid, "started": "long ago"}))
        assert clear_left_overs(layout, ["thing"]) == []
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("text", ["", "{}", '{"pid": "x", "started": ""}', "[1]"])
def test_a_damaged_record_is_forgotten(layout, text):
    (layout.run / "thing.json").write_text(text)
    assert clear_left_overs(layout, ["thing"]) == []
    assert not (layout.run / "thing.json").exists()


def test_children_die_with_a_killed_launcher(layout):
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom config.local.children import Child\n"
        "from config.local.layout import Layout\n"
        "child = Child(name='thing', what=[sys.executable, '-c', 'import time; time.sleep(60)'],"
        " layout=Layout(Path(sys.argv[1])), environment=os.environ)\n"
        "child.start()\nprint(child.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    launcher = subprocess.Popen([sys.executable, "-c", program, str(layout.data)], stdout=subprocess.PIPE, text=True)
    pid = int(launcher.stdout.readline())
    assert find(pid)
    launcher.kill()
    launcher.communicate()
    clear_left_overs(layout, ["thing"])  # the kernel has done it on Linux; elsewhere this does
    assert find(pid) is None


def test_a_long_log_is_put_aside(layout):
    log = layout.log("thing")
    log.write_bytes(b"x" * (6 * 1024 * 1024))
    turn_over(log)
    assert log.stat().st_size == 0
    assert log.with_suffix(".log.1").stat().st_size == 6 * 1024 * 1024
