"""Commands of operations are called in the process of the tests, and leave nothing of theirs behind in it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _own_mask() -> Iterator[None]:
    """Backups close their files to others for the rest of the process: nginx could not read those of the next test."""
    before = os.umask(0o022)
    yield
    os.umask(before)
