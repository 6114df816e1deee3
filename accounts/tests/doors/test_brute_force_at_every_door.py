"""Five wrong tries, then even the right secret is refused for a while: at each door, over all doors, whatever a header says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connection
from django.test import Client

from accounts.devices import COOKIE
from accounts.limits import ACCOUNT_TRIES, WINDOW_SECONDS
from accounts.models import User
from accounts.tests.doors.conftest import WRONG, totp_code
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def refused(answer):
    assert answer.status_code == 429, answer.status_code
    assert 0 < int(answer["Retry-After"]) <= WINDOW_SECONDS
    return True


def page_try(sign_in, password=WRONG, **extra):
    return sign_in(Client(), password=password, **extra)


def api_try(api, password=WRONG):
    return api(None).post("/api/v1/auth/login/", {"email": "alice@example.com", "password": password})


def reset_link(user, key=None):
    return f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{key or default_token_generator.make_token(user)}/"


def exhaust(sign_in):
    for _ in range(ACCOUNT_TRIES):
        assert page_try(sign_in).status_code == 200


def test_the_page_of_signing_in(alice, sign_in):
    exhaust(sign_in)
    assert refused(page_try(sign_in, PASSWORD))


def test_the_page_says_how_long_to_wait(alice, sign_in):
    exhaust(sign_in)
    assert "15 min" in page_try(sign_in).content.decode()


def test_the_api(alice, api):
    for _ in range(ACCOUNT_TRIES):
        assert api_try(api).status_code == 401
    answer = api_try(api, PASSWORD)
    assert refused(answer)
    assert answer.json()["error"]["code"] == "too_many_attempts"


def test_the_admin_has_no_door_of_its_own(alice, client):
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    for method in (client.get, client.post):
        answer = method("/admin/login/?next=/admin/", {"username": "alice@example.com", "password": PASSWORD})
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"


def test_the_second_factor(alice, sign_in, app):
    client = Client()
    sign_in(client)
    for number in range(ACCOUNT_TRIES):
        assert client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"}).status_code == 200
    assert refused(client.post("/accounts/2fa/authenticate/", {"code": totp_code(app)}))
    assert "_auth_user_id" not in client.session


def test_the_second_factor_is_no_way_around_by_signing_in_anew(alice, sign_in, app):
    for number in range(ACCOUNT_TRIES):
        client = Client()
        assert sign_in(client).status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    assert refused(sign_in(Client()))


def test_the_answer_of_a_passkey(alice, sign_in, app):
    client = Client()
    sign_in(client)
    forged = '{"type":"public-key","id":"AA","rawId":"AA","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}'
    for _ in range(ACCOUNT_TRIES):
        assert client.post("/accounts/2fa/authenticate/", {"credential": forged}).status_code == 200
    assert refused(client.post("/accounts/2fa/authenticate/", {"credential": forged}))


def test_proving_it_anew(alice, pages):
    client = pages(alice)
    for _ in range(ACCOUNT_TRIES):
        assert client.post("/accounts/reauthenticate/", {"password": WRONG}).status_code == 200
    assert refused(client.post("/accounts/reauthenticate/", {"password": PASSWORD}))


def test_proving_it_anew_by_a_code(alice, pages, app):
    client = pages(alice)
    for number in range(ACCOUNT_TRIES):
        assert client.post("/accounts/2fa/reauthenticate/", {"code": f"00000{number}"}).status_code == 200
    assert refused(client.post("/accounts/2fa/reauthenticate/", {"code": totp_code(app)}))


def test_changing_the_password(alice, pages):
    client = pages(alice)
    form = {"password1": "quarry-lantern-seven", "password2": "quarry-lantern-seven"}
    for _ in range(ACCOUNT_TRIES):
        assert client.post("/accounts/password/change/", {**form, "oldpassword": WRONG}).status_code == 200
    assert refused(client.post("/accounts/password/change/", {**form, "oldpassword": PASSWORD}))
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_guessing_links_to_a_new_password(alice, client):
    for number in range(ACCOUNT_TRIES):
        assert client.get(reset_link(alice, f"cx{number}-{'0' * 32}")).status_code == 200
    assert refused(client.get(reset_link(alice)))


def test_asking_for_links_to_a_new_password(alice, client, posted):
    for email in ("alice@example.com", "nobody@example.com"):
        statuses = [client.post("/accounts/password/reset/", {"email": email}).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]
    assert [mail[0] for mail in posted] == ["alice@example.com"] * 5 + ["nobody@example.com"] * 5


def test_one_budget_over_all_doors(alice, sign_in, api, pages, client):
    page_try(sign_in)
    api_try(api)
    pages(alice).post("/accounts/reauthenticate/", {"password": WRONG})
    pages(alice).post("/accounts/password/change/", {"oldpassword": WRONG, "password1": "x", "password2": "x"})
    client.get(reset_link(alice, f"cx1-{'0' * 32}"))
    assert refused(page_try(sign_in, PASSWORD))
    assert refused(api_try(api, PASSWORD))
    assert refused(pages(alice).post("/accounts/reauthenticate/", {"password": PASSWORD}))


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_header_buys_nothing(alice, sign_in, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    last = ", 203.0.113.9" if proxies else ""
    statuses = [
        page_try(sign_in, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}{last}", REMOTE_ADDR="10.0.0.1").status_code
        for number in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_strangers_do_not_lock_out_a_browser_of_the_owner(signed_in, sign_in):
    assert signed_in.cookies[COOKIE]["httponly"]
    signed_in.post("/accounts/logout/")
    exhaust(sign_in)
    assert refused(page_try(sign_in, PASSWORD))
    assert sign_in(signed_in).status_code == 302
    assert "_auth_user_id" in signed_in.session


def test_a_browser_of_the_owner_has_a_budget_too(signed_in, sign_in):
    signed_in.post("/accounts/logout/")
    for _ in range(ACCOUNT_TRIES):
        assert sign_in(signed_in, password=WRONG).status_code == 200
    assert refused(sign_in(signed_in))


def test_a_password_without_its_second_factor_makes_no_device(alice, sign_in, app):
    client = Client()
    sign_in(client)
    assert COOKIE not in client.cookies


def test_a_new_password_through_the_mailbox_ends_the_wait(alice, sign_in):
    for _ in range(ACCOUNT_TRIES - 1):
        page_try(sign_in)
    client = Client()
    form = client.get(reset_link(alice)).url
    client.post(form, {"password1": "quarry-lantern-seven", "password2": "quarry-lantern-seven"})
    assert page_try(sign_in).status_code == 200
    assert page_try(sign_in, "quarry-lantern-seven").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_look_at_the_password_five_times(alice, sign_in, monkeypatch):
    looked = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: looked.append(raw) or check(self, raw))

    def one(number):
        try:
            return page_try(sign_in, f"{WRONG}{number}", REMOTE_ADDR=f"198.51.100.{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(one, range(50)))
    assert len(looked) == ACCOUNT_TRIES
    assert sorted(set(statuses)) == [200, 429]
    assert statuses.count(200) == ACCOUNT_TRIES
