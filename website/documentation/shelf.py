"""Which pages the documentation has, in which order. A page is a Markdown file of the repository; a test finds one that is missing here.

The guide is there in several languages: beside `guide/first-steps.md` stand `guide/first-steps.ar.md` and `guide/first-steps.ru.md`.
Where a language has no file, the English one is shown and says so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCS = Path(settings.BASE_DIR) / "docs"
ENGLISH = "en"
# Pages that lie elsewhere, because that is where people look for them.
ELSEWHERE = {
    "readme": DOCS.parent / "README.md",
    "contributing": DOCS.parent / "CONTRIBUTING.md",
    "reporting-weaknesses": DOCS.parent / "SECURITY.md",
}


class Chapter(msgspec.Struct, frozen=True):
    """Pages for one kind of reader, by their slugs."""

    slug: str
    title: Promise
    short: Promise
    pages: tuple[str, ...]


def _decisions() -> tuple[str, ...]:
    return tuple(f"adr/{one.stem}" for one in sorted((DOCS / "adr").glob("[0-9]*.md")))


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "guide",
        _("User guide"),
        _("Each task with a picture: from the first file to the last export."),
        (
            "readme",
            "guide/first-steps",
            "guide/uploading",
            "guide/columns",
            "guide/receipt",
            "guide/findings",
            "guide/analysis",
            "guide/asking",
            "guide/exporting",
            "guide/people",
            "guide/keys",
            "guide/webhooks",
            "guide/privacy",
            "guide/plans",
        ),
    ),
    Chapter(
        "bills",
        _("How bills are read"),
        _("Formats, checks, standards and language models in detail."),
        ("reading", "checks", "standards", "llm", "benchmarks", "glossary"),
    ),
    Chapter(
        "api",
        _("For programs"),
        _("The API with examples, every error, limits and webhooks."),
        ("api", "errors", "api-requests", "api-limits", "webhooks", "graphql", "mcp"),
    ),
    Chapter(
        "server",
        _("Running a server"),
        _("Installing, keeping and securing it, and what to do when something is wrong."),
        (
            "deployment",
            "operations/deployment",
            "operations/kubernetes",
            "operations/terraform",
            "operations/launch",
            "troubleshooting",
            "security",
            "signing-in",
            "access",
            "gdpr",
            "plans",
            "support",
            "analytics",
            "reporting-weaknesses",
            "operations/database",
            "operations/scaling",
            "operations/monitoring",
            "operations/slo",
            "operations/backup",
            "operations/disaster-recovery",
            "operations/upgrades",
            "operations/drills",
            "operations/access-speed",
        ),
    ),
    Chapter(
        "code",
        _("For developers"),
        _("How it is built, and why so."),
        (
            "contributing",
            "contributing/ci",
            "architecture",
            "documentation",
            "design",
            "website",
            "walks",
            "translating",
            "dependencies",
            "adr/README",
            *_decisions(),
        ),
    ),
)
SLUGS = tuple(slug for chapter in CHAPTERS for slug in chapter.pages)


def file_of(slug: str, language: str = ENGLISH) -> Path:
    """Where the page lies; it need not be there in every language."""
    english = ELSEWHERE.get(slug, DOCS / f"{slug}.md")
    return english if language == ENGLISH else english.with_suffix(f".{language}.md")


@cache
def found(slug: str, language: str) -> tuple[Path, str]:
    """The page's file in the language, or in English, and which of the two it is. KeyError for a page that does not exist."""
    if slug not in SLUGS:
        raise KeyError(slug)
    own = file_of(slug, language)
    return (own, language) if own.is_file() else (file_of(slug), ENGLISH)


@cache
def languages_of(slug: str) -> tuple[str, ...]:
    """The languages in which the page is written."""
    return tuple(code for code, _name in settings.LANGUAGES if found(slug, code)[1] == code)


@cache
def slug_of(path: Path) -> str:
    """The slug of a file of the documentation in whatever language, empty for other files."""
    known = {file_of(slug): slug for slug in SLUGS}
    bare = path
    for code, _name in settings.LANGUAGES:
        if path.name.endswith(f".{code}.md"):
            bare = path.with_name(path.name.removesuffix(f".{code}.md") + ".md")
    return known.get(bare, "")
