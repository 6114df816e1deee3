"""Writing to whoever operates this server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from website.forms import ContactForm
from website.services.contact import operator_address, send_message
from website.views.shown import public_page


def _about(request: HttpRequest) -> str:
    """What a page of an error says of itself, where somebody comes from one: its code and the request's id."""
    found = (request.GET.get(name, "") for name in ("code", "request"))
    said = " ".join(
        one[:64] for one in found if one.isascii() and one.replace("-", "").replace(".", "").replace("_", "").isalnum()
    )
    return f"\n\n({said})" if said else ""


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """A form whose message is mailed to the operator; what a program sent is thanked for and forgotten."""
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"message": _about(request)})
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["homepage"]:
            send_message(request=request, sender=form.cleaned_data["sender"], message=form.cleaned_data["message"])
        return redirect(reverse("website:contact") + "?sent=1")
    return public_page(
        request,
        "contact",
        title=_("Contact"),
        description=_("Write to those who run this server, or report a fault or a weakness in Mizan."),
        context={"form": form, "reachable": bool(operator_address()), "sent": request.GET.get("sent") == "1"},
        status=400 if form.errors else 200,
    )
