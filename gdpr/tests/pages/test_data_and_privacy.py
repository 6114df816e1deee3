"""The settings page “Data and privacy”, and what is done from it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from gdpr import documents
from gdpr.models import DataExport, ErasureRequest, PrivacyRequest
from gdpr.services import consents, exports
from gdpr.services.people import oneself

pytestmark = pytest.mark.django_db
HOME = "/settings/privacy/"


@pytest.fixture
def signed_in():
    """A browser that signed in a moment ago, with the password."""

    def client(user):
        made = Client()
        answer = made.post(reverse("account_login"), {"login": user.email, "password": "a-long-password-of-tests"})
        assert answer.status_code == 302
        return made

    return client


@pytest.fixture
def export(alice, work):
    made = exports.request_export(by=oneself(alice), link_to=lambda one: f"https://x/{one}")
    work()
    return DataExport.objects.get(pk=made.pk)


@pytest.mark.parametrize("path", ["", "erasure/", "exports/00000000-0000-0000-0000-000000000000/download/"])
def test_a_stranger_is_sent_to_sign_in(path, client):
    assert client.get(HOME + path).url.startswith("/accounts/login/")


def test_the_page_shows_what_is_kept_also_without_an_organization(alice, pages, signed_in):
    consents.accept_at_sign_up(user=alice)
    alice.memberships.all().delete()
    page = signed_in(alice).get(HOME).content.decode()
    for words in ("alice@example.com", "Export my data", "Erase my account", "Privacy policy"):
        assert words in page


def test_an_export_is_asked_for_made_and_fetched(alice, signed_in, work):
    client = signed_in(alice)
    assert client.post(HOME + "export/").status_code == 302
    assert "being gathered" in client.get(HOME).content.decode()
    work()
    answer = client.get(f"{HOME}exports/{DataExport.objects.get().pk}/download/")
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert "manifest.json" in names
    assert answer["Cache-Control"] == "no-store, private"
    assert "attachment" in answer["Content-Disposition"]


def test_who_did_not_just_sign_in_proves_who_they_are_first(export, alice, pages):
    answer = pages(alice).get(f"{HOME}exports/{export.pk}/download/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert "reauthenticate" in pages(alice).get(HOME + "erasure/").url


def test_nobody_else_gets_it(export, bob, charlie, signed_in):
    for other in (bob, charlie):
        assert signed_in(other).get(f"{HOME}exports/{export.pk}/download/").status_code == 404
    assert signed_in(bob).get(f"{HOME}exports/{uuid4()}/download/").status_code == 404


def test_choices_are_made_and_shown(alice, pages):
    client = pages(alice)
    client.post(HOME + "choices/", {"llm": "1"})
    client.post(HOME + "choices/", {"restricted": "1"})
    alice.refresh_from_db()
    assert alice.llm_opt_out
    assert alice.processing_restricted_at
    page = client.get(HOME).content.decode()
    assert "Allow language models" in page
    assert "Lift the restriction" in page
    client.post(HOME + "choices/", {"llm": "0", "restricted": "0"})
    alice.refresh_from_db()
    assert not alice.llm_opt_out
    assert alice.processing_restricted_at is None


def test_a_request_is_written_down_with_its_time(alice, pages):
    client = pages(alice)
    client.post(HOME + "ask/", {"kind": "rectification", "text": "My name is spelled Alíce."})
    client.post(HOME + "ask/", {"kind": "nonsense", "text": "x"})
    client.post(HOME + "ask/", {"kind": "question", "text": "   "})
    one = PrivacyRequest.objects.get()
    assert timedelta(days=29) < one.due_at - timezone.now() < timedelta(days=31)
    assert "Alíce" in client.get(HOME).content.decode()


def test_the_page_of_erasure_says_plainly_what_goes(alice, bob, charlie, firm, signed_in):
    page = signed_in(charlie).get(HOME + "erasure/").content.decode()
    assert "You are alone in these organizations" in page
    assert "Charlie Ltd" in page
    page = signed_in(alice).get(HOME + "erasure/").content.decode()
    assert f'name="successor-{firm.pk}"' in page
    assert "You are alone" not in page


def test_asking_without_a_successor_is_refused_and_with_one_it_waits(alice, bob, firm, signed_in, work):
    client = signed_in(alice)
    assert client.post(HOME + "erasure/", {}).status_code == 400
    assert not ErasureRequest.objects.exists()
    assert client.post(HOME + "erasure/", {f"successor-{firm.pk}": str(bob.pk)}).status_code == 302
    assert "Your account will be erased on" in client.get(HOME).content.decode()
    work()
    link = re.search(r"http://testserver(/privacy/erasure/\S+)", mail.outbox[-1].body)[1]
    assert "Keep the account" in Client().get(link).content.decode()
    assert "The account stays" in Client().post(link).content.decode()
    assert ErasureRequest.objects.get().status == "cancelled"


def test_it_can_be_called_off_on_the_page(charlie, signed_in):
    client = signed_in(charlie)
    client.post(HOME + "erasure/")
    client.post(HOME + "erasure/cancel/")
    client.post(HOME + "erasure/cancel/")
    assert ErasureRequest.objects.get().status == "cancelled"
    assert User.objects.filter(pk=charlie.pk).exists()


def test_a_link_that_nobody_got_leads_nowhere(client, db):
    assert client.get("/privacy/erasure/guessed/").status_code == 404


def test_new_versions_are_read_and_accepted_one_by_one(alice, pages):
    client = pages(alice)
    assert "Read and accept" in client.get(HOME).content.decode()
    assert client.get("/privacy/accept/").status_code == 200
    assert client.post("/privacy/accept/", {"document": "privacy", "version": "0"}).status_code == 409
    for kind in ("privacy", "terms"):
        newest = documents.versions(kind)[0]
        answer = client.post("/privacy/accept/", {"document": kind, "version": newest, "next": "https://evil.example/"})
    assert answer.url == "/"
    assert consents.pending(alice) == []


def test_a_file_is_kept_from_models_by_whoever_may_upload(alice, bob, charlie, boq, pages):
    path = f"{HOME}uploads/{boq.upload_id}/"
    assert pages(charlie).post(path, {"llm": "1"}).status_code == 404
    assert pages(bob).post(path, {"llm": "1"}).status_code == 403
    assert pages(alice).post(path, {"llm": "1"}).status_code == 302
    page = pages(alice).get(f"/boqs/{boq.pk}/analyses/").content.decode()
    assert "This file is kept from language models" in page
    boq.upload.refresh_from_db()
    assert boq.upload.llm_opt_out


def test_a_new_version_is_asked_about_where_people_arrive(alice, pages, monkeypatch):
    client = pages(alice)
    assert "Read and accept" in client.get("/projects/").content.decode()
    consents.accept_at_sign_up(user=alice)
    assert "Read and accept" not in client.get("/projects/").content.decode()
    for place in ("gdpr.services.consents.versions", "gdpr.templatetags.privacy.versions"):
        monkeypatch.setattr(place, lambda kind: ("2", "1") if kind == "terms" else ("1",))
    monkeypatch.setattr("gdpr.services.consents.document", lambda kind, **more: documents.document(kind, "1"))
    page = client.get("/projects/").content.decode()
    assert "Read and accept" in page
    assert "Terms of use" in page
