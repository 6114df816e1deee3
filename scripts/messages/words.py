"""Finds visible words that are not marked for translation, in templates, Python files and scripts."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from scripts.messages.catalogue import ROOT

_MARKED = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{%\s*blocktrans\b.*?{%\s*endblocktrans\s*%}",
    re.DOTALL,
)
_CLASS = re.compile(r"{%\s*block \w*class\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
_TEMPLATE = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
_OPEN = re.compile(r"<[a-z][^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
SEEN_ATTRIBUTES = {
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "alt",
    "label",
    "data-confirm",
}
NOT_WORDS = {"script", "style", "code", "kbd", "svg", "pre"}
# Calls whose text a person reads, and the named arguments of any call that end up on a page.
SEEN_CALLS = {"ValidationError", "success", "error", "warning", "info"}
SEEN_ARGUMENTS = {"verbose_name", "verbose_name_plural", "label", "empty_label", "short_description", "description"}
_SENTENCE = re.compile(r"""(?<![\w.])["'`]([A-Z][a-z]+ [a-z][^"'`]*)["'`]""")


def unmarked(path: Path, text: str) -> list[str]:
    """The visible words of a file that no translator will see."""
    finder = {".py": _of_python, ".js": _of_script}.get(path.suffix, _of_html if path.suffix == ".html" else _of_text)
    return [found for found in finder(path, text) if found not in allowed()]


@cache
def allowed() -> set[str]:
    """Words that stay as they are in every language, with a reason each."""
    listed: dict[str, str] = tomllib.loads((ROOT / "locale" / "identical.toml").read_text("utf-8")).get("unmarked", {})
    return {words for words, reason in listed.items() if reason.strip()}


class _Page(HTMLParser):
    """Gathers texts and the attributes that are read or heard."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in NOT_WORDS
        self.found += [value for name, value in attrs if name in SEEN_ATTRIBUTES and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SEEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_WORDS

    def handle_data(self, data: str) -> None:
        if self.silent <= 0:
            self.found.append(data)


def _of_html(path: Path, text: str) -> Iterator[str]:
    page = _Page()
    bare = _TEMPLATE.sub("\x00", _MARKED.sub("\x00", _CLASS.sub("", text)))
    bare = bare.replace("<\x00", "<div ")  # a tag whose name depends
    page.feed(_OPEN.sub(lambda tag: tag[0].replace("\x00", " "), bare))
    page.close()
    yield from _worded(part for found in page.found for part in found.split("\x00"))


def _of_text(path: Path, text: str) -> Iterator[str]:
    if "templates" in path.parts:
        yield from _worded(_TEMPLATE.sub("\n", _MARKED.sub("\n", text)).splitlines())


def _worded(parts: Iterator[str] | list[str]) -> Iterator[str]:
    for part in parts:
        words = " ".join(part.split()).strip(" ·.,:;()[]/–—-→←×|")
        if _WORD.search(words):
            yield words


def _of_python(path: Path, text: str) -> Iterator[str]:
    """Literal texts in places that a person sees: choices, labels, notices, and faults of forms."""
    if path.is_relative_to(ROOT / "boq" / "engine") or "migrations" in path.parts or path.parts[-2] == "commands":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            pairs = [line.value for line in node.body if isinstance(line, ast.Assign)]
            yield from (label for pair in pairs if isinstance(pair, ast.Tuple) for label in _literals(pair.elts[1:]))


def _of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = getattr(getattr(node.func, "value", None), "id", "")
    if name == "ValidationError":
        yield from _literals(node.args[:1])
    if owner == "messages" and name in SEEN_CALLS:
        yield from _literals(node.args[1:2])
    if (name.endswith("Field") and name != "Field") or name in {"display", "action"}:
        seen = [one.value for one in node.keywords if one.arg in SEEN_ARGUMENTS]
        yield from _literals(seen)


def _literals(nodes: list[ast.expr]) -> list[str]:
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if _WORD.search(text)]


def _of_script(path: Path, text: str) -> Iterator[str]:
    """Sentences in a script: its words come from the page, in `data-` attributes."""
    code = "\n".join(line.split("// ")[0] for line in text.splitlines())
    yield from _SENTENCE.findall(code)
