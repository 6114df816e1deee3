"""Who gets in where. One line a route: each method with the least role, and for the API the scopes of which any one is enough.

Levels: `open` to everybody, `signed` to whoever is signed in (their own things), then the roles. `?` after a level: the walk has no such
thing to show, so that "not found" is as good an answer.
"""

from __future__ import annotations

import msgspec

RANKS = ("viewer", "estimator", "admin", "owner")


class Rule(msgspec.Struct, frozen=True):
    """One method of one route."""

    level: str
    scopes: frozenset[str] = frozenset()
    missing: bool = False


def _rule(text: str) -> Rule:
    """`level`, `level?` or `level=scope,scope`."""
    level, _, scopes = text.partition("=")
    return Rule(level.rstrip("?"), frozenset(scopes.split(",")) if scopes else frozenset(), level.endswith("?"))


def _table(lines: str) -> dict[str, dict[str, Rule]]:
    found = {}
    for line in lines.strip().splitlines():
        name, *methods = line.split()
        found[name] = {method: _rule(rule) for method, _, rule in (one.partition(":") for one in methods)}
    return found


# Signing in and what is one's own alone: allauth's routes and ours around them, walked in the tests of the doors.
ELSEWHERE: dict[str, str] = {}
TABLE = _table("""
home GET:open
""")
