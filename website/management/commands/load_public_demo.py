"""`manage.py load_public_demo`: take in the bills that everybody may read under /demo/. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from website.services.demo import open_demo


class Command(BaseCommand):
    help = "Open the public demo: three sample bills, read by the workers, shown to everybody under /demo/."

    def handle(self, *args: Any, **options: Any) -> None:
        added = open_demo()
        self.stdout.write(f"New in the demo: {', '.join(added)}." if added else "The demo is open already.")
