"""The tree of sections, grown heading by heading: by number, level, and how the heading is set."""

from __future__ import annotations

from dataclasses import dataclass, field

from boq.engine.keys import Keys
from boq.engine.model import Section, SourceRef, Standing
from boq.engine.money import decimal_of
from boq.engine.tables.lines import Line
from boq.engine.tables.numbering import depth_of
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.words import option_kind

DEEPEST = 8
STANDINGS = {"alternative": Standing.ALTERNATIVE, "optional": Standing.OPTIONAL, "": Standing.COUNTS}

Signature = tuple[object, ...]


@dataclass(slots=True)
class _Node:
    """A section while the tree grows."""

    parent: int
    level: int
    title: str
    source: SourceRef
    ref: str
    key: str
    signature: Signature
    standing: Standing
    total: object = None
    total_source: SourceRef | None = None
    holds: bool = False
    items: int = 0


@dataclass(slots=True)
class Outline:
    """Grows sections in file order. `many` sheets each get a section of their own at the top."""

    keys: Keys
    many: bool
    nodes: list[_Node] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)

    def here(self) -> tuple[int, str, Standing]:
        """The open section (-1 at the root), its key, and what the open headings say about the items under them."""
        if not self.stack:
            return -1, "", Standing.COUNTS
        said = (self.nodes[index].standing for index in self.stack)
        standing = next((found for found in said if found is not Standing.COUNTS), Standing.COUNTS)
        return self.stack[-1], self.nodes[self.stack[-1]].key, standing

    def open_sheet(self, sheet: Sheet) -> None:
        """Start a sheet."""
        self.stack = []
        if self.many or sheet.standing:
            self._push(sheet.name, "", SourceRef(sheet.name, 1), ("sheet",), STANDINGS[sheet.standing])

    def open(self, sheet: Sheet, table: Table, line: Line) -> None:
        """Open the section that a heading row begins."""
        grid = sheet.view.grid
        column = table.columns.description[0] if table.columns.description else 0
        if not line.text and table.columns.ref is not None:
            column = table.columns.ref
        cell = (line.row, column)
        depth = line.level or depth_of(line.ref)
        signature: Signature
        if depth:
            signature = ("depth", depth)
        else:
            style = (grid.indent.get(cell, 0), grid.outline.get(line.row, 0))
            if line.ref:
                signature = ("ref", _shape(line.ref), *style)
            else:
                signature = ("style", line.text.isupper(), cell in grid.bold, cell in grid.filled, *style)
        self._pop_for(signature, depth)
        title = line.text or line.ref
        self._push(
            title,
            line.ref if line.text else "",
            SourceRef(sheet.name, line.row + 1, column + 1),
            signature,
            STANDINGS[option_kind(title)],
        )
        if line.amount_only:
            self.total(sheet, table, line)

    def _pop_for(self, signature: Signature, depth: int) -> None:
        same = [place for place, index in enumerate(self.stack) if self.nodes[index].signature == signature]
        if same and (self.nodes[self.stack[-1]].holds or depth or len(self.stack) >= DEEPEST):
            del self.stack[same[-1] :]
        elif depth:
            deeper = [
                p
                for p, i in enumerate(self.stack)
                if self.nodes[i].signature[0] == "depth" and int(str(self.nodes[i].signature[1])) >= depth
            ]
            if deeper:
                del self.stack[deeper[0] :]
        elif same and len(self.stack) - 1 == same[-1] and not self.nodes[self.stack[-1]].holds and len(self.stack) >= 4:
            del self.stack[same[-1] :]
        while len(self.stack) >= DEEPEST:
            self.stack.pop()

    def _push(self, title: str, ref: str, source: SourceRef, signature: Signature, standing: Standing) -> None:
        parent, above, _ = self.here()
        key = self.keys.section(above, ref, title)
        self.nodes.append(_Node(parent, len(self.stack), title, source, ref, key, signature, standing))
        self.stack.append(len(self.nodes) - 1)

    def count(self, items: int) -> None:
        """So many items stand in the open section."""
        if not self.stack or not items:
            return
        node = self.nodes[self.stack[-1]]
        node.items += items
        if not node.holds:
            for index in self.stack:
                self.nodes[index].holds = True

    def total(self, sheet: Sheet, table: Table, line: Line) -> None:
        """A total row closes over the open section: it is the section's stated total when none is known yet."""
        if not self.stack or line.amount_at < 0:
            return
        node = self.nodes[self.stack[-1]]
        amount = decimal_of(sheet.view, line.row, line.amount_at)
        if amount is not None and node.total is None and (node.items or line.amount_only):
            node.total, node.total_source = amount, SourceRef(sheet.name, line.row + 1, line.amount_at + 1)

    def close(self) -> list[Section]:
        """All sections. Their positions are the `section` of the items."""
        return [
            Section(node.key, node.parent, node.level, node.title, node.source, node.ref, node.total, node.total_source)  # type: ignore[arg-type]
            for node in self.nodes
        ]


def _shape(ref: str) -> str:
    """What kind of number a reference is."""
    bare = ref.strip("().:[] ")
    if not bare:
        return ""
    if bare.isdigit():
        return "1"
    if bare.isalpha() and set(bare.upper()) <= set("IVX"):
        return "I"
    return "A" if bare.isalpha() and len(bare) == 1 else "x"
