"""`python -m scripts.drills.plans`: how PostgreSQL carries out the statements of lists and search among 200,000 items.

A database of 1,000 organizations with 10,000 bills and 100,000 items is made, and one bill of 100,000 items with prices and findings in it.
The pages and endpoints that read the most are opened, every SELECT that they took is carried out again under EXPLAIN (ANALYZE), and the ten
that took longest are shown. It fails where no index can serve a statement on a large table: where it would be read from end to end although
that is made as dear as can be. (A bill that is half of its table is better read without an index, and may be.)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from scripts.drills.around import step, verdict, with_engines

ITEMS, FINDINGS, SHOWN = 100_000, 5_000, 10
LARGE = 10_000  # rows: reading a smaller table whole is no fault


class Plan(msgspec.Struct, frozen=True):
    """One statement as it was carried out: which page it belongs to, milliseconds, how, and the tables that no index of theirs serves."""

    page: str
    sql: str
    milliseconds: float
    nodes: tuple[str, ...]
    whole: tuple[str, ...]


def a_bill(owner: Any) -> Any:
    """The sample bill, read as any upload is."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils.module_loading import import_string

    from accounts.services import actor_for
    from boq.models import Boq
    from boq.samples.english import villa
    from boq.services.uploads import receive
    from jobs.services import TASKS
    from projects.models import Project

    by = actor_for(owner)
    project = Project.objects.visible_to(by).first()
    _upload, job = receive(by=by, project=project, file=SimpleUploadedFile("villa.xlsx", villa()))
    import_string(TASKS[job.kind])(str(job.pk))
    job.refresh_from_db()
    return Boq.objects.get(pk=job.result["boq"])


def one_large_bill(owner: Any) -> Any:
    """A bill of the owner's organization with 100,000 items in 100 sections, a price each, and findings."""
    from django.db import connection

    from boq.models import Boq, Finding, Item, Price, PriceSet, Section

    bill = a_bill(owner)
    for model in (Section, Finding):
        model.objects.filter(boq=bill).delete()
    Price.objects.filter(price_set__boq=bill).delete()
    Item.objects.filter(boq=bill).exclude(position=0).delete()
    Boq.objects.filter(pk=bill.pk).update(items_count=ITEMS, sections_count=100)
    own = {"organization_id": bill.organization_id, "boq": bill}
    common = {"parent": -1, "level": 1, "sheet": "Bill", "items_count": 1_000, "total": 1, **own}
    Section.objects.bulk_create(
        Section(position=at, last=at, key=f"s{at}", title=f"Part {at}", row=at, **common) for at in range(100)
    )
    prices = PriceSet.objects.get(boq=bill, position=0)
    changed = {
        "position": "n",
        "key": "'k' || n",
        "section": "n / 1000",
        "row": "n",
        "description": "one.description || ' no. ' || n",
    }
    columns = [field.column for field in Item._meta.concrete_fields if field.column != "id"]
    copied = [changed.get(name, f'one."{name}"') for name in columns]
    named = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO boq_item ({named}) SELECT {', '.join(copied)} "  # noqa: S608 - names of our own columns
            "FROM boq_item one, generate_series(1, %s) AS n WHERE one.boq_id = %s",
            [ITEMS - 1, bill.pk],
        )
        cursor.execute(
            "INSERT INTO boq_price (organization_id, price_set_id, item_id, state, rate, amount, calculated, rate_base, components, "
            "raw_rate, raw_amount, rate_column, amount_column, amount_row, amount_formula) "
            "SELECT organization_id, %s, id, 'priced', 25, 250, 250, 1, '[]', '', '', 0, 0, 0, '' FROM boq_item WHERE boq_id = %s",
            [prices.pk, bill.pk],
        )
    Finding.objects.bulk_create(
        Finding(
            position=at,
            origin="rules",
            code="arithmetic.amount-mismatch",
            severity="error",
            item_key=f"k{at * 20 + 1}",
            **own,
        )
        for at in range(FINDINGS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return bill


def pages(bill: Any) -> Iterator[tuple[str, str, bool]]:
    """(name, address, for programs) of what reads the most."""
    from django.urls import reverse

    def of(name: str, *args: Any) -> str:
        return str(reverse(name, args=args))

    yield "projects", of("projects:list"), False
    yield "going to by name", of("find") + "?q=works", False
    yield "bill", of("boq:detail", bill.pk), False
    yield "rows, the last ones", of("boq:rows", bill.pk) + f"?start={ITEMS - 100}", False
    yield "rows, searched", of("boq:rows", bill.pk) + "?q=99999", False
    yield "rows with findings", of("boq:rows", bill.pk) + "?finding=any", False
    yield "findings", of("boq:findings", bill.pk), False
    yield "audit trail", of("accounts:audit"), False
    yield "API projects", of("api:project-list"), True
    yield "API bills", of("api:boq-list"), True
    yield "API jobs", of("api:job-list"), True
    yield "API items, page 1,000", of("api:items", bill.pk) + "?page=1000", True
    yield "API items, searched", of("api:items", bill.pk) + "?search=99999", True
    yield "API items with findings", of("api:items", bill.pk) + "?finding=any", True
    yield "API findings", of("api:findings", bill.pk), True


def statements(owner: Any, bill: Any) -> dict[str, str]:
    """Every different SELECT by its text, and the page that asked it first."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.services import actor_for
    from accounts.tokens import mint

    browser = Client()
    browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    bearer = {"authorization": f"Bearer {mint(owner, actor_for(owner))['access']}"}
    found: dict[str, str] = {}
    for name, address, program in pages(bill):
        with CaptureQueriesContext(connection) as asked:
            answer = (Client() if program else browser).get(address, headers=bearer if program else {})
        if answer.status_code != 200:
            raise RuntimeError(f"{name} answers {answer.status_code}")
        step(f"{name}: {len(asked)} statements")
        for one in asked.captured_queries:
            if one["sql"].startswith("SELECT"):
                found.setdefault(one["sql"], name)
    return found


def bytes_of(table: str) -> int:
    """The size of a table with its indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        return int(cursor.fetchone()[0])


def explained(sql: str, page: str) -> Plan:
    """The statement, carried out under EXPLAIN."""
    from django.db import connection

    asked = sql.replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked}", [])
        done = _told(cursor.fetchone()[0])
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked}", [])
        by_index = _told(cursor.fetchone()[0])
        cursor.execute("RESET enable_seqscan")
    names = (
        f"{node['Node Type']} {node.get('Index Name', node.get('Relation Name', ''))}" for node in _nodes(done["Plan"])
    )
    whole = tuple(node["Relation Name"] for node in _nodes(by_index["Plan"]) if node["Node Type"] == "Seq Scan")
    return Plan(page, sql, float(done["Execution Time"]), tuple(dict.fromkeys(name.strip() for name in names)), whole)


