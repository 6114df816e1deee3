"""People who had the processing of their data restricted (Art. 18): their accounts are kept and not worked with."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from accounts.access import Actor
from accounts.errors import Forbidden
from accounts.models import User


def require_processing(by: Actor) -> None:
    """Raise Forbidden when the acting person had the processing of their data restricted."""
    if by.user_id is not None and User.objects.filter(pk=by.user_id, processing_restricted_at__isnull=False).exists():
        raise Forbidden("privacy.restricted")


def kept_from_models(user_id: UUID | None) -> bool:
    """True for a person for whom no language model is asked: they opted out, or had the processing restricted."""
    if user_id is None:
        return False
    wish = Q(llm_opt_out=True) | Q(processing_restricted_at__isnull=False)
    return bool(User.objects.filter(wish, pk=user_id).exists())
