"""What is asked of a webhook, and when its old secret ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from webhooks.kinds import KINDS

OVERLAPS = {"24": _("in a day"), "168": _("in a week"), "0": _("at once")}


class EndpointForm(forms.Form):
    """Name, address, events; none ticked are all."""

    name = forms.CharField(label=_("What program is told?"), max_length=100)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr", "class": "mono", "placeholder": "https://"}),
        help_text=_("It gets a POST for each event, and answers with 2xx within 15 seconds."),
    )
    description = forms.CharField(
        label=_("What is it for?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which events?"),
        choices=[(kind.code, kind.words) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none to be told of all, those that come with later versions too."),
    )


class OverlapForm(forms.Form):
    """When the old secret ends."""

    overlap = forms.ChoiceField(label=_("The old secret ends"), choices=list(OVERLAPS.items()), initial="24")

    def wanted(self) -> dict[str, Any]:
        """`overlap` as the service takes it."""
        return {"overlap": timedelta(hours=int(self.cleaned_data["overlap"]))}
