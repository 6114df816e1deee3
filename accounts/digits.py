"""Figures and dates in the digits that their reader has chosen: Latin, or, on Arabic pages, Arabic-Indic ones.

What stands in a file, a code or an address stays as it was written; only what Mizan itself writes for people goes through `shown`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from accounts.models import Digits

GROUP, POINT, PERCENT = "٬", "٫", "٪"  # Arabic thousands separator, decimal separator, percent sign
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_chosen: ContextVar[str] = ContextVar("digits", default=Digits.LATIN)


def arabic() -> bool:
    """True while an answer is written with Arabic-Indic digits."""
    return _chosen.get() == Digits.ARABIC and (get_language() or "").startswith("ar")


def shown(text: str) -> str:
    """`text` with its digits as the reader wants them."""
    return text.translate(_ARABIC) if arabic() else text


class DigitsMiddleware:
    """Notes the choice of whoever is signed in, for the time of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        token = _chosen.set(user.digits if user.is_authenticated else Digits.LATIN)
        try:
            return self.get_response(request)
        finally:
            _chosen.reset(token)
