"""A page of the documentation as HTML, with its links and pictures leading to where this server has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from markdown_it import MarkdownIt
from markdown_it.token import Token

from config.languages import in_language
from website.documentation.shelf import DOCS, found, slug_of

REMARK = re.compile(r"<!--.*?-->\n?", re.DOTALL)
HEADING = re.compile(r"(#{1,6}) +(.*)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"(?m)^\s*(?:```\w*|\$ |[-*>] |\d+\. )|\|[-:| ]+\|$|(?<=\s)\*|\*(?=[\s.,:;)])|(?<!\\)\|")
PICTURES = DOCS / "pictures"
LONGEST_DESCRIPTION = 200


class Part(msgspec.Struct, frozen=True):
    """A heading with the words under it. `anchor` is empty for what stands before the first of them."""

    anchor: str
    title: str
    level: int
    words: str


class Entry(msgspec.Struct, frozen=True):
    """A page as it stands in a list; `language` is that of its text."""

    slug: str
    title: str
    language: str


class Page(msgspec.Struct, frozen=True):
    """What a reader gets. `language` is that of the text, which need not be the one that was asked for."""

    slug: str
    title: str
    description: str
    language: str
    html: str


def page(slug: str, language: str) -> Page:
    """The page as its file stands now. KeyError when there is none."""
    path, own = found(slug, language)
    return _made(slug, path, own, language, path.stat().st_mtime_ns)


def entry(slug: str, language: str) -> Entry:
    """The page's name, without making the page: lists name them all."""
    path, own = found(slug, language)
    return Entry(slug, _title(path, path.stat().st_mtime_ns), own)


@lru_cache(maxsize=256)
def _title(path: Path, changed: int) -> str:
    with path.open(encoding="utf-8") as lines:
        first = next(line for line in lines if line.startswith("# "))
    return first[2:].strip().replace("`", "")


@lru_cache(maxsize=256)
def _made(slug: str, path: Path, own: str, language: str, changed: int) -> Page:
    text = path.read_text("utf-8")
    cut = list(_cut(text))
    maker = MarkdownIt("commonmark", {"html": False}).enable("table")
    maker.add_render_rule("table_open", _table_open)
    maker.add_render_rule("table_close", _table_close)
    tokens = maker.parse(REMARK.sub("", text))
    taken: set[str] = set()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(_bare(tokens[at + 1].content), taken))
    with translation.override(language):  # whoever asks for it first, its links stay in the reader's language
        for child in (child for token in tokens for child in token.children or ()):
            _lead(child, path)
    html = maker.renderer.render(tokens, maker.options, {})
    html = html.replace("<pre><code", '<pre dir="ltr" tabindex="0"><code').replace("<code>", '<code dir="ltr">')
    first = next((one.words for one in cut if one.words), "")
    return Page(slug, cut[0].title, _short(first), own, html)


def _table_open(renderer: Any, tokens: list[Token], at: int, options: Any, facts: Any) -> str:
    return '<div class="scroll" tabindex="0"><table>'


def _table_close(renderer: Any, tokens: list[Token], at: int, options: Any, facts: Any) -> str:
    return "</table></div>"


def anchor_of(title: str, taken: set[str]) -> str:
    """The heading's id, as GitHub makes it, so that a link works in both places."""
    plain = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    anchor, more = plain, 0
    while anchor in taken:
        more += 1
        anchor = f"{plain}-{more}"
    taken.add(anchor)
    return anchor


def parts(slug: str, language: str) -> tuple[Part, ...]:
    """The page cut at its headings, as bare words: quick enough to be done with every page for the search."""
    return tuple(_cut(found(slug, language)[0].read_text("utf-8")))


def _cut(text: str) -> Iterator[Part]:
    title, level, lines = "", 1, list[str]()
    anchor, taken = "", set[str]()
    fenced = False
    for line in [*REMARK.sub("", text).splitlines(), "# end"]:
        fenced ^= line.startswith("```")
        heading = None if fenced else HEADING.match(line)
        if not heading:
            lines.append(line)
            continue
        if title or any(lines):
            yield Part(anchor, title, level, " ".join(_bare("\n".join(lines)).split()))
        title, level, lines = _bare(heading[2]), len(heading[1]), []
        anchor = anchor_of(title, taken)
        anchor = "" if level == 1 else anchor


def _bare(text: str) -> str:
    """Markdown without its marks, pictures and fences."""
    text = MARKS.sub(" ", LINK.sub(r"\1", PICTURE.sub("", text)))
    return text.replace("**", "").replace("`", "").replace("\\|", "|")


def _short(words: str) -> str:
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _lead(token: Token, path: Path) -> None:
    """Turn an address that is meant beside the file into one of this server."""
    if token.type == "link_open":
        token.attrs = {"href": leads} if (leads := address(str(token.attrGet("href")), path)) else {}
    elif token.type == "image":
        target = (path.parent / str(token.attrGet("src"))).resolve()
        token.attrSet("src", static(f"docs/{target.relative_to(PICTURES)}"))
        token.attrSet("loading", "lazy")
        token.attrSet("decoding", "async")
        for name, length in zip(("width", "height"), _size(target), strict=False):
            token.attrSet(name, str(length))  # the text below does not jump when the picture comes


def _size(picture: Path) -> tuple[int, ...]:
    """Width and height of an extended WebP (RFC 9649, 2.7), which our pictures are; nothing of other files."""
    head = picture.read_bytes()[:30]
    return tuple(int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27)) if head[12:16] == b"VP8X" else ()


def address(link: str, path: Path) -> str:
    """Where a link of the file leads: to a page here, and nowhere when it means a file of the repository that is no page."""
    if re.match(r"[a-z]+:|#|/", link):
        return link
    name, hash_, anchor = link.partition("#")
    target = (path.parent / name).resolve()
    slug = slug_of(target) or (slug_of(target / "README.md") if target.is_dir() else "")
    if slug:
        own = next((code for code, _name in settings.LANGUAGES if target.name.endswith(f".{code}.md")), "")
        there = reverse("website:doc", args=[slug])
        return (in_language(there, own) if own else there) + hash_ + anchor
    if not target.exists() or settings.BASE_DIR not in target.parents:
        raise ValueError(f"{path.name} links to {link}, which does not exist")
    return ""
