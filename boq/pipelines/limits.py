"""The limits of reading, as the operator set them."""

from __future__ import annotations

from django.conf import settings

from boq.engine.readers.limits import Limits


def reading_limits(seconds: int | None = None) -> Limits:
    """What one file may hold and how long it may take; `seconds` for a reading that somebody waits for."""
    return Limits(
        upload_bytes=settings.UPLOAD_BYTES,
        seconds=seconds or settings.READ_SECONDS,
        memory=settings.READ_MEMORY_BYTES,
        **settings.READ_LIMITS,
    )
