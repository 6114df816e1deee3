"""Each page and endpoint is asked, and the statements that it took are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.contrib import admin
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from config.doors import for_programs
from config.tests.walk.routes import address, routes
from config.tests.walk.table import ELSEWHERE, TABLE

TABLE_FILE = Path(__file__).with_name("table.txt")
HEAD = """\
# Queries of each GET page and endpoint, for the owner of a firm (the admin's: for the operator). `python -m config.tests.baselines`
# writes this file; a number that rose is looked at in review. Savepoints are not counted.
# what  status  queries
"""
ROUTES = {name: path for name, path in routes() if not path.startswith("admin/")}
NARROWED = {  # the same pages, asked for a part
    "find ?q": ("find", "?q=concrete"),
    "boq:rows ?q": ("boq:rows", "?q=concrete"),
    "boq:detail ?q": ("boq:detail", "?q=concrete"),
    "projects:list ?q": ("projects:list", "?q=villa"),
    "api:items ?search": ("api:items", "?search=concrete"),
    "api:project-list ?search": ("api:project-list", "?search=villa"),
    "accounts:audit ?action": ("accounts:audit", "?action=upload"),
}
ELSEWHERE_TRIED = (
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
)  # they read a real passkey; accounts/tests/doors has one
OFTEN_ENOUGH = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class Counted(msgspec.Struct, frozen=True):
    """What an address answered, and the statements that it took."""

    status: int
    statements: tuple[str, ...]

    @property
    def queries(self) -> int:
        return len(self.statements)


def wanted() -> dict[str, str]:
    """Every GET of people and programs: its name here, and the name of its route."""
    asked = {name for name, rules in TABLE.items() if "GET" in rules}
    asked |= {name for name in ROUTES if name.startswith(ELSEWHERE) and name not in ELSEWHERE_TRIED}
    return {**{name: name for name in sorted(asked)}, **{name: route for name, (route, _) in NARROWED.items()}}


def count_all(
    clients: Mapping[str, Any],
    things: Mapping[str, Any],
    staff: Mapping[str, str],
    before: Mapping[str, Counted] | None = None,
) -> dict[str, Counted]:
    """By name. `clients`: `pages` and `api` of the owner, `nobody`, `staff`. `staff`: the admin's addresses. What takes no GET is left out.

    Without `before` this is the first visit, which fills what the process and the cache keep; with it, what it took is counted.
    """
    known = before or {}
    found = {}
    for name, route in wanted().items():
        path = ROUTES[route]
        url = address(path, dict(things)) + NARROWED.get(name, ("", ""))[1]
        client = clients["api" if for_programs(f"/{path}") else "pages"]
        one = _count(client, url, known.get(name))
        if one.status == 302 and name.startswith(ELSEWHERE):
            one = _count(clients["nobody"], url, known.get(name))  # the doors, open to whoever is not in yet
        if one.status != 405:
            found[name] = one
    return found | {name: _count(clients["staff"], url, known.get(name)) for name, url in staff.items()}


def pages_of_staff() -> Iterator[tuple[str, str]]:
    """The admin's first page, its lists, and one row of each model that has one."""
    for name in ("index", "website_figures", "website_queries", "website_experiments"):
        yield f"admin:{name}", reverse(f"admin:{name}")
    for model in admin.site._registry:
        at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield f"{at}_changelist", reverse(f"{at}_changelist")
        row = _oldest(model)
        if row is None:
            continue
        try:
            yield f"{at}_change", reverse(f"{at}_change", args=[row.pk])
        except NoReverseMatch:
            continue


def _oldest(model: type[Model]) -> Any:
    """The first that was made: ids are random, and another row may hang on other things."""
    made = next(
        (field.name for field in model._meta.fields if field.name in ("created_at", "date_joined", "made_at")), "pk"
    )
    return model._default_manager.order_by(made, "pk").first()


def _count(client: Any, url: str, before: Counted | None = None) -> Counted:
    """What a visit takes; its effects are undone. One that took more than `before` is made again: its first filled some cache anew."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
            _read(answer)
        transaction.set_rollback(True)
    statements = (one["sql"] for one in asked.captured_queries)
    found = Counted(answer.status_code, tuple(sql for sql in statements if not sql.startswith(OFTEN_ENOUGH)))
    return _count(client, url) if before is not None and found.queries > before.queries else found


def _read(answer: Any) -> None:
    """To its end: a stream may ask while it flows."""
    if answer.streaming:
        for _part in answer.streaming_content:
            continue


def baseline() -> dict[str, tuple[int, int]]:
    """(status, queries) by name, as the table has them."""
    found = {}
    for line in TABLE_FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, status, queries = line.rsplit(maxsplit=2)
            found[name.strip()] = (int(status), int(queries))
    return found


def write(found: Mapping[str, Counted]) -> None:
    """The table anew."""
    width = max(map(len, found))
    lines = [f"{name:<{width}}  {one.status}  {one.queries:>3}\n" for name, one in found.items()]
    TABLE_FILE.write_text(HEAD + "".join(lines), "utf-8")
