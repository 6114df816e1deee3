"""`verify_receipt FILE`: is this signed receipt one of this server, and unchanged? `--file` checks the bill itself against it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from boq.models.messages import RECEIPT_CHECKS
from boq.services.receipts import check_receipt


class Command(BaseCommand):
    """Exit 0 when it is genuine, 2 when not."""

    help = "Check a signed receipt (JSON) against this server's key. Needs no database."
    requires_system_checks: tuple[str, ...] = ()  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("receipt", type=Path)
        parser.add_argument("--file", type=Path, help="the bill that the receipt is said to be about")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_receipt(options["receipt"].read_bytes())
        code = checked.code
        bill: Path | None = options["file"]
        if checked.genuine and bill is not None:
            code = "" if sha256(bill.read_bytes()).hexdigest() == checked.facts["sha256"] else "other_file"
        self.stdout.write(str(RECEIPT_CHECKS[code]))
        for name, value in checked.facts.items() if not code else ():
            self.stdout.write(f"{name:14} {value if value is not None else '–'}")
        if code:
            sys.exit(2)
