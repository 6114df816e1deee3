"""The page of the plan: what it holds, how much is used, what happens next, and the ways to another one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action
from accounts.errors import Invalid, MizanError
from accounts.plans import BY_NAME, FOR_SALE, is_over, plan_named
from accounts.services.organizations import organization_of
from billing.forms import AskForm
from billing.models import Subscription
from billing.services import payments, requests
from billing.services.meters import meters_of
from billing.views.door import owner_page, plan_page
from config.errors import error_message

SESSION = "{CHECKOUT_SESSION_ID}"  # Stripe puts the session's id there


@require_safe
@plan_page
def plan(request: HttpRequest) -> HttpResponse:
    """What the organization's plan holds and how much of it is used."""
    return _page(request, 200)


def _page(request: HttpRequest, status: int, form: AskForm | None = None) -> HttpResponse:
    one = organization_of(request.actor)
    paid = payments.subscription_of(request.actor)
    context = {
        "one": one,
        "plan": plan_named(one.plan),
        "over": is_over(one.plan_ends_at),
        "meters": meters_of(one),
        "paid": paid,
        "pays": paid is not None and paid.pays,
        "waiting": requests.open_request(request.actor),
        "answered": requests.latest_request(request.actor),
    }
    if request.actor.may(Action.MANAGE_PLAN):
        context["form"] = form or AskForm(present=one.plan if one.plan_ends_at is None else "")
        context["offers"] = _offers(one.plan, paid) if settings.BILLING.sells else []
    return render(request, "billing/plan.html", context, status=status)


def _offers(present: str, paid: Subscription | None) -> list[dict[str, object]]:
    """The plans that can be paid for here, each with what it holds."""
    return [
        {"plan": BY_NAME[name], "present": bool(paid and paid.plan == name and paid.pays)}
        for name in FOR_SALE
        if name in settings.BILLING.prices
    ]


@require_POST
@owner_page
def ask(request: HttpRequest) -> HttpResponse:
    """Ask staff for another plan."""
    one = organization_of(request.actor)
    form = AskForm(request.POST, present=one.plan if one.plan_ends_at is None else "")
    if not form.is_valid():
        return _page(request, 400, form)
    try:
        requests.ask(by=request.actor, organization=one, **form.cleaned_data)
    except MizanError as error:
        messages.error(request, error_message(error.code, error.facts))
    else:
        messages.success(request, _("Your request is on its way. The answer comes by mail and stands here."))
    return redirect("billing:plan")


@require_POST
@owner_page
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the waiting request back."""
    requests.withdraw(by=request.actor, organization=organization_of(request.actor))
    messages.success(request, _("The request is withdrawn."))
    return redirect("billing:plan")


@require_POST
@owner_page
def checkout(request: HttpRequest) -> HttpResponse:
    """To Stripe's page, to pay for a plan."""
    wanted = request.POST.get("plan", "")
    if wanted not in FOR_SALE:
        raise Invalid("billing.unknown_plan")
    back = request.build_absolute_uri(reverse("billing:plan"))
    url = payments.open_checkout(
        by=request.actor,
        organization=organization_of(request.actor),
        plan=wanted,
        success=f"{request.build_absolute_uri(reverse('billing:paid'))}?session_id={SESSION}",
        cancel=back,
        language=(get_language() or "en")[:2],
    )
    return _away(request, url)


@require_POST
@owner_page
def portal(request: HttpRequest) -> HttpResponse:
    """To Stripe's page of cards, invoices and the end of the subscription."""
    back = request.build_absolute_uri(reverse("billing:plan"))
    url = payments.open_portal(by=request.actor, organization=organization_of(request.actor), back=back)
    return _away(request, url)


def _away(request: HttpRequest, url: str) -> HttpResponse:
    """A page that leads elsewhere: a form of ours may not end on another server, which the content policy sees to."""
    if not url.startswith(("https://", settings.BILLING.stripe_url)):
        raise Invalid("billing.refused")
    return render(request, "billing/away.html", {"url": url})


@require_safe
@owner_page
def paid(request: HttpRequest) -> HttpResponse:
    """Somebody comes back from Stripe's page. What they bring proves nothing: Stripe is asked."""
    one = organization_of(request.actor)
    found = payments.confirm(by=request.actor, organization=one, session_id=request.GET.get("session_id", ""))
    if found.pays:
        messages.success(request, _("Thank you. The plan is paid."))
    else:
        messages.info(
            request, _("The payment is not confirmed yet. The plan changes as soon as it is; a mail tells you.")
        )
    return redirect("billing:plan")
