"""`manage.py replay_erasures`: after a restore, erase again whoever was erased since the backup was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gdpr.services import erasures, ledger


class Command(BaseCommand):
    help = "After a restore, before anybody is let in: erase again whoever the ledger knows. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ledger", type=Path, help="the file of the ledger; by default erasures.jsonl in the data folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settings.ENV.require_secret_key()  # with a key of the moment no hash would fit, and nobody would be erased
        path: Path | None = options["ledger"]
        if path is not None and not path.exists():
            raise CommandError(f"{path} does not exist.")
        entries = ledger.entries(path)
        done = erasures.replay(entries)
        for request, receipt in done.items():
            self.stdout.write(f"{request}: {sum(receipt.get('deleted', {}).values())} rows")
        self.stdout.write(f"{len(entries)} erasures in the ledger, {len(done)} erased again.")
