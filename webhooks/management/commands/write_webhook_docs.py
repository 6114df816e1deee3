"""`manage.py write_webhook_docs`: the table of events in docs/webhooks.md anew, after the registry changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from webhooks.docs import rewritten


class Command(BaseCommand):
    help = "Write the table of events in docs/webhooks.md from the registry."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "webhooks.md"
        path.write_text(rewritten(path.read_text("utf-8")), encoding="utf-8")
        self.stdout.write(f"{path} is written.")
