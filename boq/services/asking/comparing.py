"""The tool that compares two bills of a project."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from boq.models import Boq, Item
from boq.models.fields import exact
from boq.services.asking.tools import TEXT, ZERO, Found
from boq.services.asking.where import Where, items_of


def compare(boq: Boq, other: Boq) -> Found:
    """Two bills of a project, item by item (by the keys that stay the same in both): what changed, came and went."""
    mine, theirs = _priced(boq), _priced(other)
    both = [key for key in mine if key in theirs]
    changed = [(key, _value(theirs[key]) - _value(mine[key])) for key in both if mine[key] != theirs[key]]
    largest = sorted(changed, key=lambda pair: -abs(pair[1]))[:20]
    texts = {
        key: (ref, resolved or text)
        for key, ref, text, resolved in Item.objects.filter(boq=boq, key__in=[key for key, _ in largest]).values_list(
            "key", "ref", "description", "resolved"
        )
    }
    rows = [
        {
            "item": texts[key][0],
            "key": key,
            "text": texts[key][1][:TEXT],
            **{
                name: [exact(mine[key][place]), exact(theirs[key][place])]
                for place, name in enumerate(("quantity", "rate", "amount"))
            },
            "difference": exact(difference),
        }
        for key, difference in largest
    ]
    gone = [key for key in mine if key not in theirs]
    new = [key for key in theirs if key not in mine]
    facts = {
        "first": boq.name,
        "second": other.name,
        "in both": len(both),
        "changed": len(changed),
        "only in the first": len(gone),
        "their sum": exact(sum((_value(mine[key]) for key in gone), ZERO)),
        "only in the second": len(new),
        "the sum of those": exact(sum((_value(theirs[key]) for key in new), ZERO)),
        "totals": [exact(boq.total), exact(other.total)],
        "difference of totals": exact(other.total - boq.total),
    }
    return Found(facts, rows, reverse("boq:detail", args=[other.pk]), {"first": boq.name, "second": other.name})


Priced = tuple[Decimal | None, Decimal | None, Decimal | None]


def _priced(boq: Boq) -> dict[str, Priced]:
    """Item key -> (quantity, rate, amount)."""
    rows = items_of(boq, Where()).values_list("key", "quantity", "rate", "value")
    return {key: (quantity, rate, value) for key, quantity, rate, value in rows.iterator(5_000)}


def _value(priced: Priced) -> Decimal:
    return priced[2] or ZERO
