"""Pages of members: who they are and what they may do, inviting, changing and removing them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ACTION_WORDS, ROLE_ACTIONS, Action, Actor, Role
from accounts.errors import Conflict, Invalid
from accounts.fresh import prove_anew
from accounts.middleware import SESSION_ORGANIZATION
from accounts.models import Membership
from accounts.organization_forms import InviteForm, role_choices
from accounts.services import invitations, members, organizations
from accounts.services.actors import with_second_factor
from accounts.services.standing import touches_owners
from accounts.views.door import member_page
from config.errors import error_message


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def member_list(request: HttpRequest) -> HttpResponse:
    """Everybody in the organization; for those who manage members also invitations, and a form that sends one."""
    actor = request.actor
    manages = actor.may(Action.MANAGE_MEMBERS)
    form = InviteForm(request.POST or None, actor=actor)
    if request.method == "POST":
        invitations.invitations_of(actor)  # the role comes before the form
        if form.is_valid() and _invited(request, form):
            return redirect("accounts:members")
    rows = list(members.members_of(actor))
    secured = with_second_factor(one.user_id for one in rows) if manages else set()
    context = {
        "rows": [(one, _may_change(actor, one), one.user_id in secured) for one in rows],
        "manages": manages,
        "waiting": list(invitations.invitations_of(actor)) if manages else [],
        "now": timezone.now(),
        "roles": role_choices(actor),
        "form": form,
    }
    return render(request, "settings/members.html", context, status=400 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    """True when the invitation is on its way; else the form says why not."""
    if touches_owners(request.actor, form.cleaned_data["role"]):
        prove_anew(request)
    one = organizations.organization_of(request.actor)
    try:
        made = invitations.invite(by=request.actor, organization=one, link=link_with(request), **form.cleaned_data)
    except Conflict as error:
        form.add_error("email", error_message(error.code, error.facts))
        return False
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": made.email})
    return True


def link_with(request: HttpRequest) -> Callable[[str], str]:
    """The full address of the page for an invitation's token."""
    return lambda token: request.build_absolute_uri(reverse("invitation", args=[token]))


def _may_change(actor: Actor, one: Membership) -> bool:
    """Whether the page offers to change or remove a member: not oneself, and owners only to owners."""
    if not actor.may(Action.MANAGE_MEMBERS) or one.user_id == actor.user_id:
        return False
    return one.role != Role.OWNER or actor.may(Action.TRANSFER_OWNERSHIP)


@require_POST
@member_page
def member(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Change the role of a member ("role"), or remove them ("remove"). Where an owner is meant, for a fresh sign-in."""
    one = members.member_to_manage(request.actor, user_id)
    if touches_owners(request.actor, one.role, *request.POST.getlist("role")):
        prove_anew(request)
    name = one.user.get_full_name()
    try:
        if "remove" in request.POST:
            members.remove_member(by=request.actor, membership=one)
            words = _("%(name)s is no longer a member.") % {"name": name}
        else:
            role = request.POST.get("role", "")
            if role not in Role.values:
                raise Invalid("malformed")
            changed = members.change_role(by=request.actor, membership=one, role=role)
            words = _("%(name)s is now: %(role)s.") % {"name": name, "role": changed.get_role_display()}
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
    else:
        messages.success(request, words)
    if one.user_id == request.user.pk:
        request.session.pop(SESSION_ORGANIZATION, None)
    return redirect("accounts:members")


@require_POST
@member_page
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again ("resend"), or take it back ("revoke")."""
    one = invitations.invitation(request.actor, invitation_id)
    try:
        if "revoke" in request.POST:
            invitations.revoke(by=request.actor, invitation=one)
            words = _("The invitation to %(email)s has been taken back.")
        else:
            invitations.resend(by=request.actor, invitation=one, link=link_with(request))
            words = _("An invitation is on its way to %(email)s.")
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
    else:
        messages.success(request, words % {"email": one.email})
    return redirect("accounts:members")


@require_safe
@member_page
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do: the table of `accounts/access.py` in words."""
    order = (Role.VIEWER, Role.ESTIMATOR, Role.ADMIN, Role.OWNER)
    said = {
        action: words for action, words in ACTION_WORDS.items() if settings.PLANS or action is not Action.MANAGE_PLAN
    }
    rows = [(words, [action in ROLE_ACTIONS[role] for role in order]) for action, words in said.items()]
    return render(request, "settings/roles.html", {"roles": order, "rows": rows})
