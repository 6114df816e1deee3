"""Where an organization's texts may go, for every page from which they may be sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

from llm.services.destinations import destinations_of

register = template.Library()


@register.inclusion_tag("llm/_where.html")
def where_texts_go(organization_id: UUID) -> dict[str, Any]:
    """The providers in the order of trying, each with its terms."""
    found = destinations_of(organization_id)
    return {"opted_out": found.opted_out, "destinations": found.destinations}
