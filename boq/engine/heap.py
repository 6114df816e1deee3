"""Memory that is free and still held."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back() -> None:
    """Return to the system what libraries have freed. Python keeps its own objects elsewhere and would never use it again: of a large
    workbook that is a third of all memory. Systems without such a call are left as they are.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
