"""Imports by a real worker, against the floor: calamine reading plus COPY of the same cells, in the same run."""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from python_calamine import CalamineWorkbook

from accounts.access import Actor
from boq.models import Boq
from boq.services.uploads import receive
from jobs.models import Job
from projects.models import Project
from projects.services import create_project
from scripts.bench.files import bill

SIZES = (1_000, 10_000, 50_000, 100_000)
LARGE = 500_000
RUNS = 5
SETTLED_SECONDS = 1.5  # the worker makes a child ready for the next import, which is no part of the floor
POLL_SECONDS = 0.05  # asking costs processor that the import then lacks


def measure(actor: Actor, sizes: Sequence[int] = SIZES) -> tuple[dict[str, Any], Boq]:
    """Ratios by size, and the last bill. Each size is imported RUNS times, but LARGE once."""
    figures: dict[str, Any] = {}
    for lines in sizes:
        data = bill(lines)
        floors, imports = [], []
        for run in range(1 if lines >= LARGE else RUNS):
            time.sleep(SETTLED_SECONDS)
            floors.append(floor(data))  # before and after each import, as a machine does not stay as fast as it was
            seconds, boq = one_import(actor, create_project(by=actor, name=f"{lines} {run}"), data)
            imports.append(seconds)
            floors.append(floor(data))
        figures[str(lines)] = {
            "floor_seconds": round(statistics.median(floors), 3),
            "import_seconds": round(statistics.median(imports), 3),
            "first_import_seconds": round(imports[0], 3),
            "times_the_floor": round(statistics.median(imports) / statistics.median(floors), 2),
            "items": boq.items_count,
            "findings": boq.findings_count,
            **child_figures(data),
        }
        print(lines, figures[str(lines)], file=sys.stderr, flush=True)
    for size, larger in pairwise(sizes[-3:]):
        per_line = [figures[str(one)]["import_seconds"] / one for one in (size, larger)]
        figures[f"growth_per_line_{larger}_to_{size}"] = round(per_line[1] / per_line[0], 2)
    return figures, boq


def floor(data: bytes) -> float:
    """Seconds to read the cells with calamine and COPY them into a bare table."""
    started = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (a text, b text, c text, d text, e text, f text, g text, h text)"
        )
        with cursor.copy("COPY bench_floor FROM STDIN") as copy:
            for row in rows:
                copy.write_row([str(value) for value in row])
        cursor.execute("DROP TABLE bench_floor")
    return time.perf_counter() - started


def one_import(actor: Actor, project: Project, data: bytes) -> tuple[float, Boq]:
    """Seconds from the upload being accepted to the bill being visible, done by the worker beside us."""
    _, job = receive(by=actor, project=project, file=SimpleUploadedFile("bill.xlsx", data))
    started = time.perf_counter()
    while True:
        status, result, code = Job.objects.values_list("status", "result", "error_code").get(pk=job.pk)
        if status == "succeeded":
            return time.perf_counter() - started, Boq.objects.get(pk=result["boq"])
        if status not in ("queued", "running"):
            raise SystemExit(f"the import ended as {status} {code} {result.get('questions')}")
        time.sleep(POLL_SECONDS)


def child_figures(data: bytes) -> dict[str, float]:
    """Processor seconds and peak resident memory (MB of 2^20 bytes) of the reading child of an import."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-m", "scripts.bench.child", file.name]
        found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found
