"""Working in another organization."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.errors import NotFound
from accounts.middleware import SESSION_ORGANIZATION
from accounts.services import actor_for
from accounts.services.signing_in import note_entering
from accounts.staff import in_their_name
from accounts.views.door import person_page


@require_POST
@person_page
def switch(request: HttpRequest) -> HttpResponse:
    """Work in another organization of the person's own."""
    try:
        actor = actor_for(request.user, UUID(request.POST.get("organization", "")))
    except ValueError as error:
        raise NotFound("organization.not_found") from error
    if request.actor is None or request.actor.organization_id != actor.organization_id:
        with transaction.atomic():
            note_entering(by=in_their_name(request, actor) or actor)
    request.session[SESSION_ORGANIZATION] = str(actor.organization_id)
    return redirect("projects:list")
