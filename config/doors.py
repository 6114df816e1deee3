"""Where programs come in: answered in JSON, in the language they ask for, counted, and never kept by a browser."""

from __future__ import annotations

FOR_PROGRAMS = ("/api/", "/graphql/", "/mcp/")


def for_programs(path: str) -> bool:
    """True for an address of a door for programs."""
    return path.startswith(FOR_PROGRAMS)
