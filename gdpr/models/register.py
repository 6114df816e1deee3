"""The register of processing (Art. 30) and the log of breaches (Art. 33), kept in the admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HOURS_TO_TELL = 72


class ProcessingActivity(models.Model):
    """One activity with personal data: why, on which basis, whose, which, who gets it, how long."""

    class Basis(models.TextChoices):
        CONTRACT = "contract", _("Contract (Art. 6(1)(b))")
        LEGAL = "legal", _("Legal obligation (Art. 6(1)(c))")
        INTEREST = "interest", _("Legitimate interest (Art. 6(1)(f))")
        CONSENT = "consent", _("Consent (Art. 6(1)(a))")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("activity"), max_length=200)
    purpose = models.TextField(_("purpose"))
    basis = models.CharField(_("lawful basis"), max_length=16, choices=Basis.choices)
    people = models.CharField(_("whose data"), max_length=300)
    data = models.TextField(_("which data"))
    recipients = models.TextField(_("recipients"), blank=True)
    transfers = models.TextField(_("transfers to third countries"), blank=True)
    kept = models.CharField(_("kept for"), max_length=300)
    security = models.TextField(_("security measures"), blank=True)
    ended_at = models.DateField(_("ended"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("processing activity")
        verbose_name_plural = _("register of processing")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Breach(models.Model):
    """A breach of personal data. The authority is told within 72 hours of its discovery, or it is written down why not."""

    title = models.CharField(_("what happened"), max_length=200)
    discovered_at = models.DateTimeField(_("discovered"))
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    nature = models.TextField(_("nature of the breach"), blank=True)
    people = models.PositiveIntegerField(_("people concerned, about"), null=True, blank=True)
    records = models.PositiveIntegerField(_("records concerned, about"), null=True, blank=True)
    consequences = models.TextField(_("likely consequences"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    authority_told_at = models.DateTimeField(_("authority told"), null=True, blank=True)
    delay_reason = models.TextField(_("why later than 72 hours"), blank=True)
    not_told_reason = models.TextField(_("why the authority need not be told"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-discovered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(authority_told_at__isnull=False) | ~Q(not_told_reason=""),
                name="closed_breach_was_told_or_says_why",
                violation_error_message=_(
                    "Say when the authority was told, or why it need not be, before you close it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(authority_told_at=None)
                | Q(authority_told_at__lte=models.F("discovered_at") + timedelta(hours=HOURS_TO_TELL))
                | ~Q(delay_reason=""),
                name="late_breach_says_why",
                violation_error_message=_("The authority was told later than 72 hours after the discovery: say why."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tell_by(self) -> datetime:
        """When the 72 hours end."""
        return self.discovered_at + timedelta(hours=HOURS_TO_TELL)

    @property
    def open_clock(self) -> bool:
        """True while the authority is still to be told."""
        return self.authority_told_at is None and not self.not_told_reason

    @property
    def hours_left(self) -> int:
        """Hours until the 72 are over; negative once they are."""
        return int((self.tell_by - timezone.now()).total_seconds() // 3600)


class BreachNotice(models.Model):
    """That somebody was told of a breach."""

    class Whom(models.TextChoices):
        AUTHORITY = "authority", _("supervisory authority")
        PEOPLE = "people", _("the people concerned")
        ORGANIZATION = "organization", _("an organization on this server")
        OTHER = "other", _("somebody else")

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="notices")
    whom = models.CharField(_("who"), max_length=16, choices=Whom.choices)
    told_at = models.DateTimeField(_("when"))
    how = models.TextField(_("how and what"))

    class Meta:
        verbose_name = _("notice")
        ordering = ["told_at"]

    def __str__(self) -> str:
        return f"{self.whom} {self.told_at:%Y-%m-%d %H:%M}"
