"""Going anywhere by name."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import Action, Actor
from accounts.settings_pages import pages_for
from accounts.templatetags.settings_nav import KEYS
from accounts.views import member_page
from boq.models import Boq
from projects.models import Project

SHOWN = 8
# Pages that are no settings: (label, route, letter after `g`, what its reader must be allowed).
PAGES: tuple[tuple[Promise, str, str, Action | None], ...] = (
    (_("Projects"), "projects:list", "p", None),
    (_("New project"), "projects:create", "", Action.EDIT_PROJECT),
    (_("Layouts"), "boq:layouts", "l", None),
    (_("Questions of your own"), "llm:questions", "", None),
    (_("Language models"), "llm:models", "o", Action.MANAGE_ORGANIZATION),
    (_("Help"), "support:help", "h", None),
    (_("Your tickets"), "support:tickets", "", None),
    (_("Keyboard"), "keys", "", None),
)


class Place(msgspec.Struct, frozen=True):
    """A page to go to."""

    label: str
    url: str
    key: str


@require_safe
@member_page
def find(request: HttpRequest) -> HttpResponse:
    """Pages, projects and bills whose names hold the words; projects and bills newest first."""
    wanted = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    projects = Project.objects.visible_to(request.actor).filter(name__icontains=wanted).order_by("-created_at")
    bills = Boq.objects.visible_to(request.actor).filter(name__icontains=wanted).order_by("-created_at")
    context = {
        "pages": list(_places(request.actor, wanted.casefold()))[:SHOWN],
        "projects": projects.only("name")[:SHOWN],
        "bills": bills.only("name", "project__name").select_related("project")[:SHOWN],
    }
    return render(request, "components/found.html", context)


def _places(actor: Actor, wanted: str) -> Iterator[Place]:
    """Pages that `actor` may open and whose names hold `wanted`; those of settings only once something is wanted."""
    for label, route, key, action in PAGES:
        if wanted in str(label).casefold() and (action is None or actor.may(action)):
            yield Place(str(label), reverse(route), key)
    for page in pages_for(actor) if wanted else ():
        if wanted in str(page.label).casefold():
            yield Place(str(page.label), reverse(page.route), KEYS.get(page.route, ""))
