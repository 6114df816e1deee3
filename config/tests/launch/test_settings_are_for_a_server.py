"""Lines about settings, each proven both ways."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network

import pytest
from cryptography.fernet import Fernet
from django.core import checks

from config.launch.base import is_public

KEY = "Zq8-a-long-random-key-of-a-server-with-many-letters-7Hn2Lw0pXe"


def test_neither_debug_nor_the_mode_of_a_local_run(settings, env, judge):
    for debug, local, good in ((False, False, True), (True, False, False), (False, True, False)):
        settings.DEBUG = debug
        env(local=local)
        assert judge("settings.mode") is good


def test_a_secret_key_that_nobody_typed(env, judge):
    for key, good in (
        (KEY, True),
        ("0123456789abcdef" * 4, True),
        ("", False),
        ("changeme-changeme-changeme-changeme", False),
    ):
        env(secret_key=key)
        assert judge("settings.secret-key") is good, key


def test_the_secret_key_itself_is_not_shown(env, look):
    env(secret_key=KEY)
    assert KEY not in look("settings.secret-key").words


def test_secrets_and_the_ledger_have_keys_of_their_own(settings, judge):
    settings.PRIVACY = replace(settings.PRIVACY, erasure_keys=("a",))
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)
    assert judge("settings.keys")
    settings.FIELD_ENCRYPTION_KEYS = ()
    assert not judge("settings.keys")
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)
    settings.PRIVACY = replace(settings.PRIVACY, erasure_keys=())
    assert not judge("settings.keys")


@pytest.mark.parametrize(
    ("hosts", "good"),
    [
        (["mizan.firm.org", "localhost", "web-blue"], True),
        (["localhost", "127.0.0.1"], False),
        (["mizan.firm.org", "*"], False),
        (["mizan.firm.org", ".firm.org"], False),
    ],
)
def test_whole_names_of_hosts_one_of_which_people_know(settings, judge, hosts, good):
    settings.ALLOWED_HOSTS = hosts
    assert judge("settings.hosts") is good


def test_names_that_nobody_outside_can_call():
    assert is_public("mizan.firm.org")
    for name in ("localhost", "web-blue", "10.1.2.3", "[::1]", "*", ".firm.org", "mizan.local", "db.internal"):
        assert not is_public(name), name


def of_a_server(settings):
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


def test_https_for_pages_and_cookies_for_a_year(settings, judge):
    of_a_server(settings)
    assert judge("settings.https")
    for name, value in (
        ("SECURE_SSL_REDIRECT", False),
        ("SECURE_HSTS_SECONDS", 3600),
        ("SESSION_COOKIE_SECURE", False),
    ):
        of_a_server(settings)
        setattr(settings, name, value)
        assert not judge("settings.https"), name


def test_somebody_speaks_https_for_it(env, judge):
    for number, good in ((0, False), (1, True), (2, True)):
        env(trusted_proxies=number)
        assert judge("settings.proxies") is good


def test_every_message_of_the_checks_for_a_deployment(settings, env, look, judge, monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # tests in a browser set it for their process
    of_a_server(settings)
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = KEY, ["mizan.firm.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.FIELD_ENCRYPTION_KEYS = ()
    env(local=False, secret_key=KEY, privacy=replace(settings.PRIVACY, erasure_keys=("a",)))
    verdict = look("settings.checks")
    assert [one.split(":")[0] for one in verdict.words.splitlines()] == ["mizan.W001"]
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(),)
    assert judge("settings.checks")


def test_a_message_that_is_silenced_is_none(settings, judge, monkeypatch):
    monkeypatch.setattr(checks, "run_checks", lambda **asked: [checks.Warning("typed", id="some.W001")])
    assert not judge("settings.checks")
    settings.SILENCED_SYSTEM_CHECKS = ["some.W001"]
    assert judge("settings.checks")


def test_addresses_are_verified(env, judge):
    for said, good in (("mandatory", True), ("optional", False), ("none", False)):
        env(email_verification=said)
        assert judge("settings.addresses") is good


def test_programs_are_limited(settings, judge):
    for on in (True, False):
        settings.API_THROTTLES = on
        assert judge("settings.limits") is on


@pytest.mark.parametrize(
    ("networks", "good"),
    [
        ((), True),
        (("10.1.2.7/32",), True),
        (("10.0.0.0/8",), True),
        (("127.0.0.0/8",), False),
        (("0.0.0.0/0",), False),
        (("fe80::/10",), False),
    ],
)
def test_webhooks_do_not_reach_this_machine(settings, judge, networks, good):
    settings.WEBHOOKS = replace(settings.WEBHOOKS, networks=tuple(ip_network(one) for one in networks))
    assert judge("settings.webhooks") is good
