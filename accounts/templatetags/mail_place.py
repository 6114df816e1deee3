"""Where mails of a run on one's own machine end up."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

register = template.Library()
FOLDER = "mails.backends.FolderBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register.inclusion_tag("account/_mail_place.html")
def mail_place() -> dict[str, Any]:
    """Says so when no mail leaves this machine; nothing on a server that sends."""
    return {"folder": settings.EMAIL_BACKEND == FOLDER, "console": settings.EMAIL_BACKEND == CONSOLE}
