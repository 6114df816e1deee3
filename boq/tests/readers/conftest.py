"""Reading is pure: these tests need neither database nor broker."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """In place of the project's fixture of the same name, which clears the shared cache."""
