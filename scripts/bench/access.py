"""Signing in and the lists of a person or a program, in a database of 1,000 organizations with 100,000 items, by real web servers."""

from __future__ import annotations

import functools
import json
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from decimal import Decimal
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.db import connection

from accounts.access import Role
from accounts.models import Membership, Organization, User
from accounts.scopes import Scope
from accounts.services import actor_for
from accounts.services.keys import create_key
from accounts.tokens import mint
from boq.models import Boq, Item, Upload
from jobs.models import Job, Kind, Status
from projects.models import Project

ORGANIZATIONS, BILLS, ITEMS = 1_000, 10, 10  # bills an organization, items a bill: 100,000 items
OWN_PROJECTS = 500  # of the organization whose lists are asked for
LOGINS, AT_ONCE, PEOPLE = 60, 8, 30
REQUESTS = 120
PASSWORD = "quarry-lantern-seven-" + uuid4().hex
LISTS = ("projects", "boqs", "jobs")
Web = Callable[[int], AbstractContextManager[int]]


def measure(web: Web) -> dict[str, Any]:
    """`web(processes)` is a server while its context lasts, and gives its port."""
    began = time.perf_counter()
    people = seed()
    figures: dict[str, Any] = {"seeded_seconds": round(time.perf_counter() - began, 1)}
    figures["logins"] = {}
    for processes in (1, 2):
        with web(processes) as port:
            figures["logins"][f"{processes}_processes"] = logins(port, people)
            if processes == 1:
                figures["lists"] = lists(port, people[0])
    print(figures, file=sys.stderr, flush=True)
    return figures


def seed() -> list[User]:
    """1,000 organizations, each with an owner, a project, bills and jobs; the first has 500 projects more. Returns the first people."""
    password = _hashed()
    stamp = time.time_ns()
    people = User.objects.bulk_create(
        User(email=f"access-{stamp}-{number}@mizan.local", password=password) for number in range(ORGANIZATIONS)
    )
    firms = Organization.objects.bulk_create(Organization(name=f"Firm {number}") for number in range(ORGANIZATIONS))
    Membership.objects.bulk_create(
        Membership(organization=firm, user=user, role=Role.OWNER) for firm, user in zip(firms, people, strict=True)
    )
    _prove_addresses(people[:PEOPLE])
    projects = Project.objects.bulk_create(
        Project(organization=firm, name="Works", currency="USD") for firm in [*firms, *[firms[0]] * OWN_PROJECTS]
    )
    boqs = [_bill(project, number) for project in projects[:ORGANIZATIONS] for number in range(BILLS)]
    Upload.objects.bulk_create([boq.upload for boq in boqs], batch_size=2_000)
    Boq.objects.bulk_create(boqs, batch_size=2_000)
    Job.objects.bulk_create(
        [
            Job(
                organization_id=boq.organization_id,
                project_id=boq.project_id,
                kind=Kind.IMPORT,
                subject_id=boq.upload_id,
                status=Status.SUCCEEDED,
            )
            for boq in boqs
        ],
        batch_size=2_000,
    )
    _items(boqs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people[:PEOPLE]


def _prove_addresses(people: list[User]) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )


def _bill(project: Project, number: int) -> Boq:
    own = {"organization_id": project.organization_id, "project": project}
    upload = Upload(name="bill.xlsx", size=1, sha256=f"{number:064d}", file="none", **own)
    return Boq(
        upload=upload, name="bill.xlsx", engine_version="bench", format="xlsx", language="en", currency="USD", rounding=Decimal("0.01"),
        rounding_basis="default", items_count=ITEMS, sections_count=0, total=Decimal(250), receipt_text="{}", **own,
    )  # fmt: skip


def _items(boqs: list[Boq]) -> None:
    """Ten items into every bill, multiplied in the database out of those of the first."""
    Item.objects.bulk_create(
        Item(
            organization_id=boqs[0].organization_id, boq=boqs[0], position=number, key=f"k{number}", section=-1, kind="measured",
            standing="counts", description="Excavate in trenches, not over 2.00 m deep", unit="m3", unit_factor=1, quantity=10,
            sheet="Bill", row=number + 1,
        )
        for number in range(ITEMS)
    )  # fmt: skip
    named = [
        field.column for field in Item._meta.concrete_fields if field.column not in ("id", "boq_id", "organization_id")
    ]
    columns = ", ".join(f'"{name}"' for name in named)
    copied = ", ".join(f'one."{name}"' for name in named)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO boq_item (boq_id, organization_id, {columns}) "  # noqa: S608 (names of our own columns)
            f"SELECT bill.id, bill.organization_id, {copied} FROM boq_boq bill, boq_item one "
            "WHERE one.boq_id = %s AND bill.engine_version = 'bench' AND bill.id <> %s",
            [boqs[0].pk, boqs[0].pk],
        )


def hash_seconds() -> float:
    """What one look at a password costs with nothing around it: the floor of a login."""
    started = time.perf_counter()
    check_password(PASSWORD, _hashed())
    return time.perf_counter() - started


@functools.cache
def _hashed() -> str:
    return make_password(PASSWORD)


def logins(port: int, people: list[User]) -> dict[str, float]:
    """Logins a second through the API, eight at once; and one after the other, beside the hash of a password alone."""
    cache.clear()

    def one(number: int) -> float:
        body = json.dumps({"email": people[number % PEOPLE].email, "password": PASSWORD})
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        started = time.perf_counter()
        connection.request("POST", "/api/v1/auth/login/", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        said = reply.read()
        connection.close()
        if reply.status != 200:
            raise SystemExit(f"a login answered {reply.status}: {said[:300]!r}")
        return time.perf_counter() - started

    for number in range(AT_ONCE):
        one(number)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(one, range(LOGINS)))
    a_second = LOGINS / (time.perf_counter() - began)
    hashes, alone = [], []
    for number in range(7):
        hashes.append(hash_seconds())
        alone.append(one(number))
    return {
        "a_second": round(a_second, 2),
        "bcrypt_seconds": round(statistics.median(hashes), 3),
        "p95_seconds": round(statistics.quantiles(taken, n=20)[18], 2),
        "alone_times_bcrypt": round(statistics.median(alone) / statistics.median(hashes), 2),
    }


def lists(port: int, user: User) -> dict[str, Any]:
    """p50 and p95 of a page of 100 rows, for a person and for a key, beside the health endpoint in the same run."""
    actor = actor_for(user)
    _, key = create_key(by=actor, name="bench", scopes=[Scope.PROJECTS_READ.value, Scope.BOQS_READ.value])
    ways = {"token": mint(user, actor)["access"], "key": key}
    floor = _timed(port, "/health/live", {})
    figures: dict[str, Any] = {"health": floor}
    for name in LISTS:
        for way, secret in ways.items():
            found = _timed(port, f"/api/v1/{name}/", {"Authorization": f"Bearer {secret}"})
            found["p50_times_health"] = round(found["p50_ms"] / floor["p50_ms"], 1)
            found["p95_times_health"] = round(found["p95_ms"] / floor["p95_ms"], 1)
            figures[f"{name}_by_{way}"] = found
    return figures


def _timed(port: int, path: str, headers: dict[str, str]) -> dict[str, float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        said = reply.read()
        taken.append((time.perf_counter() - started) * 1000)
        if reply.status != 200:
            raise SystemExit(f"{path} answered {reply.status}: {said[:300]!r}")
    connection.close()
    return {
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(statistics.quantiles(taken, n=20)[18], 1),
    }
