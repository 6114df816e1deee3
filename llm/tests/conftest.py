"""Fixtures of this room."""

from llm.testing.plugin import played, provider, provider_process, second_provider

__all__ = ["played", "provider", "provider_process", "second_provider"]
