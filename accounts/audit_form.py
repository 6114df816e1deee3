"""What the audit trail can be searched for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.services.audit import Wanted


class AuditForm(forms.Form):
    """All fields are optional; the choices are what the trail holds."""

    show_optional = False

    actor = forms.TypedChoiceField(label=_("Who"), required=False, coerce=str)
    action = forms.ChoiceField(label=_("What"), required=False)
    text = forms.CharField(label=_("Id of an object or a request"), required=False, max_length=64)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, people: list[tuple[str, str]], actions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["actor"].choices = [("", _("everybody")), *people]  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("everything")), *actions]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The search; a field that makes no sense does not narrow it."""
        given = getattr(self, "cleaned_data", {})
        return Wanted(
            actor=given.get("actor") or None,
            action=given.get("action", ""),
            text=given.get("text", "").strip(),
            since=given.get("since"),
            until=given.get("until"),
        )
