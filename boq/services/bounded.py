"""Reading a stored file while a person waits: in a limited child process, and no more than a few at once in one web process."""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec
from django.conf import settings

from accounts.errors import Conflict
from boq.engine.errors import EngineError
from boq.models import Upload
from boq.pipelines.limits import reading_limits
from boq.pipelines.sandbox import run_child

AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 10
T = TypeVar("T")


def run_bounded(upload: Upload, name: str, entry: str, seconds: int, **options: Any) -> bytes:
    """The encoded answer of `entry` about the upload's file. EngineError for whatever becomes of the child, Conflict when all are busy."""
    limits = reading_limits(seconds=min(settings.READ_SECONDS, seconds))
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise Conflict("mapping.busy")
    try:
        return run_child(upload.file.path, name, entry, limits, **options)
    finally:
        AT_ONCE.release()


def decoded(answer: bytes, type_: type[T]) -> T:
    """A typed answer; EngineError `reader_crashed` for what is not of its type."""
    try:
        return msgspec.msgpack.decode(answer, type=type_)
    except msgspec.DecodeError as error:
        raise EngineError("reader_crashed", detail="answer") from error
