import os
import signal
import subprocess
import sys

import pytest

from config.local.faults import LauncherError
from config.local.lock import DataLock, holder


def test_a_second_launcher_is_told_where_the_first_one_runs(tmp_path):
    with DataLock(tmp_path / "lock") as lock:
        lock.note(address="http://127.0.0.1:8123")
        with pytest.raises(LauncherError) as caught, DataLock(tmp_path / "lock"):
            pass
    assert "http://127.0.0.1:8123" in str(caught.value)
    assert str(os.getpid()) in str(caught.value)
    assert "MIZAN_DATA_DIR" in str(caught.value)


def test_the_lock_is_free_again_after_use(tmp_path):
    with DataLock(tmp_path / "lock"):
        assert holder(tmp_path / "lock") == {"pid": os.getpid()}
    assert holder(tmp_path / "lock") == {}
    with DataLock(tmp_path / "lock"):
        pass


def test_the_lock_of_a_killed_launcher_is_free(tmp_path):
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom config.local.lock import DataLock\n"
        "with DataLock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "lock")], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    assert holder(tmp_path / "lock") == {"pid": other.pid}
    other.send_signal(signal.SIGKILL)
    other.communicate()
    with DataLock(tmp_path / "lock"):
        assert holder(tmp_path / "lock") == {"pid": os.getpid()}
