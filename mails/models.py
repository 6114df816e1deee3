"""Mails that wait, were sent, or were given up."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.models import User


class Mail(models.Model):
    """One mail to one address. It is sent by a job whose subject it is.

    `facts` is JSON, encrypted, as it may hold links that let somebody in; it is emptied when the mail has been sent or given up.
    `error` is the name and number of the last refusal, never its words, which may repeat the address. No tenant: a mail is to a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    address = models.EmailField(_("address"), max_length=254)
    template = models.CharField(_("template"), max_length=64)
    language = models.CharField(_("language"), max_length=8)
    facts = EncryptedTextField()
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("error"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="mail_by_age"),
            models.Index(fields=["user"], name="mail_by_user", condition=Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
