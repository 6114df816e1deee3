"""BC3 as rows: the tree from its root, each work under the chapter that lists it, with its measurement and its breakdown.

The root has `##` behind its code and chapters have `#`. What careless files leave out is taken from the measurements: a concept under
which something is measured is a chapter. The quantity of a work is the total of its measurement under that chapter, else factor ×
yield of the breakdown. Amounts are not in the file: they are quantity × price, rounded to the decimals that the file declares for
it (~K, DM, 2 by default). A chapter's own price is its stated total; a chapter that is listed
and lists nothing itself is one sum for the whole of it.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import ItemKind, RateComponent, RowKind, TotalKind
from boq.engine.readers.bc3.concepts import Base, Child, Concept, Measure, gather
from boq.engine.readers.bc3.fields import Warnings, decoded, records
from boq.engine.readers.bc3.measuring import measured
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.records import QUANTITY, RATE, Rows, fault_warnings, figure

DEEPEST = 60  # chapters within chapters; honest files have 3 to 6
RESOURCES = frozenset("123")  # kinds of concept: labour, plant, material
OFTEN = 200  # times that a chapter is listed; more is a knot, which would grow without end
HALF_CENT = Decimal("0.005")
START = b"~V|"


class Bc3Reader:
    """Files that begin with a ~V or ~C record."""

    format: ClassVar[str] = "bc3"

    def score(self, head: bytes, name: str) -> int:
        """By the first records."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:3]
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            start = head.decode("utf-16", "ignore").lstrip()[:3].encode("ascii", "replace")
        return 90 if start == START or (start in (b"~C|", b"~K|") and b"|" in head[3:]) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid: the budget, or the price list where there is none."""
        if progress:
            progress("reading", 0, 1)
        text, encoding, warnings = decoded(data)
        base = gather(records(text))
        if not base.concepts:
            raise EngineError("corrupt", detail="no concepts")
        tree = _Tree(base, limits)
        tree.grow()
        warnings += tree.warnings()
        return Workbook(self.format, [tree.rows.grid()], encoding, tuple(warnings))


class _Tree:
    """Walks the chapters from the root and writes rows."""

    def __init__(self, base: Base, limits: Limits) -> None:
        self.base = base
        self.listed = {child.code for children in base.children.values() for child in children}
        self.holders = {parent for parent, _ in base.measures if parent}
        self.measured = {child for _, child in base.measures}
        root = next((c for c in base.concepts.values() if c.level >= 2 and base.children.get(c.code)), None)
        self.root = root or next((c for c in base.concepts.values() if c.level >= 2), None)
        title = (self.root.title if self.root else "") or base.title
        self.rows = Rows(title, limits)
        self.rows.currency = base.currency
        self.placed: set[str] = set()
        self.opened: Counter[str] = Counter()
        self.loops: list[str] = []
        self.orphans = self.items = self.whole = 0
        self.rows.language = "es"
        self.rows.computed = True

    def chapter(self, concept: Concept) -> bool:
        """By its `#`, by what is measured under it, or as an unmeasured holder without a unit of what is no labour, plant or material."""
        code = concept.code
        if concept.level or code in self.holders:
            return True
        children = self.base.children.get(code, ())
        if not children or concept.unit or code in self.measured:
            return False
        parts = (self.base.concepts.get(child.code) for child in children)
        return not any("%" in part.code or part.kind in RESOURCES for part in parts if part is not None)

    def grow(self) -> None:
        """The root, its chapters, what hangs on no chapter, and what was not used."""
        if self.root is not None:
            self.root_row(self.root)
        if self.root is not None and self.base.children.get(self.root.code):
            self.walk(self.root, 0, ())
        for concept in list(self.base.concepts.values()):
            top = self.chapter(concept) and concept.code not in self.listed
            if top and concept.code not in self.placed and concept.level < 2:
                self.open(concept, 1, ())
        self.rest()
        if self.base.shares:
            self.rows.add(Record(RowKind.NOTE, 0), 0, "~K", text=self.base.shares)
        for letter, count in sorted(self.base.ignored.items()):
            self.rows.add(Record(RowKind.NOTE, 0), 0, f"~{letter}", quantity=str(count))

    def root_row(self, root: Concept) -> None:
        """The whole: its price is the stated total."""
        self.placed.add(root.code)
        amount = figure(root.price)
        record = Record(RowKind.HEADER if not amount else RowKind.SUBTOTAL, 0)
        if amount:
            record.amount, record.total = amount, TotalKind.GRAND
            self.rows.stated = len(self.rows)
        else:
            record.kind = RowKind.NOTE
        self.rows.add(record, root.line, "~C ##", root.code, root.title, amount=root.price, details=root.text)

    def walk(self, parent: Concept, level: int, path: tuple[str, ...]) -> None:
        """Everything that a chapter lists, in its order."""
        path = (*path, parent.code)
        for place, child in enumerate(self.base.children.get(parent.code, ()), 1):
            concept = self.base.concepts.get(child.code)
            if child.code in path or len(path) > DEEPEST or self.opened[child.code] >= OFTEN:
                self.loops.append(child.code)
            elif concept is None:
                concept = Concept(child.code)
                self.item(concept, child, parent.code, place, level)
            elif self.chapter(concept) and self.base.children.get(concept.code):
                self.open(concept, level + 1, path)
            else:
                self.item(concept, child, parent.code, place, level)

    def open(self, concept: Concept, level: int, path: tuple[str, ...]) -> None:
        """A chapter with all in it. Its price is its stated total, unless it is 0 or left out."""
        self.placed.add(concept.code)
        self.opened[concept.code] += 1
        amount = figure(concept.price) or None
        record = Record(RowKind.HEADING, level, amount=amount)
        self.rows.add(
            record, concept.line, "~C #", concept.code, concept.title, amount=concept.price, details=concept.text
        )
        self.walk(concept, level, path)

    def measure_of(self, parent: str, code: str, place: int) -> Measure | None:
        """The measurement of a child: the one for its place, else the next one that no line has taken."""
        known = self.base.measures.get((parent, code)) or self.base.measures.get(("", code))
        if not known:
            return None
        free = [measure for measure in known if not measure.used] or known
        found = next((measure for measure in free if measure.place == place), free[0])
        found.used = True
        return found

    def item(self, concept: Concept, child: Child | None, parent: str, place: int, level: int) -> None:
        """A work under a chapter, with rows for its measurement and its breakdown."""
        self.placed.add(concept.code)
        self.items += 1
        self.whole += concept.level > 0
        rows, measure = self.rows, self.measure_of(parent, concept.code, place)
        shown = measure.total if measure is not None else ""
        if measure is not None:
            quantity = rows.figure(shown, QUANTITY)
            if quantity is None and (quantity := measured(measure.lines)) is not None:
                shown = format(quantity, "f")
        else:
            quantity = child.quantity if child is not None and (child.factor or child.amount) else None
            shown = (
                (child.amount or child.factor if "" in (child.factor, child.amount) else str(quantity)) if child else ""
            )
        rate = rows.figure(concept.price, RATE)
        amount = None if quantity is None or rate is None else self.base.round(quantity * rate)
        record = Record(
            RowKind.ITEM,
            level,
            item=ItemKind.PERCENTAGE if "%" in concept.code else ItemKind.LUMP_SUM if concept.level else None,
            quantity=quantity,
            rate=rate,
            amount=amount,
            ident=concept.code,
        )
        text = concept.title or concept.text
        details = concept.text if concept.title and concept.text != concept.title else ""
        rows.add(
            record,
            concept.line or (measure.line if measure else 0),
            "~C",
            concept.code,
            text,
            concept.unit,
            shown,
            concept.price,
            "" if amount is None else format(amount, "f"),
            details,
        )
        self.lines(measure, level)
        record.parts = self.breakdown(concept, rate, level)

    def lines(self, measure: Measure | None, level: int) -> None:
        """The lines of a measurement."""
        for line in measure.lines if measure else ():
            kind, comment, *numbers = [*line, "", "", "", "", "", ""][:6]
            said = " × ".join(number for number in numbers if number)
            if comment or said:
                text = " = ".join(part for part in (comment, said) if part)
                self.rows.add(
                    Record(RowKind.MEASUREMENT, level), measure.line if measure else 0, f"~M {kind}".strip(), text=text
                )

    def breakdown(self, concept: Concept, rate: Decimal | None, level: int) -> tuple[RateComponent, ...]:
        """Rows of what the price is made of; returned as components when they add up to it."""
        running, parts = Decimal(0), []
        for child in self.base.children.get(concept.code, ()):
            if child.code == concept.code:
                self.loops.append(child.code)
                continue
            part = self.base.concepts.get(child.code, Concept(child.code))
            self.placed.add(child.code)
            quantity = child.quantity
            price = running if "%" in child.code else figure(part.price)
            cost = None if quantity is None or price is None else (quantity * price).quantize(Decimal("0.01"))
            self.rows.add(
                Record(RowKind.COMPONENT, level),
                part.line,
                f"~D {part.kind}".strip(),
                part.code,
                part.title,
                part.unit,
                "" if quantity is None else format(quantity, "f"),
                part.price,
                "" if cost is None else format(cost, "f"),
            )
            running += cost or 0
            parts.append(RateComponent(part.title or part.code, cost))
        adds_up = rate is not None and parts and abs(running - rate) <= HALF_CENT
        return tuple(parts) if adds_up else ()

    def rest(self) -> None:
        """Works that are measured and hang on no chapter; then everything else, so that nothing is lost."""
        waiting = [concept for concept in self.base.concepts.values() if concept.code not in self.placed]
        loose = {code for _, code in self.base.measures}
        bare = not self.items and not any(concept.code in loose for concept in waiting)
        for concept in waiting:
            part = concept.code in self.listed and concept.code not in loose
            if self.chapter(concept) or (part and not bare):
                self.note(concept)
            elif concept.code in loose or (bare and not part and concept.unit):
                self.orphans += 1
                self.item(concept, None, "", 0, 0)
            else:
                self.note(concept)

    def note(self, concept: Concept) -> None:
        """A concept that the budget does not use."""
        self.rows.add(
            Record(RowKind.NOTE, 0), concept.line, "~C", concept.code, concept.title, concept.unit, "", concept.price
        )

    def warnings(self) -> Warnings:
        """What was strange about the file."""
        found = fault_warnings(self.rows)
        if self.loops:
            found.append(("bc3_loops", "", {"count": str(len(self.loops)), "code": self.loops[0][:40]}))
        if self.orphans:
            found.append(("bc3_orphans", "", {"count": str(self.orphans)}))
        if self.whole:
            found.append(("bc3_empty_chapters", "", {"count": str(self.whole)}))
        if self.base.rates_only:
            found.append(("price_base", "", {"items": str(self.items)}))
        return found
