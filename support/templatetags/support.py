"""Lengths of time in words, and the id of the request that is being answered."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

from config.errors import request_id

register = template.Library()
register.simple_tag(request_id)


@register.filter
def span(length: timedelta | None) -> str:
    """“3 hours”; a dash where there is none."""
    if length is None:
        return "–"
    now = timezone.now()
    return timesince(now - length, now, depth=1)
