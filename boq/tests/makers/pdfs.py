"""PDF bills in many layouts, written by typst, to be read back exactly."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

import typst

WORDS = (
    "excavate", "concrete", "foundation", "grade", "reinforcement", "formwork", "trench", "backfill", "compacted", "layers",
    "blockwork", "plaster", "paint", "ceiling", "waterproofing", "membrane", "cable", "conduit", "luminaire", "ductwork",
)  # fmt: skip
UNITS = ("m2", "m3", "m", "nr", "kg")
ARABIC = (
    "توريد",
    "وتركيب",
    "أعمال",
    "الحفر",
    "الخرسانة",
    "المسلحة",
    "للأساسات",
    "بلاط",
    "دهان",
    "الجدران",
    "مواسير",
    "حديد",
    "التسليح",
)
ARABIC_UNITS = ("م2", "م3", "م.ط", "عدد", "كجم")


@dataclass(frozen=True)
class Work:
    """One line of a bill: an item, or a heading where there is no unit."""

    ref: str
    text: str
    unit: str = ""
    quantity: Decimal | None = None
    rate: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Quantity × rate to the cent."""
        assert self.quantity is not None
        assert self.rate is not None
        return (self.quantity * self.rate).quantize(Decimal("0.01"))


def bill(
    count: int, seed: int = 1, words: tuple[str, ...] = WORDS, units: tuple[str, ...] = UNITS, longest: int = 14
) -> list[Work]:
    """Headings and `count` items with texts of up to `longest` words."""
    rng = random.Random(seed)
    works: list[Work] = []
    section = 0
    for number in range(count):
        if number % 8 == 0:
            section += 1
            works.append(Work(str(section), " ".join(rng.sample(words, 3)).capitalize()))
        text = " ".join(rng.choice(words) for _ in range(rng.randint(3, longest))).capitalize()
        quantity, rate = Decimal(rng.randint(1, 900)), Decimal(rng.randint(100, 90000)) / 100
        works.append(Work(f"{section}.{number % 8 + 1}", text, rng.choice(units), quantity, rate))
    return works


def total(works: list[Work]) -> Decimal:
    """The sum of all items."""
    return sum((work.amount for work in works if work.unit), Decimal(0))


def money(value: Decimal | None, comma: bool = False) -> str:
    """`1,234.50`, or `1.234,50`."""
    if value is None:
        return ""
    text = f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if comma else text


def pdf(source: str) -> bytes:
    """The typst source as a PDF."""
    return bytes(typst.compile(source.encode()))


