"""Asking to be erased, changing one's mind, being erased; what goes, what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.access import Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import AuditEntry, AuditOrigin, Membership, Organization, User
from accounts.services.trail import Origin, origin_of_request
from boq.models import Boq, Upload
from gdpr.models import Consent, ConsentPerson, ErasureLedger, ErasureRequest
from gdpr.services import consents, erasures, exports, handing_over
from gdpr.services.people import oneself, person_of
from jobs.models import Job, Kind, Status

pytestmark = pytest.mark.django_db


def everything():
    """All rows of all tables as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{model._meta.db_table}" AS t')
            found += [f"{model._meta.label} {row[0]}" for row in cursor.fetchall()]
    return found


def test_asking_waits_for_the_grace_and_mails_a_link(alice, ask, links, work):
    request = ask(alice)
    assert timedelta(days=13) < request.due_at - timezone.now() < timedelta(days=15)
    assert erasures.queue_due() == 0
    work()
    assert links[0] in mail.outbox[-1].body
    assert links[0] not in request.digest
    assert User.objects.filter(pk=alice.pk, is_active=True).exists()


def test_one_mind_at_a_time(alice, ask):
    ask(alice)
    with pytest.raises(Conflict):
        ask(alice)


def test_changing_ones_mind_by_the_link(alice, ask, links, work):
    ask(alice)
    erasures.cancel_erasure(request=erasures.request_of_link(links[0]))
    assert erasures.waiting_of(alice) is None
    with pytest.raises(Conflict):
        erasures.cancel_erasure(request=erasures.request_of_link(links[0]))
    with pytest.raises(NotFound):
        erasures.request_of_link("guessed")
    assert ask(alice).status == "waiting"


def test_an_erasure_that_was_called_off_while_its_job_waited_does_nothing(alice, ask, work):
    request = ask(alice)
    ErasureRequest.objects.update(due_at=timezone.now())
    erasures.queue_due()
    assert erasures.queue_due() == 0
    erasures.cancel_erasure(request=request)
    assert Status.CANCELLED in {job.status for job in work() if job.kind == Kind.GDPR_ERASURE}
    assert User.objects.filter(pk=alice.pk, is_active=True).exists()


def test_an_erasure_that_is_called_off_in_the_last_moment_does_nothing_at_all(alice, firm, ask, work, monkeypatch):
    """Called off between the worker's look at the request and its first step."""
    ask(alice)
    ErasureRequest.objects.update(due_at=timezone.now())
    erasures.queue_due()

    def late(user):
        erasures.cancel_erasure(request=erasures.waiting_of(user))
        return person_of(user)

    monkeypatch.setattr(erasures, "person_of", late)
    assert Status.CANCELLED in {job.status for job in work() if job.kind == Kind.GDPR_ERASURE}
    assert User.objects.get(pk=alice.pk).is_active
    assert Organization.objects.filter(pk=firm.pk, deleted_at=None).exists()
    assert not [one for one in mail.outbox if one.subject == "Your account has been erased"]


def test_an_erasure_that_has_begun_cannot_be_called_off_any_more(alice, firm, ask, links, work, monkeypatch):
    ask(alice)
    ErasureRequest.objects.update(due_at=timezone.now())
    erasures.queue_due()
    with monkeypatch.context() as patch:
        patch.setattr("gdpr.services.erasing.erase_rows", lambda person: 1 / 0)
        work()
    assert not Organization.objects.filter(pk=firm.pk).exists()
    with pytest.raises(Conflict):
        erasures.cancel_erasure(request=erasures.request_of_link(links[0]))
    assert ErasureRequest.objects.get().status == "waiting"


def test_an_organization_that_somebody_joined_in_the_last_moment_is_handed_over(alice, bob, firm, erased, monkeypatch):
    Membership.objects.filter(user=bob).delete()
    alone = handing_over.to_remove

    def joined_meanwhile(user):
        found = alone(user)
        Membership.objects.get_or_create(organization=firm, user=bob, defaults={"role": Role.VIEWER})
        return found

    monkeypatch.setattr(handing_over, "to_remove", joined_meanwhile)
    request = erased(alice)
    assert Membership.objects.get(organization=firm).user == bob
    assert Membership.objects.get(organization=firm).role == Role.OWNER
    assert request.receipt["organizations"] == {"handed_over": 1, "removed": 0}


def test_somebody_called_like_a_key_of_ours_does_not_empty_the_cache(alice, bob, firm, erased):
    alice.name = "mizan"
    alice.save()
    cache.set("other", {"to": "bob@example.com"})
    cache.set("note", {"from": "mizan"})
    erased(alice, successors={firm.pk: bob.pk})
    assert cache.get("other") == {"to": "bob@example.com"}
    assert cache.get("note") is None


def test_nothing_of_the_person_is_left_in_any_table(alice, bob, firm, boq, work, erased, pages):
    alice.name = "Alice Plantedname"
    alice.save()
    token = origin_of_request.set(Origin("203.0.113.77", "PlantedAgent/1"))
    try:
        consents.accept_at_sign_up(user=alice)
        pages(alice).get("/projects/")
        exports.request_export(by=oneself(alice), link_to=lambda one: f"https://x/{one}")
        work()
    finally:
        origin_of_request.reset(token)
    before = "\n".join(everything())
    assert "Plantedname" in before
    assert "PlantedAgent" in before
    request = erased(alice, successors={firm.pk: bob.pk})
    after = everything()
    for planted in ("alice@example.com", "Plantedname", "PlantedAgent", "203.0.113.77"):
        assert [row for row in after if planted in row] == []
    kept = {row.split(" ")[0] for row in after if str(alice.pk) in row}
    assert kept == {"accounts.AuditEntry"}
    assert request.status == "done"
    assert request.user is None


