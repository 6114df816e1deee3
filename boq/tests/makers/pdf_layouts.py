"""Further layouts of PDF bills, each from a family of printing programs: watermarks, measurements, turned and staggered headings."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.makers.pdfs import HEADS, WIDTHS, Work, cell, money, pdf, plain, total

SIDES = "(x, y) => if x < 3 { left + top } else { right + top }"


def page(body: str, setup: str = "", paper: str = '"a4", margin: 15mm', size: str = "8.5pt") -> bytes:
    """A document of our own with its settings."""
    return pdf(f'#set page(paper: {paper})\n#set text(size: {size}, font: "Liberation Sans")\n{setup}\n{body}\n')


def line(work: Work, headed: bool = True) -> str:
    """The six cells of a work; a heading keeps its number only where it is `headed`."""
    if not work.unit:
        return ", ".join(cell(text) for text in (work.ref if headed else "", work.text, "", "", "", ""))
    figures = (work.unit, plain(work.quantity), money(work.rate), money(work.amount))
    return ", ".join(cell(text) for text in (work.ref, work.text, *figures))


def rows(
    cells: list[str],
    heads: str = "",
    stroke: str = "none",
    align: str = SIDES,
    columns: str = WIDTHS,
    inset: str = "4pt",
    header: str = "",
) -> str:
    """A table of rows under the usual heading."""
    head = heads or ", ".join(cell(text) for text in HEADS)
    header = header or f"table.header({head})"
    return (
        f"#table(columns: {columns}, stroke: {stroke}, inset: {inset}, align: {align}, {header},\n"
        + ",\n".join(cells)
        + ")\n"
    )


def closing(works: list[Work]) -> str:
    """The row of the total."""
    return f"[], [Total], [], [], [], {cell(money(total(works)))}"


def plain_table(works: list[Work], *, setup: str = "", headed: bool = True, inset: str = "4pt") -> bytes:
    """No lines; headings with or without a number."""
    return page(rows([*(line(work, headed) for work in works), closing(works)], inset=inset), setup)


def pounds_and_pence(works: list[Work], every: int = 12) -> bytes:
    """Columns ruled from top to bottom, lettered items on every page, headings in capitals, amounts in two columns."""
    pages: list[str] = []
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    heads = "[], [], [Quantity], [Unit], [Rate], [£], [p]"
    upright = "(x, y) => (left: 0.5pt, right: 0.5pt, top: if y == 0 { 0.5pt }, bottom: if y == 0 { 0.5pt })"
    sides = "(x, y) => if x in (0, 1, 3) { left + top } else { right + top }"
    for start in range(0, len(works), every):
        cells = []
        for place, work in enumerate(works[start : start + every]):
            if work.unit:
                coins = f"{work.amount:,.2f}".split(".")
                words = (letters[place], work.text, plain(work.quantity), work.unit, money(work.rate), *coins)
                cells.append(", ".join(cell(text) for text in words))
            else:
                cells.append(f"[], [#underline[{work.text.upper()}]], [], [], [], [], []")
        sums = f"{total(works[start : start + every]):,.2f}".split(".")
        cells.append(f"[], [To Collection], [], [], [], {cell(sums[0])}, {cell(sums[1])}")
        pages.append(
            rows(
                cells,
                stroke=upright,
                align=sides,
                columns="(9mm, 1fr, 18mm, 12mm, 22mm, 20mm, 9mm)",
                header=f"table.header({heads})",
            )
        )
    return page("\n#pagebreak()\n".join(pages))


SPANISH = ("CÓDIGO", "RESUMEN", "UDS", "LONGITUD", "ANCHURA", "ALTURA", "PARCIALES", "CANTIDAD", "PRECIO", "IMPORTE")


def measured(works: list[Work], details: str) -> bytes:
    """Works as Spanish programs print them: code, unit and words, then text, measurements, and the figures on a line of their own."""
    grid = "grid(columns: (22mm, 1fr, 12mm, 15mm, 15mm, 14mm, 19mm, 20mm, 20mm, 26mm), row-gutter: 4pt, column-gutter: 1mm, "
    grid += "align: (x, y) => if x < 2 { left } else { right }, "
    parts = []
    for work in works:
        if not work.unit:
            parts.append(f"*CAPÍTULO {work.ref} {work.text.upper()}*")
            continue
        assert work.quantity is not None
        half = work.quantity // 2
        cells = [cell(work.ref), f"grid.cell(colspan: 9)[{work.unit} #h(3mm) *{work.text}*]"]
        cells += ["[]", f"grid.cell(colspan: 9)[{details}]"]
        for place, measure in (("Planta baja", half), ("Planta alta", work.quantity - half)):
            cells += ["[]", f"[{place}]", "[1]", f"[{measure},00]", "[], []", f"[{measure},00]", "[], [], []"]
        cells += [
            "[], " * 6 + "[]",
            f"[{work.quantity},00]",
            cell(money(work.rate, True)),
            cell(money(work.amount, True)),
        ]
        parts.append(f"#block(breakable: false, {grid}{', '.join(cells)}))")
    parts.append(
        f"#grid(columns: (1fr, 40mm), align: (right, right), [TOTAL PRESUPUESTO], {cell(money(total(works), True))})"
    )
    head = grid + ", ".join(f"[*{word}*]" for word in SPANISH) + ")"
    paper = (
        '"a4", flipped: true, margin: (x: 12mm, top: 32mm, bottom: 15mm), '
        f"header: [PRESUPUESTO Y MEDICIONES #v(2mm) #{head} #line(length: 100%, stroke: 0.4pt)]"
    )
    return page("\n\n".join(parts), "#set par(leading: 4pt)\n#set block(spacing: 10pt)", paper, "7.5pt")


def parts_side_by_side(works: list[Work]) -> bytes:
    """Material and labour beside one another, each heading centred over its two columns, no lines. Labour costs 1.50 a unit."""
    cells = []
    whole = Decimal(0)
    for work in works:
        if not work.unit:
            cells.append(", ".join(cell(text) for text in (work.ref, work.text, *[""] * 7)))
            continue
        assert work.quantity is not None
        labour = work.quantity * Decimal("1.50")
        whole += work.amount + labour
        figures = (money(work.rate), money(work.amount), "1.50", money(labour), money(work.amount + labour))
        cells.append(", ".join(cell(text) for text in (work.ref, work.text, work.unit, plain(work.quantity), *figures)))
    cells.append("[], [Total], " + "[], " * 6 + cell(money(whole)))
    tall = ", ".join(f"table.cell(rowspan: 2)[{word}]" for word in ("No.", "Description", "Unit", "Qty"))
    heads = f"{tall}, table.cell(colspan: 2)[Material], table.cell(colspan: 2)[Labour], table.cell(rowspan: 2)[Total amount]"
    heads += ", [Unit rate], [Amount], [Unit rate], [Amount]"
    sides = "(x, y) => if y < 2 { center + horizon } else if x < 3 { left + top } else { right + top }"
    columns = "(12mm, 1fr, 14mm, 18mm, 22mm, 26mm, 22mm, 26mm, 28mm)"
    body = rows(cells, align=sides, columns=columns, header=f"table.header({heads})")
    return page(body, paper='"a4", flipped: true, margin: 12mm', size="8pt")


def headed_by(works: list[Work], heads: str, stroke: str = "none") -> bytes:
    """Any heading, each cell in the middle of its height."""
    sides = "(x, y) => if y == 0 { center + horizon } else if x < 3 { left + top } else { right + top }"
    return page(rows([*(line(work) for work in works), closing(works)], heads, stroke, sides))


def lettered(works: list[Work], stroke: str = "none") -> bytes:
    """A numbered text over `a) ...`, `b) ...`, which have the figures and no number of their own."""
    cells = []
    place = 0
    for work in works:
        if not work.unit:
            place = 0
            cells.append(
                ", ".join(cell(text) for text in (work.ref, f"{work.text} in all shapes and sizes:", "", "", "", ""))
            )
            continue
        figures = ", ".join(
            cell(text) for text in (work.unit, plain(work.quantity), money(work.rate), money(work.amount))
        )
        cells.append(f"[], [#h(5mm){chr(97 + place)}) {work.text}], {figures}")
        place += 1
    return page(rows([*cells, closing(works)], stroke=stroke))


def of_two_widths(works: list[Work]) -> bytes:
    """The first pages upright, the last ones across: the columns stand elsewhere."""
    half = len(works) // 2
    first = rows([line(work) for work in works[:half]])
    second = rows([*(line(work) for work in works[half:]), closing(works)])
    return page(f'{first}\n#set page(paper: "a4", flipped: true, margin: 15mm)\n{second}')


def led_by_dots(works: list[Work]) -> bytes:
    """Every text followed by dots up to the next column."""
    cells = []
    for work in works:
        if not work.unit:
            cells.append(line(work))
            continue
        figures = (work.unit, plain(work.quantity), money(work.rate), money(work.amount))
        dotted = f"[{work.text} #box(width: 1fr, repeat[.])]"
        cells.append(f"{cell(work.ref)}, {dotted}, " + ", ".join(cell(text) for text in figures))
    return page(rows([*cells, closing(works)]))


def letter_by_letter(works: list[Work]) -> bytes:
    """Every letter placed by itself, as some printer drivers write."""
    width = 1.69  # millimetres of a letter of 8 points
    lefts, rights = (15, 30, 112, 0, 0, 0), (0, 0, 0, 140, 168, 195)
    placed = []
    lines = [
        HEADS,
        *((w.ref, w.text, w.unit, plain(w.quantity), money(w.rate), money(w.amount) if w.unit else "") for w in works),
    ]
    for number, texts in enumerate([*lines, ("", "Total", "", "", "", money(total(works)))]):
        for left, right, text in zip(lefts, rights, texts, strict=True):
            start = right - len(text) * width if right else left
            placed += [
                f'#place(top + left, dx: {start + width * n:.3f}mm, dy: {20 + 6.5 * number}mm)[#"{ch}"]'
                for n, ch in enumerate(text)
                if ch != " "
            ]
    return pdf(
        '#set page(paper: "a4", margin: 0mm)\n#set text(size: 8pt, font: "Liberation Mono")\n' + "\n".join(placed)
    )
