"""What the auth endpoints take and answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models import Digits, Theme

PASSWORD: dict[str, Any] = {"max_length": 128, "trim_whitespace": False}


class LoginSerializer(serializers.Serializer[Any]):
    """`organization` is where to work; without it the first joined."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(**PASSWORD)
    organization = serializers.UUIDField(required=False)


class RegisterSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(**PASSWORD)
    name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    organization = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    accept = serializers.BooleanField(
        help_text="that the terms of use and the privacy policy were read and are accepted"
    )


class NextSerializer(serializers.Serializer[Any]):
    """What to do next: `verify-email` (open the link in the mail, or send its key) or `login`."""

    next = serializers.ChoiceField(choices=["verify-email", "login", "mail"])


class EmailSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)


class VerifySerializer(serializers.Serializer[Any]):
    """`key` is the last part of the link in the mail."""

    key = serializers.CharField(max_length=500)


class ResetSerializer(serializers.Serializer[Any]):
    """`key` is the last part of the link in the mail."""

    key = serializers.CharField(max_length=500)
    password = serializers.CharField(**PASSWORD)


class PasswordChangeSerializer(serializers.Serializer[Any]):
    password = serializers.CharField(**PASSWORD)
    new_password = serializers.CharField(**PASSWORD)


class MfaSerializer(serializers.Serializer[Any]):
    """`code` is of the authenticator app, or a recovery code."""

    mfa_token = serializers.CharField(max_length=1000)
    code = serializers.CharField(max_length=32)


class MfaTokenSerializer(serializers.Serializer[Any]):
    mfa_token = serializers.CharField(max_length=1000)


class PasskeyAnswerSerializer(serializers.Serializer[Any]):
    """`credential` is what `navigator.credentials.get()` gave, as JSON."""

    mfa_token = serializers.CharField(max_length=1000)
    credential = serializers.DictField()


class PasskeyOptionsSerializer(serializers.Serializer[Any]):
    """What `navigator.credentials.get()` takes; binary values are base64url."""

    publicKey = serializers.DictField()  # noqa: N815 (the name is of the standard)


class ProofSerializer(serializers.Serializer[Any]):
    """Who signed in more than ten minutes ago says again who they are: by password, or by a code of their second factor."""

    password = serializers.CharField(required=False, **PASSWORD)
    code = serializers.CharField(max_length=32, required=False)


class TotpConfirmSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=16)


class TotpSetupSerializer(serializers.Serializer[Any]):
    """`url` is what the picture for the app encodes; `secret` is for typing."""

    secret = serializers.CharField()
    url = serializers.CharField()


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    """Shown once. Empty when there were codes before, which stay."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


class FactorsSerializer(serializers.Serializer[Any]):
    """What stands beside the password."""

    totp = serializers.BooleanField()
    passkeys = serializers.IntegerField()
    recovery_codes_left = serializers.IntegerField()


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=2000)


class LogoutSerializer(serializers.Serializer[Any]):
    """Without `refresh` the access token's own sign-in ends."""

    refresh = serializers.CharField(max_length=2000, required=False)


class SwitchSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=2000)
    organization = serializers.UUIDField()


class TokensSerializer(serializers.Serializer[Any]):
    """`access` is good for ten minutes, `refresh` for one refresh within seven days."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    organization = serializers.UUIDField()


class SignInSerializer(serializers.Serializer[Any]):
    """A browser or a program that is signed in; `here` is the one that asks."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=["browser", "program"])
    device = serializers.CharField()
    address = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    here = serializers.BooleanField()


class MembershipSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="organization_id")
    name = serializers.CharField(source="organization.name")
    role = serializers.CharField()


class MeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    theme = serializers.ChoiceField(choices=Theme.choices, allow_blank=True)
    digits = serializers.ChoiceField(choices=Digits.choices)
    organization = serializers.UUIDField()
    role = serializers.CharField()
    organizations = MembershipSerializer(many=True)


class MeChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    digits = serializers.ChoiceField(choices=Digits.choices, required=False)
