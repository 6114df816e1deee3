"""Clients of the owner of a firm in which there is one of everything, and of the operator."""

from typing import Any

import pytest

from config.tests.walk.conftest import things
from conftest import person

__all__ = ["things"]


@pytest.fixture
def clients(alice: Any, api: Any, fresh: Any, pages: Any, settings: Any) -> dict[str, Any]:
    settings.STAFF_SECOND_FACTOR = False
    settings.PLANS = True
    root = person("root@operator.example", "Root")
    root.is_staff = root.is_superuser = True
    root.save()
    made = {"pages": fresh(alice), "api": api(alice), "nobody": pages(None), "staff": fresh(root)}
    for client in made.values():
        client.raise_request_exception = False
    return made
