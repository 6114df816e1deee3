"""How the service is at the moment, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.health.public import services, worst
from website.keeping import KEEP
from website.views.shown import public_page


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Three services and their states. Whoever watches from outside asks `/health/ready` instead."""
    found = services()
    answer = public_page(
        request,
        "status",
        title=_("State of the service"),
        description=_("Whether pages, reading and analysis work at the moment."),
        context={"services": found, "worst": worst(found), "looked_at": timezone.now()},
        kept_out=True,
    )
    answer.headers.pop(KEEP, None)  # a state of yesterday helps nobody
    answer["Cache-Control"] = "no-store"
    return answer
