"""`docs/errors.md`: every code that Mizan answers with, and its words, from the tables that answer."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils import translation

from accounts import errors
from boq.engine.errors import CODES
from boq.models.finding_words import FINDINGS
from boq.models.messages import ANALYSIS_ERRORS, REPORT_ERRORS, Text
from boq.models.reading_words import READING_ERRORS, READING_WARNINGS
from config.error_words import MESSAGES
from config.rooms import all_code

PAGE = Path(settings.BASE_DIR) / "docs" / "errors.md"
KINDS = {
    name: kind.status
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MizanError)
}
ANSWERS = re.compile(rf"\b(?:{'|'.join(KINDS)})\(|\b[45]\d\d, \"")  # files without these need not be looked at closely
HEAD = """# Errors

Written by `manage.py write_reference` from the tables of words; change them there. Whatever goes wrong is answered in one form, by the
API as JSON and on pages as words:

```json
{"error": {"code": "quota.seats", "message": "The plan has 15 seats, …", "facts": {"limit": 15}, "request_id": "0b5c6f2e"}}
```

`code` is for programs and stays; `message` is for people, in the language of the request (`Accept-Language`), and may change; `facts`
fill its places (here in braces). `request_id` finds the request in the server's logs: name it when you ask for help.

What to do with a status: 400, 409, 412, 413, 415 and 422 will be the same until the request is another; with 401 sign in again; 403
and 404 need another role or address; after 429 and 503 wait as many seconds as `Retry-After` says, and send the same again. 500 is our
own fault.

A code without a status is said in a form, in a job's result or in a mail, not as the answer to a request.
"""
FAMILIES: tuple[tuple[str, str, Mapping[str, Text]], ...] = (
    ("Files that cannot be read", "The `error` of an import job, and what `read_boq` ends with.", READING_ERRORS),
    (
        "What a reading points out",
        "Warnings of a file that could be read; they stand in its receipt.",
        READING_WARNINGS,
    ),
    ("What checks find", "`code` of findings; [checks](checks.md) says how each comes about.", FINDINGS),
    ("Analyses", "What a language model could not do; the rest of the analysis stands.", ANALYSIS_ERRORS),
    ("Exports and reports", "The `error` of an export job.", REPORT_ERRORS),
)


def catalogue() -> str:
    """The whole page."""
    with translation.override("en"):
        known = statuses()
        lines = [HEAD, "## Requests", "", "| code | status | words |", "|---|---|---|"]
        lines += [
            f"| `{code}` | {', '.join(map(str, sorted(known.get(code, ()))))} | {_cell(MESSAGES[code])} |"
            for code in sorted(MESSAGES)
        ]
        for title, about, table in FAMILIES:
            lines += ["", f"## {title}", "", about, "", "| code | words |", "|---|---|"]
            lines += [f"| `{code}` | {_cell(words)} |" for code, words in sorted(table.items())]
    return "\n".join(lines) + "\n"


def _cell(words: Text) -> str:
    return " ".join(str(words).split()).replace("|", "\\|")


@cache
def statuses() -> dict[str, frozenset[int]]:
    """Code -> the statuses it is answered with, as the code says it where it raises or answers."""
    found: dict[str, set[int]] = defaultdict(set)
    for path in all_code():
        text = path.read_text("utf-8")
        for code, status in _said(ast.parse(text)) if ANSWERS.search(text) else ():
            found[code].add(status)
    for code in CODES:
        found[code].add(422)
    return {code: frozenset(one) for code, one in found.items()}


def _said(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(code, status) of `raise Conflict("code")`, and of `409, "code"` side by side."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in KINDS:
                yield from ((one, KINDS[name]) for one in _texts(node.args[0]))
        beside = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        for left, right in pairwise(beside):
            if isinstance(left, ast.Constant) and isinstance(left.value, int) and 400 <= left.value < 600:
                yield from ((one, left.value) for one in _texts(right))


def _texts(node: ast.expr) -> list[str]:
    """The text, or both of `"one" if … else "other"`."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
