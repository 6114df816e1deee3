"""From a template and facts to a subject, a text and a page of HTML, in the language of the reader.

A mail is one file, `templates/mails/<name>.txt`: the first line is the subject, the rest are paragraphs parted by empty lines. A paragraph
of two lines whose second is a link becomes a button in HTML. So text and HTML cannot say different things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from django.template import Context, Engine, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation

from boq.engine.bidi import isolated

FOLDER = Path(__file__).parent / "templates" / "mails"
FRAME = "mails/frame.html"
Facts = Mapping[str, str | int]
_MISSING = "\x00"
# What programs that show mails make a link of, whoever wrote it: a scheme, and a dot between a word and what may end a name of the network.
_SCHEME = re.compile(r"(?<=\w):(?=//)|(?<=\bmailto):", re.IGNORECASE)
_DOT = re.compile(r"(?<=[^\W_])[.\u3002\uff0e\uff61](?=[^\W\d_]{2}|xn--)")
CODES = frozenset({"change"})  # templates ask what they are; nobody reads them
ADDRESSES = frozenset({"address", "email"})  # shown as they are: they are what the mail is about
LINES = frozenset({"reply", "said"})  # of several lines: each becomes a paragraph
TRUSTED = frozenset({"reply"})  # staff wrote it: what it links to stays a link


class Paragraph(msgspec.Struct, frozen=True):
    """Words, and the link that they name."""

    words: str
    link: str = ""


class Words(msgspec.Struct, frozen=True):
    """A mail that is ready to be sent."""

    subject: str
    text: str
    html: str


@cache
def templates() -> list[str]:
    """The names of all mails that can be written."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def written(template: str, language: str, facts: Facts) -> Words:
    """The mail `template` with `facts` in `language`. Raises ValueError for a name that is none, and for facts that are missing."""
    with translation.override(language):
        body = _text(template, facts)
        subject, _, text = body.partition("\n")
        page = {
            "subject": subject,
            "paragraphs": [_paragraph(part) for part in text.strip().split("\n\n")],
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return Words(subject.strip(), text.strip() + "\n", render_to_string(FRAME, page))


@cache
def _engine() -> Engine:
    """Texts are not escaped, and a fact that is missing shows."""
    return Engine(
        dirs=[str(FOLDER)],
        autoescape=False,
        string_if_invalid=f"{_MISSING}%s{_MISSING}",
        libraries={"i18n": "django.templatetags.i18n"},
    )


def _text(template: str, facts: Facts) -> str:
    """The template as plain text; empty lines that tags leave are closed up."""
    if template not in templates():
        raise ValueError(f"there is no mail {template!r}")
    context = Context({name: _fact(name, value) for name, value in facts.items()}, autoescape=False)
    try:
        text = str(_engine().get_template(f"{template}.txt").render(context))
    except TemplateSyntaxError as error:  # a number that plurals hang on is missing, or is none
        raise ValueError(f"the mail {template!r} lacks facts: {error}") from error
    if _MISSING in text:
        raise ValueError(f"the mail {template!r} lacks facts: {', '.join(sorted(set(text.split(_MISSING)[1::2])))}")
    lines = [line.strip() for line in text.strip().splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def _fact(name: str, value: str | int) -> str | int:
    """A fact as it stands in the mail."""
    if name in LINES and isinstance(value, str):
        lines = [_apart(name, _harmless(name, _one_line(line))) for line in value.splitlines()]
        return "\n\n".join(str(line) for line in lines if line)
    return _apart(name, _harmless(name, _one_line(value)))


def _one_line(value: str | int) -> str | int:
    """A fact stays within its sentence: a name of two lines may not make a paragraph, or a button, of its own."""
    return " ".join(value.replace(_MISSING, "").split()) if isinstance(value, str) else value


def _harmless(name: str, value: str | int) -> str | int:
    """Links of a mail are ours (`link`, `reset_link` ...): a firm called "www.evil.example" stays words, "www. evil. example"."""
    if not isinstance(value, str) or name.endswith("link") or name in ADDRESSES | TRUSTED:
        return value
    return _DOT.sub(". ", _SCHEME.sub(": ", value))


def _apart(name: str, value: str | int) -> str | int:
    """In mails from right to left, what would be torn apart (a plan "Team-24", a question in English) keeps its own order."""
    if not isinstance(value, str) or name.endswith("link") or name in CODES or not translation.get_language_bidi():
        return value
    return str(isolated(value))


def _paragraph(part: str) -> Paragraph:
    first, _, second = part.partition("\n")
    if second.startswith(("https://", "http://")) and " " not in second and "\n" not in second:
        return Paragraph(first.rstrip(":"), second)
    return Paragraph(part.replace("\n", " "))


def packed(facts: Facts) -> str:
    """Facts as they are kept, before they are encrypted."""
    return json.dumps(dict(facts), ensure_ascii=False)


def unpacked(text: str) -> dict[str, str | int]:
    """The facts again."""
    found: dict[str, str | int] = json.loads(text or "{}")
    return found
