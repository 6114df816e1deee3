"""`manage.py doctor`: how the running system is, part by part, and what there is to do. Ends with 1 where there is a fault."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config import doctor


class Command(BaseCommand):
    help = "Tell how the running system is: database, broker, storage, migrations, workers, beat, queue, mail, certificate, disk, backups."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        told = doctor.examine()
        for one in told:
            self.stdout.write(f"{one.state:<8} {one.part}: {one.words}")
            if one.mend:
                self.stdout.write(f"{'':<8} {one.mend}")
        faults = sum(one.state == doctor.FAULT for one in told)
        self.stdout.write("All is well." if not faults else f"Faults: {faults}.")
        if faults:
            sys.exit(1)
