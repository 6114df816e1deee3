"""Looking at one line of the checklist at a time, and an installation whose settings can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from config.launch.base import Site, State, Verdict
from config.launch.registry import LINES


@pytest.fixture
def look() -> Callable[..., Verdict]:
    """What comes of the line with this code."""

    def look(code: str, site: Site | None = None) -> Verdict:
        judge = LINES[code].judge
        assert judge is not None, f"{code} is for a person"
        return judge(site or Site())

    return look


@pytest.fixture
def judge(look: Any) -> Callable[..., bool]:
    """True where the line holds, False where it does not. Both come with words."""

    def judge(code: str, site: Site | None = None) -> bool:
        verdict = look(code, site)
        assert verdict.words, code
        assert verdict.state in (State.HOLDS, State.FAILS), verdict
        return bool(verdict.state is State.HOLDS)

    return judge


@pytest.fixture
def env(settings: Any) -> Callable[..., None]:
    """Change what was read from the environment."""

    def change(**values: Any) -> None:
        settings.ENV = replace(settings.ENV, **values)

    return change
