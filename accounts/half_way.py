"""Between the password and the second factor: a short-lived proof that the first was right, good for nothing but the second."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any
from uuid import UUID

import msgspec
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import signing
from django.core.cache import cache
from fido2.webauthn import UserVerificationRequirement

from accounts.access import Actor
from accounts.errors import Unauthenticated
from accounts.models import User
from accounts.second_factor import first_time

SECONDS = 300
_SALT = "accounts.half_way"
_CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
_NO_CREDENTIAL = (ValueError, TypeError, KeyError, AttributeError)


class HalfWay(msgspec.Struct, frozen=True):
    """Somebody whose password was right, on their way into an organization."""

    user: User
    organization_id: UUID
    nonce: str


def methods_of(user: User) -> list[str]:
    """The second factors that `user` can answer with: `totp`, `recovery_codes`, `webauthn`. Empty: the password is the whole login."""
    found = {str(kind) for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True)}
    return sorted(found) if found - {Authenticator.Type.RECOVERY_CODES.value} else []


def issue(user: User, actor: Actor) -> str:
    """The `mfa_token`."""
    kept = {"u": str(user.pk), "o": str(actor.organization_id), "p": _fingerprint(user), "n": secrets.token_urlsafe(12)}
    return signing.dumps(kept, salt=_SALT)


def read(token: str) -> HalfWay:
    """Whose it is. Raises Unauthenticated when it is forged, old, used, or of an earlier password."""
    try:
        kept = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Unauthenticated("mfa.expired") from error
    user = User.objects.filter(pk=kept["u"], is_active=True).first()
    if user is None or kept["p"] != _fingerprint(user) or cache.get(_key("done", kept["n"])):
        raise Unauthenticated("mfa.expired")
    return HalfWay(user, UUID(kept["o"]), kept["n"])


def use_up(half: HalfWay) -> None:
    """It lets in once. Raises Unauthenticated for the second of two at the same time."""
    if not cache.add(_key("done", half.nonce), 1, SECONDS):
        raise Unauthenticated("mfa.expired")


def code_is_right(user: User, code: str) -> bool:
    """True for a code of the authenticator app or a recovery code that was not used before; it is used now."""
    for authenticator in Authenticator.objects.filter(user=user, type__in=_CODES).order_by("-type"):
        if authenticator.wrap().validate_code(code) and first_time(user, code):
            authenticator.record_usage()
            return True
    return False


def passkey_options(half: HalfWay) -> dict[str, Any]:
    """What `navigator.credentials.get` needs to ask for one of the person's passkeys."""
    options, state = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(half.user), user_verification=UserVerificationRequirement.PREFERRED
    )
    cache.set(_key("passkey", half.nonce), state, SECONDS)
    found: dict[str, Any] = json.loads(json.dumps(dict(options), default=dict))
    return found


def passkey_is_right(half: HalfWay, credential: dict[str, Any]) -> bool:
    """True when one of the person's passkeys has answered the challenge, which is used up by the try."""
    state = cache.get(_key("passkey", half.nonce))
    if state is None or not cache.delete(_key("passkey", half.nonce)):
        return False
    try:
        binding = webauthn.get_server().authenticate_complete(state, webauthn.get_credentials(half.user), credential)
    except _NO_CREDENTIAL:
        return False
    authenticator = webauthn.get_authenticator_by_credential_id(half.user, binding.credential_id)
    if authenticator is None:
        return False
    authenticator.record_usage()
    return True


def _fingerprint(user: User) -> str:
    return hashlib.sha256(f"{_SALT}:{user.password}".encode()).hexdigest()[:16]


def _key(kind: str, nonce: str) -> str:
    return f"mfa:{kind}:{nonce}"
