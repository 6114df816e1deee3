"""Profile, security and the doors: in three languages, both directions, without inline code, and open to whom they should."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db
OUTSIDE = (
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/confirm-email/",
    "/accounts/inactive/", "/accounts/confirm-email/no-such-key/", "/accounts/password/reset/key/no-such/",
)  # fmt: skip
INSIDE = ("/accounts/settings/profile/", "/accounts/settings/security/", "/accounts/email/", "/accounts/password/change/",
          "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
          "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/", "/accounts/logout/")  # fmt: skip


def inline(page):
    """Code and looks that a strict policy would refuse."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    return scripts + re.findall(r'<style|\sstyle="|\son[a-z]+="|javascript:', page)


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_doors_in_every_language(db, language):
    client = Client(headers={"accept-language": language})
    for path in OUTSIDE:
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page, path
        assert 'class="entrance"' in page, path
        assert inline(page) == [], path


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_rooms_in_every_language(signed_in, alice, codes, language):
    """The rooms that take a real passkey are walked in a browser."""
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "blue", "credential": {}})
    signed_in.cookies["django_language"] = language
    for path in (
        *INSIDE,
        f"/accounts/2fa/webauthn/keys/{key.pk}/edit/",
        f"/accounts/2fa/webauthn/keys/{key.pk}/remove/",
    ):
        answer = signed_in.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, (path, answer.get("Location"))
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page, path
        assert "mizan/base.css" in page, path
        assert inline(page) == [], path


def test_the_profile_is_changed_and_the_language_follows(signed_in, alice):
    signed_in.post("/accounts/settings/profile/", {"name": "Alice Q."})
    answer = signed_in.post("/accounts/settings/appearance/", {"language": "ru", "theme": "system", "digits": "latin"})
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("Alice Q.", "ru")
    assert '<html lang="ru"' in signed_in.get(answer.url).content.decode()
    changes = AuditEntry.objects.filter(action="user.profile_changed").order_by("pk")
    assert [one.facts["fields"] for one in changes] == [["name"], ["language", "theme"]]


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("appearance", {"language": "tlh", "theme": "system", "digits": "latin"}),
        ("profile", {"name": "x" * 151}),
        ("profile", {"name": "a\x00b"}),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(signed_in, alice, page, form):
    assert signed_in.post(f"/accounts/settings/{page}/", form).status_code == 400
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_nobody_makes_themselves_more_than_they_are(signed_in, alice):
    signed_in.post(
        "/accounts/settings/profile/",
        {"name": "A", "language": "en", "is_staff": "1", "email": "x@example.com", "role": "owner"},
    )
    user = User.objects.get(pk=alice.pk)
    assert (user.is_staff, user.email) == (False, "alice@example.com")


def test_the_choice_in_the_menu_is_kept_for_mails(signed_in, alice):
    signed_in.post("/language/", {"language": "ar", "next": "/"})
    alice.refresh_from_db()
    assert alice.language == "ar"


def test_the_language_of_a_person_follows_them_to_another_browser(alice, sign_in):
    User.objects.filter(pk=alice.pk).update(language="ar")
    client = Client()
    sign_in(client)
    assert '<html lang="ar"' in client.get("/projects/").content.decode()


@pytest.mark.parametrize("path", INSIDE[:4])
def test_nobody_else_sees_the_rooms(client, db, path):
    assert client.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/"])
def test_there_is_one_page_of_security(signed_in, path):
    assert signed_in.get(path).url == "/accounts/settings/security/"


def test_who_runs_mizan_at_home_is_told_where_the_mail_is(client, settings):
    settings.EMAIL_BACKEND = "mails.backends.FolderBackend"
    assert "sends no mail" in client.get("/accounts/confirm-email/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "sends no mail" not in client.get("/accounts/confirm-email/").content.decode()


def test_asking_too_often_wears_the_products_clothes(client, db, posted):
    answers = [client.post("/accounts/password/reset/", {"email": "dana@example.com"}) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "mizan/base.css" in answers[-1].content.decode()
