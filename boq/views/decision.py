"""The decision page's values: the form a person sends, the sheets as they are drawn, the reading beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from boq.engine.chunks import COLUMNS, Looks
from boq.engine.model import Mapping, RowKind, column_letters
from boq.engine.receipt import ROW_LETTERS
from boq.engine.tables.told import TOLD_KINDS
from boq.views.drawing import looks_like_number
from boq.views.words import ROLES, ROW_WORDS, word

MAX_SHEETS = 500
MAX_ROW = 10_000_000
CELL = 160
HEADER = RowKind.HEADER.value
KINDS = {letter: RowKind(kind).value for kind, letter in ROW_LETTERS.items()}


class Twice(Exception):
    """One kind of column was given to two columns."""


@dataclass(frozen=True)
class Asked:
    """What the form says of one sheet. `columns` are (role, letters), `rows` what `boq.services.mapping.decide` takes."""

    use: bool
    header_row: int | None
    columns: list[tuple[str, str]]
    marks: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    sums: bool = False  # not used, but a summary of those that are


def asked_of(form: QueryDict) -> dict[str, Asked]:
    """The form by sheet name."""
    sheets: dict[str, Asked] = {}
    for number in range(MAX_SHEETS):
        name = form.get(f"sheet-{number}")
        if name is None:
            break
        width = form.get(f"width-{number}", "")
        letters = [column_letters(at) for at in range(1, min(int(width), COLUMNS) + 1 if _is_number(width) else 1)]
        header = _number(form.get(f"header-{number}", ""))
        rows = [*_runs(form.get(f"rows-{number}", "")), *_new_run(form, number)]
        header = next((run["first"] for run in reversed(rows) if run["kind"] == HEADER), header)
        sheets[name] = Asked(
            use=f"use-{number}" in form,
            header_row=header,
            columns=[(role, one) for one in letters if (role := form.get(f"role-{number}-{one}", ""))],
            marks={one: mark for one in letters if (mark := form.get(f"mark-{number}-{one}", ""))},
            rows=[run for run in rows if run["kind"] != HEADER],
            sums=f"sums-{number}" in form,
        )
    return sheets


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9


def _number(text: str) -> int | None:
    return int(text) if _is_number(text) and 0 < int(text) <= MAX_ROW else None


def _runs(text: str) -> list[dict[str, Any]]:
    """`12-14:note;20:item` as runs of rows; what is written otherwise is left out."""
    runs = []
    for part in text.split(";")[:5_000]:
        place, _colon, kind = part.partition(":")
        first, _dash, last = place.partition("-")
        start, end = _number(first.strip()), _number(last.strip() or first.strip())
        if start and end and kind:
            runs.append({"first": min(start, end), "last": max(start, end), "kind": kind.strip()})
    return runs


def _new_run(form: QueryDict, number: int) -> list[dict[str, Any]]:
    """The run that was typed into the line above the sheet and not yet added to the list: a page without scripts sends it so."""
    kind = form.get(f"run-kind-{number}", "")
    first = form.get(f"run-first-{number}", "")
    last = form.get(f"run-last-{number}", "") or first
    return _runs(f"{first}-{last}:{kind}") if kind and first else []


def runs_text(rows: list[dict[str, Any]]) -> str:
    """Runs as the form carries them."""
    return ";".join(f"{run['first']}-{run['last']}:{run['kind']}" for run in rows)


def said_of(asked: dict[str, Asked], receipt: dict[str, Any], base: Mapping | None) -> dict[str, Any]:
    """What differs from the reading as shown, as the service takes it; sheets that are as shown are left out. Raises Twice."""
    shown = {sheet["name"]: sheet for sheet in receipt.get("sheets", [])}
    told = base.sheets if base else {}
    said: dict[str, Any] = {}
    for name, sheet in asked.items():
        before, own = shown.get(name, {}), told.get(name)
        columns = _once(name, sheet)
        as_shown = {role: letters for role, letters in before.get("columns", {}).items() if letters}
        same_columns = columns == as_shown and sheet.header_row == before.get("header_row")
        kept = bool(own and own.columns) if same_columns else bool(columns)
        value = {
            "use": sheet.use,
            "header_row": sheet.header_row if kept else None,
            "columns": columns if kept and sheet.use else {},
            "marks": sheet.marks if sheet.use else {},
            "rows": sheet.rows if sheet.use else [],
            "summary": sheet.sums and not sheet.use,
        }
        same_rest = sheet.marks == (own.marks if own else {}) and sheet.rows == rows_of_word(own)
        same_use = (sheet.use, sheet.sums and not sheet.use) == (
            before.get("used", False),
            before.get("reason") == "summary",
        )
        otherwise = not same_use or (sheet.use and not (same_columns and same_rest))
        if otherwise or own is not None:
            said[name] = value
    changed = any(name not in told or sheet != _as_said(told[name]) for name, sheet in said.items())
    return said if changed else {}


def _as_said(own: Any) -> dict[str, Any]:
    return {
        "use": own.use,
        "header_row": own.header_row,
        "columns": dict(own.columns),
        "marks": dict(own.marks),
        "rows": rows_of_word(own),
        "summary": own.summary,
    }


def rows_of_word(own: Any) -> list[dict[str, Any]]:
    """The runs of a `SheetMapping` as the form has them."""
    return [{"first": run.first, "last": run.last, "kind": run.kind.value} for run in own.rows] if own else []


def _once(name: str, sheet: Asked) -> dict[str, str]:
    """One column for each kind."""
    roles = [role for role, _letters in sheet.columns]
    doubled = next((role for role in roles if roles.count(role) > 1), None)
    if sheet.use and doubled is not None:
        words = {"role": word(ROLES, doubled), "sheet": name}
        raise Twice(_("“%(role)s” is chosen for two columns of “%(sheet)s”. Keep one of them.") % words)
    return dict(sheet.columns)


@dataclass(frozen=True)
class Cell:
    """One drawn cell. `look` are its classes; `across` and `down` how far a merged cell reaches."""

    text: str
    look: str = ""
    number: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Row:
    """One drawn row with its number in the file and what it was read as."""

    number: int
    cells: list[Cell]
    kind: str = ""
    word: str = ""
    hidden: bool = False


def draw_rows(rows: list[list[str]], looks: Looks, first: int, kinds: str, width: int) -> list[Row]:
    """Rows from number `first` on, as a spreadsheet program shows them."""
    covered, spans = _spans(looks, len(rows), width)
    bold, struck, hidden = set(looks.bold), set(looks.struck), set(looks.hidden_rows)
    columns = set(looks.hidden_columns)
    drawn = []
    for at, texts in enumerate(rows):
        cells = []
        for column in range(width):
            if (at, column) in covered:
                continue
            text = texts[column] if column < len(texts) else ""
            place = at * COLUMNS + column
            look = [
                "b" if place in bold else "",
                "st" if place in struck else "",
                f"t-{looks.tints[place]}" if place in looks.tints else "",
                f"i{min(6, looks.indent[place])}" if place in looks.indent else "",
                "hid" if column in columns else "",
            ]
            down, across = spans.get((at, column), (1, 1))
            cells.append(Cell(text[:CELL], " ".join(filter(None, look)), looks_like_number(text), across, down))
        number = first + at
        letter = kinds[number - 1] if number <= len(kinds) else ""
        kind = KINDS.get(letter, "")
        drawn.append(Row(number, cells, kind, word(ROW_WORDS, kind) if kind else "", at in hidden))
    return drawn


def _spans(
    looks: Looks, height: int, width: int
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """Cells that lie under a merged one, and how far those reach: (rows, columns)."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in looks.merged:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        if top >= height or left >= width or (top, left) in covered:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        covered.discard((top, left))
    return covered, spans


def told_kinds() -> list[tuple[str, str]]:
    """What a row can be said to be, with words; the column headers first."""
    return [(kind, word(ROW_WORDS, kind)) for kind in (HEADER, *(kind.value for kind in TOLD_KINDS))]


def page_data(
    kinds: dict[str, str], columns: dict[str, dict[str, str]], facts: dict[str, str], numbers: dict[str, int]
) -> str:
    """What the page's script lays over the sheets, by their numbers: letters of the rows, role by column letters, a line of words."""
    return json.dumps(
        {
            "kinds": {numbers[name]: letters[:100_000] for name, letters in kinds.items() if name in numbers},
            "columns": {numbers[name]: found for name, found in columns.items() if name in numbers},
            "facts": {numbers[name]: words for name, words in facts.items() if name in numbers},
        }
    )
