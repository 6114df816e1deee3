"""Addresses that mails hold, and the file that a person fetches: the same for pages and API."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.urls import reverse

from gdpr.models import DataExport


def link_to_export(request: HttpRequest) -> Callable[[UUID], str]:
    """What makes the address of an export's download."""
    return lambda export_id: request.build_absolute_uri(reverse("gdpr:download", args=[export_id]))


def link_to_erasure(request: HttpRequest) -> Callable[[str], str]:
    """What makes the address under which an erasure can be called off, and its receipt is shown later."""
    return lambda token: request.build_absolute_uri(reverse("gdpr:erasure-link", args=[token]))


def sent(export: DataExport) -> FileResponse:
    """The file of an export as a download that no cache keeps."""
    name = f"mizan-{export.created_at:%Y-%m-%d}.zip"
    answer = FileResponse(export.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "no-store, private"
    return answer
