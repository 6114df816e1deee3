"""Fixtures of this room."""

from llm.testing.plugin import played, provider, provider_process, second_provider, second_provider_process

__all__ = ["played", "provider", "provider_process", "second_provider", "second_provider_process"]
