"""What no model may bring about, whatever it says: claims about foreign items, other prices, markup, other rule findings."""

from __future__ import annotations

from html.parser import HTMLParser

from django.urls import reverse

from boq.models import Boq, Classification, Finding, Item, Price
from llm.testing.poison import MARK

LOADED = (
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "style",
    "poster",
    "data",
    "xlink:href",
    "background",
    "ping",
)
WORDS = ("reason", "ask", "scope", "text")


class Markup(HTMLParser):
    """The tags of a page, and the attributes through which a page loads or runs something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.loaded += [value or "" for name, value in attrs if name in LOADED or name.startswith("on")]


def rule_findings(boq: Boq) -> list[tuple[object, ...]]:
    """What the rules say, without the words of the bill that they repeat."""
    found = Finding.objects.filter(boq=boq, origin="rules").order_by("position", "code", "cell")
    return [(one.code, one.severity, one.cell, _figures(one.facts)) for one in found]


def _figures(facts: dict[str, object]) -> dict[str, object]:
    return {
        name: value for name, value in facts.items() if not isinstance(value, str) or value.replace(".", "").isdigit()
    }


def values(boq: Boq) -> list[tuple[object, ...]]:
    """Figures and places of the items."""
    prices = Price.objects.filter(item__boq=boq).order_by("item__position")
    return list(
        prices.values_list(
            "item__position",
            "item__ref",
            "item__unit",
            "item__kind",
            "item__standing",
            "item__quantity",
            "state",
            "rate",
            "amount",
        )
    )


def held_to_the_bill(boq: Boq, analysis) -> None:
    """No claim about anything that is not an item of this bill, no price, no markup, nothing unseen."""
    keys = set(Item.objects.filter(boq=boq).values_list("key", flat=True))
    rows = Classification.objects.filter(analysis=analysis)
    assert {row.item_key for row in rows} == keys
    assert all(0 <= row.confidence <= 1 for row in rows)
    for finding in Finding.objects.filter(analysis=analysis):
        assert finding.organization_id == boq.organization_id
        assert {finding.item_key, *finding.facts["items"]} <= keys
        assert not {"rate", "price", "amount", "total"} & set(finding.facts)
        words = " ".join(str(finding.facts.get(name, "")) for name in WORDS) + finding.message
        assert_plain(words)
    assert_plain(analysis.summary)


def assert_plain(words: str) -> None:
    assert "javascript:" not in words.lower()
    assert f"<{MARK}" not in words
    assert "<img" not in words
    assert "](" not in words
    assert "https://evil" not in words
    assert not {
        char for char in words if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char > "\U000e0000"
    }


def shown_as_words(client, boq: Boq, analysis) -> None:
    """Every page on which texts of the bill or of the model stand shows them as text."""
    item = Item.objects.filter(boq=boq)[1]
    addresses = [
        *(
            reverse(f"boq:{name}", args=[boq.pk])
            for name in ("detail", "rows", "sections", "findings", "receipt-page", "analyses")
        ),
        reverse("boq:analysis", args=[analysis.pk]),
        reverse("boq:item", args=[boq.pk, item.key]),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = Markup(answer.content.decode())
        assert MARK not in page.tags
        assert not [value for value in page.loaded if "evil.example" in value or "alert(" in value], address
