"""The demo, opened and read."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def villa(work: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The English bill of the demo alone: reading three takes its time."""
    from website.samples import DEMO_SAMPLES
    from website.services import demo as service

    monkeypatch.setattr(service, "DEMO_SAMPLES", DEMO_SAMPLES[:1])
    service.open_demo()
    work()
    return service.demo_bill("en")


@pytest.fixture
def demo(work: Any) -> dict[str, Any]:
    """Language -> bill of the public demo, read by the real reader."""
    from website.services.demo import demo_bills, open_demo

    open_demo()
    work()
    return dict(demo_bills())
