"""Which items a tool speaks of: the arguments that a model or a person states, and the query that they mean."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from boq.engine.model import ItemKind, PricingState, Standing
from boq.models import Analysis, Boq, Classification, Price, Section
from boq.services.items import ItemFilter, find_items

NUMBER = DecimalField(max_digits=38, decimal_places=12)
KINDS = tuple(kind.value for kind in ItemKind)
STANDINGS = tuple(standing.value for standing in Standing)
STATES = tuple(state.value for state in PricingState)


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What narrows the items. Everything is optional; numbers are exact decimals as text."""

    bill: str | None = None
    text: str | None = None
    section: str | None = None
    unit: str | None = None
    kind: str | None = None
    standing: str | None = None
    state: str | None = None
    group: str | None = None
    finding: str | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    rate_from: Decimal | None = None
    rate_to: Decimal | None = None
    quantity_from: Decimal | None = None
    quantity_to: Decimal | None = None


class Asked(Exception):
    """The arguments make no sense. The text tells the model what would; a person reads the words of `code` with `said` in them.

    The words are in `boq/models/asking_words.py`.
    """

    def __init__(self, code: str, text: str, said: str = "") -> None:
        super().__init__(text)
        self.code, self.said = code, said[:80]


def schema(**more: Any) -> dict[str, Any]:
    """The JSON Schema of `Where` with further arguments, in the strict subset."""
    text = {"type": ["string", "null"]}
    properties: dict[str, Any] = {
        "bill": {**text, "description": "id of the bill, from the tool `bills`; null for the only or newest one"},
        "text": {**text, "description": "words that stand in the description or number of the item"},
        "section": {**text, "description": "words of the title of a section, or its number"},
        "unit": {**text, "description": "unit as canonical code: m, m2, m3, nr, kg, t, item, hour"},
        "kind": {"type": ["string", "null"], "enum": [*KINDS, None]},
        "standing": {"type": ["string", "null"], "enum": [*STANDINGS, None]},
        "state": {"type": ["string", "null"], "enum": [*STATES, None]},
        "group": {**text, "description": "code of a cost group, from the tool `sum_amounts` by group"},
        "finding": {**text, "description": "code of a finding, or any"},
    }
    for name in ("amount", "rate", "quantity"):
        properties[f"{name}_from"] = {**text, "description": f"least {name}, a decimal number with a point"}
        properties[f"{name}_to"] = {**text, "description": f"greatest {name}, a decimal number with a point"}
    properties |= more
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def items_of(boq: Boq, where: Where) -> QuerySet[Any]:
    """The items that `where` means, with `rate` and `value` (the amount, stated or calculated) of the file's prices.

    Raises Asked for a word that no item can have: it would find nothing, and "none" would be a wrong answer.
    """
    for name, known in (("kind", KINDS), ("standing", STANDINGS), ("state", STATES)):
        known_value(name, getattr(where, name), known)
    section = section_of(boq, where.section) if where.section else None
    wanted = ItemFilter(
        search=where.text or "",
        kind=where.kind or "",
        standing=where.standing or "",
        state=where.state or "",
        section=section.position if section else None,
        finding=where.finding or "",
    )
    prices = Price.objects.filter(item=OuterRef("pk"), price_set__boq=boq, price_set__position=0)
    items: QuerySet[Any] = find_items(boq, wanted).annotate(
        rate=Subquery(prices.values("rate")[:1], output_field=NUMBER),
        state=Subquery(prices.values("state")[:1]),
        value=Subquery(prices.values(found=Coalesce(F("amount"), F("calculated")))[:1], output_field=NUMBER),
    )
    if where.unit:
        items = items.filter(Q(unit_code=where.unit) | Q(unit__iexact=where.unit))
    if where.group:
        items = items.filter(key__in=classes_of(boq).filter(group=where.group).values("item_key"))
    for field, least, most in (
        ("value", where.amount_from, where.amount_to),
        ("rate", where.rate_from, where.rate_to),
        ("quantity", where.quantity_from, where.quantity_to),
    ):
        for bound, lookup in ((least, "gte"), (most, "lte")):
            if bound is None:
                continue
            if not bound.is_finite():
                raise Asked("ask.bad-number", f"“{bound}” is no number that items can be compared with.", str(bound))
            items = items.filter(**{f"{field}__{lookup}": bound})
    return items


def classes_of(boq: Boq) -> QuerySet[Classification]:
    """The classes of the analysis that sorted the items of `boq`: the newest complete one, else the newest. Raises Asked before one did."""
    sorting = Analysis.objects.filter(boq=boq, classifications__isnull=False).order_by("-complete", "-created_at")
    newest = sorting.first()
    if newest is None:
        text = "No analysis has sorted the items into groups yet. Use sections, or tell the person to analyse the bill."
        raise Asked("ask.no-groups", text)
    return Classification.objects.filter(analysis=newest)


def known_value(name: str, value: str | None, known: Iterable[str]) -> None:
    """Raise Asked for a value that nothing can have."""
    if value and value not in known:
        raise Asked("ask.no-value", f"{name} is one of {', '.join(known)}, or null.", value)


def section_of(boq: Boq, said: str) -> Section:
    """The section whose number or title is meant: the whole title first, then the first that holds the words. Raises Asked."""
    sections = Section.objects.filter(boq=boq).order_by("position")
    found: Section | None = (
        sections.filter(ref=said.strip()).first()
        or sections.filter(title__iexact=said.strip()).first()
        or sections.filter(title__icontains=said.strip()).first()
    )
    if found is None:
        text = f"No section has the number or title “{said}”. Call `sections` for those that there are."
        raise Asked("ask.no-section", text, said)
    return found


def address(boq: Boq, where: Where) -> str:
    """The page that shows the same items, as far as the page can narrow them."""
    section = section_of(boq, where.section) if where.section else None
    said = {
        "q": where.text,
        "kind": where.kind,
        "standing": where.standing,
        "state": where.state,
        "section": section.position if section else None,
        "finding": where.finding,
    }
    query = urlencode({name: value for name, value in said.items() if value not in (None, "")})
    return reverse("boq:detail", args=[boq.pk]) + (f"?{query}" if query else "")


def in_words(where: Where, **more: Any) -> dict[str, Any]:
    """The arguments that narrow anything, as a person may read them."""
    said = {name: value for name, value in msgspec.to_builtins(where).items() if value not in (None, "")}
    said.pop("bill", None)
    return {**said, **{name: value for name, value in more.items() if value not in (None, "")}}
