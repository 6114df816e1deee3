"""The first page of the admin: numbers that lead to their lists, for whoever may open those, at the same cost however much there is."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from accounts.encryption import Secret
from config.dashboard import SECTIONS
from conftest import person
from jobs.models import Job
from llm.models import LedgerEntry
from support.models import Ticket
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10 + len(SECTIONS)  # one for each section; sign-in, rights, history and the page's own besides


@pytest.fixture
def root(settings):
    settings.STAFF_SECOND_FACTOR = False
    user = person("root@operator.example", "Root")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def busy(firm, alice):
    """Something in every section; twice as much with each call."""
    now = timezone.now()

    def more():
        for number in range(3):
            Job.objects.create(
                kind="import", subject_id=_id(), status="failed", error_code="job.poisoned", finished_at=now
            )
            Job.objects.create(kind="import", subject_id=_id(), status="failed", finished_at=now - timedelta(days=2))
            Ticket.objects.create(number=Ticket.objects.count() + 1, subject="Help", source="page", requester=alice)
            LedgerEntry.objects.create(
                organization=firm, prompt="p", provider="x", model="m", input_hash=str(_id()), status="answered",
                cost=Decimal("0.25"), currency="USD" if number else "EUR",
            )  # fmt: skip
            point = Endpoint.objects.create(
                organization=firm, name="ERP", url="https://erp.example", secret=Secret.of("s")
            )
            Delivery.objects.create(
                organization=firm, endpoint=point, kind="boq.read", body="{}", status="given_up", error="timeout"
            )

    return more


def _id():
    return uuid4()


def board(client):
    page = html.fromstring(client.get("/admin/").content.decode())
    found = {}
    for card in page.xpath("//section[@class='mizan-card']"):
        rows = card.xpath(".//dl/div")
        lines = [
            (row.xpath("string(dt)").strip(), row.xpath("string(dd)").strip(), row.xpath(".//a/@href")[0])
            for row in rows
        ]
        found[card.xpath("string(h2)")] = lines
    return found


def test_what_happened_is_counted_and_each_number_leads_to_its_list(pages, root, busy, alice):
    busy()
    client = pages(root)
    found = board(client)
    values = {(title, label): value for title, lines in found.items() for label, value, _url in lines}
    assert values["Jobs", "Failed in 24 hours"] == values["Jobs", "Parked in 24 hours, after every try"] == "3"
    assert values["Tickets", "New"] == values["Tickets", "Nobody's yet"] == "3"
    assert values["People", "Accounts"] == "2"
    spent = [line[1] for line in found["Language models"]]
    assert spent == ["0.25 EUR", "0.25 EUR", "0.50 USD", "0.50 USD"]
    assert [line[1] for line in found["Webhooks that failed lately"]] == ["timeout"] * 3
    assert len(found) == len(SECTIONS)
    for lines in found.values():
        for _label, _value, url in lines:
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert urlsplit(url).path.startswith("/admin/")


def test_the_lists_are_as_long_as_the_numbers_say(pages, root, busy):
    busy()
    client = pages(root)
    wanted = {"Failed in 24 hours", "Parked in 24 hours, after every try", "Nobody's yet", "Accounts", "New in 7 days"}
    checked = 0
    for lines in board(client).values():
        for label, value, url in lines:
            if label in wanted:
                answer = client.get(url)
                assert answer.context["cl"].result_count == int(value), label
                checked += 1
    assert checked == len(wanted)


def test_more_of_everything_costs_no_query_more(pages, root, busy):
    client, counts = pages(root), []
    busy()
    client.get("/admin/")
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/admin/")
        counts.append(len(asked))
        busy()
    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_staff_sees_the_numbers_of_what_it_may_open(pages, root, busy):
    busy()
    root.is_superuser = False
    root.save()
    root.user_permissions.add(Permission.objects.get(codename="view_ticket"))
    assert list(board(pages(root))) == ["Tickets"]


def test_monitors_are_linked_where_the_operator_says_they_are(pages, root, settings):
    client = pages(root)
    own = html.fromstring(client.get("/admin/").content.decode()).xpath("//p[@class='mizan-links']/a/@href")
    assert own == ["/admin/website/requestcount/figures/", "/admin/website/requestcount/queries/"]
    settings.ANALYTICS = dataclasses.replace(
        settings.ANALYTICS, flower_url="https://flower.example", grafana_url="https://grafana.example/d/mizan"
    )
    links = html.fromstring(client.get("/admin/").content.decode()).xpath("//p[@class='mizan-links']/a/@href")
    assert links == [*own, "https://flower.example", "https://grafana.example/d/mizan"]


def test_the_results_of_experiments_are_for_whoever_may_see_them(pages, root, client):
    assert "Not enough yet" in pages(root).get("/admin/website/exposure/results/").content.decode()
    root.is_superuser = False
    root.save()
    assert pages(root).get("/admin/website/exposure/results/").status_code == 403
