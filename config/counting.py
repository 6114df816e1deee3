"""How often something happened within a time, counted in Redis in one step: for all processes, and without a moment in which the count
is gone between two commands.
"""

from __future__ import annotations

import msgspec
from django.core.cache import cache

# Answers the count and the milliseconds until it begins anew.
_COUNT = """
local used = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {used, left}
"""


class Count(msgspec.Struct, frozen=True):
    """`used` with this time; `milliseconds` until the count begins anew."""

    used: int
    milliseconds: int

    @property
    def seconds(self) -> int:
        """Whole seconds to wait: never too few."""
        return -(-self.milliseconds // 1000)

    def waiting(self) -> dict[str, int]:
        """What errors tell: how long to wait."""
        return {"seconds": self.seconds, "minutes": -(-self.seconds // 60)}


def counted(name: str, seconds: int) -> Count:
    """One more of `name`; the first begins the window of `seconds`. Raises RedisError while Redis is away."""
    client = cache._cache.get_client(write=True)  # type: ignore[attr-defined]
    used, left = client.eval(_COUNT, 1, cache.make_key(name), seconds * 1000)
    return Count(int(used), int(left))
