"""Tokens come from the end of a whole login and from nowhere else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from accounts.tests.api.conftest import AUTH
from config.rooms import all_code


def every_view(patterns=None):
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield getattr(entry.callback, "view_class", entry.callback)
        else:
            yield from every_view(entry.url_patterns)


def test_no_view_of_the_token_library_is_routed():
    modules = {view.__module__ for view in every_view()}
    assert not {module for module in modules if module.startswith("rest_framework_simplejwt")}
    assert len(modules) > 10


def test_one_function_alone_mints():
    """Everything else that names it is of the tests and the benchmark."""
    callers = {
        str(path.relative_to(settings.BASE_DIR))
        for path in all_code()
        if re.search(r"\bmint\(|RefreshToken\(\)|\bfor_user\(", path.read_text("utf-8"))
    }
    assert callers == {"accounts/tokens.py", "accounts/api/signing_in.py"}
    source = (settings.BASE_DIR / "accounts" / "api" / "signing_in.py").read_text("utf-8")
    assert source.count("tokens.mint(") == 1


@pytest.mark.django_db
def test_a_session_of_a_browser_is_not_turned_into_tokens(client, alice):
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("refresh", "switch", "login", "mfa"):
        reply = client.post(f"{AUTH}{path}/", {}, content_type="application/json")
        assert reply.status_code in (400, 401), path
        assert "access" not in reply.json()
