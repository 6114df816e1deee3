"""Fixtures of this room."""

from llm.testing.plugin import played, provider, provider_process

__all__ = ["played", "provider", "provider_process"]
