"""Columns that many tables share."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from django.db import models

from accounts.models import Organization

WIDE = Context(prec=60)  # wider than any column: the usual 28 digits would round the longest figures


def figure(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    """A number of the file: 26 digits before and 12 after the point."""
    return models.DecimalField(max_digits=38, decimal_places=12, **options)


def tenant_of_many() -> models.ForeignKey:  # type: ignore[type-arg]
    """The organization of a row that is written by the ten thousand: no index and no database constraint of its own.

    Such rows hang on a bill or an upload whose tenant is constrained; checking it again for each row only costs time.
    """
    return models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )


def tidy(value: Decimal | None) -> Decimal | None:
    """A database figure without the zeros that its column adds: 12.500000000000 is 12.5, 100 stays 100."""
    if value is None:
        return None
    short = value.normalize(WIDE)
    return short.quantize(Decimal(1), context=WIDE) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


def exact(value: Decimal | None) -> str | None:
    """Every digit of a figure as text, without the zeros of its column and never in exponent form; None for none."""
    return None if value is None else format(tidy(value) or Decimal(0), "f")


def choices(names: dict[Any, Any]) -> list[tuple[str, Any]]:
    """Enum names as model choices."""
    return [(member.value, name) for member, name in names.items()]
