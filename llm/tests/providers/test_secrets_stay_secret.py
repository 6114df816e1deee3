"""A key that was entered is in no log, no audit entry, no admin page, no dump and no report of an error."""

from __future__ import annotations

import io
import logging

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from accounts.models import AuditEntry, Event, User
from llm.endpoints import endpoints_for
from llm.models import LedgerEntry, LlmKey
from llm.providers import base
from llm.steps import ClassifyItems
from llm.tests.works import works

pytestmark = pytest.mark.django_db
PLANTED = "sk-planted-9q8w7e6r"
REQUEST = ClassifyItems().request(works(2))


@pytest.fixture
def heard(caplog):
    """Everything that is logged, the libraries' most talkative words included."""
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "httpx2", "httpcore2", "django", "llm", "accounts"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.mark.parametrize("rule", [{}, {"status": 401}, {"status": 402}, {"status": 429}])
def test_logs_hold_none_whatever_the_provider_answers(add, api, alice, pages, firm, played, heard, rule):
    row = add(on=False)
    played.play(keys={PLANTED: rule})
    api(alice).post(f"/api/v1/llm/providers/{row.pk}/keys/", {"secret": PLANTED})
    pages(alice).post(reverse("llm:try", args=[row.pk]))
    pages(alice).post(reverse("llm:act", args=[row.pk]), {"do": "on"})
    client = endpoints_for(firm.pk)[0].connect()
    said = ""
    try:
        client.complete(REQUEST)
    except base.ProviderError as error:
        said = f"{error!r} {error} {error.detail}"
    client.close()
    assert PLANTED not in said
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in heard.records)
    assert played.counts()["keys"][PLANTED] >= 1
    assert len(heard.records) > 10
    assert PLANTED not in logged


def test_what_is_written_about_it_holds_none(add):
    add(keys=(PLANTED,))
    written = [AuditEntry, Event, LedgerEntry]
    assert AuditEntry.objects.exists()
    assert all(PLANTED not in str(list(model.objects.values())) for model in written)


def test_the_admin_shows_none(add, client, django_user_model):
    row = add(keys=(PLANTED,))
    staff = User.objects.create_superuser("staff@example.com", "a-long-password-of-tests")
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = row.keys.get()
    for url in (
        reverse("admin:llm_llmkey_changelist"),
        reverse("admin:llm_llmkey_change", args=[key.pk]),
        reverse("admin:llm_llmprovider_change", args=[row.pk]),
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert PLANTED not in answer.content.decode()
        assert key.secret.token not in answer.content.decode()


def test_a_dump_of_the_database_holds_none(add):
    add(keys=(PLANTED,))
    out = io.StringIO()
    call_command("dumpdata", "llm", stdout=out)
    assert "llm.llmkey" in out.getvalue()
    assert PLANTED not in out.getvalue()


def test_a_report_of_an_error_on_the_page_holds_none(add, alice, actor, monkeypatch):
    from llm.views import pages

    row = add()
    request = RequestFactory().post("/", {"secret": PLANTED, "label": "x"})
    request.user, request.actor = alice, actor(alice)
    monkeypatch.setattr(pages, "KeyForm", lambda data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pages.add_key(request, row.pk)
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert shown["label"] == "x"
    assert PLANTED not in str(shown)


def test_a_fresh_row_holds_only_what_is_encrypted(add):
    key = add(keys=(PLANTED,)).keys.get()
    assert PLANTED not in str(LlmKey.objects.filter(pk=key.pk).values_list("secret", flat=True))
