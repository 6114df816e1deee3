"""What all workers know together about a provider: its limits, its rest after failures, and its resting keys.

It lives in the server of the cache and is counted there in one step, by that server's clock. When the server is away, nothing is
limited and nothing rests: a lost count must not stop an analysis.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import redis
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
T = TypeVar("T")

FAILURES = 5
REST_SECONDS = 60
MEMORY_SECONDS = 900
WINDOW_MS = 60_000

# KEYS: log of calls, tokens in it. ARGV: requests and tokens a window (0: no limit), tokens asked, window, a name for the call.
# Answers 0 and books the call, or the milliseconds until it fits. Never more than the limits in any window, wherever it begins.
_LIMIT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local requests, tokens, asked, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function weight(member) return tonumber(string.match(member, '^(%d+)')) end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - window)) do
  redis.call('DECRBY', KEYS[2], weight(member))
  redis.call('ZREM', KEYS[1], member)
end
local count = redis.call('ZCARD', KEYS[1])
local used = count > 0 and tonumber(redis.call('GET', KEYS[2]) or '0') or 0
if tokens > 0 then asked = math.min(asked, tokens) end
local function fits() return (requests == 0 or count < requests) and (tokens == 0 or used + asked <= tokens) end
if fits() then
  redis.call('ZADD', KEYS[1], now, string.format('%d', asked) .. ':' .. ARGV[5])
  redis.call('SET', KEYS[2], string.format('%d', used + asked))
  redis.call('PEXPIRE', KEYS[1], window + 1000)
  redis.call('PEXPIRE', KEYS[2], window + 1000)
  return 0
end
local entries = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for index = 1, #entries, 2 do
  count = count - 1
  used = used - weight(entries[index])
  if fits() then return math.max(1, tonumber(entries[index + 1]) + window - now) end
end
return window
"""

# KEYS: failures in a row, until when it rests, who tries first. ARGV: failures that are too many, rest, memory (ms).
_FAILED = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local failures = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if failures >= tonumber(ARGV[1]) then
  redis.call('SET', KEYS[2], string.format('%d', now + tonumber(ARGV[2])), 'PX', ARGV[3])
  redis.call('DEL', KEYS[3])
end
return failures
"""

# KEYS: as above. ARGV: who asks, how long the one who tries has (ms). 0: go on. 1: rest.
_RESTING = """
local rest = redis.call('GET', KEYS[2])
if not rest then return 0 end
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) < tonumber(rest) then return 1 end
if redis.call('SET', KEYS[3], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
return redis.call('GET', KEYS[3]) == ARGV[1] and 0 or 1
"""


@lru_cache(maxsize=2)
def _client(location: str) -> redis.Redis:
    return redis.Redis.from_url(location, socket_timeout=3, socket_connect_timeout=3, decode_responses=True)


def _ask(what: Callable[[Any], T], without: T) -> T:
    """The server's answer; `without` when it is away."""
    try:
        return what(_client(settings.CACHES["default"]["LOCATION"]))
    except redis.RedisError as error:
        log.warning("llm.shared_state_away", error=type(error).__name__)
        return without


def _keys(owner: str, *names: str) -> list[str]:
    return [f"mizan:llm:{{{owner}}}:{name}" for name in names]


def wait_seconds(owner: str, *, requests: int, tokens: int, asked: int, call: str) -> float:
    """0, and the call is booked, when `owner` may be asked for `asked` tokens now; else the seconds until it fits.

    At most `requests` calls and `tokens` tokens in any 60 seconds; 0 is no limit. A call above the limit waits for a minute of its own.
    """
    if not requests and not tokens:
        return 0.0
    keys, values = _keys(owner, "calls", "tokens"), [requests, tokens, max(0, asked), WINDOW_MS, call]
    return float(_ask(lambda server: server.eval(_LIMIT, 2, *keys, *values), 0)) / 1000


def failed(owner: str, *, rest_seconds: float = REST_SECONDS) -> int:
    """Count a failure of the wire; the fifth in a row lets `owner` rest. Answers how many in a row."""
    values = [FAILURES, round(rest_seconds * 1000), MEMORY_SECONDS * 1000]
    return int(_ask(lambda server: server.eval(_FAILED, 3, *_breaker(owner), *values), 0))


def succeeded(owner: str) -> None:
    """An answer came: nothing rests any more."""
    _ask(lambda server: server.delete(*_breaker(owner)), 0)


def is_resting(owner: str, who: str, *, trial_seconds: float) -> bool:
    """True while `owner` rests. After its rest the first who asks tries it for all; the others wait for what comes of it."""
    values = [who, round(trial_seconds * 1000)]
    return bool(_ask(lambda server: server.eval(_RESTING, 3, *_breaker(owner), *values), 0))


def rests_after_failures(owner: str) -> bool:
    """True when `owner` has failed too often and has not answered since. Looks only."""
    return bool(_ask(lambda server: server.exists(_breaker(owner)[1]), 0))


def _breaker(owner: str) -> list[str]:
    return _keys(owner, "failures", "until", "trial")


def rest_key(key: str, code: str, seconds: float) -> None:
    """Leave the key alone for a while; `code` says why."""
    name = _keys(key, "rest")[0]
    _ask(lambda server: server.set(name, code, px=max(1, round(seconds * 1000))), None)


def wake_key(key: str) -> None:
    """Use the key again."""
    _ask(lambda server: server.delete(*_keys(key, "rest")), 0)


def key_rest(key: str) -> tuple[str, float]:
    """(why, seconds left) of a resting key; ("", 0) when it can be used."""
    name = _keys(key, "rest")[0]

    def look(server: Any) -> tuple[str, float]:
        code, left = server.pipeline().get(name).pttl(name).execute()
        return (str(code), max(0, int(left)) / 1000) if code else ("", 0.0)

    return _ask(look, ("", 0.0))
