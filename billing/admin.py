"""Plans and payments in the admin: what is paid and what Stripe told is looked at; requests for plans are settled here, in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from accounts.admin import ReadOnlyAdmin
from accounts.errors import Invalid, MizanError
from accounts.fresh import prove_anew
from accounts.plans import plan_named
from accounts.services.staff import staff_actor
from billing.forms import AnswerForm
from billing.models import Funnel, StripeEvent, Subscription, UpgradeRequest
from billing.services import requests
from billing.services.meters import meters_of
from config.errors import error_message

SETTLE = "billing.settle_upgraderequest"


@admin.register(UpgradeRequest)
class UpgradeRequestAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "organization", "plan", "status", "asked_by", "settled_at", "settled_by"]
    list_filter = ["status", "plan"]
    search_fields = ["organization__name", "id"]
    date_hierarchy = "created_at"
    actions_detail = ["to_settling"]

    @action(description=gettext_lazy("Answer"), url_path="to-settling")
    def to_settling(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page on which it is answered."""
        asked = self.get_object(request, unquote(object_id))
        if asked is None:
            raise Http404
        return redirect("admin:billing_request_settle", asked.pk)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:request_id>/settle/", self.admin_site.admin_view(self.settle_view), name="billing_request_settle"
        )
        return [own, *super().get_urls()]

    def settle_view(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """What is asked, how much is used, and the two answers."""
        by = staff_actor(request.user, SETTLE)
        asked = get_object_or_404(UpgradeRequest.objects.select_related("organization", "asked_by"), pk=request_id)
        form = AnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            prove_anew(request)
            try:
                self._answer(request, by, request_id, form.cleaned_data["words"])
                return redirect("admin:billing_upgraderequest_changelist")
            except MizanError as error:
                messages.error(request, error_message(error.code, error.facts))
        context = {
            **self.admin_site.each_context(request),
            "title": asked.organization.name,
            "asked": asked,
            "form": form,
            "present": plan_named(asked.organization.plan),
            "wanted": plan_named(asked.plan),
            "meters": meters_of(asked.organization),
        }
        return render(request, "admin/billing/settle.html", context)

    def _answer(self, request: HttpRequest, by: Any, request_id: UUID, words: str) -> None:
        wanted = request.POST.get("do", "")
        if wanted not in ("accept", "refuse"):
            raise Invalid("malformed")
        requests.settle(by=by, request_id=request_id, accepted=wanted == "accept", words=words)
        messages.success(request, _("Done, and written into the audit trail."))


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["organization", "state", "plan", "paid_until", "past_due_since", "disputed", "living", "asked_at"]
    list_filter = ["state", "plan", "disputed"]
    search_fields = ["organization__name", "customer_id", "subscription_id"]


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ["heard_at", "kind", "organization", "outcome", "happened_at", "id"]
    list_filter = ["outcome", "kind"]
    search_fields = ["id", "organization__name"]


@admin.register(Funnel)
class FunnelAdmin(ReadOnlyAdmin):
    list_display = [
        "organization", "signed_up_at", "first_upload_at", "first_receipt_at", "first_export_at", "trial_ended_at", "upgrade_asked_at",
        "paid_at", "paid_plan", "cancelled_at",
    ]  # fmt: skip
    list_filter = ["paid_plan"]
    date_hierarchy = "signed_up_at"
