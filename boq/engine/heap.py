"""Memory that is free and still held, and looking for such memory."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator


def give_back() -> None:
    """Return to the system what libraries have freed. Python keeps its own objects elsewhere and would never use it again: of a large
    workbook that is a third of all memory. Systems without such a call are left as they are.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """A bill is many small values and no cycles: looking for cycles among them takes as long as the work itself."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
