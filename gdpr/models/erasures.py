"""Erasures: what was asked, when it is due, what became of it, and the ledger that is applied after a restore."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ErasureRequest(models.Model):
    """A person asked to be erased. It waits until `due_at` and can be cancelled until then, also by the link whose token's hash is kept.

    `successors` is {organization: user who becomes its owner}, both ids as texts. Once it is done, `user` is empty, `successors` too, and
    `receipt` says in codes and counts what was deleted and what was kept: {"deleted": {model: rows}, "unlinked": ..., "kept": [codes]}.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.WAITING)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=8, blank=True)
    successors = models.JSONField(default=dict)
    receipt = models.JSONField(default=dict)
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(status="waiting"), name="one_erasure_per_person")
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(status="waiting"), name="erasures_due")]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


class ErasureLedger(models.Model):
    """That somebody was erased, told by keyed hashes of their id and addresses alone: enough to erase them again after a restore."""

    request_id = models.UUIDField(unique=True)
    person = models.CharField(max_length=64, help_text=_("HMAC of the user's id"))
    emails = models.JSONField(default=list, help_text=_("HMACs of their addresses"))
    erased_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "erasure ledger"

    def __str__(self) -> str:
        return str(self.request_id)
