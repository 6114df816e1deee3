"""The page of API keys: list, make, turn over, revoke. A key is shown once, on the page that answers its making."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, require_here
from accounts.errors import Invalid
from accounts.fresh import prove_anew
from accounts.key_form import KeyForm
from accounts.models import ApiKey
from accounts.scopes import WORDS, Scope
from accounts.services import keys
from accounts.views.door import member_page

OVERLAPS = {"now": timedelta(0), "day": timedelta(days=1), "week": timedelta(days=7)}


@require_safe
@member_page
def key_list(request: HttpRequest) -> HttpResponse:
    """The keys that open something or did so lately."""
    rows = [
        (key, _state(key), [WORDS.get(Scope(one), one) for one in key.scopes if one in set(Scope)])
        for key in keys.keys_of(request.actor)
    ]
    return render(request, "settings/keys.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_page
def create(request: HttpRequest) -> HttpResponse:
    """A new key; the answer shows it this once."""
    require_here(request.actor, Action.MANAGE_KEYS)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        prove_anew(request)
        made, plain = keys.create_key(by=request.actor, **form.wanted())
        return _shown(request, made, plain)
    return render(request, "settings/key_new.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["POST"])
@never_cache
@member_page
def key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Turn a key over, or revoke it."""
    one = keys.key_of(request.actor, key_id)
    if request.POST.get("do") == "revoke":
        keys.revoke_key(by=request.actor, key=one)
        messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": one.name})
        return redirect("accounts:keys")
    if request.POST.get("do") != "rotate" or request.POST.get("overlap") not in OVERLAPS:
        raise Invalid("malformed")
    prove_anew(request)
    fresh, plain = keys.rotate_key(by=request.actor, key=one, overlap=OVERLAPS[request.POST["overlap"]])
    return _shown(request, fresh, plain)


def _shown(request: HttpRequest, made: ApiKey, plain: str) -> HttpResponse:
    return render(request, "settings/key_shown.html", {"key": made, "plain": plain}, status=201)


def _state(key: ApiKey) -> str:
    """ "live", "leaving" (replaced, and working until its end) or "ended"."""
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return "ended"
    return "leaving" if key.replaced_by_id else "live"
