"""The trade's words as data: one module a subject, every language side by side. See docs/reading.md for adding one."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The phrases of a list written `one | two | three`, on as many lines as it takes."""
    return tuple(phrase for part in text.split("|") if (phrase := " ".join(part.split())))


def merged(*tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Tables of phrases by meaning as one; a phrase keeps the meaning that comes first."""
    found: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for name, phrases in table.items():
            found[name] = (*found.get(name, ()), *phrases)
    return found
