"""`manage.py document_checks`: write docs/checks.md from the registry of checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from boq.engine.checks.document import as_markdown
from boq.models.finding_words import FINDINGS


def documentation() -> str:
    """The page in English."""
    with translation.override("en"):
        return as_markdown({code: str(text) for code, text in FINDINGS.items()})


class Command(BaseCommand):
    help = "Write docs/checks.md from the registry of checks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.BASE_DIR) / "docs" / "checks.md")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        to.write_text(documentation(), encoding="utf-8")
