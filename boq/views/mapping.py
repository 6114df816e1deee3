"""A person's decision on a file that Mizan is unsure about, over a drawing of the file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, require
from accounts.errors import Conflict, Invalid, NotFound
from accounts.views import member_page
from boq.engine.chunks import COLUMNS
from boq.engine.errors import EngineError
from boq.engine.model import Mapping, column_letters
from boq.engine.tables.told import TOLD_KINDS
from boq.models import Boq, Layout, Upload
from boq.models.messages import message
from boq.services import mapping
from boq.services.trials import Trial
from boq.views import decision
from boq.views.balance import Balance, balance_of
from boq.views.decision import Asked, Twice
from boq.views.words import ROLES, ROW_WORDS, SHEET_REASONS, word
from config.errors import error_message

DRAWN_SHEETS = 3  # sheets drawn at once; the others when they are opened
AROUND = 12  # rows drawn before the one that a question is about
LATER_ROWS = 100
_PLACE = re.compile(r"^([A-Z]{0,3})(\d{0,8})$")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def decide(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show the file with Mizan's reading of it; POST tries a person's word ("try"), or sends the file on with it or as shown ("accept")."""
    upload = Upload.objects.get_visible(request.actor, pk=upload_id)
    require(request.actor, Action.UPLOAD, upload)
    asked: dict[str, Asked] = {}
    problem, trial = "", None
    if request.method == "POST":
        try:
            asked = {} if "accept" in request.POST else decision.asked_of(request.POST)
            said = _said(request, upload, asked)
            if "try" in request.POST:
                trial = mapping.attempt(by=request.actor, upload=upload, sheets=said)
            else:
                keep, name = "keep" in request.POST, request.POST.get("layout-name", "")[:200]
                job = mapping.decide(
                    by=request.actor, upload=upload, accept=not said, sheets=said, keep=keep, name=name
                )
                return redirect("boq:job", job.pk)
        except (Invalid, Conflict, EngineError) as error:
            problem = error_message(error.code, error.facts)
        except Twice as error:
            problem = str(error)
    return _page(request, upload, asked, problem, trial)


def _said(request: HttpRequest, upload: Upload, asked: dict[str, Asked]) -> dict[str, Any]:
    """What the form says otherwise than the reading as shown."""
    if not asked:
        return {}
    seen = mapping.shown(by=request.actor, upload=upload)
    return decision.said_of(asked, seen.receipt, seen.mapping)


def _page(
    request: HttpRequest, upload: Upload, asked: dict[str, Asked], problem: str, trial: Trial | None
) -> HttpResponse:
    seen = mapping.shown(by=request.actor, upload=upload)
    if trial is not None:
        seen = replace(seen, row_kinds=trial.row_kinds)
    at = _place(request)
    names = list(mapping.lengths(upload).items())
    sheets = [_sheet(request, upload, number, name, rows, seen, asked, at) for number, (name, rows) in enumerate(names)]
    layout = Layout.objects.visible_to(request.actor).filter(pk=seen.layout).first() if seen.layout else None
    context = {
        "upload": upload,
        "project": upload.project,
        "waiting": seen.waiting,
        "boq": seen.boq,
        "layout": layout,
        "sheets": sheets,
        "roles": [(str(role), word(ROLES, role)) for role in ROLES],
        "kinds": decision.told_kinds(),
        "row_words": json.dumps({letter: [kind, word(ROW_WORDS, kind)] for letter, kind in decision.KINDS.items()}),
        "legend": [(kind.value, word(ROW_WORDS, kind)) for kind in TOLD_KINDS],
        "problem": problem,
        "layout_name": request.POST.get("layout-name") or (layout.name if layout else upload.name.rpartition(".")[0]),
        "keep": "keep" in request.POST if request.method == "POST" else True,
        **_reading(seen, trial, [name for name, _rows in names]),
    }
    return render(request, "boq/mapping.html", context, status=400 if problem else 200)


