"""The side navigation of the settings."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.settings_pages import pages_for

register = template.Library()
KEYS = {"accounts:profile": "s", "accounts:members": "m"}  # after `g`


@register.inclusion_tag("settings/_nav.html", takes_context=True)
def settings_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Every page of settings that the person may open; the present one is marked."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = list(pages_for(getattr(request, "actor", None)))
    return {"pages": pages, "here": next((page.route for page in pages if page.holds(here)), "")}


@register.inclusion_tag("settings/_menu.html", takes_context=True)
def settings_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The same pages for the menu that every page has: each is two clicks away."""
    return {"pages": list(pages_for(getattr(context["request"], "actor", None))), "keys": KEYS}
