"""Real processes count together, to the last request: some are copies, some are killed, some still run while they are asked."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

from config.env import ROOT
from config.metrics import exposition

CHILDREN, TIMES = 4, 500


def counted():
    values = {
        (sample.name, sample.labels.get("le", "")): sample.value
        for metric in exposition.counted_here()
        for sample in metric.samples
        if sample.labels.get("view") == "projects:list"
    }
    return values[("http_requests_total", "")], values[("http_request_duration_seconds_count", "")], values


def test_no_request_is_lost_or_counted_twice(tmp_path, settings):
    settings.METRICS = replace(settings.METRICS, folder=tmp_path)
    environment = {"PATH": os.environ["PATH"], "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "config.tests.metrics.counting", str(CHILDREN), str(TIMES)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for one in running:
            assert one.stdout.readline() == "counted\n"
        so_far = 2 * (1 + CHILDREN) * TIMES
        assert counted()[:2] == (so_far, so_far)
        files = {path.name for path in tmp_path.glob("*.db")}
        assert files == {
            *(f"{kind}_{one.pid}.db" for one in running for kind in ("counter", "histogram")),
            "counter_ended.db", "histogram_ended.db",
        }  # fmt: skip
    finally:
        for one in running:
            one.communicate("go on\n", timeout=30)
    whole = so_far + 2 * TIMES
    for _ in range(2):  # what was put together is not put together again
        requests, answers, values = counted()
        assert (requests, answers) == (whole, whole)
        assert values[("http_request_duration_seconds_bucket", "0.025")] == 0
        assert values[("http_request_duration_seconds_bucket", "0.05")] == whole
    assert {path.name for path in tmp_path.glob("*.db")} == {"counter_ended.db", "histogram_ended.db"}
