"""Texts that are kept encrypted: keys of providers and other secrets of an organization.

The attribute of such a field is a `Secret`: it shows dots wherever it is printed, and only `reveal()` opens it. The first key of
`FIELD_ENCRYPTION_KEYS` encrypts, all of them decrypt; the key that is derived from SECRET_KEY comes last, so that an installation
that began without keys of its own can move to them with `manage.py rotate_field_keys`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from accounts.errors import MizanError
from config.masking import remember

SHOWN = "••••••••"
_PURPOSE = b"mizan field encryption"


class Unreadable(MizanError):
    """A kept secret was encrypted with a key that is not among the present ones: 503, the operator mends it."""

    status = 503

    def __init__(self) -> None:
        super().__init__("secret.unreadable")


class Secret:
    """A text that only `reveal()` shows. It is kept, compared, pickled and printed without its plain text."""

    __slots__ = ("_token",)

    def __init__(self, token: str = "") -> None:
        self._token = token

    @classmethod
    def of(cls, plain: str) -> Secret:
        """Encrypt `plain` with the first key; an empty text stays empty."""
        _never_write(plain)
        return cls(_fernets()[0].encrypt(plain.encode()).decode() if plain else "")

    @property
    def token(self) -> str:
        """The encrypted text, as the database keeps it."""
        return self._token

    @property
    def current(self) -> bool:
        """True when the first key alone can read it."""
        return not self._token or _reads(_fernets()[0], self._token)

    def reveal(self) -> str:
        """The plain text. Raises Unreadable when no present key fits."""
        if not self._token:
            return ""
        try:
            plain = MultiFernet(_fernets()).decrypt(self._token).decode()
        except (InvalidToken, ValueError) as error:
            raise Unreadable from error
        _never_write(plain)
        return plain

    def rotated(self) -> Secret:
        """The same text under the first key. Raises Unreadable."""
        return self if self.current else Secret.of(self.reveal())

    def __bool__(self) -> bool:
        return bool(self._token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._token == self._token

    def __hash__(self) -> int:
        return hash(self._token)

    def __str__(self) -> str:
        return SHOWN if self._token else ""

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"


if TYPE_CHECKING:
    _SecretField = models.TextField[Secret, Secret]
else:
    _SecretField = models.TextField


class EncryptedTextField(_SecretField):
    """A text that is encrypted on its way to the database and comes back as a `Secret`.

    Forms and the admin leave it out, a search for its value is refused, and a dump holds the encrypted text alone.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", Secret)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for word in ("editable", "blank", "default"):
            kwargs.pop(word, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Secret:
        return Secret(value or "")

    def to_python(self, value: Any) -> Secret:
        """A text that comes here is of a dump, which holds encrypted texts: plain ones go through `Secret.of`."""
        return value if isinstance(value, Secret) else Secret(str(value or ""))

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, Secret):
            return value.token
        raise TypeError(f"{self.name} takes a Secret: Secret.of(text)")

    def value_to_string(self, obj: models.Model) -> str:
        return self.to_python(self.value_from_object(obj)).token

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing can be searched: the same text is encrypted otherwise each time."""
        return None

    def get_transform(self, lookup_name: str) -> Any:
        return None


def _never_write(plain: str) -> None:
    """From here on no log and no report of this process shows it. Facts of a mail (JSON) are no one secret, and would crowd those out."""
    if not plain.startswith("{"):
        remember((plain,))


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted fields that `model` itself keeps."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]


def derived_key(secret_key: str) -> str:
    """The key that follows from SECRET_KEY, for installations that have no other."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return base64.urlsafe_b64encode(made).decode()


def _fernets() -> tuple[Fernet, ...]:
    return _made((*settings.FIELD_ENCRYPTION_KEYS, derived_key(settings.SECRET_KEY)))


@lru_cache(maxsize=16)
def _made(keys: Iterable[str]) -> tuple[Fernet, ...]:
    return tuple(Fernet(key) for key in keys)


def _reads(fernet: Fernet, token: str) -> bool:
    try:
        fernet.decrypt(token)
    except (InvalidToken, ValueError):
        return False
    return True
