"""Files that browsers and search engines ask for."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.languages import alternates
from website.documentation.shelf import SLUGS, languages_of
from website.features import FEATURES

CLOSED = (
    "/accounts/",
    "/admin/",
    "/api/v1/",
    "/graphql/",
    "/mcp/",
    "/projects/",
    "/boqs/",
    "/settings/",
    "/invitations/",
    "/privacy/erasure/",
)
NAMES = ("features", "compare", "pricing", "docs", "changelog", "faq", "contact", "demo")
WORKER_POLICY = "default-src 'none'; connect-src 'self'"  # all it does is ask this server
OFFLINE_LOOKS = ("mizan/tokens.css", "mizan/website.css", "mizan/theme.js", "mizan/scales.svg")
THEME, PAPER = "#0c5a5b", "#f6f3ec"


def public_paths() -> list[str]:
    """Every public page's address in English."""
    with translation.override(settings.LANGUAGE_CODE):
        named = [reverse(f"website:{name}") for name in NAMES]
        return [reverse("home"), *named, *(reverse("website:feature", args=[one.slug]) for one in FEATURES)]


def documents() -> list[tuple[str, tuple[str, ...]]]:
    """Every page of the documentation: its address in English and the languages in which it is written."""
    with translation.override(settings.LANGUAGE_CODE):
        return [(reverse("website:doc", args=[slug]), languages_of(slug)) for slug in SLUGS]


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines are asked not to go, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('root:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language in which it is written, each with its alternates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    everywhere = tuple(code for code, _name in settings.LANGUAGES)
    for path, written in [*((path, everywhere) for path in public_paths()), *documents()]:
        known = [(code, request.build_absolute_uri(at)) for code, at in alternates(path) if code in written]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(at)}/>'
            for code, at in [*known, ("x-default", known[0][1])]
        )
        lines += [f"<url><loc>{escape(at)}</loc>{links}</url>" for _code, at in known]
    return HttpResponse("\n".join([*lines, "</urlset>\n"]), content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """How Mizan is installed like a program."""
    told: dict[str, Any] = {
        "name": "Mizan",
        "short_name": "Mizan",
        "description": _("Bills of quantities, read and proved"),
        "id": "/",
        "start_url": "/projects/",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": PAPER,
        "icons": [
            {"src": static("mizan/scales.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("website/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("website/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("website/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's code. It stands at the root, because it may serve only what lies below itself."""
    code = (settings.BASE_DIR / "static" / "mizan" / "sw.js").read_text("utf-8")
    looks = json.dumps([static(path) for path in OFFLINE_LOOKS])
    answer = HttpResponse(f"self.LOOKS = {looks};\n{code}", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Content-Security-Policy"] = WORKER_POLICY
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection for a page that was not kept; the worker fetches it when it is installed."""
    return render(request, "website/offline.html", {"title": _("No connection")})
