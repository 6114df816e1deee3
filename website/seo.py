"""What search engines and other programs are told of a public page: its addresses in each language, and data in schema.org's words."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from config.languages import alternates, in_language

PICTURE = "website/share.png"
SIZE = (1200, 630)  # of the picture, as Open Graph advises
SOURCE = "https://schema.org"
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def page_facts(request: HttpRequest, *, kept_out: bool = False, written_in: tuple[str, ...] = ()) -> dict[str, Any]:
    """For the head of `website/base.html`: `canonical`, `alternates` [(language, address)], `picture` and the menu of languages.

    What is `kept_out` of search engines has no alternates; a page that is `written_in` some languages alone has those.
    """
    known = [
        (code, request.build_absolute_uri(path))
        for code, path in alternates(request.path)
        if not written_in or code in written_in
    ]
    return {
        "canonical": request.build_absolute_uri(request.path),
        "alternates": [] if kept_out else known,
        "default_address": request.build_absolute_uri(in_language(request.path, settings.LANGUAGE_CODE)),
        "picture": request.build_absolute_uri(static(PICTURE)),
        "picture_size": SIZE,
        "languages": [(code, path, NATIVE[code]) for code, path in alternates(request.path)],
        "kept_out": kept_out,
    }


NATIVE = {"en": "English", "ar": "العربية", "ru": "Русский"}


def structured(*things: dict[str, Any]) -> SafeString:
    """The things as one JSON-LD text that can stand inside a `<script>`."""
    text = json.dumps({"@context": SOURCE, "@graph": list(things)}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - what could end the element is escaped


def application(request: HttpRequest, description: str) -> dict[str, Any]:
    """Mizan itself."""
    return {
        "@type": "SoftwareApplication",
        "name": "Mizan",
        "applicationCategory": "BusinessApplication",
        "operatingSystem": "Linux, macOS",
        "url": request.build_absolute_uri(in_language("/", get_language() or settings.LANGUAGE_CODE)),
        "description": description,
        "inLanguage": [code for code, _name in settings.LANGUAGES],
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "isAccessibleForFree": True,
    }


def path_to(request: HttpRequest, *steps: tuple[str, str]) -> dict[str, Any]:
    """Where a page stands: (name, path) from the start page on."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": request.build_absolute_uri(path)}
            for at, (name, path) in enumerate(steps, start=1)
        ],
    }


def answers(questions: list[tuple[str, str]]) -> dict[str, Any]:
    """Questions with their answers."""
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for asked, answer in questions
        ],
    }
