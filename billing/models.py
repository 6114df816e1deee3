"""What an organization pays, what it asked for, what Stripe told, and how far it came from signing up to paying."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User


class Subscription(models.Model):
    """An organization as Stripe's customer, and the subscription that counts for it, as Stripe said when it was last asked.

    `state` is ours. `money_back_at` is when all of a payment was refunded, or a dispute was lost: it ends the plan until the
    next payment.
    `living` counts subscriptions that cost money at the same time: more than one is a mistake that staff puts right at Stripe.
    """

    class State(models.TextChoices):
        NONE = "none", _("nothing paid")
        ACTIVE = "active", _("paid")
        ENDING = "ending", _("paid, and ends")
        PAST_DUE = "past_due", _("payment failed")
        MONEY_BACK = "money_back", _("money given back")
        ENDED = "ended", _("ended")

    PAYING = (State.ACTIVE, State.ENDING, State.PAST_DUE)

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, primary_key=True, related_name="+")
    customer_id = models.CharField(_("customer"), max_length=255, unique=True, null=True)  # noqa: DJ001 - unique where known
    subscription_id = models.CharField(_("subscription"), max_length=255, blank=True)
    price_id = models.CharField(_("price"), max_length=255, blank=True)
    plan = models.CharField(_("plan"), max_length=32, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NONE)
    paid_until = models.DateTimeField(_("paid until"), null=True)
    past_due_since = models.DateTimeField(_("payment failed at"), null=True)
    last_payment_at = models.DateTimeField(_("last payment at"), null=True)
    money_back_at = models.DateTimeField(_("money given back at"), null=True)
    disputed = models.BooleanField(_("disputed"), default=False)
    living = models.PositiveSmallIntegerField(_("running subscriptions"), default=0)
    asked_at = models.DateTimeField(_("Stripe asked at"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.organization_id} {self.state}"

    @property
    def pays(self) -> bool:
        """Whether a plan is paid for now; the days after a payment that failed are a grace."""
        return self.state in self.PAYING


class StripeEvent(models.Model):
    """One event of Stripe that was heard: its id is good once, so that nothing is done twice. What it said is not kept."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        UNKNOWN = "unknown", _("of no concern")
        FOREIGN = "foreign", _("of a customer who is not known here")

    id = models.CharField(max_length=255, primary_key=True)
    kind = models.CharField(_("kind"), max_length=128)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    happened_at = models.DateTimeField(_("happened at"))
    heard_at = models.DateTimeField(_("heard at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("event of Stripe")
        verbose_name_plural = _("events of Stripe")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class UpgradeRequest(models.Model):
    """An owner asks for another plan; staff settles it in the admin. One waits at a time."""

    class Status(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    plan = models.CharField(_("plan"), max_length=32)
    words = models.TextField(_("what they say"), blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    settled_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("settled by")
    )
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a plan")
        verbose_name_plural = _("requests for plans")
        permissions = [("settle_upgraderequest", _("Can answer requests for plans"))]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(status="open"), name="one_open_request_per_organization"
            )
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="request_by_status")]

    def __str__(self) -> str:
        return f"{self.plan} {self.status}"


class PlanNotice(models.Model):
    """A mail about the end of a plan that was queued: once for each kind and end."""

    class Kind(models.TextChoices):
        ENDS_SOON = "ends_soon"
        ENDED = "ended"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "ends_at"], name="one_notice_per_end_of_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organization_id}"


class Funnel(models.Model):
    """When an organization first came to each step from signing up to paying. When the organization goes, its dates stay, nameless."""

    organization = models.OneToOneField(Organization, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_up_at = models.DateTimeField(_("signed up"))
    first_upload_at = models.DateTimeField(_("first upload"), null=True)
    first_receipt_at = models.DateTimeField(_("first receipt"), null=True)
    first_export_at = models.DateTimeField(_("first export"), null=True)
    trial_ended_at = models.DateTimeField(_("trial ended"), null=True)
    upgrade_asked_at = models.DateTimeField(_("plan asked for"), null=True)
    paid_at = models.DateTimeField(_("paid"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    paid_plan = models.CharField(_("plan paid first"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("way to paying")
        verbose_name_plural = _("ways to paying")

    def __str__(self) -> str:
        return f"{self.organization_id} {self.signed_up_at:%Y-%m-%d}"
