"""`manage.py fill_register`: put what this program does with personal data into the register of processing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gdpr.register import fill


class Command(BaseCommand):
    help = "Add to the register of processing what it lacks of this program's activities. What the operator wrote there stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{fill()} activities were added.")
