"""The form of the contact page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


class ContactForm(forms.Form):
    """An address and a message. `homepage` is hidden from people: what fills it in is a program."""

    sender = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    message = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"})
    )
    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("sender", "message"):
            if "\x00" in str(found.get(name, "")):
                self.add_error(name, _("This holds a character that cannot be stored."))
        return found
