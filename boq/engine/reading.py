"""The one door of the engine: bytes in, a Reading out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from boq.engine.arrange import arrange
from boq.engine.assemble import assemble
from boq.engine.calculate import calculate, grid_warnings
from boq.engine.checks.base import run_checks
from boq.engine.chunks import chunks_of
from boq.engine.declaring import read_declared
from boq.engine.grid import Workbook
from boq.engine.model import Boq, Mapping, Reading, Receipt, Warning
from boq.engine.numbers import convention
from boq.engine.readers.base import read_workbook
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits, Progress
from boq.engine.receipt import make_receipt
from boq.engine.tables.sheet import understand
from boq.engine.tables.told import understand_told
from boq.engine.tables.view import View


def read(
    data: bytes,
    name: str,
    *,
    mapping: Mapping | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    on_bill: Callable[[Reading], None] | None = None,
) -> Reading:
    """Read a file into a bill, its receipt and its findings; EngineError with a code when it cannot be read.

    `progress(phase, done, total)` is told "open", "understand", "assemble" and "check". `on_bill` gets the reading as soon as bill
    and receipt are known, before checks and chunks are made.
    """
    tell = progress or _silent
    tell("open", 0, 1)
    workbook = read_workbook(data, name, limits, progress)
    tell("open", 1, 1)
    return read_grids(workbook, name, mapping=mapping, progress=tell, on_bill=on_bill)


def read_grids(
    workbook: Workbook,
    name: str,
    *,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    on_bill: Callable[[Reading], None] | None = None,
) -> Reading:
    """Understand grids that are already loaded."""
    tell = progress or _silent
    with _without_collector():
        declared = workbook.grids and all(grid.layout is not None for grid in workbook.grids)
        boq, receipt = (read_declared if declared else _infer)(workbook, name, mapping, tell)
        if on_bill is not None:
            on_bill(Reading(boq, receipt))
        tell("check", 0, 1)
        findings = run_checks(boq)
        tell("check", 1, 1)
        return Reading(boq, receipt, findings, tuple(chunks_of(workbook)))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Reading makes many small values and no cycles: looking for cycles among them takes as long as the reading itself."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _infer(workbook: Workbook, name: str, mapping: Mapping | None, tell: Progress) -> tuple[Boq, Receipt]:
    calculated = calculate(workbook.grids, workbook.names)
    mark = _file_mark(workbook)
    sheets = []
    for number, grid in enumerate(workbook.grids):
        tell("understand", number, len(workbook.grids))
        told = mapping.sheets.get(grid.name) if mapping else None
        view = View.of(grid, mark)
        sheets.append(understand_told(view, told) if told else understand(view))
    tell("assemble", 0, 1)
    book = arrange(sheets)
    boq = assemble(book)
    warnings = [Warning(code, cell, dict(facts)) for code, cell, facts in workbook.warnings]
    warnings += grid_warnings(workbook.grids, calculated)
    return boq, make_receipt(book, boq, workbook, name, warnings, settled=mapping is not None)


def _file_mark(workbook: Workbook) -> str:
    """The decimal mark that most text numbers of the file use, for columns whose own values do not tell."""
    texts: list[str] = []
    for grid in workbook.grids:
        for row in grid.rows[:200]:
            texts += [value for value in row if type(value) is str and len(value) < 24]
    return convention(texts)


def _silent(phase: str, done: int, total: int) -> None:
    """Tell nobody."""
