"""`manage.py take_support_mail`: files one mail from standard input, for a pipe of a mail server."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import MizanError
from config.errors import error_message
from support.letters import LARGEST
from support.services.mailbox import take


class Command(BaseCommand):
    help = "Files one mail from standard input into its ticket, or opens one. What is of no concern is dropped, and said so."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = take(sys.stdin.buffer.read(LARGEST + 1))
        except MizanError as error:
            raise CommandError(error_message(error.code, error.facts)) from error
        self.stdout.write(" ".join(filter(None, (outcome.done, outcome.why, str(outcome.number or "")))))