def _told(answer: Any) -> dict[str, Any]:
    (plan,) = json.loads(answer) if isinstance(answer, str) else answer
    return dict(plan)


def large_tables() -> frozenset[str]:
    """Tables that nobody should read whole."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [LARGE])
        return frozenset(name for (name,) in cursor.fetchall())


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def main() -> int:
    """Make the data, open the pages, explain what they asked."""
    with_engines("scripts.drills.plans")
    os.environ.update(ALLOWED_HOSTS="testserver", LOG_LEVEL="ERROR", DATABASE_POOL="0", API_THROTTLES="0")
    import django

    django.setup()
    from django.core.management import call_command

    from scripts.bench.access import seed

    call_command("migrate", verbosity=0)
    owner = seed()[0]
    bill = one_large_bill(owner)
    step("1,000 organizations, 10,000 bills, 200,000 items are there")
    plans = sorted(
        (explained(sql, page) for sql, page in statements(owner, bill).items()), key=lambda one: -one.milliseconds
    )
    step(
        f"an item takes {bytes_of('boq_item') / (2 * ITEMS):.0f} bytes with its indexes, a price {bytes_of('boq_price') / ITEMS:.0f}"
    )
    step(f"{len(plans)} different statements; the slowest:")
    for one in plans[:SHOWN]:
        print(f"  {one.milliseconds:8.2f} ms  {one.page}: {', '.join(one.nodes[:6])}\n{'':14}{one.sql[:160]}")
    large = large_tables()
    faults = [
        f"{one.page} reads {table} from end to end: {one.sql[:300]}"
        for one in plans
        for table in one.whole
        if table in large
    ]
    return verdict(faults)


if __name__ == "__main__":
    sys.exit(main())
