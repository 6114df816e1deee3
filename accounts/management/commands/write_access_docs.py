"""`manage.py write_access_docs`: docs/access.md anew, after the table of roles or the scopes changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.access_docs import access_docs


class Command(BaseCommand):
    help = "Write docs/access.md from the table of roles and the scopes of keys."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "access.md"
        path.write_text(access_docs(), encoding="utf-8")
        self.stdout.write(f"{path} is written.")