def _place(request: HttpRequest) -> tuple[int, int]:
    """(sheet, row) that the address asks for, (-1, 0) for none."""
    sheet, row = request.GET.get("sheet", ""), request.GET.get("row", "")
    return (
        int(sheet) if sheet.isascii() and sheet.isdecimal() and len(sheet) < 5 else -1,
        int(row) if row.isascii() and row.isdecimal() and len(row) < 9 else 0,
    )


def _sheet(
    request: HttpRequest,
    upload: Upload,
    number: int,
    name: str,
    length: int,
    seen: mapping.Shown,
    asked: dict[str, Asked],
    at: tuple[int, int],
) -> dict[str, Any]:
    """One sheet for the page: as the person last gave it, else as Mizan reads it."""
    read: dict[str, Any] = next((one for one in seen.receipt.get("sheets", []) if one["name"] == name), {})
    told = (seen.mapping or Mapping()).sheets.get(name)
    given = asked.get(name) or Asked(
        read.get("used", False),
        read.get("header_row"),
        [(role, letters) for role, letters in read.get("columns", {}).items() if letters],
        dict(told.marks) if told else {},
        decision.rows_of_word(told),
        read.get("reason") == "summary",
    )
    by_letters = {letters: role for role, letters in given.columns}
    drawn = number < DRAWN_SHEETS or number == at[0]
    first = max(1, at[1] - AROUND) if number == at[0] else 1
    count = max(mapping.PREVIEW_ROWS, (given.header_row or 0) + 30) if first == 1 else LATER_ROWS
    found = mapping.rows_from(upload, name, first, count)
    start, packed = found if found else (1, None)
    width = _width(packed, by_letters)
    rows = (
        decision.draw_rows(packed.rows, packed.looks, start, seen.row_kinds.get(name, ""), width)
        if packed and drawn
        else []
    )
    letters = [column_letters(column) for column in range(1, width + 1)]
    written = {column_letters(column + 1) for column in packed.looks.written} if packed else set()
    hidden = {column_letters(column + 1) for column in packed.looks.hidden_columns} if packed else set()
    return {
        "number": number,
        "name": name,
        "use": given.use,
        "sums": given.sums,
        "header_row": given.header_row,
        "facts": _facts(read),
        "hidden": bool(packed and packed.looks.hidden),
        "length": length,
        "width": width,
        "right_to_left": bool(packed and packed.looks.right_to_left),
        "columns": [(one, by_letters.get(one, ""), one in hidden) for one in letters],
        "marks": [(one, one in written, given.marks.get(one, "")) for one in letters] if written else [],
        "runs": [
            {**run, "words": word(ROW_WORDS, run["kind"]), "text": decision.runs_text([run])} for run in given.rows
        ],
        "runs_text": decision.runs_text(given.rows),
        "rows": rows,
        "earlier": max(1, start - LATER_ROWS) if start > 1 else 0,
        "later": start + len(rows) if rows and start + len(rows) <= length else 0,
        "drawn": drawn,
    }


def _facts(read: dict[str, Any]) -> str:
    """How a sheet was understood, in one line."""
    parts = [word(SHEET_REASONS, read["reason"])] if read.get("reason") else []
    if read.get("items"):
        number = read["items"]
        parts.append(ngettext("%(number)s item", "%(number)s items", number) % {"number": f"{number:,}"})
        parts.append(_("%(sure)s%% sure") % {"sure": round(100 * float(read.get("confidence") or 0))})
    return " · ".join(parts)


def _width(packed: Any, by_letters: dict[str, str]) -> int:
    """Columns that are drawn: all that hold something in the rows shown, and all that have a role."""
    told = [place for place in range(1, COLUMNS + 1) if column_letters(place) in by_letters]
    return max([len(row) for row in packed.rows] + told, default=1) if packed else max(told, default=1)


