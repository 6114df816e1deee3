"""Where an organization's texts may go, for every page from which they may be sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

from accounts.processing import kept_from_models
from llm.services.destinations import destinations_of

register = template.Library()


@register.inclusion_tag("llm/_where.html")
def where_texts_go(organization_id: UUID, asked_by: UUID | None = None, kept_back: bool = False) -> dict[str, Any]:
    """The providers in the order of trying, each with its terms; or who said that nothing may leave."""
    found = destinations_of(organization_id)
    return {
        "opted_out": found.opted_out,
        "destinations": found.destinations,
        "kept_back": kept_back,
        "silent": kept_from_models(asked_by),
    }
