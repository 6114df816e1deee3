"""What was accepted is appended, and the database itself keeps it as it is."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Conflict, Invalid
from accounts.models import AuditEntry
from gdpr import documents
from gdpr.models import Consent, ConsentPerson
from gdpr.services import consents
from gdpr.services.people import oneself

pytestmark = pytest.mark.django_db


def test_somebody_who_accepted_nothing_has_both_documents_to_read(alice):
    assert [one.kind for one in consents.pending(alice)] == ["privacy", "terms"]


def test_accepting_is_written_down_with_the_digest_of_the_text_and_audited(alice):
    (made,) = consents.accept(by=oneself(alice), accepted=[("terms", "1")], how=Consent.How.PAGE)
    assert made.digest == documents.document("terms", "1", "en").digest
    assert [one.kind for one in consents.pending(alice)] == ["privacy"]
    assert AuditEntry.objects.filter(action="consent.given", actor_id=alice.pk).count() == 1


def test_the_same_again_is_written_down_once(alice):
    for _ in range(2):
        consents.accept(by=oneself(alice), accepted=[("terms", "1")], how=Consent.How.PAGE)
    assert Consent.objects.count() == 1


def test_a_version_that_is_not_the_newest_cannot_be_accepted(alice):
    with pytest.raises(Conflict):
        consents.accept(by=oneself(alice), accepted=[("terms", "0")], how=Consent.How.PAGE)


def test_what_is_no_document_to_accept_is_refused(alice):
    with pytest.raises(Invalid):
        consents.accept(by=oneself(alice), accepted=[("subprocessors", "1")], how=Consent.How.PAGE)


def test_signing_up_accepts_the_newest_of_both(alice):
    consents.accept_at_sign_up(user=alice)
    assert consents.pending(alice) == []
    assert {one.how for one in consents.consents_of(alice)} == {"sign_up"}


def test_a_new_version_is_asked_about_again(alice, monkeypatch):
    known = consents.versions
    consents.accept_at_sign_up(user=alice)
    monkeypatch.setattr(consents, "versions", lambda kind: ("9", *known(kind)) if kind == "terms" else known(kind))
    monkeypatch.setattr(consents, "document", lambda kind, **more: documents.document(kind))
    assert [one.kind for one in consents.pending(alice)] == ["terms"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_consent(alice, change):
    consents.accept_at_sign_up(user=alice)
    rows = Consent.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(version="9") if change == "update" else rows.delete()
    newest = {(kind, documents.versions(kind)[0]) for kind in documents.ACCEPTED}
    assert set(Consent.objects.values_list("document", "version")) == newest


def test_an_optional_document_is_agreed_to_and_withdrawn_and_the_last_word_counts(alice):
    said = [consents.agrees(alice, "statistics")]
    for agreed in (True, True, False):
        consents.choose(by=oneself(alice), kind="statistics", agreed=agreed)
        said.append(consents.agrees(alice, "statistics"))
    assert said == [None, True, True, False]
    assert [one.how for one in consents.consents_of(alice)] == ["withdrawn", "page"]
    assert [one.kind for one in consents.pending(alice)] == ["privacy", "terms"]


def test_what_has_to_be_accepted_is_not_optional(alice):
    with pytest.raises(Invalid):
        consents.choose(by=oneself(alice), kind="terms", agreed=False)


def test_erasing_the_person_leaves_the_consents_to_nobody(alice):
    consents.accept_at_sign_up(user=alice)
    ConsentPerson.objects.filter(user=alice).delete()
    assert Consent.objects.count() == 2
    assert consents.consents_of(alice) == []
