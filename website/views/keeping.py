"""Switching on that opened bills can be read without a connection, for the browser at hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.door import person_page
from website.keeping import choose, wanted


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def keeping(request: HttpRequest) -> HttpResponse:
    """What would be kept, and the switch."""
    if request.method == "POST":
        keep = request.POST.get("keep") == "1"
        choose(request, keep=keep)
        messages.success(
            request,
            _("Bills that you open from now on can be read here without a connection.")
            if keep
            else _("Nothing is kept any more, and what was kept is removed."),
        )
        return redirect("root:keeping")
    return render(request, "settings/offline.html", {"kept": wanted(request)})
