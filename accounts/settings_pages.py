"""The pages of settings, in the order in which people see them. A page appears once its feature is there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Action, Actor


class SettingsPage(msgspec.Struct, frozen=True):
    """One entry: its route, its name, and the action that its reader must be allowed; None for everybody.

    `below` are the beginnings of routes whose pages belong to it. `setting` names a setting without which there is no such page.
    """

    route: str
    label: Promise
    group: Promise
    action: Action | None = None
    below: tuple[str, ...] = ()
    setting: str = ""

    def holds(self, route: str) -> bool:
        """True for its own route and those below."""
        return route == self.route or route.startswith(self.below or ("\0",))


YOURSELF = _("Yourself")
ORGANIZATION = _("Organization")

PAGES: tuple[SettingsPage, ...] = (
    SettingsPage("accounts:profile", _("Profile"), YOURSELF, below=("account_email",)),
    SettingsPage("accounts:appearance", _("Appearance"), YOURSELF),
    SettingsPage("accounts:notifications", _("Notifications"), YOURSELF),
    SettingsPage(
        "accounts:security", _("Security"), YOURSELF, below=("mfa_", "account_change_password", "accounts:passkey")
    ),
    SettingsPage("root:keeping", _("Without a connection"), YOURSELF),
    SettingsPage("gdpr:overview", _("Data and privacy"), YOURSELF),
    SettingsPage("accounts:organization", _("Organization"), ORGANIZATION, below=("accounts:organization",)),
    SettingsPage("accounts:members", _("Members"), ORGANIZATION, below=("accounts:roles",)),
    SettingsPage("billing:plan", _("Plan"), ORGANIZATION, setting="PLANS"),
    SettingsPage("accounts:keys", _("API keys"), ORGANIZATION, Action.MANAGE_KEYS, below=("accounts:key",)),
    SettingsPage("webhooks:list", _("Webhooks"), ORGANIZATION, Action.VIEW_WEBHOOKS, below=("webhooks:",)),
    SettingsPage("accounts:audit", _("Audit trail"), ORGANIZATION, Action.VIEW_AUDIT),
)


def pages_for(actor: Actor | None) -> Iterator[SettingsPage]:
    """The entries that `actor` may open."""
    for page in PAGES:
        if page.setting and not getattr(settings, page.setting):
            continue
        if page.action is None or (actor is not None and actor.may(page.action)):
            yield page
