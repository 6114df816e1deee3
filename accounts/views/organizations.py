"""Pages about the organization itself: found one, name it, secure it, leave it, hand it over, delete it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, require
from accounts.errors import Conflict, Invalid
from accounts.fresh import prove_anew
from accounts.middleware import SESSION_ORGANIZATION
from accounts.models import User
from accounts.organization_forms import DeleteForm, NameForm, TransferForm
from accounts.services import members, organizations, ownership
from accounts.services.actors import has_second_factor
from accounts.views.door import may_here, member_page, person_page
from config.errors import error_message


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def create(request: HttpRequest) -> HttpResponse:
    """Found an organization; the person owns it and works in it from then on."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            made = organizations.create_organization(owner=request.user, name=form.cleaned_data["name"])
        except (Conflict, Invalid) as error:
            form.add_error("name", error_message(error.code, error.facts))
        else:
            request.session[SESSION_ORGANIZATION] = str(made.pk)
            return redirect("projects:list")
    return render(request, "settings/organization_new.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def organization(request: HttpRequest) -> HttpResponse:
    """The organization: its name, its second factor, and the ways out."""
    one = organizations.organization_of(request.actor)
    form = NameForm(request.POST or None, initial={"name": one.name})
    if request.method == "POST":
        require(request.actor, Action.MANAGE_ORGANIZATION, one)
        if form.is_valid():
            organizations.rename_organization(by=request.actor, organization=one, name=form.cleaned_data["name"])
            messages.success(request, _("The new name stands."))
            return redirect("accounts:organization")
    assert isinstance(request.user, User)
    context = {"one": one, "form": form, "own_factor": has_second_factor(request.user)}
    return render(request, "settings/organization.html", context, status=400 if form.errors else 200)


@require_POST
@member_page
def second_factor(request: HttpRequest) -> HttpResponse:
    """Demand a second factor of everybody ("demanded" is 1), or no more (0), which asks for a fresh sign-in."""
    demanded = request.POST.get("demanded") == "1"
    one = organizations.organization_of(request.actor)
    require(request.actor, Action.REQUIRE_SECOND_FACTOR, one)
    if one.require_second_factor and not demanded:
        prove_anew(request)
    try:
        one = organizations.demand_second_factor(
            by=request.actor,
            organization=one,
            demanded=demanded,
            link_to_setup=lambda: request.build_absolute_uri(reverse("accounts:security")),
        )
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
    else:
        words = (
            _("Every member needs a second factor now.")
            if one.require_second_factor
            else _("A second factor is everybody’s own choice again.")
        )
        messages.success(request, words)
    return redirect("accounts:organization")


@require_POST
@person_page
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the organization that the person works in; they fall back to another of theirs."""
    one = organizations.organization_of(request.actor) if request.actor else None
    if one is None:
        return redirect("accounts:organization-new")
    try:
        members.leave(by=request.actor)
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
        return redirect("accounts:organization")
    request.session.pop(SESSION_ORGANIZATION, None)
    messages.success(request, _("You have left “%(name)s”.") % {"name": one.name})
    return redirect("projects:list")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
@may_here(Action.TRANSFER_OWNERSHIP)
@reauthentication_required
def transfer(request: HttpRequest) -> HttpResponse:
    """Make another member the owner."""
    one = organizations.organization_of(request.actor)
    form = TransferForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        link = request.build_absolute_uri(reverse("accounts:members"))
        given = ownership.transfer(by=request.actor, membership=form.cleaned_data["member"], link=link)
        messages.success(request, _("%(name)s owns the organization now.") % {"name": given.user.get_full_name()})
        return redirect("accounts:members")
    return render(request, "settings/transfer.html", {"one": one, "form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
@may_here(Action.DELETE_ORGANIZATION)
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes with the organization, and delete it once its name was typed."""
    one = organizations.organization_of(request.actor)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ownership.delete_organization(by=request.actor, organization_id=one.pk, name=form.cleaned_data["name"])
        except Invalid as error:
            form.add_error("name", error_message(error.code, error.facts))
        else:
            request.session.pop(SESSION_ORGANIZATION, None)
            messages.success(request, _("“%(name)s” has been deleted.") % {"name": one.name})
            return redirect("projects:list")
    context = {"one": one, "form": form, "people": one.memberships.count()}
    return render(request, "settings/organization_delete.html", context, status=400 if form.errors else 200)
