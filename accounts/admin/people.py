"""People in the admin: who they are, and on a page of its own what staff does to their access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from accounts.admin.base import AuditedAdmin
from accounts.errors import Invalid, MizanError
from accounts.fresh import prove_anew
from accounts.models import Membership, TokenFamily, User
from accounts.services import staff
from accounts.services.actors import has_second_factor
from accounts.staff import PERMISSION
from config.errors import error_message

CHANGE = "accounts.change_user"


class ReasonForm(forms.Form):
    """Why staff does it: kept in the audit trail, so without names of people."""

    reason = forms.CharField(label=gettext_lazy("Reason, as the audit trail keeps it"), max_length=staff.REASON)


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """Name, language and staff's own rights are changed here; access is changed on the page of access, with a reason."""

    list_display = ["email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name", "id"]
    fields = [
        "email", "name", "language", "is_active", "is_staff", "is_superuser", "groups", "llm_opt_out", "processing_restricted_at",
        "date_joined", "last_login",
    ]  # fmt: skip
    readonly_fields = ["email", "is_active", "llm_opt_out", "processing_restricted_at", "last_login", "date_joined"]
    filter_horizontal = ["groups"]
    actions_detail = ["to_access"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people sign up or are invited: their address is proven

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people are erased, with a receipt

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever makes staff has just proved who they are."""
        if request.method == "POST" and self.has_change_permission(request):
            prove_anew(request)
        answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return answer

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only a superuser makes staff and superusers: nobody raises themselves."""
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else [*fixed, "is_staff", "is_superuser", "groups"]

    @action(description=gettext_lazy("Access"), url_path="to-access", permissions=["change"])
    def to_access(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page of access."""
        return redirect("admin:accounts_user_access", object_id)

    def get_urls(self) -> list[URLPattern]:
        own = path("<uuid:user_id>/access/", self.admin_site.admin_view(self.access_view), name="accounts_user_access")
        return [own, *super().get_urls()]

    def access_view(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        """What stands about a person's access, and each step that staff can take, with a reason."""
        by = staff.staff_actor(request.user, CHANGE)
        person = get_object_or_404(User, pk=user_id)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            prove_anew(request)
            try:
                return self._step(request, by, person, form.cleaned_data["reason"])
            except MizanError as error:
                messages.error(request, error_message(error.code, error.facts))
        context = {
            **self.admin_site.each_context(request),
            "title": person.email,
            "person": person,
            "form": form,
            "verified": EmailAddress.objects.filter(user=person, verified=True).exists(),
            "second_factor": has_second_factor(person),
            "sessions": UserSession.objects.filter(user=person).count(),
            "programs": TokenFamily.objects.filter(user=person, revoked_at=None).count(),
            "memberships": Membership.objects.filter(user=person).select_related("organization"),
            "may_impersonate": request.user.has_perm(PERMISSION) and not person.is_staff,
        }
        return render(request, "admin/accounts/access.html", context)

    def _step(self, request: HttpRequest, by: Any, person: User, reason: str) -> HttpResponse:
        """Take the step that was asked for and say so."""
        asked = request.POST.get("do", "")
        if asked == "impersonate":
            by = staff.staff_actor(request.user, PERMISSION)
            staff.begin_in_name_of(by=by, user=person, session=request.session, reason=reason)
            return redirect("projects:list")
        if asked == "verification":
            staff.resend_verification(by=by, user=person, request=request, reason=reason)
        elif asked == "sign_out":
            staff.force_sign_out(by=by, user=person, reason=reason)
        elif asked == "second_factor":
            staff.reset_second_factor(by=by, user=person, reason=reason)
        elif asked in ("activate", "deactivate"):
            staff.set_active(by=by, user=person, active=asked == "activate", reason=reason)
        else:
            raise Invalid("malformed")
        messages.success(request, _("Done, and written into the audit trail."))
        return redirect(reverse("admin:accounts_user_access", args=[person.pk]))
