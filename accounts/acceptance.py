"""Accepting the terms and the privacy policy at sign-up. What keeps consents lives above this app, so it is named in the settings."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User


def _label() -> SafeString:
    """The words of the box, with links to both documents."""
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>{}<a href="{}" target="_blank">{}</a>',
        _("I have read and accept:"),
        reverse_lazy("gdpr:terms"),
        _("Terms of use"),
        pgettext("list", ", "),
        reverse_lazy("gdpr:privacy"),
        _("Privacy policy"),
    )


def acceptance_field() -> forms.BooleanField:
    """The box that has to be ticked."""
    return forms.BooleanField(
        label=lazy(_label, SafeString)(),
        required=True,
        error_messages={"required": lazy(lambda: _("Accept the terms and the privacy policy to go on."), str)()},
    )


def accepted(user: User, *, how: str = "sign_up") -> None:
    """Write down that somebody who signs up accepted the newest versions. `how`: sign_up, or api."""
    import_string(settings.WHEN_SOMEBODY_ACCEPTS)(user=user, how=how)
