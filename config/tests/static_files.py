"""Static files are looked for once a process: every client of a test has middleware of its own, which would look through them all anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware


def _once(look: Callable[..., None]) -> Callable[..., None]:
    found: dict[Any, dict[str, Any]] = {}

    @wraps(look)
    def looked(self: WhiteNoise, *where: str) -> None:
        key = (where, getattr(self, "static_prefix", ""), self.max_age)
        if key not in found:
            before, self.files = self.files, {}
            look(self, *where)
            found[key], self.files = self.files, before
        self.files = {**self.files, **found[key]}

    return looked


def look_once() -> None:
    """From here on what was found in a folder, or by Django's finders, is kept."""
    WhiteNoise.update_files_dictionary = _once(WhiteNoise.update_files_dictionary)
    WhiteNoiseMiddleware.add_files_from_finders = _once(WhiteNoiseMiddleware.add_files_from_finders)
