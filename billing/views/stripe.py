"""Where Stripe tells what happened. The signature is the only way in; nobody is signed in here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.errors import MizanError, NotFound
from billing import gateway
from billing.services import hearing_stripe
from config.errors import coded, error_body


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Hear one event. Answers 200 also for what is of no concern or was heard before; 503 makes Stripe send it again."""
    try:
        if not settings.BILLING.sells:
            raise NotFound("not_found")
        event = gateway.event_of(request.body, request.headers.get("Stripe-Signature", ""))
        return JsonResponse({"outcome": hearing_stripe.hear(event)})
    except MizanError as error:
        status, code, facts = coded(error)
        return JsonResponse(error_body(code, facts), status=status)
