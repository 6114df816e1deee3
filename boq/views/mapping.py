"""A person's decision on a file that Mizan is unsure about, over a drawing of the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Action, require
from accounts.errors import Invalid
from accounts.views import member_page
from boq.engine.model import RowKind, column_letters
from boq.engine.receipt import ROW_LETTERS
from boq.models import Upload
from boq.models.messages import message
from boq.services import mapping
from boq.views.drawing import Drawing, draw
from boq.views.words import ROLES, ROW_KINDS, SHEET_REASONS, word
from config.errors import error_message

MAX_SHEETS = 500
MAX_ROW = 10_000_000


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def decide(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show the file with Mizan's reading of it; POST sends it on as shown or with other columns."""
    upload = Upload.objects.get_visible(request.actor, pk=upload_id)
    require(request.actor, Action.UPLOAD, upload)
    asked: dict[str, Any] = {}
    problem = ""
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                job = mapping.decide(by=request.actor, upload=upload, accept=True)
            else:
                asked = _asked(request.POST)
                job = mapping.decide(by=request.actor, upload=upload, sheets=_without_doubles(asked))
            return redirect("boq:job", job.pk)
        except Invalid as error:
            problem = error_message(error.code, error.facts)
        except _Twice as error:
            problem = str(error)
    seen = mapping.preview(by=request.actor, upload=upload)
    drawn = [_sheet(number, sheet, asked.get(sheet["name"])) for number, sheet in enumerate(seen["sheets"])]
    seen_kinds = {row.kind for sheet in drawn for row in sheet["drawing"].rows} - {RowKind.BLANK.value, ""}
    context = {
        "upload": upload,
        "project": upload.project,
        "waiting": seen["job"]["status"] == "needs_input",
        "questions": [{**one, "words": message(one["code"], one.get("facts"))} for one in seen["questions"]],
        "sheets": drawn,
        "roles": [(role, word(ROLES, role)) for role in seen["roles"]],
        "legend": [(kind.value, word(ROW_KINDS, kind)) for kind in RowKind if kind in seen_kinds],
        "problem": problem,
    }
    return render(request, "boq/mapping.html", context, status=400 if problem else 200)


class _Twice(Exception):
    """One kind of column was given to two columns."""


def _asked(form: QueryDict) -> dict[str, Any]:
    """The form as {sheet: {"use", "header_row", "columns": [(role, letters)]}}."""
    sheets: dict[str, Any] = {}
    for number in range(MAX_SHEETS):
        name = form.get(f"sheet-{number}")
        if name is None:
            break
        header = form.get(f"header-{number}", "")
        width = form.get(f"width-{number}", "")
        columns = range(1, min(int(width), 200) + 1) if width.isdecimal() and len(width) < 4 else ()
        chosen = [
            (form.get(f"role-{number}-{column_letters(column)}", ""), column_letters(column)) for column in columns
        ]
        sheets[name] = {
            "use": f"use-{number}" in form,
            "header_row": int(header) if header.isdecimal() and 0 < int(header[:9]) <= MAX_ROW else None,
            "columns": [(role, letters) for role, letters in chosen if role],
        }
    return sheets


def _without_doubles(asked: dict[str, Any]) -> dict[str, Any]:
    """The same with one column for each kind, as the service takes it. Raises _Twice."""
    sheets = {}
    for name, sheet in asked.items():
        roles = [role for role, _letters in sheet["columns"]]
        doubled = next((role for role in roles if roles.count(role) > 1), None)
        if sheet["use"] and doubled is not None:
            words = {"role": word(ROLES, doubled), "sheet": name}
            raise _Twice(_("“%(role)s” is chosen for two columns of “%(sheet)s”. Keep one of them.") % words)
        sheets[name] = {
            **sheet,
            "columns": dict(sheet["columns"]) if sheet["use"] else {},
        }
    return sheets


def _sheet(number: int, sheet: dict[str, Any], asked: dict[str, Any] | None) -> dict[str, Any]:
    """One sheet for the page: as the person last gave it, else as Mizan reads it."""
    by_letters = {letters: role for role, letters in sheet["columns"].items() if letters}
    use, header = sheet["used"], sheet["header_row"]
    if asked is not None:
        by_letters = {letters: role for role, letters in asked["columns"]}
        use, header = asked["use"], asked["header_row"]
    drawing = _drawing(sheet, by_letters)
    return {
        "number": number,
        "name": sheet["name"],
        "use": use,
        "header_row": header,
        "reason": word(SHEET_REASONS, sheet["reason"]) if sheet["reason"] else "",
        "sure": round(100 * float(sheet["confidence"] or 0)),
        "items": sheet["items"],
        "width": len(drawing.letters),
        "columns": [(letters, by_letters.get(letters, "")) for letters in drawing.letters],
        "drawing": drawing,
    }


def _drawing(sheet: dict[str, Any], by_letters: dict[str, str]) -> Drawing:
    rows = list(enumerate(sheet["rows"], start=1))
    kinds = _kinds(sheet["row_kinds"])
    width = max((len(cells) for _number, cells in rows), default=0)
    roles = {column: by_letters.get(column_letters(column), "") for column in range(1, width + 1)}
    return draw(rows, roles, kinds=kinds)


def _kinds(letters: str) -> dict[int, str]:

    names = {letter: RowKind(kind).value for kind, letter in ROW_LETTERS.items()}
    return {number: names.get(letter, "") for number, letter in enumerate(letters, start=1)}
