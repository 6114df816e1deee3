"""A bill into a file to download."""

from __future__ import annotations

import tempfile

from django.core.files import File
from django.urls import reverse
from django.utils import translation

from boq.engine.reports.base import writer_for
from boq.models import Export
from boq.models.messages import labels
from boq.pipelines.loading import load_boq, load_findings, load_receipt
from boq.pipelines.receipt_pdf import write_receipt
from jobs.lease import Lease
from jobs.models import Status

RECEIPT = "pdf"


def write_report(lease: Lease) -> None:
    """Run one export job: write beside, then store the file and end the job together."""
    export = Export.objects.select_related("boq").get(pk=lease.job.subject_id)
    lease.progress("load", 0, export.boq.items_count)
    with lease.keep_alive(), tempfile.TemporaryFile() as out, translation.override(export.language):
        if export.format == RECEIPT:
            lease.progress("write", 0, export.boq.items_count)
            write_receipt(out, export.boq, lease.job.payload["signature"], export.language)
        else:
            bill = load_boq(export.boq)
            lease.progress("write", 0, len(bill.items))
            writer_for(export.format).write(out, bill, load_findings(export.boq), load_receipt(export.boq), labels())
        size = out.tell()
        out.seek(0)
        with lease.hold() as job:
            export.file.save("export", File(out), save=False)
            export.size = size
            export.save(update_fields=["file", "size"])
            result = {"download": reverse("api:download", args=[export.pk]), "export": str(export.pk)}
            lease.finish(job, Status.SUCCEEDED, result, done=export.boq.items_count)
