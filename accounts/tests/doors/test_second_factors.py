"""An authenticator app, recovery codes and passkeys: set up, asked for, taken away."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import AuditEntry
from accounts.services.actors import has_second_factor
from accounts.tests.doors.conftest import totp_code
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/2fa/totp/activate/"
CODE = "/accounts/2fa/authenticate/"


def secret_of(page):
    return re.search(r'dir="ltr">([A-Z2-7]{32})<', page.content.decode()).group(1)


@pytest.fixture
def set_up(signed_in, posted):
    """Alice's app, set up on the page: (browser, secret, page of codes)."""
    secret = secret_of(signed_in.get(ACTIVATE))
    answer = signed_in.post(ACTIVATE, {"code": totp_code(secret)})
    return signed_in, secret, signed_in.get(answer.url)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_after_a_sign_in_without_asking_for_the_password_again(set_up, alice, posted):
    assert has_second_factor(alice)
    assert posted[-1][:2] == ("alice@example.com", "second_factor_changed")
    assert AuditEntry.objects.filter(action="second_factor.added").count() == 2


def test_an_old_sign_in_has_to_be_proved_again(alice, pages):
    client = pages(alice)
    answer = client.get(ACTIVATE)
    assert answer.url.startswith("/accounts/reauthenticate/")
    answer = client.post(answer.url, {"password": PASSWORD})
    assert answer.url == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200


def test_a_wrong_code_sets_nothing_up(signed_in, alice):
    signed_in.get(ACTIVATE)
    assert signed_in.post(ACTIVATE, {"code": "000000"}).status_code == 200
    assert not has_second_factor(alice)


def test_the_picture_of_the_key_is_no_inline_code(signed_in):
    page = signed_in.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<style" not in page
    assert not re.search(r'\sstyle="|\son\w+="', page)


def test_codes_are_shown_once_and_can_be_saved(set_up):
    browser, _, page = set_up
    text = page.content.decode()
    shown = re.findall(r"<li>(\d{8})</li>", text)
    assert len(shown) == 10
    file = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', text).group(1))
    assert all(code in file for code in shown)
    again = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not re.findall(r"\d{8}", re.sub(r'nonce="[^"]+"|value="[^"]+"', "", again))


def test_nobody_downloads_codes_that_were_shown(set_up):
    assert set_up[0].get("/accounts/2fa/recovery-codes/download/").status_code == 403


def test_secrets_are_encrypted_at_rest(set_up):
    _, secret, _ = set_up
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in kept
    assert {json.dumps(one.data).count("gAAAA") for one in Authenticator.objects.all()} == {1}


def test_signing_in_asks_for_the_code(alice, sign_in, app):
    client = Client()
    assert sign_in(client).url == CODE
    assert client.get("/projects/").status_code == 302
    assert client.post(CODE, {"code": totp_code(app)}).url == "/projects/"
    assert client.get("/projects/").status_code == 200


def test_a_code_works_once(alice, sign_in, app):
    code = totp_code(app)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post(CODE, {"code": code}).status_code == 302
    assert second.post(CODE, {"code": code}).status_code == 200
    assert "_auth_user_id" not in second.session


def test_a_recovery_code_works_once(alice, sign_in, codes):
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": codes[0]}).status_code == expected


def test_a_code_without_the_password_before_is_nothing(alice, app, client):
    assert client.post(CODE, {"code": totp_code(app)}).url == "/accounts/login/"


def test_switching_off_takes_the_codes_along(set_up, alice, posted):
    browser, _, _ = set_up
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=alice).exists()
    assert posted[-1][2]["change"] == "totp_off"


def test_a_short_password_keeps_its_second_factor(alice, app, sign_in):
    alice.set_password("mJ7#pQ2!")
    alice.save()
    client = Client()
    sign_in(client, password="mJ7#pQ2!")
    client.post(CODE, {"code": totp_code(app)})
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.status_code == 200
    assert has_second_factor(alice)
    form = {"oldpassword": "mJ7#pQ2!", "password1": "quarry-lantern-seven", "password2": "quarry-lantern-seven"}
    client.post("/accounts/password/change/", form)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not has_second_factor(alice)


def test_the_last_passkey_beside_a_short_password_stays(alice, pages):
    key = Authenticator.objects.create(
        user=alice, type="webauthn", data={"name": "blue", "credential": {}, "passwordless": False}
    )
    alice.set_password("mJ7#pQ2!")
    alice.save()
    answer = pages(alice).post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert answer.status_code == 403
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_somebody_elses_passkey_does_not_exist(alice, charlie, pages):
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "blue", "credential": {}})
    client = pages(charlie)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for page in ("remove", "edit"):
        assert client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/{page}/").status_code == 404


def test_an_unverified_address_sets_nothing_up(alice, pages):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=alice).update(verified=False)
    client = pages(alice)
    assert client.get(ACTIVATE).url == "/accounts/2fa/"


@pytest.mark.parametrize("credential", ["", "{}", "nonsense", '{"type":"public-key"}', "[]", "null", '"x"'])
def test_nonsense_for_a_passkey_is_no_fault_of_ours(alice, sign_in, app, credential):
    client = Client()
    assert client.post("/accounts/2fa/webauthn/login/", {"credential": credential}).status_code == 302
    sign_in(client)
    assert client.post(CODE, {"credential": credential}).status_code == 200


def test_secrets_move_to_a_new_key_and_codes_go_on_working(alice, app, codes, settings, sign_in, capsys):
    old = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(), *old)
    call_command("rotate_field_keys")
    assert "mfa.Authenticator: 2 rows, 2 encrypted anew, 0 unreadable" in capsys.readouterr().out
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    settings.SECRET_KEY = "another-key-another-key-another-key-another"
    client = Client()
    sign_in(client)
    assert client.post(CODE, {"code": totp_code(app)}).status_code == 302
