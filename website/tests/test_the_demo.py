"""The demo: real pages of real readings, for everybody, and a way to nothing else."""

from __future__ import annotations

import pytest
from django.urls import get_urlconf, reverse

from accounts.models import AuditEntry
from boq.urls import boq_patterns
from jobs.models import Job
from website.demo.urls import SHOWN, bill_patterns
from website.models import DemoBill
from website.services.demo import guest_of, open_demo

pytestmark = pytest.mark.django_db
URLS = "website.demo.urls"


def at(name, *args):
    return reverse(f"boq:{name}", urlconf=URLS, args=args)


def shown(boq):
    """The address of every page of a bill that the demo shows."""
    more = {"item": [boq.items.first().key]}
    return {name: at(name, boq.pk, *more.get(name, [])) for name in SHOWN}


def test_anybody_reads_the_bills_with_receipt_and_findings(client, demo, work):
    assert set(demo) == {"en", "ar", "ru"}
    for code, boq in demo.items():
        assert "arithmetic.amount-mismatch" in {one.code for one in boq.findings.all()}, code
        for name, url in shown(boq).items():
            assert client.get(url).status_code == 200, (code, name)
    assert client.get("/ar/demo/?open=findings").url == f"/ar/demo/boqs/{demo['ar'].pk}/findings/"
    assert client.get("/demo/").content.decode().count("/demo/boqs/") == 3
    before = set(DemoBill.objects.values_list("language", "upload_id"))
    assert (open_demo(), work()) == ([], [])  # opening it again changes nothing
    assert set(DemoBill.objects.values_list("language", "upload_id")) == before


def test_links_of_a_page_stay_in_the_demo_and_it_can_be_searched(client, villa):
    page = client.get(shown(villa)["detail"]).content.decode()
    assert f'data-rows="{at("rows", villa.pk)}"' in page
    assert '"/boqs/' not in page
    assert '"/projects/' not in page
    assert get_urlconf() is None
    rows = client.get(at("rows", villa.pk), {"q": "porcelain"})
    assert (rows["X-Total-Count"], "Porcelain" in rows.content.decode()) == ("1", True)
    assert int(client.get(at("rows", villa.pk), {"finding": "any"})["X-Total-Count"]) >= 4


def test_whoever_is_signed_in_is_a_guest_there_too(pages, alice, villa):
    page = pages(alice).get(shown(villa)["detail"]).content.decode()
    assert "Alice &amp; Partners" not in page
    assert pages(alice).get(reverse("boq:detail", args=[villa.pk])).status_code == 404


def test_nothing_but_reading_is_taken(client, villa):
    before = (Job.objects.count(), AuditEntry.objects.count())
    tried = 0
    for route in bill_patterns:
        place = str(route.pattern)
        if "boq_id" in place and "<int" not in place:
            url = at(route.name, villa.pk, *([villa.items.first().key] if "key" in place else []))
            for method in ("post", "put", "patch", "delete"):
                assert getattr(client, method)(url).status_code == 405, (method, route.name)
                tried += 1
    assert tried > 50
    assert (Job.objects.count(), AuditEntry.objects.count()) == before


def test_the_bills_of_others_are_not_there(client, pages, boq, alice):
    for who in (client, pages(alice)):
        for name, url in shown(boq).items():
            assert who.get(url).status_code == 404, name


def test_what_the_demo_does_not_show_invites_to_sign_up(client, villa):
    for name in ("analyses", "ask", "exports", "analysis-cost", "analysis-text"):
        answer = client.get(at(name, villa.pk))
        assert (answer.status_code, answer.context["title"]) == (200, "Not in the demo"), name
    closed = {route.name for route in boq_patterns} - set(SHOWN)
    assert {"upload", "mapping", "read-again", "exports", "download", "ask", "resume"} <= closed


def test_the_rest_of_the_application_is_not_below_it(client):
    elsewhere = (
        "projects/",
        "accounts/login/",
        "admin/",
        "none",
        "demo/",
        "api/v1/boqs/",
        "settings/offline/",
        "features/",
    )
    for path in elsewhere:
        assert client.get(f"/demo/{path}").status_code == 404, path


def test_a_file_that_is_taken_out_of_the_demo_is_not_public(villa):
    assert guest_of(villa.pk) is not None
    DemoBill.objects.all().delete()
    assert guest_of(villa.pk) is None


def test_without_a_demo_the_page_says_so(client):
    answer = client.get("/demo/?open=detail")
    assert answer.status_code == 200
    assert "has not been opened" in answer.content.decode()
