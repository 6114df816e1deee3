"""From a template and facts to a subject, a text and a page of HTML, in the language of the reader.

A mail is one file, `templates/mails/<name>.txt`: the first line is the subject, the rest are paragraphs parted by empty lines. A paragraph
of two lines whose second is a link becomes a button in HTML. So text and HTML cannot say different things.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template, render_to_string
from django.utils import translation

FOLDER = Path(__file__).parent / "templates" / "mails"
FRAME = "mails/frame.html"
Facts = Mapping[str, str | int]


class Paragraph(msgspec.Struct, frozen=True):
    """Words, and the link that they name."""

    words: str
    link: str = ""


class Words(msgspec.Struct, frozen=True):
    """A mail that is ready to be sent."""

    subject: str
    text: str
    html: str


def templates() -> list[str]:
    """The names of all mails that can be written."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def written(template: str, language: str, facts: Facts) -> Words:
    """The mail `template` with `facts` in `language`. Raises TemplateDoesNotExist for a name that is none."""
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


def _text(template: str, facts: Facts) -> str:
    """The template as plain text: nothing is escaped, and empty lines that tags leave are closed up."""
    found = get_template(f"mails/{template}.txt")
    assert isinstance(found, Template)
    context = {name: _one_line(value) for name, value in facts.items()}
    lines = [
        line.strip() for line in str(found.template.render(Context(context, autoescape=False))).strip().splitlines()
    ]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def _one_line(value: str | int) -> str | int:
    """A fact stays within its sentence: a name of two lines may not make a paragraph, or a button, of its own."""
    return " ".join(value.split()) if isinstance(value, str) else value


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
