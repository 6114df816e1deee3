"""Failed, cancelled or killed: no rows of a bill, no packed rows, no file that no row knows."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from boq.engine.assemble import ITEMS_AT_ONCE
from boq.models import Boq, Finding, Item, Layout, Price, Section, SheetChunk, Total, Upload
from boq.services import files
from boq.services.uploads import receive
from boq.tests.jobs.worker import Worker
from boq.tests.makers.doubtful import COLUMNS, doubtful
from jobs import services
from jobs.models import Job, Status
from scripts.bench.files import bill

ROWS = (Boq, Section, Item, Price, Total, Finding, SheetChunk)


def left() -> dict[str, int]:
    """What is there of any bill."""
    return {model.__name__: count for model in ROWS if (count := model.objects.count())}


def stored() -> list[str]:
    """All files on disk."""
    root = Path(settings.MEDIA_ROOT)
    return [str(path) for path in root.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_leaves_its_upload_alone(upload, work):
    sent, job = upload(b"PK\x03\x04 broken", "broken.xlsx")
    work()
    job.refresh_from_db()
    assert job.status == Status.FAILED
    assert left() == {}
    assert stored() == [sent.file.path]


@pytest.mark.django_db
def test_a_doubtful_file_that_is_cancelled_keeps_no_rows(upload, work, api, alice):
    _, job = upload(doubtful())
    work()
    assert left() == {"SheetChunk": 2}
    assert api(alice).post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 200
    assert left() == {}


@pytest.mark.django_db
def test_a_long_bill_that_comes_to_ask_keeps_none_of_the_items_that_were_saved_by_then(upload, work):
    lines = [f"{number},Excavate trench {number},m3,2,3,6" for number in range(1, 2 * ITEMS_AT_ONCE + 500)]
    asks = "\n".join(["Item,Description,Unit,Qty,Rate,Amount", *lines, ",GRAND TOTAL,,,,77777.77"])
    _, job = upload(asks.encode(), "long.csv")
    work()
    job.refresh_from_db()
    assert job.status == Status.NEEDS_INPUT
    assert {question["code"] for question in job.result["questions"]} == {"total_unexplained"}
    assert set(left()) == {"SheetChunk"}


@pytest.mark.django_db
def test_a_decision_whose_reading_fails_keeps_no_rows_once_swept(upload, work, api, alice, monkeypatch):
    sent, job = upload(doubtful())
    work()
    default_storage.delete(sent.file.name)
    default_storage.save(sent.file.name, SimpleUploadedFile("x", b"PK\x03\x04 damaged meanwhile"))
    word = {"Offer": {"header_row": 3, "columns": COLUMNS}}
    api(alice).post(f"/api/v1/uploads/{sent.pk}/mapping/", {"sheets": word})
    work()
    job.refresh_from_db()
    assert job.status == Status.FAILED
    files.sweep()
    assert left() == {}
    assert Layout.objects.count() == 1


@pytest.mark.django_db
def test_rows_of_a_file_that_waits_or_was_read_are_kept_by_the_sweep(upload, work, boq):
    upload(doubtful())
    work()
    before = SheetChunk.objects.count()
    files.sweep()
    assert SheetChunk.objects.count() == before


@pytest.mark.django_db
def test_an_upload_that_was_rolled_back_is_swept_from_disk(alice, actor, project):
    file = SimpleUploadedFile("bill.csv", b"a,b\n1,2\n")
    with transaction.atomic():
        sent, _ = receive(by=actor(alice), project=project, file=file)
        transaction.set_rollback(True)  # as if the process had died before its commit
    assert not Upload.objects.exists()
    assert stored() == [sent.file.path]
    old = time.time() - files.GRACE_SECONDS - 60
    os.utime(sent.file.path, (old, old))
    assert files.sweep() == 1
    assert stored() == []


@pytest.mark.django_db
def test_what_a_process_killed_while_receiving_left_is_swept(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    left_over, fresh = tmp_path / "tmpabc.upload.xlsx", tmp_path / "tmpdef.upload.xlsx"
    for path in (left_over, fresh):
        path.write_bytes(b"PK")
    old = time.time() - files.GRACE_SECONDS - 60
    os.utime(left_over, (old, old))
    assert files.sweep() == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"] == [fresh.name]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_saves_leaves_nothing_of_the_bill(alice, actor, project, settings):
    settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT).parent / "files"
    settings.JOB_TRIES = 1
    _, job = receive(by=actor(alice), project=project, file=SimpleUploadedFile("bill.xlsx", bill(20_000)))
    with Worker(MIZAN_JOB_LEASE_SECONDS="3", MIZAN_JOB_TRIES="1") as worker:
        deadline = time.monotonic() + 90
        while Job.objects.get(pk=job.pk).phase != "save" and time.monotonic() < deadline:
            time.sleep(0.02)
        assert Job.objects.get(pk=job.pk).phase == "save"
        for pid in worker.pool():
            os.kill(pid, 9)
    assert left() == {}
    time.sleep(3.5)
    services.reap()
    assert Job.objects.get(pk=job.pk).status == Status.FAILED
    assert left() == {}
    assert len(stored()) == Upload.objects.count() == 1
