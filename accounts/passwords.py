"""What a password must be: long enough, storable, not known to thieves and not made of the person's own words. No rules of composition."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.known_passwords import is_known, normal
from accounts.models import Membership, User
from accounts.services.actors import has_second_factor

MOST = 128
_OWN_LETTERS, _OWN_SIGNS = (
    6,
    10,
)  # besides the person's own words so many letters, or so many letters and digits, make a password
_OWN_WORD = 3
_PRODUCT = ("mizan", "ميزان", "мизан")


class Length:
    """Long enough, with a second factor less; not endless; and text that every system can carry."""

    def validate(self, password: str, user: Any = None) -> None:
        if "\x00" in password or any("\ud800" <= letter <= "\udfff" for letter in password):
            raise ValidationError(_("The password holds characters that cannot be stored."), code="password_bad_text")
        if len(password) > MOST:
            raise ValidationError(
                _("The password has more than %(most)d characters.") % {"most": MOST}, code="password_too_long"
            )
        least = least_length(user)
        if len(password) < least:
            raise ValidationError(
                ngettext(
                    "The password has fewer than %(least)d character.",
                    "The password has fewer than %(least)d characters.",
                    least,
                )
                % {"least": least},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return _("At least %(least)d characters of any kind; with a second factor %(less)d.") % {
            "least": settings.PASSWORD_MIN_LENGTH,
            "less": settings.PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR,
        }


class NotKnown:
    """Not among the stolen ones, and not close to one of them."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_known(password[:MOST]):
            raise ValidationError(
                _(
                    "This password, or one close to it, is on lists of stolen ones. Take another: four words that do not belong together."
                ),
                code="password_known",
            )

    def get_help_text(self) -> str:
        return _("Not one that was stolen before, nor close to one.")


class NotOwn:
    """Not put together from the person's name, email and firm, or from ours."""

    def validate(self, password: str, user: Any = None) -> None:
        whole = rest = normal(password[:MOST])
        for word in sorted(own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        signs, letters = re.sub(r"[\W_]", "", rest), re.sub(r"[\W\d_]", "", rest)
        if rest != whole and len(letters) < _OWN_LETTERS and len(signs) < _OWN_SIGNS:
            raise ValidationError(
                _("This password is made of your name, email or firm. Take words that nobody connects with you."),
                code="password_own",
            )

    def get_help_text(self) -> str:
        return _("Not made of your name, email or firm.")


def least_length(user: Any) -> int:
    """The shortest password that this person may choose."""
    if isinstance(user, User) and not user._state.adding and has_second_factor(user):
        return min(settings.PASSWORD_MIN_LENGTH, settings.PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR)
    return int(settings.PASSWORD_MIN_LENGTH)


def own_words(user: Any) -> set[str]:
    """Normal words that belong to the person; `user.firm` is the firm of somebody who is only signing up."""
    texts = [*_PRODUCT]
    if isinstance(user, User):
        local, _at, domain = user.email.partition("@")
        texts += [user.name, local, domain.rpartition(".")[0], getattr(user, "firm", "")]
        if not user._state.adding:
            texts += Membership.objects.filter(user=user).values_list("organization__name", flat=True)
    found = {normal(text) for text in texts}
    found |= {part for text in found for part in re.split(r"[\W_]+", text)} | {
        re.sub(r"[\W_]+", "", text) for text in found
    }
    return {word for word in found if len(word) >= _OWN_WORD}
