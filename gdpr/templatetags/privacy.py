"""What pages say of documents: that there is a new version to accept."""

from __future__ import annotations

from typing import Any

from django import template

from gdpr.documents import ACCEPTED, TITLES, versions
from gdpr.services.consents import pending

register = template.Library()
SESSION = "accepted"


@register.inclusion_tag("gdpr/_notice.html", takes_context=True)
def documents_to_accept(context: dict[str, Any]) -> dict[str, Any]:
    """The documents whose newest version the reader has not accepted. Who accepted all is asked about no more until a new version comes."""
    request = context["request"]
    newest = [f"{kind} {versions(kind)[0]}" for kind in ACCEPTED]
    if not request.user.is_authenticated or request.session.get(SESSION) == newest:
        return {"titles": []}
    titles = [TITLES[one.kind] for one in pending(request.user)]
    if not titles:
        request.session[SESSION] = newest
    return {"titles": titles, "here": request.get_full_path()}
