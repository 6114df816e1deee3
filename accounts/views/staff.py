"""Back from somebody's name, and the door of the operator's rooms."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from accounts.services.actors import has_second_factor
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


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """What nginx asks before it lets somebody to Flower or Grafana: 204 for staff as the admin wants them, 401 for nobody, 403 for others.

    In somebody's name a member of staff is that person, and stays outside.
    """
    user = request.user
    if not user.is_authenticated:
        return HttpResponse(status=401)
    staff = user.is_staff and (not settings.STAFF_SECOND_FACTOR or has_second_factor(user))
    return HttpResponse(status=204 if staff else 403)
