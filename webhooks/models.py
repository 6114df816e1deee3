"""Webhooks of an organization, what is delivered to them, and each try."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User

ERROR_LENGTH = 32
REPLY_LENGTH = 1_000


class Endpoint(models.Model):
    """One address that is told of events. `kinds` are the events it asked for; none means all.

    `secret` signs; `previous_secret` signs beside it until `previous_ends_at`. `failures` counts failed tries since the last success, the
    first of which was at `failing_since`; until `rests_until` nothing is sent, so that an address that hangs holds up nobody else.
    """

    class Reason(models.TextChoices):
        BY_HAND = "by_hand", _("switched off by a person")
        GONE = "gone", _("the address answered 410 Gone")
        FAILING = "failing", _("it failed for too long")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("what it is for"), max_length=500, blank=True)
    kinds = ArrayField(models.CharField(max_length=64), verbose_name=_("events"), default=list, blank=True)
    enabled = models.BooleanField(_("on"), default=True)
    disabled_reason = models.CharField(_("why it is off"), max_length=16, choices=Reason.choices, blank=True)
    disabled_at = models.DateTimeField(null=True)
    secret = EncryptedTextField(_("secret"))
    previous_secret = EncryptedTextField(_("secret before"))
    previous_ends_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        indexes = [models.Index(fields=["organization", "-created_at"], name="webhook_by_organization")]

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    """Where a delivery stands."""

    QUEUED = "queued", _("on its way")
    SUCCEEDED = "succeeded", _("delivered")
    FAILED = "failed", _("failed, is tried again")
    GIVEN_UP = "given_up", _("given up")


OPEN = (Status.QUEUED, Status.FAILED)


def not_held() -> Q:
    """Deliveries that no living sender holds: free, or left by one whose lease has run out."""
    return Q(lease_expires_at=None) | Q(lease_expires_at__lt=Now())


class Delivery(models.Model):
    """One message to one webhook: an event of the outbox, or a test (no `event_id`). The row is its own job (docs/adr/0025).

    `body` is what is sent, to the letter, so that every try has the same signature but for its time. Whoever sends it holds it by
    `lease_token` until `lease_expires_at`. `error` is a code of `webhooks.words`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.BigIntegerField(null=True, editable=False)
    kind = models.CharField(_("event"), max_length=64)
    body = models.TextField(_("message"))
    request_id = models.CharField(max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.QUEUED)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    error = models.CharField(_("what went wrong"), max_length=ERROR_LENGTH, blank=True)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"],
                condition=Q(event_id__isnull=False),
                name="one_delivery_of_an_event_to_a_webhook",
            )
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_try_at"], name="delivery_due", condition=Q(status__in=["queued", "failed"])
            ),
            models.Index(fields=["endpoint", "-created_at"], name="delivery_by_webhook"),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.status}"

    @property
    def message_id(self) -> str:
        """The id in the header `webhook-id` and in the message: the same in every try."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One try. `reply` is the beginning of what came back, masked; `status_code` is None when nothing did."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status_code = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=ERROR_LENGTH, blank=True)
    reply = models.CharField(max_length=REPLY_LENGTH, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number}"
