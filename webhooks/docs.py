"""The table of events in docs/webhooks.md, written from the registry."""

from __future__ import annotations

from django.utils import translation

from webhooks.kinds import FIELDS, KINDS

BEGIN, END = "<!-- events -->\n", "<!-- /events -->\n"


def table() -> str:
    """Events with the fields of their `data`, then what each field is; in English."""
    with translation.override("en"):
        lines = ["| event | when | `data` |", "|---|---|---|"]
        for kind in KINDS:
            fields = ", ".join(f"`{name}`" for name in kind.fields)
            lines.append(f"| `{kind.code}` | {kind.words} | {fields} |")
        lines += ["", "| field | what it is |", "|---|---|"]
        lines += [f"| `{name}` | {words} |" for name, words in FIELDS.items()]
        return "\n".join(lines) + "\n"


def rewritten(text: str) -> str:
    """The document with the table as it is now."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + table() + END + tail
