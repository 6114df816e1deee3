"""Settings, “Webhooks”: the list, one with its deliveries, one delivery with its tries. A secret is shown once, as it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, Actor, require_here
from accounts.errors import Conflict, Invalid
from accounts.fresh import prove_anew
from accounts.views.door import member_page
from config.errors import error_message
from webhooks import services
from webhooks.forms import EndpointForm, OverlapForm
from webhooks.health import host_of
from webhooks.kinds import KINDS, words_of
from webhooks.models import OPEN, Delivery, Endpoint
from webhooks.words import error_words

SHOWN = 50
OF_FIELDS = {"webhook.no_name": "name", "webhook.unknown_kind": "kinds"}


@require_safe
@member_page
def endpoint_list(request: HttpRequest) -> HttpResponse:
    """The webhooks of the organization, and how each stands."""
    rows = [(one, host_of(one.url), state_of(one)) for one in services.endpoints_of(request.actor)]
    return render(request, "webhooks/list.html", {"rows": rows, "all_kinds": len(KINDS)})


def state_of(endpoint: Endpoint) -> str:
    """ "off", "failing" or "on"."""
    if not endpoint.enabled:
        return "off"
    return "failing" if endpoint.failures else "on"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_page
def create(request: HttpRequest) -> HttpResponse:
    """A new webhook; the answer shows its secret this once."""
    require_here(request.actor, Action.MANAGE_WEBHOOKS)
    prove_anew(request)
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: services.create_endpoint(by=request.actor, **form.cleaned_data))
        if made is not None:
            return _shown(request, *made, fresh=True)
    context = {"form": form, "endpoint": None}
    return render(request, "webhooks/form.html", context, status=400 if form.errors else 200)


@require_safe
@member_page
def endpoint(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """One webhook and what was delivered to it; while something is on its way, its list asks anew."""
    one = services.endpoint_of(request.actor, endpoint_id)
    page = Paginator(services.deliveries_of(request.actor, one), SHOWN).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "endpoint": one,
        "state": state_of(one),
        "page": page,
        "rows": [(delivery, words_of(delivery.kind), _tone(delivery)) for delivery in page],
        "kinds": [words_of(code) for code in one.kinds],
        "overlap": one.previous_ends_at if one.previous_ends_at and one.previous_ends_at > now else None,
        "busy": one.enabled and any(delivery.status in OPEN and delivery.next_try_at <= now for delivery in page),
        "form": OverlapForm(),
        "days": settings.WEBHOOKS.disable_days,
    }
    return render(request, "webhooks/_deliveries.html" if request.htmx else "webhooks/endpoint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def change(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Change its name, address, events; another address asks for a fresh sign-in, as a new webhook does."""
    one = services.endpoint_of(request.actor, endpoint_id, Action.MANAGE_WEBHOOKS)
    start = {name: getattr(one, name) for name in ("name", "url", "description", "kinds")}
    form = EndpointForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["url"] != one.url:
            prove_anew(request)
        call = lambda: services.change_endpoint(by=request.actor, endpoint=one, **form.cleaned_data)  # noqa: E731
        if _tried(form, call) is not None:
            messages.success(request, _("The change stands."))
            return redirect("webhooks:endpoint", one.pk)
    return render(request, "webhooks/form.html", {"form": form, "endpoint": one}, status=400 if form.errors else 200)


@require_POST
@never_cache
@member_page
def secret(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Another secret; the answer shows it this once."""
    one = services.endpoint_of(request.actor, endpoint_id, Action.MANAGE_WEBHOOKS)
    prove_anew(request)
    form = OverlapForm(request.POST)
    if not form.is_valid():
        raise Invalid("malformed")
    return _shown(request, *services.rotate_secret(by=request.actor, endpoint=one, **form.wanted()), fresh=False)


@require_POST
@member_page
def act(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """`do`: on, off, test or delete."""
    one = services.endpoint_of(request.actor, endpoint_id, Action.MANAGE_WEBHOOKS)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Invalid("malformed")
    try:
        messages.success(request, step(request.actor, one))
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
    return redirect("webhooks:list") if step is _delete else redirect("webhooks:endpoint", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delivery(request: HttpRequest, endpoint_id: UUID, delivery_id: UUID) -> HttpResponse:
    """One delivery: what was sent and what came back; POST sends it again."""
    one = services.endpoint_of(request.actor, endpoint_id)
    sent = services.delivery_of(request.actor, one, delivery_id)
    if request.method == "POST":
        try:
            services.redeliver(by=request.actor, delivery=sent)
            messages.success(request, _("It is sent again."))
        except Conflict as error:
            messages.error(request, error_message(error.code, error.facts))
        return redirect("webhooks:delivery", one.pk, sent.pk)
    context = {
        "endpoint": one,
        "delivery": sent,
        "words": words_of(sent.kind),
        "tone": _tone(sent),
        "attempts": [
            (tried, error_words(tried.error) if tried.error else "") for tried in sent.attempts.order_by("-pk")
        ],
        "busy": one.enabled and sent.status in OPEN and sent.next_try_at <= timezone.now(),
    }
    return render(request, "webhooks/_delivery.html" if request.htmx else "webhooks/delivery.html", context)


def _tried(form: EndpointForm, call: Callable[[], Any]) -> Any:
    """What `call` answers; None when it refused, which the form then says."""
    try:
        return call()
    except (Invalid, Conflict) as error:
        field = None if isinstance(error, Conflict) else OF_FIELDS.get(error.code, "url")
        form.add_error(field, error_message(error.code, error.facts))
        return None


def _shown(request: HttpRequest, one: Endpoint, plain: str, *, fresh: bool) -> HttpResponse:
    context = {"endpoint": one, "plain": plain, "fresh": fresh}
    return render(request, "webhooks/secret.html", context, status=201)


def _tone(delivery: Delivery) -> str:
    return {"succeeded": "accent", "failed": "warning", "given_up": "error"}.get(delivery.status, "")


def _test(by: Actor, one: Endpoint) -> str:
    services.send_test(by=by, endpoint=one)
    return _("A test is on its way.")


def _on(by: Actor, one: Endpoint) -> str:
    services.switch_endpoint(by=by, endpoint=one, enabled=True)
    return _("“%(name)s” is on.") % {"name": one.name}


def _off(by: Actor, one: Endpoint) -> str:
    services.switch_endpoint(by=by, endpoint=one, enabled=False)
    return _("“%(name)s” is off. What happens meanwhile is not told later.") % {"name": one.name}


def _delete(by: Actor, one: Endpoint) -> str:
    services.delete_endpoint(by=by, endpoint=one)
    return _("“%(name)s” has been deleted.") % {"name": one.name}


STEPS: dict[str, Callable[[Actor, Endpoint], str]] = {"test": _test, "on": _on, "off": _off, "delete": _delete}
