"""Sections, items, findings, receipt and exports of a bill, and who may see them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

pytestmark = pytest.mark.django_db

LISTS = ["sections/", "items/", "findings/", "receipt/", "analyses/", "exports/", ""]


@pytest.mark.parametrize("path", LISTS)
def test_outsiders_find_nothing_and_viewers_see_all(path, api, bob, charlie, boq):
    url = f"/api/v1/boqs/{boq.pk}/{path}"
    assert api(bob).get(url).status_code == 200
    assert api(charlie).get(url).status_code == 404
    assert api(None).get(url).status_code == 401


def test_items_carry_exact_figures_and_their_cells(api, alice, boq):
    body = api(alice).get(f"/api/v1/boqs/{boq.pk}/items/?search=raft foundation").json()
    assert body["count"] == 1
    item = body["results"][0]
    assert (item["quantity"], item["rate"], item["amount"]) == ("252", "118", "29736")
    assert item["cells"]["quantity"].startswith("3 Concrete!D")
    assert item["unit_code"] == "m3"


def test_items_are_narrowed_by_kind_section_and_finding(api, alice, boq):
    client, url = api(alice), f"/api/v1/boqs/{boq.pk}/items/"
    assert client.get(f"{url}?kind=provisional_sum").json()["count"] == 1
    finding = client.get(f"/api/v1/boqs/{boq.pk}/findings/?code=arithmetic.amount-mismatch").json()["results"][0]
    wrong = client.get(f"{url}?finding=arithmetic.amount-mismatch").json()
    assert [item["key"] for item in wrong["results"]] == [finding["item_key"]]
    sections = client.get(f"/api/v1/boqs/{boq.pk}/sections/").json()["results"]
    for section in sections:
        assert client.get(f"{url}?section={section['position']}").json()["count"] == section["items"]


def test_pages_of_items_join_without_gap_or_repeat(api, alice, boq):
    client, url, seen = api(alice), f"/api/v1/boqs/{boq.pk}/items/?page_size=10", []
    while url:
        body = client.get(url).json()
        seen += [item["position"] for item in body["results"]]
        url = body["next"]
    assert seen == list(range(boq.items_count))


@pytest.mark.parametrize("query", ["page=0", "page=999", "page=x"])
def test_a_page_that_is_not_there_is_404(query, api, alice, boq):
    assert api(alice).get(f"/api/v1/boqs/{boq.pk}/items/?{query}").status_code == 404


def test_a_page_size_is_capped(api, alice, boq):
    assert api(alice).get(f"/api/v1/boqs/{boq.pk}/items/?page_size=1000000000").status_code == 200


def test_an_endless_search_is_refused(api, alice, boq):
    assert api(alice).get(f"/api/v1/boqs/{boq.pk}/items/?search={'x' * 5000}").status_code == 400


def test_sections_add_up_to_the_bill(api, alice, boq):
    sections = api(alice).get(f"/api/v1/boqs/{boq.pk}/sections/").json()["results"]
    tops = [Decimal(section["total"]) for section in sections if section["parent"] == -1]
    assert sum(tops) == boq.total


def test_one_item_shows_its_neighbours_in_the_file(api, alice, boq):
    client = api(alice)
    item = client.get(f"/api/v1/boqs/{boq.pk}/items/?search=raft foundation").json()["results"][0]
    body = client.get(f"/api/v1/boqs/{boq.pk}/items/{item['key']}/").json()
    chosen = [row for row in body["neighbours"] if row["chosen"]]
    assert [row["row"] for row in chosen] == [item["row"]]
    assert "Raft foundation" in chosen[0]["cells"][1]
    assert client.get(f"/api/v1/boqs/{boq.pk}/items/nonsense/").status_code == 404


def test_the_receipt_accounts_for_every_row(api, alice, boq):
    receipt = json.loads(api(alice).get(f"/api/v1/boqs/{boq.pk}/receipt/").content)
    assert sum(receipt["rows"].values()) == receipt["rows_total"]
    assert receipt["rows"]["unread"] == 0
    assert receipt["items"] == boq.items_count


@pytest.mark.parametrize("fmt", ["xlsx", "csv", "json"])
def test_an_export_is_made_in_a_job_and_downloaded_by_those_who_may(fmt, api, alice, bob, charlie, boq, work):
    client = api(bob)
    job_id = client.post(f"/api/v1/boqs/{boq.pk}/exports/", {"format": fmt}).json()["job"]["id"]
    work()
    job = client.get(f"/api/v1/jobs/{job_id}/").json()
    assert job["status"] == "succeeded", job
    reply = client.get(job["result"]["download"])
    assert reply.status_code == 200
    assert len(b"".join(reply.streaming_content)) > 1000
    assert api(charlie).get(job["result"]["download"]).status_code == 404


def test_an_unknown_format_names_the_known_ones(api, alice, boq):
    reply = api(alice).post(f"/api/v1/boqs/{boq.pk}/exports/", {"format": "exe"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "export.unknown_format")
    assert "xlsx" in reply.json()["error"]["message"]


def test_an_expired_export_is_gone(api, alice, boq, work, settings):
    from boq.models import Export
    from boq.services.reports import forget_expired

    client = api(alice)
    settings.EXPORT_HOURS = 0
    client.post(f"/api/v1/boqs/{boq.pk}/exports/", {"format": "json"})
    work()
    export = Export.objects.get()
    path = export.file.path
    assert forget_expired() == 1
    assert client.get(f"/api/v1/exports/{export.pk}/download/").json()["error"]["code"] == "export.expired"
    import pathlib

    assert not pathlib.Path(path).exists()


@pytest.mark.parametrize(("who", "status"), [("alice", 202), ("bob", 403), ("charlie", 404)])
def test_only_estimators_may_analyse(who, status, request, api, boq):
    assert api(request.getfixturevalue(who)).post(f"/api/v1/boqs/{boq.pk}/analyses/").status_code == status


def test_a_bill_has_at_most_one_active_analysis(api, alice, boq):
    client = api(alice)
    client.post(f"/api/v1/boqs/{boq.pk}/analyses/")
    reply = client.post(f"/api/v1/boqs/{boq.pk}/analyses/")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "analysis.already_running")


def test_without_a_provider_the_offline_analyst_works_and_says_so(api, alice, boq, work):
    client = api(alice)
    job_id = client.post(f"/api/v1/boqs/{boq.pk}/analyses/").json()["job"]["id"]
    work()
    job = client.get(f"/api/v1/jobs/{job_id}/").json()
    assert job["status"] == "succeeded", job
    body = client.get(f"/api/v1/analyses/{job['result']['analysis']}/").json()
    assert (body["analyst"], body["model"], body["complete"]) == ("offline", "", True)
    assert body["summary"]
    keys = {item["key"] for item in client.get(f"/api/v1/boqs/{boq.pk}/items/").json()["results"]}
    assert {one["item_key"] for one in body["classifications"]} <= keys
    assert {type(one["confidence"]) for one in body["classifications"]} == {str}  # a decimal is never a float
