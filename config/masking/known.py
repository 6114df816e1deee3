"""Texts known to be secrets: for the process those of the environment and what was opened since; for a request its own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from threading import Lock
from urllib.parse import quote

SHORTEST = 6  # a shorter text is a part of too many words
MOST = 400
_lock = Lock()
_process: OrderedDict[str, bool] = OrderedDict()
_kept: tuple[str, ...] = ()  # its keys, as they are looked through for every text
_request: ContextVar[tuple[str, ...]] = ContextVar("secrets_of_the_request", default=())
_later: ContextVar[Callable[[], Iterable[str]] | None] = ContextVar("secrets_still_to_come", default=None)


def remember(texts: Iterable[str], *, for_ever: bool = False) -> None:
    """These are never written by this process. Of very many the latest are kept in mind, besides those that are remembered for ever."""
    global _kept
    with _lock:
        for form in _forms(texts):
            _process[form] = for_ever or _process.get(form, False)
            _process.move_to_end(form)
        passing = [form for form, stays in _process.items() if not stays]
        for form in passing[: max(0, len(passing) - MOST)]:
            del _process[form]
        _kept = tuple(_process)


def begin_request(texts: Iterable[str], later: Callable[[], Iterable[str]]) -> None:
    """A request begins, and what was secret in the last one of this thread is not looked for any more.

    `later` is asked for further secrets whenever something is written: a form is read after its request has begun.
    """
    _request.set(_forms(texts))
    _later.set(later)


def end_request() -> None:
    """What the server still writes of this request, such as its line in the access log, is masked too; the request itself is let go."""
    later = _later.get()
    if later is not None:
        remember_for_request(later())
        _later.set(None)


def remember_for_request(texts: Iterable[str]) -> None:
    """These are never written until this thread begins another request."""
    _request.set(tuple(dict.fromkeys((*_request.get(), *_forms(texts))))[:MOST])


def without_known(text: str, mask: str) -> str:
    """`text` with `mask` in place of every known secret, the longest first."""
    later = _later.get()
    found = [form for form in _kept if form in text]
    found += [form for form in (*_request.get(), *(_forms(later()) if later else ())) if form in text]
    for form in sorted(found, key=len, reverse=True):
        text = text.replace(form, mask)
    return text


def _forms(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text as it is, and as it stands inside an address, and inside a text of quotes."""
    return tuple(
        dict.fromkeys(
            form
            for text in texts
            if len(text) >= SHORTEST
            for form in (text, quote(text, safe=""), repr(text)[1:-1], text.replace("\\", "\\\\").replace('"', '\\"'))
        )
    )
