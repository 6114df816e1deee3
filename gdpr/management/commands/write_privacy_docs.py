"""`manage.py write_privacy_docs`: make the tables of docs/gdpr.md anew from the registries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gdpr.docs import PAGE, written


class Command(BaseCommand):
    help = "Make the tables of docs/gdpr.md anew."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
        self.stdout.write(f"{PAGE} says what the code does.")
