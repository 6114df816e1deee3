"""What a person writes to support."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.models import SUBJECT, TEXT, Priority
from support.services.asking import REFERENCE, SCORE_WORDS
from support.services.files import BEGINNINGS

PRIORITIES = [(one.value, one.label) for one in (Priority.LOW, Priority.NORMAL, Priority.HIGH)]
SCORES = {"5": _("very content"), "4": _("content"), "3": _("so-so"), "2": _("not content"), "1": _("not at all")}


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the services look at them."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{ending}" for ending in BEGINNINGS)
        super().__init__(widget=_Files(attrs={"accept": accept}), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]


class TextForm(forms.Form):
    """A message with files."""

    text = forms.CharField(
        label=_("Your message"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"})
    )
    files = FilesField(
        label=_("Files"),
        help_text=_("Pictures, PDF, texts, bills, archives; up to five, 10 MB each. Only staff sees them."),
    )


class TicketForm(TextForm):
    """A new ticket; what went wrong comes along from the page of the error."""

    field_order = ["subject", "text", "priority", "files"]
    subject = forms.CharField(label=_("What is it about?"), max_length=SUBJECT)
    priority = forms.ChoiceField(label=_("How urgent is it?"), choices=PRIORITIES, initial=Priority.NORMAL)
    request_id = forms.CharField(max_length=REFERENCE, required=False, widget=forms.HiddenInput)
    error_code = forms.CharField(max_length=REFERENCE, required=False, widget=forms.HiddenInput)


class RatingForm(forms.Form):
    """How content somebody is, and why."""

    score = forms.ChoiceField(label=_("How content are you with the answer?"), choices=list(SCORES.items()))
    words = forms.CharField(label=_("What could be better?"), max_length=SCORE_WORDS, required=False)
