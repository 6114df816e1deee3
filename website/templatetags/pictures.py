"""Pictures of the product, one for each language and theme, made by `scripts/website_pictures.py`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def picture_path(name: str, language: str, theme: str, width: int) -> str:
    """The address of the picture `name`, so many pixels wide, for a reader of `language`."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return static(f"website/pictures/{name}-{known}-{theme}-{width}.webp")


@register.filter
def themes(names: str) -> list[str]:
    """The names one by one."""
    return names.split()
