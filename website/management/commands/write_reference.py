"""`manage.py write_reference`: docs/errors.md, the drawings of docs/architecture.md and the tables of docs/operations/launch.md anew, after
the code they are made from changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.launch import page
from website.documentation import catalogue, diagrams


class Command(BaseCommand):
    help = "Write the catalogue of errors, the drawings of the architecture and the launch checklist from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue.PAGE.write_text(catalogue.catalogue(), encoding="utf-8")
        self.stdout.write(f"{catalogue.PAGE} is written.")
        page.PAGE.write_text(page.written(page.PAGE.read_text("utf-8")), encoding="utf-8")
        self.stdout.write(f"{page.PAGE} is written.")
        for drawing in diagrams.drawings():
            path = diagrams.FOLDER / f"{drawing.name}.svg"
            path.write_text(diagrams.svg(drawing), encoding="utf-8")
            self.stdout.write(f"{path} is written.")
