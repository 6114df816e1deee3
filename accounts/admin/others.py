"""What other packages put into the admin: rows that hold secrets or go round our services leave it, the rest takes our look."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as PlainGroupAdmin
from django.contrib.auth.models import Group

from accounts.admin.base import AuditedAdmin

# An authenticator's row holds the secret of a second factor; addresses and sessions are changed where it is recorded.
for model in (Authenticator, EmailAddress, UserSession, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Group)
class GroupAdmin(PlainGroupAdmin, AuditedAdmin):
    """What members of staff may do."""
