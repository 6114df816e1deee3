"""The one door of the engine: bytes in, a Reading out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from boq.engine.arrange import arrange
from boq.engine.assemble import TakeItems, assemble
from boq.engine.calculate import calculate, grid_warnings
from boq.engine.checks.base import run_checks
from boq.engine.chunks import chunks_of
from boq.engine.decimals import file_convention
from boq.engine.declaring import read_declared, sensible
from boq.engine.grid import Workbook
from boq.engine.heap import give_back, without_collector
from boq.engine.known_doubts import row_questions
from boq.engine.model import Boq, Item, Mapping, Reading, Receipt, Warning
from boq.engine.readers.base import read_workbook
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits, Progress
from boq.engine.receipt import make_receipt
from boq.engine.shapes import Fact, KeptLayout, doubted, fitting, known, misfit
from boq.engine.tables.sheet import understand
from boq.engine.tables.told import understand_told
from boq.engine.tables.view import View


class Taker(Protocol):
    """Who wants a reading in parts while it goes on."""

    def items(self, batch: Sequence[Item]) -> None:
        """The next items, in file order, while the bill is put together. The reading may still come to ask a person."""

    def bill(self, reading: Reading) -> None:
        """The reading with all items, before checks and chunks are made."""


def read(
    data: bytes,
    name: str,
    *,
    mapping: Mapping | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    taker: Taker | None = None,
    layouts: Sequence[KeptLayout] = (),
) -> Reading:
    """Read a file into a bill, its receipt and its findings; EngineError with a code when it cannot be read.

    `progress(phase, done, total)` is told "open", "understand", "assemble" and "check". A `taker` gets the parts as soon as they are
    known. Without a mapping the `layouts` kept of earlier files are tried.
    """
    tell = progress or _silent
    tell("open", 0, 1)
    with without_collector():
        workbook = read_workbook(data, name, limits, progress)
        give_back()
    tell("open", 1, 1)
    return read_grids(workbook, name, mapping=mapping, progress=tell, taker=taker, layouts=layouts)


def try_reading(
    data: bytes,
    name: str,
    *,
    mapping: Mapping | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Receipt:
    """What a reading under `mapping` would come to, with the questions that it leaves open: the receipt alone."""
    with without_collector():
        workbook = read_workbook(data, name, limits, progress)
        return _Understanding(workbook, name, progress or _silent).read(mapping, settled=False)[1]


def read_grids(
    workbook: Workbook,
    name: str,
    *,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    taker: Taker | None = None,
    layouts: Sequence[KeptLayout] = (),
) -> Reading:
    """Understand grids that are already loaded."""
    tell = progress or _silent
    with without_collector():
        understanding = _Understanding(workbook, name, tell)
        reading = None if mapping is not None else understanding.with_layouts(layouts)
        reading = reading or Reading(*understanding.read(mapping, take=taker.items if taker else None))
        if taker is not None:
            taker.bill(reading)
        tell("check", 0, 1)
        findings = sensible(run_checks(reading.boq), workbook)
        tell("check", 1, 1)
        return msgspec.structs.replace(reading, findings=findings, chunks=tuple(chunks_of(workbook)))


class _Understanding:
    """The grids of one file, which may be read more than once: as Mizan sees them, or as a person or a kept layout says."""

    def __init__(self, workbook: Workbook, name: str, tell: Progress) -> None:
        self.workbook, self.name, self.tell = workbook, name, tell
        self.declared = bool(workbook.grids) and all(grid.layout is not None for grid in workbook.grids)
        self.calculated = None if self.declared else calculate(workbook.grids, workbook.names)

    def read(
        self, mapping: Mapping | None, settled: bool = True, unseen: bool = False, take: TakeItems | None = None
    ) -> tuple[Boq, Receipt]:
        """The bill and its receipt. A mapping is a person's word on all questions, unless it is not `settled`.

        `unseen`: it was said of another file, so the rows of this one are doubted as ever. `take` gets items as they are made, of a
        reading that is sure to be the one that counts.
        """
        if self.calculated is None:
            return read_declared(self.workbook, self.name, mapping, self.tell)
        written = file_convention(self.workbook.grids)
        sheets = []
        for number, grid in enumerate(self.workbook.grids):
            self.tell("understand", number, len(self.workbook.grids))
            told = mapping.sheets.get(grid.name) if mapping else None
            view = View.of(grid, written.mark)
            view.mark_told = written.told
            sheets.append(understand_told(view, told) if told else understand(view))
        self.tell("assemble", 0, 1)
        book = arrange(sheets)
        for sheet in sheets:
            sheet.settle()
        places = {sheet.name: index for index, sheet in enumerate(sheets)}
        book.doubts += [(code, places[sheet], row, facts) for code, sheet, row, facts in self.workbook.doubts]
        boq = assemble(book, self.workbook.names, take)
        warnings = [Warning(code, cell, dict(facts)) for code, cell, facts in self.workbook.warnings]
        warnings += grid_warnings(self.workbook.grids, self.calculated)
        settled = settled and mapping is not None
        receipt = make_receipt(book, boq, self.workbook, self.name, warnings, settled=settled)
        if unseen and (more := row_questions(book, boq)):
            questions = (*receipt.questions, *more)
            receipt = msgspec.structs.replace(receipt, questions=questions, needs_confirmation=True)
        return boq, receipt

    def with_layouts(self, layouts: Sequence[KeptLayout]) -> Reading | None:
        """The reading with the one kept layout that fits; None when none does. Where several do, or the reading is not borne out, ask."""
        found = fitting(self.workbook.grids, layouts) if layouts and not self.declared else []
        if not found:
            return None
        fit, *others = found
        layout, mapping = fit.layout, fit.mapping
        if any(other.mapping != mapping for other in others):
            boq, receipt = self.read(None)
            names = ", ".join(f"“{one.layout.name}”" for one in found[:5])
            return Reading(boq, doubted(receipt, "layouts_several", {"layouts": names}))
        boq, receipt = self.read(mapping, settled=False, unseen=True)
        if against := misfit(boq, mapping):
            boq, receipt = self.read(None)
            facts: dict[str, Fact] = {"layout": layout.name, "date": layout.made_on, "sheet": against.sheet}
            return Reading(boq, doubted(receipt, f"layout_unfit_{against.why}", facts))
        return Reading(boq, known(receipt, fit), layout=layout.id, mapping=mapping)


def _silent(phase: str, done: int, total: int) -> None:
    """Tell nobody."""
