"""A copy of the launcher goes on counting in a file of its own, and closes nobody else's: the files it came with stay open until it has."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from config.env import ROOT

COPY = textwrap.dedent("""
    import os
    from config.metrics import events
    from config.local.forks import let_go

    events.ROWS.inc(2)
    lock = os.open(os.devnull, os.O_RDONLY)
    pid = os.fork()
    if pid == 0:
        let_go(keep=os.environ["PROMETHEUS_MULTIPROC_DIR"])
        try:
            os.fstat(lock)
            os._exit(3)  # the launcher's lock outlived it
        except OSError:
            pass
        mine = [os.open(os.devnull, os.O_RDONLY) for _ in range(40)]
        events.ROWS.inc(5)
        for one in mine:
            os.fstat(one)  # raises where the counting closed it
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    events.ROWS.inc(1)
""")


def test_a_copy_counts_on_and_closes_nothing_of_others(tmp_path, settings):
    from dataclasses import replace

    from config.metrics import exposition

    environment = {"PATH": os.environ["PATH"], "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", COPY], cwd=ROOT, env=environment, check=True, timeout=60)
    settings.METRICS = replace(settings.METRICS, folder=tmp_path)
    counted = {one.name: one.value for metric in exposition.counted_here() for one in metric.samples}
    assert counted["mizan_import_rows_total"] == 8
