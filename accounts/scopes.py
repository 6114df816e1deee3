"""What an API key may be made for. A scope is registered here once the feature behind it is there."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Action


class Scope(StrEnum):
    """`thing:what` of the API. Reading a thing and changing it are two scopes."""

    PROJECTS_READ = "projects:read"
    PROJECTS_WRITE = "projects:write"
    BOQS_READ = "boqs:read"
    BOQS_WRITE = "boqs:write"
    ANALYSES_RUN = "analyses:run"
    EXPORTS_MAKE = "exports:make"
    AUDIT_READ = "audit:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    SUPPORT_READ = "support:read"
    SUPPORT_WRITE = "support:write"


WORDS: dict[Scope, Promise] = {
    Scope.PROJECTS_READ: _("Read projects"),
    Scope.PROJECTS_WRITE: _("Make and change projects; never delete them"),
    Scope.BOQS_READ: _("Read bills: items, prices, receipts, findings and analyses"),
    Scope.BOQS_WRITE: _("Upload files and decide how they are read"),
    Scope.ANALYSES_RUN: _("Start and resume analyses, which may cost money"),
    Scope.EXPORTS_MAKE: _("Make and download exports of priced bills"),
    Scope.AUDIT_READ: _("Read the audit trail, with names and addresses of people"),
    Scope.WEBHOOKS_READ: _("See webhooks and what was delivered to them"),
    Scope.WEBHOOKS_WRITE: _("Make, change, test and delete webhooks, and replace their secrets"),
    Scope.SUPPORT_READ: _("Read what programs of the organization asked support, and the answers"),
    Scope.SUPPORT_WRITE: _("Write to support"),
}
# What services let a key do, by its scopes: a second net behind the views, which ask for the scope itself.
SCOPE_ACTIONS: dict[Scope, frozenset[Action]] = {
    Scope.PROJECTS_READ: frozenset({Action.VIEW}),
    Scope.PROJECTS_WRITE: frozenset({Action.EDIT_PROJECT}),
    Scope.BOQS_READ: frozenset({Action.VIEW}),
    Scope.BOQS_WRITE: frozenset({Action.UPLOAD, Action.KEEP_LAYOUT, Action.CANCEL_JOB}),
    Scope.ANALYSES_RUN: frozenset({Action.VIEW, Action.ANALYSE, Action.CANCEL_JOB}),
    Scope.EXPORTS_MAKE: frozenset({Action.EXPORT, Action.CANCEL_JOB}),
    Scope.AUDIT_READ: frozenset({Action.VIEW_AUDIT}),
    Scope.WEBHOOKS_READ: frozenset({Action.VIEW_WEBHOOKS}),
    Scope.WEBHOOKS_WRITE: frozenset({Action.VIEW_WEBHOOKS, Action.MANAGE_WEBHOOKS}),
    Scope.SUPPORT_READ: frozenset(),
    Scope.SUPPORT_WRITE: frozenset({Action.ASK_SUPPORT}),
}
ANY_SCOPE = tuple(Scope)


def actions_of(scopes: frozenset[str]) -> frozenset[Action]:
    """Every action that the scopes allow together; a scope that is no longer known allows nothing."""
    known = [SCOPE_ACTIONS[Scope(one)] for one in scopes if one in set(Scope)]
    return frozenset().union(*known)
