from __future__ import annotations

import pytest

from llm.offline import embeddings
from llm.tests.hybrid.meaning import PlayedModel


@pytest.fixture
def model(monkeypatch):
    played = PlayedModel()
    monkeypatch.setattr(embeddings, "_model", lambda: played)
    return played
