"""How many wrong tries an account and an address have, counted in one place for every door.

A try is taken from the budget *before* the password or code is checked and given back when it was right, so that tries in
parallel cannot get more checks than one after the other. The counts are windows that slide, kept by the clock of Redis.

- An account has `ACCOUNT_TRIES` wrong tries in `WINDOW_SECONDS`, whichever doors they knock at (pages, API, second factor, reset,
  change of the password). After that even the right password is refused until the oldest try has left the window.
- A browser that has signed in to the account before carries a device cookie and has a budget of its own for that account: strangers
  who use up the account's budget cannot lock its owner out (OWASP, "device cookies").
- An address (IPv6: its /64) has `ADDRESS_TRIES`, whatever the accounts.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import structlog
from allauth.account.internal.userkit import filter_users_by_email
from django.core.cache import cache
from django.http import HttpRequest

from accounts.devices import device_of
from accounts.errors import TooManyAttempts
from accounts.models import User
from accounts.origin import client_address

log = structlog.get_logger(__name__)

WINDOW_SECONDS = 15 * 60
ACCOUNT_TRIES = 5
ADDRESS_TRIES = 50

# KEYS: windows; ARGV: window in ms, a name for this try, then the limit of each window. Answers 0 when the try was taken from all
# windows, else the milliseconds until the fullest one has room; then it was taken from none.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
local wait = 0
for index, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[index + 2])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  local used = redis.call('ZCARD', key)
  if used >= limit then
    local oldest = redis.call('ZRANGE', key, used - limit, used - limit, 'WITHSCORES')
    wait = math.max(wait, tonumber(oldest[2]) + window - now)
  end
end
if wait > 0 then return wait end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now, ARGV[2])
  redis.call('PEXPIRE', key, window)
end
return 0
"""


class Window(msgspec.Struct, frozen=True):
    """One count: its key in Redis and how many tries fit."""

    key: str
    tries: int


class Attempt:
    """One try that was taken from the budget; `succeeded()` gives it back."""

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._windows = windows

    def succeeded(self) -> None:
        """The secret was right: it was no wrong try."""
        _give_back(self._windows)


@contextmanager
def attempt(door: str, *, account: User | str, request: HttpRequest) -> Iterator[Attempt]:
    """A try at `door`; whoever leaves without `succeeded()` has used it up. Raises TooManyAttempts before the secret is looked at."""
    windows = _windows(account, request)
    _take(door, windows)
    yield Attempt(windows)


def unlock(account: User | str) -> None:
    """Forget the wrong tries of strangers at this account: its owner has proved to own the mailbox, or an admin says so."""
    _client().delete(_key("account", _account(account)))


def _take(door: str, windows: tuple[Window, ...]) -> None:
    keys = [window.key for window in windows]
    limits = [window.tries for window in windows]
    wait = int(_client().eval(_TAKE, len(keys), *keys, WINDOW_SECONDS * 1000, secrets.token_hex(8), *limits))
    if wait:
        seconds = math.ceil(wait / 1000)
        log.warning("too_many_attempts", door=door, seconds=seconds)
        raise TooManyAttempts("too_many_attempts", seconds=seconds, minutes=math.ceil(seconds / 60))


def _give_back(windows: tuple[Window, ...]) -> None:
    client = _client()
    for window in windows:
        client.zpopmax(window.key)  # which of the tries goes does not matter but for its age: the newest


def _windows(account: User | str, request: HttpRequest) -> tuple[Window, ...]:
    """The counts that a try of this request at this account goes into."""
    person = _person(account)
    device = device_of(request, person) if isinstance(person, User) else ""
    first = _key("device", device) if device else _key("account", _account(person))
    windows = [Window(first, ACCOUNT_TRIES)]
    address = network(client_address(request))
    if address:
        windows.append(Window(_key("address", address), ADDRESS_TRIES))
    return tuple(windows)


def network(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that one line is given of IPv6. \"\" when unknown."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _person(account: User | str) -> User | str:
    """The person an address leads to: all addresses of one person share one budget. The address itself when nobody's."""
    if isinstance(account, User):
        return account
    address = account.strip().lower()
    found: list[User] = filter_users_by_email(address, prefer_verified=True, for_login=True)
    return min(found, key=lambda user: str(user.pk)) if found else address


def _account(account: User | str) -> str:
    person = _person(account)
    return str(person.pk) if isinstance(person, User) else person


def _key(kind: str, what: str) -> str:
    """Keys hold no addresses of people: `what` is hashed."""
    made: str = cache.make_key(f"tries:{kind}:{hashlib.sha256(what.encode()).hexdigest()[:32]}")
    return made


def _client() -> Any:
    """The Redis client behind Django's cache."""
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined]
