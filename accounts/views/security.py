"""The page of security: the password, the second factor, passkeys, and where the person is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.devices import words_of
from accounts.errors import Forbidden, NotFound
from accounts.models import Organization, TokenFamily, User
from accounts.second_factor import SecondFactorAdapter
from accounts.second_factor_forms import factors_of
from accounts.services.sessions import end_program, end_session, oneself, sign_out_everywhere
from accounts.views.door import person_page


@require_safe
@never_cache
@person_page
def security(request: HttpRequest) -> HttpResponse:
    """What guards the account, and who is in."""
    demanding = Organization.objects.filter(memberships__user=request.user, require_second_factor=True)
    context = {
        **factors_of(request.user),
        "demanding": demanding.order_by("name"),
        "sessions": _sessions(request),
        "programs": _programs(request.user),
    }
    return render(request, "settings/security.html", context)


def _sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """Browsers that are signed in, the present one first."""
    rows = [
        {"row": one, "words": words_of(one.user_agent), "here": one.session_key == request.session.session_key}
        for one in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(rows, key=lambda row: (not row["here"], -row["row"].last_seen_at.timestamp()))


def _programs(user: User) -> list[dict[str, Any]]:
    """Programs that hold tokens of the API."""
    alive = TokenFamily.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())
    return [
        {"row": one, "words": words_of(one.user_agent)}
        for one in alive.select_related("organization").order_by("-last_used_at")
    ]


@require_POST
@person_page
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one browser out; the present one leads to the door."""
    here = UserSession.objects.filter(pk=session_id, session_key=request.session.session_key).exists()
    if not end_session(user=request.user, session_id=session_id):
        raise NotFound("not_found")
    if here:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("Signed out there."))
    return redirect("accounts:security")


@require_POST
@person_page
def program_end(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Sign one program out."""
    if not end_program(user=request.user, family_id=family_id):
        raise NotFound("not_found")
    messages.success(request, _("Signed out there."))
    return redirect("accounts:security")


@require_POST
@person_page
def others_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = request.user
    sign_out_everywhere(by=oneself(user), user=user, why="signed_out", keep_session=request.session.session_key or "")
    messages.success(request, _("Signed out everywhere but here."))
    return redirect("accounts:security")


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """allauth's page, but the last factor beside a short password stays."""
    passkey = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk).first()
    if passkey is None:
        raise NotFound("not_found")
    if not SecondFactorAdapter().can_delete_authenticator(passkey):
        raise Forbidden("second_factor.short_password")
    answer: HttpResponse = RemoveWebAuthnView.as_view()(request, pk=pk)
    return answer


@require_safe
@person_page
def to_security(request: HttpRequest) -> HttpResponse:
    """allauth's own lists of factors and sessions are one page here."""
    return redirect("accounts:security")
