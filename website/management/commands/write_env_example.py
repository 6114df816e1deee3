"""`manage.py write_env_example`: .env.example anew, after config/variables.py changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.env import ROOT
from config.variables import example


class Command(BaseCommand):
    help = "Write .env.example from config/variables.py."

    def handle(self, *args: Any, **options: Any) -> None:
        (ROOT / ".env.example").write_text(example(), encoding="utf-8")
        self.stdout.write(".env.example is written.")
