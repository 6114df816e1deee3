"""Requests of a day, counted in Redis in one step and taken into the database every minute.

The counts of a day live in one hash that only rises. `gather` writes what stands there over what it wrote before, so that it may run
twice or break off. Were Redis emptied, a new hash with a new `counter` begins, and the sum of both is the day's; what was counted since
the last minute is lost. While Redis is away requests are not counted, and none waits for it longer than the cache lets it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.access import Actor
from accounts.models import User
from config.doors import for_programs

PAGES, API = "pages", "api"
KEEP_SECONDS = 3 * 86_400
UNCOUNTED = ("/static/", "/health/", "/metrics", "/favicon")
log = structlog.get_logger(__name__)
# KEYS: the day's hash. ARGV: a name for it, should it be new; door; 1 for broken; milliseconds; the person or ""; seconds to keep it.
_COUNT = """
if redis.call('HSETNX', KEYS[1], 'counter', ARGV[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[6]) end
redis.call('HINCRBY', KEYS[1], ARGV[2] .. '|requests', 1)
redis.call('HINCRBY', KEYS[1], ARGV[2] .. '|milliseconds', ARGV[4])
if ARGV[3] == '1' then redis.call('HINCRBY', KEYS[1], ARGV[2] .. '|broken', 1) end
if ARGV[5] ~= '' then redis.call('HINCRBY', KEYS[1], ARGV[2] .. '|of|' .. ARGV[5], 1) end
return 1
"""
_REQUESTS = """
INSERT INTO website_requestcount (day, counter, door, requests, broken, milliseconds) VALUES (%s, %s, %s, %s, %s, %s)
  ON CONFLICT (day, counter, door) DO UPDATE SET requests = excluded.requests, broken = excluded.broken,
    milliseconds = excluded.milliseconds
"""
_PEOPLE = """
INSERT INTO website_personday (day, counter, door, user_id, requests) VALUES (%s, %s, %s, %s, %s)
  ON CONFLICT (day, user_id, door, counter) DO UPDATE SET requests = excluded.requests
"""


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count one answered request, by the door it came through and the person who made it. Never in its way."""
    if request.path_info.startswith(UNCOUNTED):
        return
    door = API if for_programs(request.path_info) else PAGES
    broken = "1" if response.status_code >= 500 else "0"
    try:
        client = _redis()
        given = (uuid4().hex, door, broken, max(0, round(seconds * 1000)), _person(request), KEEP_SECONDS)
        client.eval(_COUNT, 1, _key(timezone.now().date()), *given)
    except (RedisError, OSError) as error:
        log.debug("request_not_counted", error=type(error).__name__)


def _redis() -> Any:
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined]


def _key(day: date) -> str:
    return str(cache.make_key(f"figures:{day.isoformat()}"))


def _person(request: HttpRequest) -> str:
    """The id of the person who acts for themselves; "" for nobody, for a key, and for staff in somebody's name."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None or actor.impersonator_id is not None:
        return ""
    return str(actor.user_id)


def gather() -> int:
    """Take the counts of today and yesterday into the database; how many counts there were. Raises RedisError."""
    today = timezone.now().date()
    return sum(_gather(day) for day in (today - timedelta(days=1), today))


def _gather(day: date) -> int:
    kept = {name.decode(): value.decode() for name, value in _redis().hgetall(_key(day)).items()}
    counter = kept.pop("counter", "")
    if not counter:
        return 0
    doors: dict[str, dict[str, int]] = {}
    people: list[tuple[str, UUID, int]] = []
    for name, value in kept.items():
        door, _, what = name.partition("|")
        kind, _, person = what.partition("|")
        if kind == "of":
            people.append((door, UUID(person), int(value)))
        else:
            doors.setdefault(door, {})[kind] = int(value)
    _write(day, counter, doors, people)
    return len(doors) + len(people)


@transaction.atomic
def _write(day: date, counter: str, doors: dict[str, dict[str, int]], people: list[tuple[str, UUID, int]]) -> None:
    # Locked, so that nobody is erased in between; who is gone already is left out.
    ids = User.objects.filter(pk__in={person for _door, person, _count in people}).order_by("pk")
    known = set(ids.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.executemany(
            _REQUESTS,
            [
                (day, counter, door, of.get("requests", 0), of.get("broken", 0), of.get("milliseconds", 0))
                for door, of in doors.items()
            ],
        )
        cursor.executemany(
            _PEOPLE, [(day, counter, door, person, count) for door, person, count in people if person in known]
        )
