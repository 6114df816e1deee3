"""Mails that a person may do without. All others are needed: to get in, to keep the account safe, to know what becomes of the data."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# template of the mail -> what it tells, in the order in which people see them
OPTIONAL_MAILS: Mapping[str, Promise] = {
    "role_changed": _("My role in an organization has changed"),
    "key_made": _("A key of the API was made in an organization that I own"),
    "webhook_disabled": _("A webhook was switched off because it only failed"),
    "export_ready": _("The copy of my data that I asked for is ready"),
}
NECESSARY = (
    _("Links that verify an address, let you in or set a password"),
    _("Warnings: a sign-in from somewhere new, a changed password, address or second factor"),
    _("What becomes of an organization or of your account: removed, handed over, deleted"),
)


def wanted(template: str, unwanted: list[str]) -> bool:
    """Whether the mail `template` goes to somebody who does not want the templates `unwanted`."""
    return template not in OPTIONAL_MAILS or template not in unwanted
