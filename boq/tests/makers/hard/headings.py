"""Headings of made tables: one to three rows, merged, repeated, with column numbers, or none."""

from __future__ import annotations

from boq.tests.makers.hard.pen import Pen, Row

BIDDERS = ("Alpha Contracting", "Beta Builders")


def write_heading(pen: Pen) -> None:
    """The heading of the table as the style wants it."""
    style, place = pen.style, pen.place
    if style.has("no_heading"):
        return
    width = pen.width
    top: Row = [None] * width
    low: Row = [None] * width
    first = len(pen.rows)
    for name, column in place.items():
        base, _, part = name.partition(" ")
        words = {"level": "Level", "code": "Code", "remarks": "Remarks"}.get(base) or pen.heads.get(base)
        grouped = bool(part) or (base in ("rate", "amount") and (style.has("bidders") or style.has("merged_heading")))
        (low if grouped else top)[column] = words
    wide = _groups(pen)
    for column, (word, size) in wide.items():
        top[column] = word
        pen.merged.append((first, column, first, column + size - 1))
    pen.rows.append(top)
    if wide:
        pen.rows.append(low)
        if style.has("merged_heading"):
            pen.merged += [
                (first, column, first + 1, column)
                for column in range(pen.left, width)
                if low[column] is None and top[column]
            ]
    elif style.has("units_row") and style.priced:
        pen.rows.append(
            [
                pen.speech.currency if column in (place.get("rate"), place.get("amount")) else None
                for column in range(width)
            ]
        )
    if style.sections == "bold":
        pen.bold |= {(row, column) for row in range(first, len(pen.rows)) for column in range(width)}
    if style.has("number_row"):
        pen.rows.append([None] * pen.left + [float(n + 1) for n in range(width - pen.left)])


def _groups(pen: Pen) -> dict[int, tuple[str, int]]:
    """Column -> the wide label that begins there and the columns under it."""
    place, style = pen.place, pen.style

    def first(part: str) -> int:
        return min(place[f"rate{part}"], place[f"amount{part}"])

    if style.has("parts"):
        return {first(" material"): (pen.tongue.material, 2), first(" labour"): (pen.tongue.labour, 2)}
    if style.has("bidders"):
        return {first(""): (BIDDERS[0], 2), first(" second"): (BIDDERS[1], 2)}
    if style.has("merged_heading") and style.priced:
        return {first(""): (pen.speech.currency, 2)}
    return {}
