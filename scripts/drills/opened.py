"""What pages and endpoints ask of the database: each is opened within this process, and its statements are counted and timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TIMES = 5


@dataclass(frozen=True)
class Opened:
    """One page or endpoint: its statements, what they took and what all of it took, in milliseconds (medians), bytes of the answer."""

    kind: str
    name: str
    statements: int
    database: float
    whole: float
    size: int


def addresses(boq: Any) -> Iterator[tuple[str, str, str]]:
    """(kind, the crowd's name for it, address) of what a crowd asks for."""
    from boq.models import Item

    key = Item.objects.filter(boq=boq).order_by("position").values_list("key", flat=True)[0]
    bill, api = f"/boqs/{boq.pk}/", f"/api/v1/boqs/{boq.pk}/"
    yield "page", "projects", "/projects/"
    yield "page", "project", f"/projects/{boq.project_id}/"
    yield "page", "bill", bill
    yield "page", "rows", f"{bill}rows/?start=100&size=100"
    yield "page", "rows searched", f"{bill}rows/?start=0&size=100&q=tiles"
    yield "page", "item", f"{bill}items/{key}/"
    yield "page", "findings", f"{bill}findings/"
    yield "page", "analyses", f"{bill}analyses/"
    yield "page", "receipt", f"{bill}receipt/"
    yield "page", "receipt rows", f"{bill}receipt/rows/"
    yield "page", "find", "/find/?q=tiles"
    yield "page", "settings", "/accounts/settings/profile/"
    yield "api", "projects", "/api/v1/projects/"
    yield "api", "boqs", "/api/v1/boqs/"
    yield "api", "bill with totals", api
    yield "api", "sections", f"{api}sections/"
    yield "api", "items", f"{api}items/?page=2"
    yield "api", "items searched", f"{api}items/?search=tiles"
    yield "api", "findings", f"{api}findings/"


def open_all(user: Any, boq: Any) -> list[Opened]:
    """Each as somebody who may see the bill, the dearest first. Raises RuntimeError for an answer that is not 200."""
    from django.test import Client

    from accounts.services import actor_for
    from accounts.tokens import mint

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    bearer = {"authorization": f"Bearer {mint(user, actor_for(user, boq.organization_id))['access']}"}
    found = []
    for kind, name, address in addresses(boq):
        client, headers = (browser, {}) if kind == "page" else (Client(HTTP_HOST="localhost"), bearer)
        client.get(address, headers=headers)
        found.append(_opened(kind, name, lambda: client.get(address, headers=headers)))  # noqa: B023 - called here
    return sorted(found, key=lambda one: -one.whole)


def _opened(kind: str, name: str, ask: Any) -> Opened:
    from django.db import connection

    counts, inside, whole, size = [], [], [], 0
    for _ in range(TIMES):
        taken: list[float] = []

        def timed(execute: Any, sql: Any, params: Any, many: Any, context: Any, taken: list[float] = taken) -> Any:
            began = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                taken.append(time.perf_counter() - began)

        began = time.perf_counter()
        with connection.execute_wrapper(timed):
            answer = ask()
        whole.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{kind} {name} answers {answer.status_code}")
        counts.append(len(taken))
        inside.append(sum(taken) * 1000)
        size = len(answer.content)
    return Opened(
        kind, name, round(statistics.median(counts)), statistics.median(inside), statistics.median(whole), size
    )


def slowest_statements(most: int = 8) -> list[tuple[float, int, float, str]]:
    """(seconds in all, calls, mean milliseconds, the statement without values), as PostgreSQL counted them: the dearest in all."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT total_exec_time / 1000, calls, mean_exec_time, left(regexp_replace(query, '\\s+', ' ', 'g'), 140) "
            "FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT %s",
            [most],
        )
        return [(float(total), int(calls), float(mean), str(text)) for total, calls, mean, text in cursor.fetchall()]
