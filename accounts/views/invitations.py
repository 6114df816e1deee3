"""The page that the link in an invitation opens: join, sign in first, or sign up with the address that was asked."""

from __future__ import annotations

from allauth.account.internal.flows.signup import complete_signup
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.acceptance import accepted
from accounts.access import Actor, ActorKind
from accounts.errors import Conflict
from accounts.middleware import SESSION_ORGANIZATION
from accounts.models import Invitation, User
from accounts.organization_forms import JoinForm
from accounts.services import invitations


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asks whom to what; take the answer."""
    asked = invitations.open_invitation(token)
    if isinstance(request.user, User):
        return _member_to_be(request, asked, token)
    if User.objects.filter(email__iexact=asked.email).exists():
        return _page(request, asked, "sign_in")
    return _new_person(request, asked, token)


def _member_to_be(request: HttpRequest, asked: Invitation, token: str) -> HttpResponse:
    """For somebody who is signed in: one button, or the word that the invitation is another person's."""
    assert isinstance(request.user, User)
    if not invitations.is_for(asked, request.user):
        return _page(request, asked, "other")
    if request.method == "POST":
        actor = request.actor or Actor(ActorKind.USER, None, request.user.pk)
        try:
            invitations.accept(by=actor, token=token)
            messages.success(request, _("Welcome to “%(name)s”.") % {"name": asked.organization.name})
        except Conflict:  # a member already: they are let through
            messages.info(request, _("You are a member already."))
        request.session[SESSION_ORGANIZATION] = str(asked.organization_id)
        return redirect("projects:list")
    return _page(request, asked, "join")


def _new_person(request: HttpRequest, asked: Invitation, token: str) -> HttpResponse:
    """Sign-up with the address fixed. Whoever has the link has the mailbox, so the address is verified at once."""
    form = JoinForm(request.POST or None, email=asked.email, firm=asked.organization.name)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "password")}
        with transaction.atomic():
            user = invitations.join_as_new_person(token=token, language=get_language() or "", **given)
            accepted(user)
        answer: HttpResponse = complete_signup(request, user=user, redirect_url=reverse("projects:list"))
        request.session[SESSION_ORGANIZATION] = str(asked.organization_id)
        return answer
    return _page(request, asked, "sign_up", form=form)


def _page(request: HttpRequest, asked: Invitation, state: str, **more: object) -> HttpResponse:
    status = 400 if getattr(more.get("form"), "errors", None) else 200
    context = {"asked": asked, "state": state, "here": request.path, **more}
    return render(request, "account/invitation.html", context, status=status)
