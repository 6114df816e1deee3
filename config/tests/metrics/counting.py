"""A process of its own that counts, copies itself, and is killed: run by `test_counting_across_processes`."""

from __future__ import annotations

import os
import signal
import sys

from config.metrics import events


def count(times: int) -> None:
    for _ in range(times):
        events.REQUESTS.labels("GET", "projects:list", "page", "200").inc()
        events.SECONDS.labels("projects:list", "page").observe(0.04)


if __name__ == "__main__":
    children, times = int(sys.argv[1]), int(sys.argv[2])
    count(times)  # before it copies itself, as a preloading server does
    pids = []
    for number in range(children):
        pid = os.fork()
        if pid == 0:
            count(times)
            if number % 2:
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    sys.stdout.write("counted\n")
    sys.stdout.flush()
    sys.stdin.readline()  # it lives until it is told
    count(times)
