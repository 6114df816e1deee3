"""What people say about themselves: name, language, colours, digits, mails they want, hints they have understood."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as set_language_cookie

from accounts.forms import AppearanceForm, MailsForm, ProfileForm
from accounts.hints import HINTS
from accounts.models import Theme
from accounts.notifications import NECESSARY, OPTIONAL_MAILS
from accounts.services.people import change_profile, choose_mails, put_hint_away
from accounts.services.sessions import oneself
from accounts.views.door import person_page
from config.languages import in_language


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def profile(request: HttpRequest) -> HttpResponse:
    """The name; the address has a page of its own, as it has to be verified first."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        change_profile(by=oneself(user), user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "waiting": EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first(),
    }
    return render(request, "settings/profile.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def appearance(request: HttpRequest) -> HttpResponse:
    """Language, theme and digits."""
    user = request.user
    start = {
        "language": user.language or translation.get_language(),
        "theme": user.theme or Theme.SYSTEM,
        "digits": user.digits,
    }
    form = AppearanceForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        change_profile(by=oneself(user), user=user, **form.cleaned_data)
        answer = redirect("accounts:appearance")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return answer
    return render(request, "settings/appearance.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@person_page
def theme(request: HttpRequest) -> HttpResponse:
    """The menu's choice of a theme, kept while the page stays as it is."""
    wanted = request.POST.get("theme", "")
    if wanted in Theme.values and getattr(request, "staff", None) is None:
        change_profile(by=oneself(request.user), user=request.user, theme=wanted)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def notifications(request: HttpRequest) -> HttpResponse:
    """Which mails a person wants; those that an account cannot do without are named."""
    user = request.user
    chosen = [name for name in OPTIONAL_MAILS if name not in user.unwanted_mails]
    if request.method == "POST":
        form = MailsForm(request.POST)
        if form.is_valid():
            choose_mails(by=oneself(user), user=user, wanted=form.cleaned_data["wanted"])
            messages.success(request, _("Saved."))
            return redirect("accounts:notifications")
    else:
        form = MailsForm(initial={"wanted": chosen})
    context = {"form": form, "optional": OPTIONAL_MAILS.items(), "chosen": chosen, "necessary": NECESSARY}
    return render(request, "settings/notifications.html", context, status=400 if form.errors else 200)


@require_POST
@person_page
def hint(request: HttpRequest, name: str) -> HttpResponse:
    """Put a hint away for good; the page goes on without it."""
    if name not in HINTS:
        raise Http404
    put_hint_away(user=request.user, hint=name)
    return HttpResponse("") if request.htmx else redirect("projects:list")


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
