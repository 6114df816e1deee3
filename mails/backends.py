"""Mails of a run on one's own machine: each becomes a text file that the launcher points to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


def folder() -> Path:
    """Where the mails of a local run lie."""
    return Path(settings.DATA_DIR) / "mails"


class FolderBackend(BaseEmailBackend):
    """Writes the text of each mail to `mails/` in the data folder, readable by its owner alone."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        place = folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            to = ", ".join(message.to)
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{re.sub(r'[^a-z0-9.@-]', '_', to.lower())[:60]}.txt"
            written = place / f".{name}"
            written.write_text(f"To: {to}\nSubject: {message.subject}\n\n{message.body}", "utf-8")
            written.chmod(0o600)
            written.rename(place / name)  # in one step: the launcher never shows half a mail
        return len(email_messages)
