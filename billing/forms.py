"""What an owner writes when they ask for a plan, and staff when it answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.plans import BY_NAME, FOR_SALE
from billing.services.requests import WORDS


class AskForm(forms.Form):
    """Another plan than the present one."""

    plan = forms.ChoiceField(label=_("Which plan?"))
    words = forms.CharField(
        label=_("What should we know? How many people, how many bills"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )

    def __init__(self, *args: object, present: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, BY_NAME[name].label) for name in FOR_SALE if name != present]
        field.widget.attrs["class"] = "input"


class AnswerForm(forms.Form):
    """Staff's answer: the owners read it, and the audit trail keeps it."""

    words = forms.CharField(
        label=_("Why, in words that the owners read"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )
