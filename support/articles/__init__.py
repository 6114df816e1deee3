"""What the help tells: one file for each article and language, `<language>/<slug>.md`.

The first line is `# ` and the title; a line `words: …` may follow, with words that people search for and the article does not use.
Then come paragraphs, parted by empty lines; lines that begin with `- ` are a list.
The public page of questions shows those of the topic `start`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent
START = "start"
TOPICS: dict[str, Promise] = {
    START: _("Before you begin"),
    "reading": _("Files and readings"),
    "findings": _("Receipts, findings, analyses"),
    "account": _("Account and organization"),
    "programs": _("Programs: API and webhooks"),
}
# (slug, topic) in the order in which people see them
ARTICLES: tuple[tuple[str, str], ...] = (
    *((slug, START) for slug in ("what", "formats", "template", "model", "leaves", "wrong", "size", "cost", "offline", "leave")),
    *((slug, "reading") for slug in ("columns", "scan", "encrypted", "stuck")),
    *((slug, "findings") for slug in ("receipt", "totals", "analysis-partial", "export")),
    *((slug, "account") for slug in ("sign-in", "second-factor", "invite", "erase")),
    *((slug, "programs") for slug in ("api-key", "webhook-failing", "error-id")),
)  # fmt: skip


class Block(msgspec.Struct, frozen=True):
    """A paragraph, or the entries of a list."""

    text: str = ""
    entries: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """One article in one language. `words` are for the search alone."""

    slug: str
    topic: str
    title: str
    words: str
    body: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body as paragraphs and lists."""
        return tuple(_block(part) for part in self.body.split("\n\n"))

    @property
    def plain(self) -> str:
        """The body on one line."""
        return " ".join(line.removeprefix("- ") for line in self.body.split("\n") if line)


def _block(part: str) -> Block:
    lines = part.split("\n")
    if all(line.startswith("- ") for line in lines):
        return Block(entries=tuple(line.removeprefix("- ") for line in lines))
    return Block(text=" ".join(lines))


def articles(language: str = "", *, topic: str = "") -> tuple[Article, ...]:
    """All articles in a language (the reader's own when none is named), or those of one topic."""
    asked = language or translation.get_language() or ""
    known = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return tuple(one for one in _read(known) if topic in ("", one.topic))


@cache
def _read(language: str) -> tuple[Article, ...]:
    return tuple(_article(language, slug, topic) for slug, topic in ARTICLES)


def _article(language: str, slug: str, topic: str) -> Article:
    head, _line, rest = (FOLDER / language / f"{slug}.md").read_text("utf-8").strip().partition("\n")
    words = ""
    if rest.startswith("words:"):
        words, _line, rest = rest.removeprefix("words:").partition("\n")
    return Article(slug, topic, head.removeprefix("# ").strip(), words.strip(), rest.strip())
