"""What a source of secrets is, and the one way in which it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

NAME = re.compile(r"[A-Z][A-Z0-9_]*")


class SourceFault(Exception):
    """A source gave nothing. The text names the fault and its mend; it never holds a secret, a token or an answer's body."""


class SecretSource(Protocol):
    """A store of secrets outside this machine."""

    def fetch(self) -> Mapping[str, str]:
        """Variable names and their values, all of one stored secret. Raises SourceFault."""
        ...


def variables(stored: Any) -> dict[str, str]:
    """`{"NAME": "value", …}` out of what a store holds. Raises SourceFault for anything else, without telling a value."""
    if not isinstance(stored, Mapping) or not stored:
        raise SourceFault('it holds no variables. Store one object of texts: {"SECRET_KEY": "…", "DATABASE_URL": "…"}')
    found: dict[str, str] = {}
    for name, value in stored.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise SourceFault("one of its keys is no variable's name. Use the names of .env.example, in capitals")
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise SourceFault(f"{name} is not a text. Store its value in quotes")
        found[name] = str(value)
    return found