def _reading(seen: mapping.Shown, trial: Trial | None, names: list[str]) -> dict[str, Any]:
    """What stands beside the sheets: what the reading comes to, what changed, what is still asked."""
    receipt = trial.receipt if trial else seen.receipt
    numbers = {name: number for number, name in enumerate(names)}
    asked = trial.questions if trial else seen.questions
    columns = {
        sheet["name"]: {letters: role for role, letters in sheet["columns"].items() if letters}
        for sheet in receipt.get("sheets", [])
    }
    changes = trial.changes if trial else {}
    kinds = trial.row_kinds if trial else seen.row_kinds
    facts = {sheet["name"]: _facts(sheet) for sheet in receipt.get("sheets", [])}
    return {
        "receipt": receipt,
        "figures": {name: _figure(receipt.get(name)) for name in ("total", "stated_total")},
        "before": {name: _figure(pair[0]) for name, pair in changes.items() if name in ("total", "stated_total")},
        "balance": _balance(receipt),
        "tried": trial is not None,
        "changes": changes,
        "moved": [
            (count, word(ROW_WORDS, old) or _("blank"), word(ROW_WORDS, new) or _("blank"))
            for old, new, count in changes.get("rows", [])
        ],
        "questions": [_question(one, numbers) for one in asked],
        "page_data": decision.page_data(kinds, columns, facts, numbers),
    }


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _balance(receipt: dict[str, Any]) -> Balance:
    total, stated = _figure(receipt.get("total")), _figure(receipt.get("stated_total"))
    return balance_of(Boq(total=total or Decimal(0), stated_total=stated, ties_out=receipt.get("ties_out")))


def _question(one: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    """A question with its words and the place that it is about."""
    cell = one.get("cell") or ""
    name = str((one.get("facts") or {}).get("sheet") or "")
    rest = cell[len(name) + 1 :] if name and cell.startswith(f"{name}!") else ""
    found = _PLACE.match(rest)
    return {
        "words": message(one["code"], one.get("facts")),
        "cell": cell,
        "sheet": numbers.get(name),
        "column": found[1] if found else "",
        "row": int(found[2]) if found and found[2] else 0,
    }


@require_POST
@member_page
def attempt(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What the form would come to, as the panel beside the sheets. Nothing is saved."""
    upload = Upload.objects.get_visible(request.actor, pk=upload_id)
    require(request.actor, Action.UPLOAD, upload)
    seen = mapping.shown(by=request.actor, upload=upload)
    trial, problem = None, ""
    try:
        said = _said(request, upload, decision.asked_of(request.POST))
        trial = mapping.attempt(by=request.actor, upload=upload, sheets=said)
    except (Invalid, Conflict, EngineError) as error:
        problem = error_message(error.code, error.facts)
    except Twice as error:
        problem = str(error)
    context = {"problem": problem, "waiting": seen.waiting, **_reading(seen, trial, list(mapping.lengths(upload)))}
    return render(request, "boq/_reading.html", context, status=422 if problem else 200)


@require_safe
@member_page
def rows(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Further rows of one sheet, drawn."""
    upload = Upload.objects.get_visible(request.actor, pk=upload_id)
    require(request.actor, Action.UPLOAD, upload)
    number, first = max(0, _place(request)[0]), _place(request)[1]
    names = list(mapping.lengths(upload).items())
    if number >= len(names):
        raise NotFound("not_found")
    name, length = names[number]
    start, packed = mapping.sheet_rows(
        by=request.actor, upload=upload, sheet=name, first=max(1, first), count=LATER_ROWS
    )
    seen = mapping.shown(by=request.actor, upload=upload)
    wanted = request.GET.get("width", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else 0
    width = min(asked, COLUMNS) or _width(packed, {})
    drawn = decision.draw_rows(packed.rows, packed.looks, start, seen.row_kinds.get(name, ""), width)
    later = start + len(drawn) if start + len(drawn) <= length else 0
    context = {
        "rows": drawn,
        "earlier": max(1, start - LATER_ROWS) if start > 1 else 0,
        "later": later,
        "number": number,
    }
    return render(request, "boq/_decide_rows.html", context)


@require_POST
@member_page
def read_again(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Read the stored original once more: "plain" without kept layouts."""
    upload = Upload.objects.get_visible(request.actor, pk=upload_id)
    try:
        job = mapping.read_again(by=request.actor, upload=upload, plain="plain" in request.POST)
    except Conflict as error:
        messages.info(request, error_message(error.code, error.facts))
        job = mapping.shown(by=request.actor, upload=upload).job
    return redirect("boq:job", job.pk)
