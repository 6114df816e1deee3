"""What the pages of a bill share."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.errors import NotFound
from boq.models import Boq
from llm.standards import load
from llm.standards.cost_groups import COST_GROUPS


def bill_of(request: HttpRequest, boq_id: UUID) -> Boq:
    """The visible bill with its project and upload, or NotFound. The long receipt is left where it is until asked for."""
    boqs = Boq.objects.visible_to(request.actor).select_related("project", "upload").defer("row_kinds", "receipt_text")
    boq: Boq | None = boqs.filter(pk=boq_id).first()
    if boq is None:
        raise NotFound("not_found")
    return boq


def group_name(code: str, standard: str = COST_GROUPS.code) -> str:
    """The name of a group of `standard` in the active language, after its number where it has one."""
    try:
        group = load(standard).group(code)
    except KeyError:
        return code
    name = group.name(get_language() or "en")
    return name if standard == COST_GROUPS.code else f"{code} {name}"
