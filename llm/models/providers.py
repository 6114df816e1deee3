"""The providers of language models that an organization has named, their keys, and the terms under which texts go there."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from llm.presets import PRESETS

_NOT_NEGATIVE = [MinValueValidator(0)]
_AT_LEAST_ONE = [MinValueValidator(1)]
_LETTERS = RegexValidator(r"^[A-Z]{3}$", _("Use three letters, such as USD or EUR."))


class LlmProvider(models.Model):
    """One model at one address, tried in the order of `position`. It cannot be on before its terms are recorded.

    Prices are per million tokens in `currency`, None when not stated; limits a minute are None when there are none.
    """

    class Retention(models.TextChoices):
        NONE = "none", _("not kept")
        DAYS = "days", _("kept for some days")
        UNKNOWN = "unknown", _("not known")

    class Training(models.TextChoices):
        NO = "no", _("not used for training")
        YES = "yes", _("used for training")
        UNKNOWN = "unknown", _("not known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    preset = models.CharField(_("kind"), max_length=16, choices=[(one.code, one.name) for one in PRESETS])
    base_url = models.CharField(_("address"), max_length=500)
    model = models.CharField(_("model"), max_length=128)
    position = models.PositiveSmallIntegerField(default=0)
    enabled = models.BooleanField(_("on"), default=False)
    input_price = models.DecimalField(
        _("price of input"), max_digits=14, decimal_places=6, null=True, blank=True, validators=_NOT_NEGATIVE
    )
    output_price = models.DecimalField(
        _("price of output"), max_digits=14, decimal_places=6, null=True, blank=True, validators=_NOT_NEGATIVE
    )
    cached_input_price = models.DecimalField(
        _("price of cached input"), max_digits=14, decimal_places=6, null=True, blank=True, validators=_NOT_NEGATIVE
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[_LETTERS])
    timeout_seconds = models.PositiveSmallIntegerField(
        _("seconds for one answer"), default=60, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    max_parallel = models.PositiveSmallIntegerField(
        _("questions at once"), default=2, validators=[MinValueValidator(1), MaxValueValidator(32)]
    )
    requests_per_minute = models.PositiveIntegerField(
        _("requests a minute, at most"), null=True, blank=True, validators=_AT_LEAST_ONE
    )
    tokens_per_minute = models.PositiveIntegerField(
        _("tokens a minute, at most"), null=True, blank=True, validators=_AT_LEAST_ONE
    )
    terms_place = models.CharField(_("place"), max_length=120, blank=True)
    terms_retention = models.CharField(_("retention"), max_length=8, choices=Retention.choices, blank=True)
    terms_days = models.PositiveIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(36_500)]
    )
    terms_training = models.CharField(_("training"), max_length=8, choices=Training.choices, blank=True)
    terms_url = models.CharField(
        _("address of the terms"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    terms_recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    terms_recorded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enabled=False)
                | (
                    Q(terms_recorded_at__isnull=False)
                    & ~Q(terms_place="")
                    & ~Q(terms_retention="")
                    & ~Q(terms_training="")
                ),
                name="no_provider_without_terms",
            ),
            models.CheckConstraint(
                condition=~Q(terms_retention="days") | Q(terms_days__isnull=False), name="retention_in_days_has_days"
            ),
            models.UniqueConstraint(
                fields=["organization", "position"], name="one_provider_a_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        verbose_name = _("provider of a language model")
        verbose_name_plural = _("providers of language models")

    def __str__(self) -> str:
        return self.name

    @property
    def has_terms(self) -> bool:
        """True when it was recorded where texts go and what becomes of them."""
        return self.terms_recorded_at is not None


class LlmKey(models.Model):
    """A key of a provider. The secret can be written and used, and is never shown again. Which keys rest is kept in `llm.shared`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(LlmProvider, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(_("label"), max_length=80)
    secret = EncryptedTextField(_("key"))
    active = models.BooleanField(_("on"), default=True)
    last_used_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("key of a provider")
        verbose_name_plural = _("keys of providers")

    def __str__(self) -> str:
        return self.label
