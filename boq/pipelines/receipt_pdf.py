"""The receipt of a bill as PDF: values and words gathered here, set by a child process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, pgettext

from boq.engine.bidi import isolated
from boq.engine.chain.tree import branches
from boq.engine.errors import EngineError
from boq.engine.model import Receipt, TotalLine, Verdict
from boq.engine.reports.receipt_rows import Run, runs_of
from boq.models import Boq
from boq.models.messages import labels, message
from boq.pipelines.loading import load_receipt

ROOT = Path(__file__).resolve().parents[2]
BOOT = "import sys; sys.path.insert(0, {root!r}); from boq.engine.reports.receipt_pdf import main; main()"
SECONDS = 90
CHAIN = 400
WARNINGS = 60
LABEL = 140
TONES = {Verdict.EQUAL: "good", Verdict.UNKNOWN: "quiet", Verdict.TYPED: "warning"}
SIGNS = {"good": "✓", "quiet": "?", "warning": "!", "error": "!"}
Words = dict[str, str]


def write_receipt(out: BinaryIO, boq: Boq, signature: dict[str, str], language: str) -> None:
    """Write the PDF in the active language. EngineError `report_failed` when it cannot be set within its limits."""
    data = json.dumps(receipt_data(boq, signature, language), ensure_ascii=False)
    command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT.format(root=str(ROOT))]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data.encode("utf-8", "replace"), capture_output=True, timeout=SECONDS, check=True, cwd="/",
            env={"LANG": "C.UTF-8"},
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise EngineError("report_failed", format="pdf") from error
    out.write(done.stdout)


def receipt_data(boq: Boq, signature: dict[str, str], language: str) -> dict[str, Any]:
    """What `receipt.typ` shows: texts, and figures as they are written in the language."""
    words, receipt = labels(), load_receipt(boq)
    chain = list(branches(receipt.totals, receipt.stated_total_cell))
    left = len(chain) - CHAIN
    return {
        "language": language,
        "title": words["receipt.title"],
        "file": {"name": boq.upload.name},
        "words": {name.partition(".")[2]: text for name, text in words.items() if name.startswith("receipt.")},
        "stated": _money(receipt.stated_total),
        "total": _money(receipt.total or None),  # nothing is priced
        "currency": receipt.currency,
        "ties": words[{True: "yes", False: "no", None: "unknown"}[receipt.ties_out]],
        "tone": {True: "good", False: "error", None: "quiet"}[receipt.ties_out],
        "facts": _facts(boq, words),
        "chain": [_link(one.line, one.depth, one.again, words) for one in chain[:CHAIN]],
        "chain_more": words["receipt.more"].format(count=left) if left > 0 else "",
        "sheets": _sheets(receipt, words),
        "counts": [[words[f"row.{kind}"], _count(number)] for kind, number in receipt.rows.items() if number],
        "warnings": [[message(one.code, one.facts), one.cell] for one in receipt.warnings[:WARNINGS]],
        "runs": [_run(run, words) for run in runs_of(boq.row_kinds)],
        "signature": [
            [words["receipt.algorithm"], f"{signature['algorithm']}, {signature['form']}"],
            [words["receipt.key"], signature["key"], True],
            [words["receipt.value"], signature["value"], True],
        ],
    }


def _facts(boq: Boq, words: Words) -> list[list[Any]]:
    told = words["receipt.told"] if boq.mapping else words["receipt.untold"]
    return [
        ["SHA-256", boq.upload.sha256, True],
        [words["receipt.size"], words["receipt.bytes"].format(count=_count(boq.upload.size))],
        [words["format"], boq.format],
        [words["receipt.read_at"], date_format(boq.created_at, "DATETIME_FORMAT")],
        [words["receipt.read_by"], _list((f"Mizan {boq.engine_version}", told))],
        [words["receipt.bill"], str(boq.pk), True],
    ]


def _link(line: TotalLine, depth: int, again: bool, words: Words) -> dict[str, Any]:
    tone = TONES.get(line.verdict, "error")
    notes = []
    if line.adds:
        notes.append(words["receipt.adds"].format(count=_count(line.adds)))
    if tone != "good" and line.difference:
        notes.append(words["receipt.off"].format(expected=_money(line.expected), difference=_money(line.difference)))
    for name, places in (("missing", line.missing), ("extra", line.extra)):
        if places:
            notes.append(f"{words[f'receipt.{name}']} {_list(map(_own, places))}")
    if again:
        notes.append(words["receipt.again"])
    return {
        "depth": depth,
        "label": line.label[:LABEL] or words[f"total.{line.kind}"],
        "kind": words[f"total.{line.kind}"],
        "verdict": words[f"verdict.{line.verdict}"],
        "tone": tone,
        "sign": SIGNS[tone],
        "amount": _money(line.amount),
        "cell": line.cell,
        "formula": f"={line.formula.lstrip('=')}" if line.formula else "",
        "notes": notes,
    }


def _sheets(receipt: Receipt, words: Words) -> list[dict[str, str]]:
    return [
        {
            "name": _own(sheet.name),
            "reason": words.get(f"sheet_reason.{sheet.reason}", sheet.reason.replace("_", " ")),
            "items": _count(sheet.items),
            "total": _money(sheet.total or None),
        }
        for sheet in receipt.sheets
    ]


def _run(run: Run, words: Words) -> dict[str, str]:
    rows = str(run.first) if run.first == run.last else f"{run.first}–{run.last}"
    kinds = _list(
        words[f"row.{kind}"] + (f" ({_count(count)})" if count > 1 else "") for kind, count in run.kinds.items()
    )
    return {"sheet": _own(run.sheet), "rows": rows, "kinds": kinds}


def _own(name: str) -> str:
    """A name out of the file in its own order, also on a page from right to left."""
    return str(isolated(name)) if get_language_bidi() else name


def _list(texts: Iterable[str]) -> str:
    return pgettext("list", ", ").join(texts)


def _count(number: int) -> str:
    return number_format(number, force_grouping=True)


def _money(value: Decimal | None) -> str:
    """A figure with two decimals, more where it has more."""
    if value is None:
        return "–"
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return number_format(value, decimal_pos=min(places, 6), force_grouping=True)