def test_the_cache_and_the_files_forget_the_person_too(alice, bob, firm, work, erased, pages, settings):
    exports.request_export(by=oneself(alice), link_to=lambda one: f"https://x/{one}")
    work()
    pages(alice).get("/projects/")
    pages(bob).get("/projects/")
    cache.set("note", {"to": "ALICE@example.com".lower()})
    cache.set("other", {"to": "bob@example.com"})
    erased(alice, successors={firm.pk: bob.pk})
    assert cache.get("note") is None
    assert cache.get("other") == {"to": "bob@example.com"}
    client = cache._cache.get_client(None)
    held = [(key, client.get(key)) for key in client.scan_iter() if client.type(key) == b"string"]
    needles = (str(alice.pk).encode(), b"alice@example.com")
    assert not [key for key, value in held if any(one in key + (value or b"") for one in needles)]
    assert not list((settings.MEDIA_ROOT / "privacy").glob("*"))


def test_the_work_of_an_organization_that_lives_on_stays_without_the_name(alice, bob, firm, boq, erased):
    erased(alice, successors={firm.pk: bob.pk})
    boq.refresh_from_db()
    assert (boq.created_by_id, boq.upload.uploaded_by_id, boq.project.created_by_id) == (None, None, None)
    assert boq.upload.file.storage.exists(boq.upload.file.name)
    assert Membership.objects.get(organization=firm).role == Role.OWNER


def test_where_nobody_was_chosen_the_erasure_is_refused_before_anything_happens(alice, bob, firm, charlie, ask):
    for wrong in ({}, {firm.pk: charlie.pk}, {firm.pk: alice.pk}):
        with pytest.raises(Invalid):
            ask(alice, successors=wrong)
    assert not ErasureRequest.objects.exists()


def test_a_successor_who_left_meanwhile_is_replaced_by_the_next(alice, bob, charlie, firm, ask, work):
    Membership.objects.create(organization=firm, user=charlie, role=Role.ADMIN)
    ask(alice, successors={firm.pk: bob.pk})
    Membership.objects.filter(user=bob).delete()
    ErasureRequest.objects.update(due_at=timezone.now())
    erasures.queue_due()
    work()
    assert Membership.objects.get(organization=firm).user == charlie
    assert Membership.objects.get(organization=firm).role == Role.OWNER


def test_an_organization_with_another_owner_needs_no_successor(alice, bob, firm, erased):
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    erased(alice)
    assert [one.user for one in Membership.objects.filter(organization=firm)] == [bob]


def test_an_organization_of_nobody_else_goes_with_all_its_work_and_files(alice, firm, boq, erased):
    stored = boq.upload.file
    request = erased(alice)
    assert not Organization.objects.filter(pk=firm.pk).exists()
    assert not Boq.objects.exists()
    assert not Upload.objects.exists()
    assert not stored.storage.exists(stored.name)
    assert request.receipt["organizations"] == {"handed_over": 0, "removed": 1}


def test_the_receipt_is_mailed_says_what_and_why_and_leaves_no_copy(alice, bob, firm, erased, links):
    request = erased(alice, successors={firm.pk: bob.pk})
    last = next(one for one in mail.outbox if one.subject == "Your account has been erased")
    assert last.to == ["alice@example.com"]
    assert str(request.pk) in last.body
    assert "your account (1)" in last.body
    assert "audit trail keeps" in last.body
    assert request.receipt["deleted"]["accounts.User"] == 1
    assert erasures.request_of_link(links[0]).status == "done"


def test_a_mail_server_that_fails_does_not_stop_the_erasure(alice, bob, firm, erased, settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    assert erased(alice, successors={firm.pk: bob.pk}).status == "done"


def test_the_audit_trail_keeps_ids_and_loses_names(alice, bob, firm, erased):
    entries = AuditEntry.objects.filter(actor_id=alice.pk).count()
    assert entries
    erased(alice, successors={firm.pk: bob.pk})
    assert AuditEntry.objects.filter(actor_id=alice.pk).count() >= entries
    assert not AuditOrigin.objects.filter(actor_id=alice.pk).exists()
    assert AuditEntry.objects.filter(action="person.erased", actor_kind="system").count() == 1


def test_consents_are_kept_as_proof_and_lead_to_nobody(alice, bob, firm, erased):
    consents.accept_at_sign_up(user=alice)
    erased(alice, successors={firm.pk: bob.pk})
    assert Consent.objects.count() == 2
    assert not ConsentPerson.objects.exists()


def test_a_job_that_is_delivered_twice_erases_once(alice, bob, firm, erased):
    from gdpr.tasks import run_erasure

    request = erased(alice, successors={firm.pk: bob.pk})
    job = Job.objects.get(kind=Kind.GDPR_ERASURE)
    sent = len(mail.outbox)
    run_erasure(str(job.pk))
    assert len(mail.outbox) == sent
    assert ErasureLedger.objects.count() == 1
    assert request.status == "done"


@pytest.mark.parametrize("where", ["erase_rows", "clear_cache", "remove_files"])
def test_an_erasure_that_breaks_off_is_done_the_next_time(alice, bob, firm, ask, work, monkeypatch, where):
    ask(alice, successors={firm.pk: bob.pk})
    ErasureRequest.objects.update(due_at=timezone.now())
    erasures.queue_due()
    with monkeypatch.context() as patch:
        patch.setattr(f"gdpr.services.erasing.{where}", lambda person: 1 / 0)
        work()
    assert User.objects.filter(pk=alice.pk).exists()
    assert not ErasureLedger.objects.exists()
    assert erasures.queue_due() == 1
    work()
    assert not User.objects.filter(pk=alice.pk).exists()
    assert ErasureLedger.objects.count() == 1
