"""Upload to bill: read in a sandboxed child, ask a person when unsure, save everything at once."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction
from django.urls import reverse

from boq.engine import model as engine
from boq.engine.heap import without_collector
from boq.engine.readers.limits import Progress
from boq.engine.receipt import to_json
from boq.models import Upload
from boq.pipelines.joining import joined
from boq.pipelines.kept import kept_for, note_use
from boq.pipelines.limits import reading_limits
from boq.pipelines.processes import Spare
from boq.pipelines.rows import Rows
from boq.pipelines.sandbox import ChildReading, ReadingStopped, reading_in_child
from boq.pipelines.saving import BillSaving, require_room, save_chunks, save_rule_findings
from boq.pipelines.writer import Writer
from jobs.lease import Lease
from jobs.models import Status

NEXT = Spare()  # uploads come several at a time, and a decision is followed by another reading


def import_boq(lease: Lease) -> None:
    """Run one import job. Either the whole bill is saved with the job's end, or nothing is."""
    upload = Upload.objects.get(pk=lease.job.subject_id)
    payload = lease.job.payload
    mapping = msgspec.convert(payload["mapping"], engine.Mapping) if payload.get("mapping") else None
    writer = Writer()
    lease.progress("open", 0, 0)
    with lease.keep_alive():
        try:
            with reading_in_child(
                upload.file.path,
                upload.name,
                mapping=mapping,
                limits=reading_limits(),
                layouts=() if mapping is not None or payload.get("plain") else kept_for(upload),
                on_progress=_until_saving(lease),
                should_stop=writer.in_turn(lease.should_stop),
                spare=NEXT,
            ) as child:
                child.ready()
                lease.progress("save", 0, 0)
                try:
                    _save(lease, upload, child, writer)
                except _Unsure as unsure:
                    _ask(lease, upload, unsure.bill, child)
        except ReadingStopped:
            lease.check()  # says why: cancelled, or lost
            raise


def _until_saving(lease: Lease) -> Progress:
    """Tells the lease how the reading goes on; not the checks, which are made beside the saving."""

    def tell(phase: str, done: int, total: int) -> None:
        if phase != "check":
            lease.progress(phase, done, total)

    return tell


def _word(bill: engine.Reading, payload: dict[str, Any]) -> dict[str, Any]:
    """What a person said of the file, or a kept layout did: {"sheets", "layout"}, empty for nothing."""
    if bill.mapping is not None:
        return {**msgspec.to_builtins(bill.mapping), "layout": bill.layout}
    word = payload.get("mapping") or {}
    return {**word, "layout": payload["layout"]} if payload.get("layout") else word


def _ask(lease: Lease, upload: Upload, bill: engine.Reading, child: ChildReading) -> None:
    """Stop, and show a person what Mizan sees and what it doubts. No bill is made."""
    receipt, reading = bill.receipt, child.rest()
    result = {
        "confirm": reverse("api:upload-mapping", args=[upload.pk]),
        "upload": str(upload.pk),
        "questions": msgspec.to_builtins(receipt.questions),
        "receipt": to_json(receipt),
        "row_kinds": {sheet.name: sheet.row_kinds for sheet in receipt.sheets},
        "mapping": _word(bill, lease.job.payload),
    }
    with lease.hold() as job:
        save_chunks(upload, reading)
        lease.finish(job, Status.NEEDS_INPUT, result)


class _Unsure(Exception):
    """The reading asks a person; what was saved of it is taken back."""

    def __init__(self, bill: engine.Reading) -> None:
        super().__init__()
        self.bill = bill


def _save(lease: Lease, upload: Upload, child: ChildReading, writer: Writer) -> None:
    """Save the items as they come, while the child still puts the bill together and checks it; whether it asks is known after that.

    The job's row is locked for the end alone.
    """
    job = lease.job
    with transaction.atomic(), without_collector(), writer:
        saving = BillSaving(upload, writer)
        saving.add_all(child.rows())
        bill = child.bill()
        if bill.receipt.needs_confirmation and not job.payload.get("accept"):
            raise _Unsure(bill)
        offer = joined(upload, bill, child.items())
        saving.add_all([Rows.of(offer[1])] if offer else child.rows())
        boq = saving.close(offer[0] if offer else bill, mapping=_word(bill, job.payload), user_id=job.requested_by_id)
        rest = child.rest()
        save_rule_findings(boq, offer[2] if offer and offer[2] else rest.findings)
        if boq.mapping.get("layout"):
            note_use(boq.mapping["layout"])
        require_room(boq)
        with lease.hold() as job:
            save_chunks(upload, rest)
            lease.finish(job, Status.SUCCEEDED, {"boq": str(boq.pk)}, done=bill.receipt.items)
