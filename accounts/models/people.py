"""People, known by email."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Made by whoever has the server's shell: the address needs no other proof."""
        from allauth.account.models import EmailAddress  # its model refers to ours

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **extra)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class Theme(models.TextChoices):
    """Which colours the pages have."""

    SYSTEM = "system", pgettext_lazy("theme", "As the device")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class Digits(models.TextChoices):
    """With which digits figures and dates are written."""

    LATIN = "latin", _("Latin: 1,234.5")
    ARABIC = "arabic", _("Arabic: ١٬٢٣٤٫٥")


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by email."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"), max_length=254)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    llm_opt_out = models.BooleanField(
        _("no language models"),
        default=False,
        db_default=False,
        help_text=_("nothing that this person asks for is sent to any provider"),
    )
    processing_restricted_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("since when the account is kept but not worked with: no analyses, only necessary mails"),
    )

    short_password = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("allowed by the second factor, which therefore stays until there is a longer one"),
    )

    theme = models.CharField(_("theme"), max_length=8, choices=Theme, blank=True, default="", db_default="")
    digits = models.CharField(_("digits"), max_length=8, choices=Digits, default=Digits.LATIN, db_default="latin")
    unwanted_mails = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text=_("templates of optional mails that this person does not want"),
    )
    hints_done = models.JSONField(
        default=list, db_default=[], blank=True, help_text=_("hints that this person has put away")
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        permissions = [("impersonate_user", "Can see Mizan as a person does")]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        """Hash it, and note whether it is shorter than what is asked of people without a second factor."""
        super().set_password(raw_password)
        self.short_password = raw_password is not None and len(raw_password) < settings.PASSWORD_MIN_LENGTH

    def get_full_name(self) -> str:
        return self.name or self.email
