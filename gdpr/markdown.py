"""The little of Markdown that our documents use, as HTML: headings, paragraphs, lists, tables, bold, links. Everything else is text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|mailto:|/)[^)\s]*)\)")


def html_of(text: str, facts: Mapping[str, str]) -> str:
    """`text` with its `{placeholders}` filled, as HTML. Whatever the facts hold is text, never markup."""
    return "\n".join(_block(part.splitlines(), facts) for part in text.strip().split("\n\n") if part.strip())


def _block(lines: list[str], facts: Mapping[str, str]) -> str:
    first = lines[0]
    if heading := re.match(r"(#{1,3}) (.*)", first):
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2], facts)}</h{level}>"
    if first.startswith("- "):
        items = "".join(f"<li>{_inline(one.removeprefix('- '), facts)}</li>" for one in lines)
        return f"<ul>{items}</ul>"
    if first.startswith("|"):
        return _table([line for line in lines if not re.fullmatch(r"[|\s:-]+", line)], facts)
    return f"<p>{_inline(' '.join(lines), facts)}</p>"


def _table(lines: list[str], facts: Mapping[str, str]) -> str:
    rows = [[_inline(cell.strip(), facts) for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return (
        f'<div class="scroll-x"><table class="ledger"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _inline(text: str, facts: Mapping[str, str]) -> str:
    html = str(escape(text))
    html = _LINK.sub(r'<a href="\2">\1</a>', html)
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    return re.sub(r"\{(\w+)\}", lambda found: f"<bdi>{escape(facts[found[1]])}</bdi>", html)
