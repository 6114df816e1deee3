"""Signed-in programs and devices of a person: families of refresh tokens."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organizations import Organization
from accounts.models.people import User


class TokenFamily(models.Model):
    """All refresh tokens that descend from one login. Only the newest is good; an older one kills the family.

    `current_jti` is the newest token's id, `previous_jti` the one before, good for nothing but telling a race from a theft within some
    seconds after `rotated_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    current_jti = models.CharField(max_length=64, editable=False)
    previous_jti = models.CharField(max_length=64, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=32, blank=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in of a program")
        verbose_name_plural = _("sign-ins of programs")
        indexes = [models.Index(fields=["user", "-created_at"], name="family_by_user")]

    def __str__(self) -> str:
        return str(self.pk)
