"""The folders of code of this repository, for whatever looks through all of it: generated documents, and tests of rules of all code."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ASIDE = ("tests", "migrations")


def rooms() -> list[str]:
    """Our apps, and `config`, which is none."""
    own = [Path(one.path) for one in apps.get_app_configs()]
    return sorted({"config", *(path.name for path in own if path.parent == Path(settings.BASE_DIR))})


def code_of(room: str, *, without: Collection[str] = ASIDE) -> Iterator[Path]:
    """Every file of Python in a room, but for those in folders named `without`, in order."""
    base = Path(settings.BASE_DIR)
    for path in sorted((base / room).rglob("*.py")):
        if not set(without).intersection(path.relative_to(base).parts):
            yield path


def all_code(*, without: Collection[str] = ASIDE) -> Iterator[Path]:
    """The same of all rooms."""
    for room in rooms():
        yield from code_of(room, without=without)
