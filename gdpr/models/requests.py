"""What people ask of whoever answers for data protection."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class PrivacyRequest(models.Model):
    """A request that a person has to answer, within a month (Art. 12(3))."""

    class Kind(models.TextChoices):
        RECTIFICATION = "rectification", _("Something about me is wrong")
        OBJECTION = "objection", _("I object to a use of my data")
        QUESTION = "question", _("I have a question")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.TextField(_("what it is about"), max_length=4_000)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    due_at = models.DateTimeField(_("to be answered by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of people")
        indexes = [models.Index(fields=["user", "-created_at"], name="privacy_request_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
