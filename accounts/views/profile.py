"""The profile: how a person is called, in which language, and at which address."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language as set_language_cookie

from accounts.forms import ProfileForm
from accounts.services.people import change_profile
from accounts.services.sessions import oneself
from accounts.views.door import person_page
from config.languages import in_language


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language; the address has a page of its own, as it has to be verified first."""
    user = request.user
    start = {"name": user.name, "language": user.language or translation.get_language()}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        change_profile(by=oneself(user), user=user, **form.cleaned_data)
        answer = redirect("accounts:profile")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return answer
    context = {
        "form": form,
        "waiting": EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first(),
    }
    return render(request, "settings/profile.html", context, status=400 if form.errors else 200)


def set_language(request: HttpRequest) -> HttpResponse:
    """The menu's choice of a language, which a signed-in person's mails follow."""
    answer: HttpResponse = set_language_cookie(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and isinstance(answer, HttpResponseRedirect):
        answer["Location"] = in_language(answer.url, wanted)  # a public page has one address in each language
    oneself_here = request.user.is_authenticated and getattr(request, "staff", None) is None
    if request.method == "POST" and oneself_here and wanted in dict(settings.LANGUAGES):
        change_profile(by=oneself(request.user), user=request.user, language=wanted)
    return answer