def cell(text: str, more: str = "") -> str:
    """A cell with literal text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'table.cell({more})[#"{quoted}"]' if more else f'[#"{quoted}"]'


HEADS = ("Item", "Description", "Unit", "Quantity", "Rate", "Amount")
ARABIC_HEADS = ("م", "البند", "الوحدة", "الكمية", "سعر الوحدة", "الإجمالي")
WIDTHS = "(12mm, 1fr, 14mm, 20mm, 24mm, 28mm)"
BOTH = "0.5pt"
ONLY_DOWN = "(x, y) => (left: 0.5pt, right: 0.5pt, top: if y <= 1 { 0.5pt }, bottom: if y == 0 { 0.5pt })"
ONLY_ACROSS = "(top: 0.5pt, bottom: 0.5pt)"


def table(
    works: list[Work],
    *,
    stroke: str = BOTH,
    heads: tuple[str, ...] = HEADS,
    repeat: bool = True,
    middle: bool = False,
    words: str = "Total",
    setup: str = "",
    inset: str = "3pt",
    comma: bool = False,
    headed: bool = True,
) -> bytes:
    """One table over as many pages as it takes, with its total at the end."""
    across = "horizon" if middle else "top"
    if middle:
        setup += "\n#set table.cell(breakable: false)"
    cells = []
    if headed:
        cells.append(f"table.header(repeat: {str(repeat).lower()}, {', '.join(cell(head) for head in heads)})")
    for work in works:
        figures = (
            (work.unit, plain(work.quantity, comma), money(work.rate, comma), money(work.amount, comma))
            if work.unit
            else ("",) * 4
        )
        cells.append(", ".join(cell(text) for text in (work.ref, work.text, *figures)))
    cells.append(", ".join(cell(text) for text in ("", words, "", "", "", money(total(works), comma))))
    return pdf(
        f'#set page(paper: "a4", margin: 18mm)\n#set text(size: 9pt)\n{setup}\n'
        f"#table(columns: {WIDTHS}, stroke: {stroke}, inset: {inset},\n"
        f"  align: (x, y) => (if x < 3 {{ start }} else {{ end }}) + {across},\n  " + ",\n  ".join(cells) + ")\n"
    )


def plain(value: Decimal | None, comma: bool = False) -> str:
    """A quantity as it is usually written."""
    text = f"{value:,}" if value is not None else ""
    return text.translate(str.maketrans(",.", ".,")) if comma else text


def below(works: list[Work]) -> bytes:
    """Long texts with their figures on a line of their own underneath, as price lists of German programs print them."""
    parts = []
    for work in works:
        lines = [f'[*#"{work.ref}"*], [#"{work.text}"], [], [], [], []']
        if work.unit:
            figures = (plain(work.quantity, True), work.unit, money(work.rate, True), money(work.amount, True))
            lines.append("[], [], " + ", ".join(f'[#"{text}"]' for text in figures))
        parts.append(
            "#block(breakable: false, grid(columns: (22mm, 70mm, 18mm, 12mm, 1fr, 1fr), row-gutter: 4pt, "
            "align: (start, start, end, start, end, end), " + ", ".join(lines) + "))"
        )
    head = ", ".join(
        f"[*{head}*]" for head in ("OZ", "Leistungsbeschreibung", "Menge", "ME", "Einheitspreis", "Gesamtbetrag")
    )
    closing = f"#grid(columns: (1fr, 40mm), align: (end, end), [Gesamtsumme], [{money(total(works), True)}])"
    return pdf(
        '#set page(paper: "a4", margin: (x: 18mm, top: 35mm, bottom: 20mm), header: [Leistungsverzeichnis Neubau #v(2mm)'
        "#grid(columns: (22mm, 70mm, 18mm, 12mm, 1fr, 1fr), align: (start, start, end, start, end, end), " + head + ")"
        " #line(length: 100%, stroke: 0.4pt)], footer: context [Druckdatum: 12.01.2024 #h(1fr) Seite #counter(page).display() von 9])\n"
        "#set text(size: 9pt)\n#set par(leading: 4pt)\n#set block(spacing: 12pt)\n"
        + "\n".join(parts)
        + "\n"
        + closing
        + "\n"
    )


def sideways(works: list[Work], rows: int = 24) -> bytes:
    """A sheet too wide for its paper: first all pages of the left columns, then those of the middle, then those of the right."""
    lines = [("Item", "Description", "Unit", "Quantity", "Rate", "Amount")]
    for work in works:
        figures = (work.unit, plain(work.quantity), money(work.rate), money(work.amount)) if work.unit else ("",) * 4
        lines.append((work.ref, work.text, *figures))
    lines.append(("", "Total", "", "", "", money(total(works))))
    pages = []
    for first, last, widths in ((0, 2, "(20mm, 140mm)"), (2, 5, "(30mm, 40mm, 40mm)"), (5, 6, "(50mm,)")):
        for start in range(0, len(lines), rows):
            part = lines[start : start + rows]
            cells = ", ".join(cell(text) for line in part for text in line[first:last])
            pages.append(f"#table(columns: {widths}, rows: 9mm, stroke: 0.5pt, {cells})")
    return pdf('#set page(paper: "a4", margin: 15mm)\n#set text(size: 8pt)\n' + "\n#pagebreak()\n".join(pages) + "\n")


def bidders(works: list[Work], names: tuple[str, ...]) -> bytes:
    """Several bidders beside one another under a heading of two lines, each dearer than the one before."""
    items = [work for work in works if work.unit]
    over = ", ".join(cell(name, "colspan: 2") for name in names)
    heads = "table.cell(colspan: 4)[], " + over + ", " + ", ".join(cell(h) for h in HEADS[:4])
    heads += ", " + ", ".join(cell(h) for _ in names for h in ("Unit Price", "Total Price"))
    cells = []
    for work in items:
        line = [work.ref, work.text, work.unit, plain(work.quantity)]
        for place in range(len(names)):
            rate = (work.rate or Decimal(0)) + place
            line += [money(rate), money((work.quantity or Decimal(0)) * rate)]
        cells.append(", ".join(cell(text) for text in line))
    last = ["", "Total", "", ""]
    for place in range(len(names)):
        last += ["", money(sum((w.quantity or 0) * ((w.rate or 0) + place) for w in items))]  # type: ignore[arg-type]
    cells.append(", ".join(cell(text) for text in last))
    widths = "(12mm, 1fr, 12mm, 18mm" + ", 22mm, 28mm" * len(names) + ")"
    return pdf(
        '#set page(paper: "a4", flipped: true, margin: 12mm)\n#set text(size: 7pt)\n'
        f"#table(columns: {widths}, stroke: 0.5pt, inset: 3pt, align: (x, y) => if x < 3 {{ start }} else {{ end }}, {heads}, "
        + ", ".join(cells)
        + ")\n"
    )
