"""People, organizations, keys, the audit trail and the event outbox."""

from accounts.models.audit import AuditEntry, AuditOrigin
from accounts.models.events import Event
from accounts.models.keys import ApiKey
from accounts.models.organizations import Invitation, Membership, Organization
from accounts.models.people import Digits, Theme, User, UserManager
from accounts.models.tokens import TokenFamily
from accounts.models.usage import QuotaUse

__all__ = [
    "ApiKey",
    "AuditEntry",
    "AuditOrigin",
    "Digits",
    "Event",
    "Invitation",
    "Membership",
    "Organization",
    "QuotaUse",
    "Theme",
    "TokenFamily",
    "User",
    "UserManager",
]
