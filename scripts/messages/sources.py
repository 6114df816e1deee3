"""Finds what is marked for translation in Python files and templates, as Django's `makemessages` does, without gettext's tools."""

from __future__ import annotations

import ast
import gettext
import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from scripts.messages.catalogue import ROOT, Message

LEFT_OUT = {
    "staticfiles",
    "static",
    "tests",
    "benchmarks",
    "deploy",  # what nginx shows while Mizan is away says it in all three languages at once
    "node_modules",
    "docs",
    "data",
    "media",
    "__pycache__",
    "site",
}
# function -> which arguments are the context, the text and its plural
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
# Packages whose pages our staff sees and that lack a catalogue in one of our languages; parts of them that nothing here uses are left out.
BORROWED = {"unfold": ("contrib",), "django_celery_beat": ()}
_STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?", re.DOTALL)


def files(*suffixes: str) -> Iterator[Path]:
    """The project's own files of these kinds, tests left out, in an order that does not depend on the machine."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(name for name in below if name not in LEFT_OUT and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(suffixes) and name != "conftest.py":
                yield Path(folder) / name


def collected() -> dict[str, Message]:
    """key -> message of everything marked; two marks of one text that differ in their plural count as the one with it."""
    found: dict[str, Message] = {}
    ours = (message for path in files(".py", ".html", ".txt") for message in _of_file(path))
    for message in (*ours, *borrowed()):
        if message.key not in found or message.plural:
            found[message.key] = message
    return found


def borrowed() -> Iterator[Message]:
    """What packages without catalogues of their own show, except what Django's catalogues translate already."""
    known = _of_django()
    for package, left_out in BORROWED.items():
        spec = find_spec(package)
        root = Path(str(spec and spec.origin)).parent
        for path in sorted(root.rglob("*")):
            below = path.relative_to(root).parts
            if path.suffix not in (".py", ".html") or {"migrations", "management", *left_out} & set(below):
                continue
            yield from (message for message in _of_file(path) if message.key not in known)


def _of_django() -> set[str]:
    spec = find_spec("django")
    found: set[str] = set()
    for path in Path(str(spec and spec.origin)).parent.rglob("locale/ar/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            found |= {key if isinstance(key, str) else key[0] for key in gettext.GNUTranslations(file)._catalog}  # type: ignore[attr-defined]
    return found


def _of_file(path: Path) -> Iterator[Message]:
    text = path.read_text("utf-8")
    return of_python(text) if path.suffix == ".py" else of_template(text, str(path))


def of_python(text: str) -> Iterator[Message]:
    """What calls of gettext in a Python file name."""
    if "translation import" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in CALLS:
            continue
        context, single, plural = (
            _constant(node.args[at]) if at is not None and at < len(node.args) else "" for at in CALLS[name]
        )
        if single:
            yield Message(single, plural or "", context or "")


def _constant(node: ast.expr) -> str:
    """The text of a literal, also of one added up from several; empty for anything computed, which cannot be translated here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return left + right if left and right else ""
    return ""


def of_template(text: str, origin: str) -> Iterator[Message]:
    """What the tags of a template name."""
    from django.utils.translation.template import templatize

    for name, *literals in _CALL.findall(templatize(text, origin=origin)):
        values = [ast.literal_eval(literal) for literal in literals if literal]
        context, single, plural = (values[at] if at is not None and at < len(values) else "" for at in CALLS[name])
        if single:
            yield Message(single, plural, context)
