"""Back from somebody's name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.errors import NotFound
from accounts.services.staff import end_in_name_of, staff_actor
from accounts.staff import PERMISSION


@require_POST
def be_oneself(request: HttpRequest) -> HttpResponse:
    """End working in somebody's name; back to the person in the admin."""
    staff = request.staff  # type: ignore[attr-defined]
    if staff is None:
        raise NotFound("not_found")
    person = end_in_name_of(by=staff_actor(staff, PERMISSION), session=request.session)
    return redirect("admin:accounts_user_access", person.pk) if person else redirect("admin:index")
