"""What everybody may read, how often public pages are opened, what is switched on for whom, and who saw which variant of a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from waffle.models import AbstractUserFlag

from accounts.models import Organization, User
from boq.models import Upload
from website.visitors import share_of, subject_of


class DemoBill(models.Model):
    """A file that anybody may read under `/demo/`, one for each language. Only `load_public_demo` makes it public."""

    language = models.CharField(max_length=8, primary_key=True, choices=settings.LANGUAGES)
    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.language


class DailyCount(models.Model):
    """How often a kind of page was opened on a day, in a language, from a host. Nothing of whoever opened it is kept.

    `page` is the name of the route. `referrer` is a host, "" for none or our own, "other" when too many hosts were named that day.
    """

    day = models.DateField(_("day"))
    page = models.CharField(_("page"), max_length=64)
    language = models.CharField(_("language"), max_length=8)
    referrer = models.CharField(_("came from"), max_length=100, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)

    class Meta:
        verbose_name = _("visits of a day")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "language", "referrer"], name="one_count_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.page} {self.language} {self.referrer}"


class Flag(AbstractUserFlag):
    """Something that can be switched on for everybody, for people, groups, organizations, or a share of those who come.

    `waffle.flag_is_active(request, name)` asks for it. The share is taken by a hash, so that whoever has it keeps it; no cookie is set.
    """

    superusers = models.BooleanField(_("Superusers"), default=False)
    organizations = models.ManyToManyField(Organization, verbose_name=_("organizations"), blank=True, related_name="+")

    class Meta(AbstractUserFlag.Meta):
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    def _is_active_for_user(self, request: HttpRequest) -> bool | None:
        active: bool | None = super()._is_active_for_user(request)
        actor: Any = getattr(request, "actor", None)
        if active is None and actor is not None and actor.organization_id:
            active = self.organizations.filter(pk=actor.organization_id).exists() or None
        return active

    def _is_active_for_percent(self, request: HttpRequest, read_only: bool) -> bool | None:
        if not self.percent:
            return None
        subject = subject_of(request)
        return bool(subject) and Decimal(str(share_of(f"flag:{self.name}", subject) * 100)) < self.percent


class Exposure(models.Model):
    """Somebody saw a variant of an experiment for the first time, and perhaps did later what the experiment hopes for.

    It is a person who is signed in, or a visitor: then `subject` is a hash whose salt is thrown away at the end of the day.
    """

    experiment = models.CharField(_("experiment"), max_length=64)
    variant = models.CharField(_("variant"), max_length=64)
    subject = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(_("seen"), auto_now_add=True)
    converted_at = models.DateTimeField(_("converted"), null=True)

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "subject"], condition=~Q(subject=""), name="one_exposure_of_a_visitor"
            ),
            models.UniqueConstraint(
                fields=["experiment", "user"], condition=Q(user__isnull=False), name="one_exposure_of_a_person"
            ),
        ]
        indexes = [models.Index(fields=["experiment", "variant", "seen_at"], name="exposures_in_order")]

    def __str__(self) -> str:
        return f"{self.experiment} {self.variant}"


class RequestCount(models.Model):
    """How many requests came through a door on a day, how many broke, how long they took together: nobody's in particular.

    `counter` is one life of the counts in Redis (`config.figures.counting`); the sum of all is the day's.
    """

    day = models.DateField(_("day"))
    counter = models.CharField(_("counter"), max_length=32)
    door = models.CharField(_("door"), max_length=8)
    requests = models.PositiveBigIntegerField(_("requests"), default=0)
    broken = models.PositiveBigIntegerField(_("of these broken"), default=0)
    milliseconds = models.PositiveBigIntegerField(_("milliseconds together"), default=0)

    class Meta:
        verbose_name = _("requests of a day")
        verbose_name_plural = _("requests")
        permissions = [("view_figures", _("Can see the business figures and the slow queries"))]
        constraints = [models.UniqueConstraint(fields=["day", "counter", "door"], name="one_count_of_requests")]

    def __str__(self) -> str:
        return f"{self.day} {self.door} {self.requests}"


class PersonDay(models.Model):
    """How many requests a person made on a day, through which door. It goes with the person, and after `MIZAN_RETENTION_DAYS=visits=…`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    day = models.DateField(_("day"))
    counter = models.CharField(_("counter"), max_length=32)
    door = models.CharField(_("door"), max_length=8)
    requests = models.PositiveBigIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("requests of a person")
        verbose_name_plural = _("requests of people")
        constraints = [
            models.UniqueConstraint(fields=["day", "user", "door", "counter"], name="one_count_of_a_persons_requests")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.user_id} {self.door} {self.requests}"


class MarketingCost(models.Model):
    """What was spent on winning customers in a month. Staff enters it; several lines of a month and currency are added."""

    month = models.DateField(_("month"), help_text=_("the first day of it"))
    what = models.CharField(_("for what"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator("^[A-Z]{3}$")])
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("marketing cost")
        verbose_name_plural = _("marketing costs")
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="marketing_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount} {self.currency}"
