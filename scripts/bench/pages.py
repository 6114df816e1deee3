"""How fast the items page and endpoint answer at 100,000 items, by a real web server."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

from boq.models import Boq

REQUESTS = 120


def measure(port: int, boq: Boq, token: str, cookie: str) -> dict[str, Any]:
    """p50 and p95 in milliseconds of windows of 100 rows anywhere in the bill, of a search, and of a filter."""
    pick = random.Random(7)
    pages = boq.items_count // 100
    api, page = {"Authorization": f"Bearer {token}"}, {"Cookie": cookie}
    grid = f"/boqs/{boq.pk}/rows/?size=100&start="
    return {
        "endpoint": _timed(port, lambda: (f"/api/v1/boqs/{boq.pk}/items/?page={pick.randint(1, pages)}", api)),
        "endpoint_search": _timed(port, lambda: (f"/api/v1/boqs/{boq.pk}/items/?search={pick.randint(1, 9999)}", api)),
        "page_rows": _timed(port, lambda: (f"{grid}{pick.randint(0, pages - 1) * 100}", page)),
        "page_rows_search": _timed(port, lambda: (f"{grid}0&q={pick.randint(1, 9999)}", page)),
        "page_rows_kind": _timed(port, lambda: (f"{grid}{pick.randint(0, pages - 1) * 100}&kind=measured", page)),
        "page_whole": _timed(port, lambda: (f"/boqs/{boq.pk}/", page)),
    }


def _timed(port: int, request: Callable[[], tuple[str, dict[str, str]]]) -> dict[str, float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for _ in range(REQUESTS):
        path, headers = request()
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        reply.read()
        taken.append((time.perf_counter() - started) * 1000)
        if reply.status != 200:
            raise SystemExit(f"{path} answered {reply.status}")
    connection.close()
    quantiles = statistics.quantiles(taken, n=20)
    return {"p50_ms": round(statistics.median(taken), 1), "p95_ms": round(quantiles[18], 1)}
