"""Dates in the digits of their reader. Stands in for Django's own `date` on every page; formats for machines stay as they are."""

from __future__ import annotations

from django import template
from django.contrib.humanize.templatetags import humanize
from django.template import defaultfilters

from accounts.digits import shown

register = template.Library()
FOR_MACHINES = frozenset({"c", "U", "Y-m-d", "Y-m-d H:i", "Y-m-d\\TH:i"})


@register.filter(expects_localtime=True, is_safe=False)
def date(value: object, arg: str | None = None) -> str:
    """As Django's: a moment in the named format, or one of letters."""
    text = str(defaultfilters.date(value, arg))
    return text if arg in FOR_MACHINES else shown(text)


@register.filter(is_safe=False)
def ago(value: object) -> str:
    """How long ago, in words, in the digits of the reader."""
    return shown(str(humanize.naturaltime(value)))
