"""Random bills in random layouts, as grids, together with the truth about them.

Everything follows from the seed. A bill is made first (works, quantities, prices, sections), then laid out: language, column order,
titles, headings in one or two rows, repeated headings, references, totals, notes, blank rows, further sheets.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from boq.engine.grid import CellValue, Grid, Workbook
from boq.tests.makers.languages import TONGUES, Tongue

CENT = Decimal("0.01")
Row = list[CellValue]


@dataclass
class Work:
    """One item of the truth."""

    text: str
    unit: str
    quantity: Decimal | None
    rate: Decimal | None
    word: str = ""
    lump: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """Quantity × rate, to the cent; a lump sum as it is."""
        if self.quantity is None or self.rate is None:
            return self.lump
        return (self.quantity * self.rate).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Layout:
    """How the bill is set."""

    order: list[str]
    left: int
    titles: int
    two_rows: bool
    numbered: bool
    repeat: int
    refs: str
    subtotals: str
    total: str
    vat: bool
    blanks: float
    notes: bool
    continued: bool
    as_text: bool
    digits: str
    priced: bool
    parts: bool
    bold: bool
    twists: frozenset[str]


@dataclass
class Truth:
    """What reading must find."""

    items: int = 0
    sheets: dict[str, int] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    stated: Decimal | None = None
    descriptions: list[str] = field(default_factory=list)
    quantities: list[Decimal | None] = field(default_factory=list)


@dataclass
class Made:
    """A workbook, its truth and what it looks like (for messages of failing tests)."""

    workbook: Workbook
    truth: Truth
    layout: Layout
    tongue: Tongue


def make(seed: int) -> Made:
    """The random bill of a seed."""
    dice = random.Random(seed)
    tongue = dice.choice(TONGUES)
    layout = _layout(dice)
    truth = Truth()
    count = dice.choice((1, 1, 1, 2, 3))
    grids, sums = [], []
    for number in range(count):
        name = "BOQ" if count == 1 else f"Bill {number + 1}"
        sections = _sections(dice, tongue, layout)
        grid, worth, stated = _sheet(dice, tongue, layout, name, sections)
        works = [work for _, part in sections for work in part]
        truth.items += len(works)
        truth.sheets[name] = len(works)
        truth.total += worth
        truth.descriptions += [work.text for work in works]
        truth.quantities += [work.quantity for work in works]
        truth.stated = stated if count == 1 else None
        grids.append(grid)
        sums.append((name, stated if stated is not None else worth))
        if count == 1:
            grids += _companions(dice, tongue, layout, sections)
    if count > 1 and layout.priced:
        summary, total = _summary(dice, tongue, layout, sums)
        grids.insert(0 if dice.random() < 0.4 else len(grids), summary)
        truth.stated = total
    if dice.random() < 0.3:
        grids.insert(
            0, Grid("Cover", [[], ["Project: housing, block 7"], [], ["Client: the ministry"], ["Tender 12/2026"]])
        )
    return Made(Workbook("xlsx", grids), truth, layout, tongue)


def _layout(dice: random.Random) -> Layout:
    middle = ["unit", "quantity"] if dice.random() < 0.7 else ["quantity", "unit"]
    order = ["ref", "description", *middle, "rate", "amount"]
    if dice.random() < 0.1:
        order = ["ref", "unit", "description", "quantity", "rate", "amount"]
    refs = dice.choice(("dotted", "running", "restart", "letters", "none"))
    if refs == "none":
        order.remove("ref")
    priced = dice.random() < 0.75
    if dice.random() < 0.3:
        order.append("remarks")
    return Layout(
        order=order,
        left=dice.choice((0, 0, 0, 1, 3)),
        titles=dice.choice((0, 0, 1, 3, 7)),
        two_rows=dice.random() < 0.2,
        numbered=dice.random() < 0.15,
        repeat=dice.choice((0, 0, 0, 12)),
        refs=refs,
        subtotals=dice.choice(("none", "section", "section", "carried")),
        total=dice.choice(("grand", "grand", "plain", "none")),
        vat=dice.random() < 0.3,
        blanks=dice.choice((0.0, 0.0, 0.2, 0.9)),
        notes=dice.random() < 0.3,
        continued=dice.random() < 0.2,
        as_text=dice.random() < 0.25,
        digits=dice.choice(("latin", "latin", "native")),
        priced=priced,
        parts=priced and dice.random() < 0.15,
        bold=dice.random() < 0.5,
        twists=_twists(dice, priced, refs),
    )


TWISTS = (
    "children",
    "premium",
    "say",
    "codes",
    "amount_only",
    "rate_only",
    "included",
    "heading_total",
    "top_total",
    "zero",
    "preamble",
    "sign",
    "later",
    "parties",
    "measure",
    "copy",
    "old",
)
NEED_PRICES = frozenset(
    {"premium", "say", "amount_only", "included", "heading_total", "top_total", "later", "parties", "rate_only"}
)


def _twists(dice: random.Random, priced: bool, refs: str) -> frozenset[str]:
    """What makes a bill harder than it should be."""
    found = set(dice.sample(TWISTS, dice.choice((0, 0, 1, 2, 3))))
    found = found - NEED_PRICES if not priced else found - {"zero"}
    if refs != "running":
        found.discard("children")
    return frozenset(found)


def _sections(dice: random.Random, tongue: Tongue, layout: Layout) -> list[tuple[str, list[Work]]]:
    sections = []
    serial = 0
    for number in range(dice.randint(1, 5)):
        works = []
        for _ in range(dice.randint(2, 14)):
            serial += 1
            text = f"{dice.choice(tongue.works)} {dice.choice(tongue.things)} {dice.choice(('', 'type A', 'B25', '20 cm'))} {serial}".replace(
                "  ", " "
            )
            lump = dice.random() < 0.08
            quantity = Decimal(1) if lump else Decimal(dice.randint(1, 90000)) / 100
            rate: Decimal | None = Decimal(dice.randint(50, 500000)) / 100
            word = ""
            if not layout.priced or (dice.random() < 0.02 and not layout.parts):
                rate = None
            roll = dice.random()
            if "amount_only" in layout.twists and roll < 0.1:
                works.append(Work(text, tongue.lump, None, None, "", rate))
                continue
            if "rate_only" in layout.twists and roll < 0.1:
                works.append(Work(text, dice.choice(tongue.units), None, rate, "Rate only"))
                continue
            if "included" in layout.twists and roll < 0.1:
                works.append(Work(text, dice.choice(tongue.units), quantity, None, "Included"))
                continue
            works.append(Work(text, tongue.lump if lump else dice.choice(tongue.units), quantity, rate, word))
        sections.append((f"{tongue.section} {number + 1} {dice.choice(tongue.things)}", works))
    return sections


class _Pen:
    """Writes rows of one sheet."""

    def __init__(self, dice: random.Random, tongue: Tongue, layout: Layout) -> None:
        self.dice, self.tongue, self.layout = dice, tongue, layout
        names = list(layout.order)
        if layout.parts:
            at = names.index("rate")
            names[at : at + 1] = ["rate material", "amount material", "rate labour", "amount labour"]
        if "codes" in layout.twists:
            names.insert(names.index("description"), "code")
        if "parties" in layout.twists and not layout.parts:
            at = names.index("amount") + 1
            names[at:at] = ["rate second", "amount second"]
        elif "later" in layout.twists and not layout.parts:
            names += ["quantity later", "amount later"]
        self.place = {name: layout.left + index for index, name in enumerate(names)}
        self.width = layout.left + len(names)
        self.rows: list[Row] = []
        self.bold: set[tuple[int, int]] = set()
        self.formulas: dict[tuple[int, int], str] = {}

    def row(self, **cells: CellValue) -> int:
        """Append a row; keyword names are columns, with `_` for a space."""
        row: Row = [None] * self.width
        for name, value in cells.items():
            place = self.place.get(name.replace("_", " "))
            if place is not None:
                row[place] = value
        self.rows.append(row)
        return len(self.rows) - 1

    def blank(self) -> None:
        """Perhaps an empty row."""
        if self.dice.random() < self.layout.blanks:
            self.rows.append([])

    def number(self, value: Decimal | None) -> CellValue:
        """A figure as the layout writes it."""
        if value is None or not self.layout.as_text:
            return None if value is None else float(value)
        text = f"{value:,.2f}"
        text = text.replace(",", "\0").replace(".", self.tongue.mark).replace("\0", self.tongue.group)
        if self.layout.digits == "native" and self.tongue.code == "ar":
            text = text.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)} | {ord("."): "٫", ord(","): "٬"})
        return text

    def heading(self) -> None:
        """The heading rows."""
        heads = {name: self.dice.choice(words) for name, words in self.tongue.heads.items()}
        self.heads = getattr(self, "heads", heads)
        top: Row = [None] * self.width
        low: Row = [None] * self.width
        for name, place in self.place.items():
            base, _, part = name.partition(" ")
            if part == "second":
                top[place] = "Bidder B" if base == "rate" else None
                low[place] = self.heads[base]
            elif part == "later":
                top[place] = "This Bill" if base == "quantity" else None
                low[place] = self.heads[base]
            elif name == "code":
                top[place] = "Code"
            elif part:
                top[place] = (
                    (self.tongue.material if part == "material" else self.tongue.labour) if base == "rate" else None
                )
                low[place] = self.heads[base]
            elif name == "remarks":
                top[place] = "Remarks"
            else:
                top[place] = self.heads[name]
        wide = self.layout.parts or any(" " in name for name in self.place)
        two = self.layout.two_rows or wide
        if two and not wide:
            for name in ("rate", "amount"):
                low[self.place[name]] = {"ru": "руб.", "th": "บาท"}.get(self.tongue.code, "USD")
        self.rows.append(top)
        if two:
            self.rows.append(low)
        if self.layout.numbered:
            self.rows.append([None] * self.layout.left + [float(n + 1) for n in range(self.width - self.layout.left)])

    def item(self, ref: str, work: Work) -> None:
        """One item, its description perhaps over two rows."""
        text, rest = work.text, ""
        words = text.split(" ")
        if self.layout.continued and len(words) > 4:
            text, rest = " ".join(words[:3]), " ".join(words[3:])
        cells: dict[str, CellValue] = {
            "ref": ref,
            "description": text,
            "unit": work.unit,
            "quantity": self.number(work.quantity),
        }
        if self.layout.priced:
            amount = work.amount
            if self.layout.parts and work.rate is not None and work.quantity is not None and amount is not None:
                share = (work.rate * Decimal("0.6")).quantize(CENT)
                part = (work.quantity * share).quantize(CENT, ROUND_HALF_UP)
                cells |= {"rate material": self.number(share), "amount material": self.number(part)}
                cells |= {"rate labour": self.number(work.rate - share), "amount labour": self.number(amount - part)}
            cells |= {"rate": self.number(work.rate), "amount": self.number(amount)}
            if amount is not None and work.rate is not None and work.quantity is not None:
                other = (work.rate * Decimal("1.1")).quantize(CENT)
                cells |= {
                    "rate second": self.number(other),
                    "amount second": self.number((other * work.quantity).quantize(CENT, ROUND_HALF_UP)),
                }
                done = (work.quantity / 3).quantize(CENT)
                cells |= {
                    "quantity later": self.number(done),
                    "amount later": self.number((done * work.rate).quantize(CENT, ROUND_HALF_UP)),
                }
            if work.word == "Rate only":
                cells["amount"] = work.word
            elif work.word:
                cells["rate"] = cells["amount"] = work.word
        elif "zero" in self.layout.twists:
            cells |= {"rate": 0.0, "amount": 0.0}
        if "code" in self.place:
            cells["code"] = float(self.dice.randint(100, 9999))
        row = self.row(**{name.replace(" ", "_"): value for name, value in cells.items()})
        if rest:
            self.row(description=rest.lower() if rest[:1].isascii() else "- " + rest)
        del row

    def total(self, label: str, value: Decimal | None, column: str = "description") -> None:
        """A total row."""
        self.row(**{column: label, "amount": self.number(value)})


def _sheet(
    dice: random.Random, tongue: Tongue, layout: Layout, name: str, sections: list[tuple[str, list[Work]]]
) -> tuple[Grid, Decimal, Decimal | None]:
    pen = _Pen(dice, tongue, layout)
    for line in range(layout.titles):
        pen.rows.append(
            [None] * layout.left
            + [dice.choice(("Project: school extension", "Client: city council", f"Contract {line}", "Bill of works"))]
        )
        if dice.random() < 0.3:
            pen.rows.append([])
    pen.heading()
    worth, serial, written = Decimal(0), 0, 0
    label_at = "description" if "ref" not in pen.place or dice.random() < 0.7 else "ref"
    for number, (title, works) in enumerate(sections, start=1):
        pen.blank()
        if layout.subtotals == "carried" and number > 1 and layout.priced:
            pen.total(tongue.brought, worth)
        on_top = "heading_total" in layout.twists and layout.subtotals == "none"
        head = pen.row(
            ref=str(number) if layout.refs == "dotted" else None,
            description=title,
            amount=pen.number(_worth(works)) if on_top else None,
        )
        if "preamble" in layout.twists:
            pen.row(description=PREAMBLE)
        if layout.bold:
            pen.bold.add((head, pen.place["description"]))
        part, parent = Decimal(0), -9
        for place, work in enumerate(works, start=1):
            serial += 1
            ref = {
                "dotted": f"{number}.{place}",
                "running": str(serial),
                "restart": str(place),
                "letters": chr(64 + place),
                "none": "",
            }[layout.refs]
            if "children" in layout.twists and place % 3 == 1 and place < len(works) - 1:
                pen.row(
                    ref=ref,
                    description=f"{tongue.works[0]} {tongue.things[0]}, as specified, in all sizes and at all levels:",
                )
                parent = place
            pen.item("" if "children" in layout.twists and place - parent < 3 else ref, work)
            part += work.amount or Decimal(0)
            pen.blank()
            written += 1
            if layout.repeat and written % layout.repeat == 0:
                pen.heading()
        worth += part
        if layout.notes and dice.random() < 0.5:
            pen.row(description=tongue.note)
        if layout.subtotals == "section" and (layout.priced or dice.random() < 0.3):
            pen.total(tongue.subtotal, part if layout.priced else None, label_at)
        elif layout.subtotals == "carried" and number < len(sections) and layout.priced:
            pen.total(tongue.carried, worth)
    stated = _close(pen, worth, label_at, alone=len(sections) == 1)
    if "top_total" in layout.twists and "amount" in pen.place and layout.titles:
        first = pen.rows[0]
        first.extend([None] * (pen.place["amount"] + 1 - len(first)))
        first[pen.place["amount"]] = float(worth)
        stated = worth if stated is None else stated
    if "sign" in layout.twists:
        pen.rows += [
            [],
            [None] * pen.place["description"] + ["Prepared by: chief estimator"],
            [None] * pen.place["description"] + ["Page 1 of 3"],
        ]
    grid = Grid(name, pen.rows, bold=frozenset(pen.bold), merged=_merges(pen))
    return grid, worth, stated


PREAMBLE = "All works under this heading include materials, labour, plant, waste, testing and making good. " * 3


def _worth(works: list[Work]) -> Decimal:
    return sum((work.amount or Decimal(0) for work in works), Decimal(0))


def _merges(pen: _Pen) -> tuple[tuple[int, int, int, int], ...]:
    wide = {pen.tongue.material, "Bidder B", "This Bill"}
    tops = [row for row, cells in enumerate(pen.rows) if any(isinstance(cell, str) and cell in wide for cell in cells)]
    starts = [
        place
        for name, place in pen.place.items()
        if name in ("rate material", "rate labour", "rate second", "quantity later")
    ]
    return tuple((row, column, row, column + 1) for row in tops for column in starts)


def _close(pen: _Pen, worth: Decimal, label_at: str, alone: bool) -> Decimal | None:
    layout, tongue = pen.layout, pen.tongue
    if layout.total == "none" or not layout.priced:
        closed = layout.subtotals == "section" or (layout.subtotals == "none" and "heading_total" in layout.twists)
        return worth if alone and layout.priced and closed else None
    pen.blank()
    pen.total(tongue.grand if layout.total == "grand" else tongue.subtotal, worth, label_at)
    last = worth
    if "premium" in layout.twists:
        extra = (worth * Decimal("0.05")).quantize(CENT, ROUND_HALF_UP)
        pen.total("Add tender premium @ 5% above", extra)
        last = worth + extra
        pen.total("Grand Total", last)
    if "say" in layout.twists:
        pen.total("Say Rs. in lacs", (last / 100000).quantize(CENT))
    if not layout.vat or {"premium", "say"} & layout.twists:
        return last
    percent = int("".join(ch for ch in tongue.vat if ch.isdigit()))
    tax = (worth * percent / 100).quantize(CENT, ROUND_HALF_UP)
    pen.total(tongue.vat, tax, label_at)
    pen.total(tongue.with_vat, worth + tax, label_at)
    return worth + tax


def _companions(
    dice: random.Random, tongue: Tongue, layout: Layout, sections: list[tuple[str, list[Work]]]
) -> list[Grid]:
    """Sheets that look like the bill and are not."""
    found = []
    if "measure" in layout.twists:
        rows: list[Row] = [
            ["Measurement sheet"],
            ["S.No.", "Particulars", "Nos", "Length", "Breadth", "Height", "Quantity"],
        ]
        for number, work in enumerate((work for _, works in sections for work in works), start=1):
            rows.append([float(number), work.text])
            rows += [[None, f"Block {side}", 2.0, 4.5, 1.2, 0.3, 3.24] for side in "AB"]
        found.append(Grid("MES", rows))
    for twist, name in (("copy", "Compliance"), ("old", "BOQ old")):
        if twist in layout.twists:
            again = [
                (title, [Work(w.text, w.unit, w.quantity if twist == "copy" else Decimal(7), None) for w in works])
                for title, works in sections
            ]
            plain = Layout(**{**vars(layout), "priced": False, "twists": frozenset(), "parts": False})
            grid, _, _ = _sheet(dice, tongue, plain, name, again)
            grid.hidden = twist == "old"
            found.append(grid)
    return found


def _summary(
    dice: random.Random, tongue: Tongue, layout: Layout, sums: list[tuple[str, Decimal]]
) -> tuple[Grid, Decimal]:
    rows: list[Row] = [[tongue.summary], []]
    if dice.random() < 0.7:
        rows.append(["", tongue.heads["description"][0], tongue.heads["amount"][0]])
    rows += [[float(n), name, float(worth)] for n, (name, worth) in enumerate(sums, start=1)]
    total = sum((worth for _, worth in sums), Decimal(0))
    rows.append([None, tongue.grand, float(total)])
    return Grid(tongue.summary, rows), total
