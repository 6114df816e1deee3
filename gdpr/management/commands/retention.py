"""`manage.py retention [--dry-run]`: remove what was kept for long enough, or count it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gdpr import retention


class Command(BaseCommand):
    help = "Remove what was kept for long enough. The rules stand in gdpr/retention.py and docs/gdpr.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        done = retention.run(dry_run=dry_run)
        for rule in retention.RULES:
            count = done.counts[rule.code]
            said = "failed, see the log" if count < 0 else f"{count:>8}"
            self.stdout.write(f"{said}  {rule.code}: {rule.what} ({rule.days} days)")
        self.stdout.write("Nothing was removed." if dry_run else "Removed.")
