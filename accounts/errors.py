"""What can go wrong for a reason the caller can mend. `config/errors.py` gives codes their status, `config/error_words.py` their words."""

from __future__ import annotations

from typing import Any


class MizanError(Exception):
    """A coded error with plain facts. The subclass says what kind of answer it deserves."""

    status = 400

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Invalid(MizanError):
    """What was asked does not make sense: 400."""


class Unauthenticated(MizanError):
    """Nobody is signed in, or the token is no good: 401."""

    status = 401


class Forbidden(MizanError):
    """A member whose role does not allow it: 403."""

    status = 403


class NotFound(MizanError):
    """It does not exist, or not for this organization: 404."""

    status = 404


class Conflict(MizanError):
    """It clashes with the present state: 409."""

    status = 409


class Stale(MizanError):
    """It has changed since the caller looked: 412."""

    status = 412


class Unprocessable(MizanError):
    """It can be read, and contradicts what was said before: 422."""

    status = 422


class TooLarge(MizanError):
    """More than a limit allows: 413."""

    status = 413


class QuotaUsedUp(MizanError):
    """The plan allows no more today: 429. The fact `seconds` says how long to wait, and becomes `Retry-After`."""

    status = 429


class TooManyAttempts(MizanError):
    """Too many wrong tries: 429. The fact `seconds` says how long to wait, and becomes `Retry-After`."""

    status = 429


class Unavailable(MizanError):
    """Somebody outside whom it hangs on does not answer: 503. Nothing has happened; the same again later is right."""

    status = 503
