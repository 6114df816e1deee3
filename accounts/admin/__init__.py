"""Accounts in the admin, and the classes on which every admin of Mizan stands."""

from accounts.admin import organizations, others, people, trail
from accounts.admin.base import AuditedAdmin, ReadOnlyAdmin

__all__ = ["AuditedAdmin", "ReadOnlyAdmin", "organizations", "others", "people", "trail"]
