"""What a person says about a project."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from projects.models import Project


class ProjectForm(forms.ModelForm):
    """Name, client, place and currency; the service saves it."""

    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        validators=[RegexValidator(r"^[A-Za-z]{3}$", _("Use three letters, such as AED, EGP or EUR."))],
        help_text=_("Three letters, such as AED, EGP or EUR. Each bill keeps its own when it states one."),
    )

    class Meta:
        model = Project
        fields = ["name", "client", "location", "currency"]
        labels = {"name": _("Name"), "client": _("Client"), "location": _("Place")}
        widgets = {"name": forms.TextInput(attrs={"autofocus": True, "dir": "auto"})}

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
