"""For anyone, signed in or not: the server's public key, and the check of a receipt that somebody shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from boq.models.messages import RECEIPT_CHECKS
from boq.services import signing
from boq.services.receipts import LARGEST, Checked, check_receipt


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key in PEM with how to use it; the PEM alone with `?format=pem`."""
    pem = signing.public_pem()
    if request.GET.get("format") == "pem":
        return HttpResponse(pem, content_type="application/x-pem-file")
    return render(request, "boq/receipt_key.html", {"pem": pem, "key": signing.current_key_id()})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Says whether an uploaded receipt is genuine. Nothing is kept."""
    context: dict[str, object] = {"key": signing.current_key_id()}
    sent = request.FILES.get("receipt")
    if request.method == "POST" and sent is not None:
        checked = Checked("too_large", {}) if (sent.size or 0) > LARGEST else check_receipt(sent.read())
        context |= {"checked": checked, "words": RECEIPT_CHECKS[checked.code], "sent": sent.name}
    return render(request, "boq/receipt_check.html", context)
