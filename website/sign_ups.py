"""Hears of accounts that are made on the pages; what is made through the API has seen no page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from website.services.experiments import convert


def somebody_signed_up(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """A receiver of allauth's signal."""
    convert(request, "sign_up")
