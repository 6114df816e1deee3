"""The living page of the design system, `/design/`: every component as pages use it, to be looked at in each language and theme."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from accounts.views.door import person_page
from boq.views import charts
from jobs.models import Status

COLOURS = (
    "paper", "sheet", "sunk", "rule", "rule-2", "ink", "ink-2", "ink-3", "accent", "accent-2", "accent-soft", "amber", "amber-mark",
    "amber-soft", "red", "red-soft", "green", "green-soft",
)  # fmt: skip
FIGURES = ("1284650.75", "412.5", "0.0005", "-18500", "12345678901.123456")


class Specimen(forms.Form):
    """A form with one of each field; shown as it is after a mistake."""

    name = forms.CharField(label=lazy("Name"), help_text=lazy("As it stands on the tender."))
    currency = forms.ChoiceField(label=lazy("Currency"), choices=[("AED", "AED"), ("RUB", "RUB")])
    notes = forms.CharField(label=lazy("Notes"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    narrowed = forms.BooleanField(label=lazy("named members only"), required=False)


@require_safe
@person_page
def living_page(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in: it shows no data of anybody."""
    return render(request, "pages/design.html", specimens())


def specimens() -> dict[str, Any]:
    """What the page shows; the figures are made up."""
    amounts = [(_("Structure"), "1275050.75", 42), (_("Services"), "640200", 31), (_("Finishes"), "412900.5", 58),
               (_("External works"), "96400", 12), (_("Preliminaries"), "38000", 7)]  # fmt: skip
    steps = [(_("Quantities"), Decimal("84000")), (_("Rates"), Decimal("-61500")), (_("New items"), Decimal("112000")),
             (_("Left out"), Decimal("-48250"))]  # fmt: skip
    bidders = ("North", "Harbour", "Delta", "Oasis")
    rates = [
        (_("Blockwork, 200 mm, in walls"), ("78", "81.5", "77", "96")),
        (_("Damp-proof course, 225 mm wide"), ("21.4", "14.2", "22", "20.9")),
        (_("Porcelain tiles on screed"), ("31", "33", None, "34.5")),
    ]
    return {
        "colours": COLOURS,
        "figures": [Decimal(one) for one in FIGURES],
        "form": Specimen({"name": "", "currency": "AED"}),
        "jobs": [SimpleNamespace(status=one.value, get_status_display=one.label) for one in Status],
        "money": charts.pareto((name, Decimal(amount), count) for name, amount, count in amounts),
        "changed": charts.waterfall((_("Revision 1"), Decimal("2462551.25")), steps, _("Revision 2")),
        "off": charts.heat(bidders, [(n, [Decimal(r) if r else None for r in row]) for n, row in rates]),
        "spread": charts.strip(zip(bidders, (Decimal(r) for r in ("78", "81.5", "77", "118")), strict=True)),
        "stated": Decimal("1284650.75"),
        "added": Decimal("1275050.75"),
    }
