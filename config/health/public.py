"""How the service is, for everybody: three services in three states, and nothing of what lies within."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from django.conf import settings
from django.core.cache import caches
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.health import parts
from config.metrics.sources.asking import rows
from config.timed import within
from llm import shared
from llm.budget import OPERATOR

FRESH_SECONDS = 15
SLOW_SECONDS = 300  # work that waits so long is slow
READING, ANALYSING = ("import", "export"), ("analysis", "question")
_OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM jobs_job
WHERE status = 'queued' AND woken_at <= now() AND kind = ANY(%s)
"""


class State(StrEnum):
    """How a service is."""

    WORKS = "works"
    SLOW = "slow"
    AWAY = "away"


WORDS: dict[State, Promise] = {
    State.WORKS: _("works"),
    State.SLOW: _("slower than usual"),
    State.AWAY: _("does not work at the moment"),
}
SERVICES: dict[str, Promise] = {
    "pages": _("Pages and API"),
    "reading": _("Reading of files and downloads"),
    "analysis": _("Analysis by language models"),
}


class Service(msgspec.Struct, frozen=True):
    """One line of the page of the state."""

    name: str
    state: State

    @property
    def label(self) -> Promise:
        """What it is called."""
        return SERVICES[self.name]

    @property
    def words(self) -> Promise:
        """How it is, in words."""
        return WORDS[self.state]


def services() -> list[Service]:
    """All services; looked at anew at most every some seconds, however many ask."""
    kept = caches["handy"].get("health:public")
    if kept is None:
        kept = _look()
        caches["handy"].set("health:public", kept, FRESH_SECONDS)
    return [Service(name, State(state)) for name, state in kept.items()]


def worst(found: list[Service]) -> State:
    """The worst state among them."""
    order = list(State)
    return max((one.state for one in found), key=order.index)


def _look() -> dict[str, str]:
    states = parts.states()
    if states["database"] != "ok" or states["migrations"] != "ok":
        return dict.fromkeys(SERVICES, State.AWAY.value)
    pages = State.WORKS if states["broker"] == "ok" else State.SLOW
    return {"pages": pages.value, "reading": _queue(READING).value, "analysis": _analysis().value}


def _queue(kinds: tuple[str, ...]) -> State:
    try:
        oldest = within(f"health:{kinds[0]}", parts.SECONDS, lambda: rows(_OLDEST, [list(kinds)])[0][0])
    except Exception:
        return State.AWAY
    return State.SLOW if oldest > SLOW_SECONDS else State.WORKS


def _analysis() -> State:
    """Slow while the provider rests: rules and the offline analyst go on, and what is missing is taken up later."""
    waiting = _queue(ANALYSING)
    if waiting is State.WORKS and settings.LLM.configured and shared.rests_after_failures(OPERATOR):
        return State.SLOW
    return waiting
