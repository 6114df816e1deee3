"""The side navigation of the settings."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.settings_pages import pages_for

register = template.Library()


@register.inclusion_tag("settings/_nav.html", takes_context=True)
def settings_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Every page of settings that the person may open; the present one is marked."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = list(pages_for(getattr(request, "actor", None)))
    return {"pages": pages, "here": next((page.route for page in pages if page.holds(here)), "")}
