"""allauth's hooks for the second factor: secrets encrypted at rest, and no way around a short password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.encryption import Secret, Unreadable
from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_SECRETS = ("secret", "seed")  # of an app, and of the codes that are made from it
_ENCRYPTED = "gAAAA"  # how every encrypted text begins


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of the project about second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your password is so short because a second factor stands beside it. Choose a longer one first, then take this away."
        ),
        "incorrect_code": gettext_lazy("This code is not right, or was used before. Take the one that is shown now."),
        "unverified_email": gettext_lazy("Verify your email address first: open the link in the message we sent."),
    }

    def encrypt(self, text: str) -> str:
        return Secret.of(text).token

    def decrypt(self, encrypted_text: str) -> str:
        return Secret(encrypted_text).reveal() if encrypted_text.startswith(_ENCRYPTED) else encrypted_text

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays while the password is shorter than what is asked of people without one."""
        user: User = authenticator.user
        if not user.short_password or authenticator.type not in FACTORS:
            return True
        return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)d") % {"number": number}

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        get_account_adapter().send_notification_mail(*args, **kwargs)


def first_time(user: AbstractBaseUser, code: str) -> bool:
    """True when a right code comes for the first time while it may be right.

    allauth remembers a used code for one period, and takes those of the periods before and after too (MFA_TOTP_TOLERANCE).
    """
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"mfa:spent:{user.pk}:{normalize_user_code(code)}", 1, seconds))


@transaction.atomic
def rotate_secrets(*, batch: int) -> tuple[int, int, list[str]]:
    """Put the secrets of apps and codes under the first key: (seen, changed, ids that no key reads), as for encrypted fields."""
    seen = changed = 0
    lost: list[str] = []
    for row in (
        Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN).iterator(chunk_size=batch)
    ):
        seen += 1
        kept = {name: Secret(row.data[name]) for name in _SECRETS if str(row.data.get(name, "")).startswith(_ENCRYPTED)}
        try:
            moved = {name: secret.rotated().token for name, secret in kept.items() if not secret.current}
        except Unreadable:
            lost.append(str(row.pk))
            continue
        if moved:
            row.data |= moved
            row.save(update_fields=["data"])
            changed += 1
    return seen, changed, lost
