"""The bills that Mizan brings along, for pages that invite to try them."""

from __future__ import annotations

from django import template

from boq.samples import SAMPLES, Sample

register = template.Library()


@register.simple_tag
def samples_to_try() -> tuple[Sample, ...]:
    """All of them, in the order in which they are shown."""
    return SAMPLES
