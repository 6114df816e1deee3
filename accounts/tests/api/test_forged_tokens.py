"""A token that we did not make, for this, for now, opens nothing: 401."""

from __future__ import annotations

import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from accounts.models import TokenFamily
from accounts.tests.api.conftest import code

pytestmark = pytest.mark.django_db
NOBODYS = "0b5e0c0e-7d3c-4a7e-9a51-1f2d3c4b5a69"  # processes of one run have to collect the same tests


@pytest.fixture
def claims(tokens):
    return jwt.decode(tokens["access"], options={"verify_signature": False})


@pytest.fixture
def refused(door):
    def check(token: str) -> None:
        reply = door(token).get("me")
        assert (reply.status_code, code(reply)) == (401, "invalid_token")
        assert reply["WWW-Authenticate"].startswith("Bearer")

    return check


def signed(claims, **changes):
    changed = {**claims, **changes}
    return jwt.encode(
        {name: value for name, value in changed.items() if value is not None}, settings.SECRET_KEY, "HS256"
    )


def test_an_honest_token_says_who_where_and_for_how_long(claims, alice, tokens, door):
    assert claims["sub"] == str(alice.pk)
    assert claims["org"] == tokens["organization"]
    assert claims["sid"] == str(TokenFamily.objects.get().pk)
    assert (claims["iss"], claims["aud"], claims["token_type"]) == ("mizan", "mizan", "access")
    assert claims["exp"] - claims["iat"] <= 600
    assert door(signed(claims)).get("me").status_code == 200, "the other tests sign as we do"


def test_unsigned(claims, refused):
    refused(jwt.encode(claims, None, "none"))


def test_signed_with_another_key(claims, refused):
    refused(jwt.encode(claims, "another-key-another-key-another-key-another", "HS256"))


def test_signed_with_another_kind_of_key(claims, refused):
    pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    refused(jwt.encode(claims, pem, "RS256"))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": None},
        {"aud": "elsewhere"},
        {"aud": None},
        {"iss": "elsewhere"},
        {"iss": None},
        {"token_type": "refresh"},
        {"token_type": None},
        {"sid": None},
        {"sid": "nonsense"},
        {"sid": NOBODYS},
        {"sub": NOBODYS},
        {"sub": None},
        {"org": None},
        {"org": "nonsense"},
        {"org": NOBODYS},
        {"jti": None},
    ],
    ids=str,
)
def test_a_claim_that_is_wrong_or_missing(changes, claims, refused):
    refused(signed(claims, **changes))


def test_of_yesterday(claims, refused):
    refused(signed(claims, iat=int(time.time()) - 86_400, exp=int(time.time()) - 85_800))


def test_a_refresh_token_opens_nothing(tokens, refused):
    refused(tokens["refresh"])


def test_a_token_of_another_person_with_ones_own_sign_in(claims, refused, charlie):
    refused(signed(claims, sub=str(charlie.pk), org=str(charlie.organizations.get().pk)))


def test_what_stands_between_password_and_second_factor_opens_nothing(door, alice, totp, refused):
    refused(door().login().json()["error"]["facts"]["mfa_token"])


@pytest.mark.parametrize("raw", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "é" * 50, "x" * 10_000])
def test_nonsense(raw, door, refused):
    if raw.isascii():
        assert door(raw or " ").get("me").status_code == 401
    assert door().post("refresh", refresh=raw).status_code in (400, 401)
