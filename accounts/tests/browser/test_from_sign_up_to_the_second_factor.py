"""A person in a real Chromium: signs up, verifies, sets up a second factor, signs in with it, and adds a passkey and signs in with that."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.models import User
from boq.tests.browser.plugin import press
from boq.tests.browser.ways_in import sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, SECRET_WORDS = "dana@example.com", "quarry-lantern-seven"


def totp_code(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture(autouse=True)
def _verification(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def authenticator(page: Any) -> Any:
    """A device that keeps passkeys and knows its owner, as the browser's own tools play one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools, made["authenticatorId"]


@pytest.fixture
def dana(page: Any) -> Any:
    """Somebody who has signed up and verified the address."""
    sign_up(page, password=SECRET_WORDS, name="Dana Stone", organization="Bridge Works")
    return page


def sign_out(page: Any) -> None:
    page.goto("/accounts/logout/")
    page.click(".entrance .btn-main")
    page.wait_for_url("**/accounts/login/")


def sign_in(page: Any) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", SECRET_WORDS)
    page.click("form:not([data-passkey]) .btn-main")


def test_sign_up_to_second_factor_and_back_in(dana):
    page = dana
    page.goto("/accounts/settings/security/")
    page.click("a[href$='/totp/activate/']")
    page.wait_for_function("document.querySelector('.qr')?.naturalWidth > 0")
    page.click("details > summary:not(.bar-button)")
    secret = page.inner_text(".totp .mono")
    page.fill("[name=code]", totp_code(secret))
    page.click(".totp .btn-main")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as saving:
        page.click("a[download]")
    saved = saving.value.path().read_text("utf-8")
    assert EMAIL in saved
    assert all(code in saved for code in codes)
    sign_out(page)

    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", "000000")
    press(page, ".btn-main")
    assert "not right" in page.inner_text(".errorlist >> visible=true")
    page.fill("[name=code]", totp_code(secret, 1))
    page.click(".btn-main")
    page.wait_for_url("**/projects/")
    sign_out(page)

    sign_in(page)
    page.fill("[name=code]", codes[0])
    page.click(".btn-main")
    page.wait_for_url("**/projects/")
    page.goto("/accounts/settings/security/")
    assert "9 left" in page.inner_text("#factors")


def test_a_passkey_is_made_and_signs_in_alone(dana, authenticator):
    page, (tools, device) = dana, authenticator
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "blue key")
    page.click("[data-passkey-go]")
    page.wait_for_url("**/recovery-codes/")
    assert len(tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    page.goto("/accounts/settings/security/")
    assert "blue key" in page.inner_text(".passkeys")
    sign_out(page)

    page.click("[data-passkey-go]")
    page.wait_for_url("**/projects/")
    sign_out(page)

    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.click("[data-passkey-go]")
    page.wait_for_url("**/projects/")

    page.goto("/accounts/settings/security/")
    press(page, ".passkeys a:has-text('Rename')")
    page.fill("[name=name]", "green key")
    page.click(".settings-body .btn-main")
    page.wait_for_url("**/settings/security/")
    assert "green key" in page.inner_text(".passkeys")
    press(page, ".passkeys a:has-text('Remove')")
    press(page, ".btn-red")
    assert page.url.endswith("/settings/security/")
    assert page.locator(".passkeys").count() == 0


def test_a_passkey_that_is_refused_says_so_and_leaves_the_other_ways(dana, authenticator):
    page, (tools, device) = dana, authenticator
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/accounts/2fa/webauthn/add/")
    page.click("[data-passkey-go]")
    page.wait_for_selector(".passkey-form [role=alert]:visible")
    assert "No passkey was made" in page.inner_text(".passkey-form [role=alert]")
    assert page.is_enabled("[data-passkey-go]")


def test_a_browser_is_signed_out_from_another(dana, chromium, live_server):
    other = chromium.new_context(base_url=live_server.url)
    window = other.new_page()
    sign_in(window)
    window.wait_for_url("**/projects/")
    dana.goto("/accounts/settings/security/")
    assert dana.locator("#sessions tbody tr").count() == 2
    dana.click("#sessions .btn-red")
    dana.wait_for_selector("text=Signed out everywhere but here")
    assert dana.locator("#sessions tbody tr").count() == 1
    window.goto("/projects/")
    assert "/accounts/login/" in window.url
    other.close()


def test_the_pages_fit_every_reader(dana, live_server):
    page = dana
    for language, width in (("ar", 390), ("ru", 390), ("en", 390), ("ar", 1440)):
        page.set_viewport_size({"width": width, "height": 844})
        User.objects.update(language=language)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for path in ("/accounts/settings/profile/", "/accounts/settings/security/", "/accounts/email/", "/accounts/password/change/",
                     "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):  # fmt: skip
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width, path)
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr"), path
