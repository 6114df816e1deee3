"""A person takes along all that is kept about them, and nobody else does."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import AuditEntry, Membership
from gdpr.models import DataExport
from gdpr.services import consents, exports
from gdpr.services.archive import write_archive
from gdpr.services.people import oneself, person_of

pytestmark = pytest.mark.django_db


def link_to(export_id):
    return f"https://mizan.example/{export_id}"


def archive_of(user):
    out = io.BytesIO()
    write_archive(out, person_of(user), lambda: None)
    return zipfile.ZipFile(out)


@pytest.fixture
def made(alice, work):
    export = exports.request_export(by=oneself(alice), link_to=link_to)
    work()
    export.refresh_from_db()
    return export


def test_the_export_is_made_in_a_job_and_mailed(made, alice):
    assert made.ready
    with made.file.open("rb") as file:
        data = file.read()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (made.size, made.sha256)
    assert f"https://mizan.example/{made.pk}" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [alice.email]


def test_the_manifest_names_every_member_with_its_hash_and_count(alice, boq):
    consents.accept_at_sign_up(user=alice)
    archive = archive_of(alice)
    manifest = json.loads(archive.read("manifest.json"))
    assert {one["name"] for one in manifest["members"]} == set(archive.namelist()) - {"manifest.json"}
    for one in manifest["members"]:
        assert hashlib.sha256(archive.read(one["name"])).hexdigest() == one["sha256"]
    rows = {one["model"]: one["rows"] for one in manifest["members"] if "model" in one}
    assert rows["accounts.User"] == rows["accounts.Membership"] == rows["boq.Upload"] == 1
    assert rows["gdpr.Consent"] == 2


def test_it_holds_what_is_the_persons_and_no_secrets(alice):
    (row,) = json.loads(archive_of(alice).read("data/accounts.User.json"))
    assert (row["email"], row["name"]) == ("alice@example.com", "Alice")
    assert "password" not in row


def test_it_tells_nothing_of_others(alice, bob, charlie):
    archive = archive_of(bob)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"bob@example.com" in everything
    for stranger in (b"alice@example.com", b"charlie@example.com", b"Charlie"):
        assert stranger not in everything


def test_files_go_along_only_where_the_person_is_alone(alice, firm, boq, charlie):
    assert any(name.startswith("files/") for name in archive_of(alice).namelist())
    Membership.objects.create(organization=firm, user=charlie, role="viewer")
    assert not any(name.startswith("files/") for name in archive_of(alice).namelist())


def test_a_name_that_looks_like_a_formula_is_text_in_the_table(alice):
    alice.name = "=HYPERLINK(1)"
    alice.save()
    assert "'=HYPERLINK(1)" in archive_of(alice).read("data/accounts.User.csv").decode("utf-8-sig")


def test_a_second_one_waits_for_the_first(alice):
    exports.request_export(by=oneself(alice), link_to=link_to)
    with pytest.raises(Conflict):
        exports.request_export(by=oneself(alice), link_to=link_to)


def test_only_the_person_opens_it_and_each_time_is_audited(made, alice, bob):
    with pytest.raises(NotFound):
        exports.open_export(by=oneself(bob), export_id=made.pk)
    exports.open_export(by=oneself(alice), export_id=made.pk)
    assert AuditEntry.objects.filter(action="data-export.downloaded", target_id=str(made.pk)).count() == 1
    assert DataExport.objects.get().downloads == 1


def test_nobody_who_works_in_a_persons_name_takes_their_data(alice, actor):
    from dataclasses import replace
    from uuid import uuid4

    with pytest.raises(Forbidden):
        exports.request_export(by=replace(actor(alice), impersonator_id=uuid4()), link_to=link_to)


def test_when_its_time_is_over_it_is_closed_and_its_file_removed(made, alice):
    storage, name = made.file.storage, made.file.name
    DataExport.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotFound):
        exports.open_export(by=oneself(alice), export_id=made.pk)
    assert exports.forget_expired() == 1
    assert not storage.exists(name)
    assert not DataExport.objects.get().file


def test_a_file_that_no_export_knows_is_swept_once_it_is_old(made, monkeypatch):
    made.file.storage.save("privacy/orphan", made.file)
    assert exports.forget_expired() == 0
    monkeypatch.setattr(exports, "SWEPT_AFTER_SECONDS", -10)
    assert exports.forget_expired() == 1
    assert made.file.storage.exists(made.file.name)


def test_a_person_who_was_erased_meanwhile_leaves_no_file(alice, work, settings):
    export = exports.request_export(by=oneself(alice), link_to=link_to)
    DataExport.objects.all().delete()
    (job,) = [one for one in work() if one.subject_id == export.pk]
    assert job.status == "cancelled"
    assert not (settings.MEDIA_ROOT / "privacy").exists()
