"""Upload to bill: read in a sandboxed child, ask a person when unsure, save everything at once."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.urls import reverse

from boq.engine import model as engine
from boq.engine.readers.limits import Limits
from boq.engine.receipt import to_json
from boq.models import Upload
from boq.pipelines.sandbox import ReadingStopped, read_in_child
from boq.pipelines.saving import save_chunks, save_reading
from jobs.lease import Lease
from jobs.models import Status
from jobs.services import announce


def import_boq(lease: Lease) -> None:
    """Run one import job. Either the whole bill is saved with the job's end, or nothing is."""
    upload = Upload.objects.get(pk=lease.job.subject_id)
    payload = lease.job.payload
    mapping = msgspec.convert(payload["mapping"], engine.Mapping) if payload.get("mapping") else None
    lease.progress("open", 0, 0)
    with lease.keep_alive():
        try:
            reading = read_in_child(
                upload.file.path,
                upload.name,
                mapping=mapping,
                limits=Limits(
                    upload_bytes=settings.UPLOAD_BYTES, seconds=settings.READ_SECONDS, memory=settings.READ_MEMORY_BYTES
                ),
                on_progress=lease.progress,
                should_stop=lease.should_stop,
            )
        except ReadingStopped:
            lease.check()  # says why: cancelled, or lost
            raise
        lease.check()
        if reading.receipt.needs_confirmation and not payload.get("accept"):
            _ask(lease, upload, reading)
        else:
            _save(lease, upload, reading)


def _ask(lease: Lease, upload: Upload, reading: engine.Reading) -> None:
    """Stop, and show a person what Mizan sees and what it doubts. No bill is made."""
    receipt = reading.receipt
    result = {
        "confirm": reverse("api:upload-mapping", args=[upload.pk]),
        "upload": str(upload.pk),
        "questions": msgspec.to_builtins(receipt.questions),
        "receipt": to_json(receipt),
        "row_kinds": {sheet.name: sheet.row_kinds for sheet in receipt.sheets},
    }
    with lease.hold() as job:
        save_chunks(upload, reading)
        lease.finish(job, Status.NEEDS_INPUT, result)
        announce(job)


def _save(lease: Lease, upload: Upload, reading: engine.Reading) -> None:
    items = len(reading.boq.items)
    lease.progress("save", 0, items)
    with lease.hold() as job:
        save_chunks(upload, reading)
        boq = save_reading(
            upload=upload, reading=reading, mapping=job.payload.get("mapping") or {}, user_id=job.requested_by_id
        )
        lease.finish(job, Status.SUCCEEDED, {"boq": str(boq.pk)}, done=items)
        announce(job)
