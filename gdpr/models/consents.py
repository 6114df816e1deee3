"""Who accepted which version of which document: rows that the database refuses to change, and apart from them, erasable, who it was."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ConsentPerson(models.Model):
    """Whose consents carry `id`. Erasing a person removes this row; their consents then belong to nobody who can be named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """One acceptance of one version, or that an optional one was refused. A trigger refuses to change or remove it.

    `digest` is the SHA-256 of the text that was accepted.
    """

    class How(models.TextChoices):
        SIGN_UP = "sign_up", _("at sign-up")
        PAGE = "page", _("on the page")
        API = "api", _("through the API")
        WITHDRAWN = "withdrawn", _("refused or withdrawn")

    person_id = models.UUIDField(null=True)
    document = models.CharField(max_length=32)
    version = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    how = models.CharField(max_length=16, choices=How.choices)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "document"], name="consent_by_person")]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"
