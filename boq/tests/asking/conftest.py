"""A bill, a provider that talks by a script, and questions answered here and now."""

from __future__ import annotations

import pytest

from boq.models import Turn
from boq.services import conversations
from boq.tests.analysis.conftest import bill, offline, played, provider_process, with_provider

__all__ = ["bill", "offline", "played", "provider_process", "with_provider"]


@pytest.fixture
def asked(actor, alice, work):
    """Ask a bill (or a project) and have it answered: the turn."""

    def run(boq, question="How much is it?", **options):
        turn = conversations.ask(by=actor(alice), project=boq.project, boq=boq, question=question, **options)
        work()
        return Turn.objects.get(pk=turn.pk)

    return run


@pytest.fixture
def says(with_provider):
    """Script what the provider says, turn by turn: words, or calls as (tool, arguments)."""

    def script(*turns, **options):
        with_provider.play(
            turns=[
                {"text": turn}
                if isinstance(turn, str)
                else {"calls": [{"name": name, "arguments": given} for name, given in turn]}
                for turn in turns
            ],
            **options,
        )
        return with_provider

    return script
