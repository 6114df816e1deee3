"""Lengths of time in words."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def span(length: timedelta | None) -> str:
    """“3 hours”; a dash where there is none."""
    if length is None:
        return "–"
    now = timezone.now()
    return timesince(now - length, now, depth=1)
