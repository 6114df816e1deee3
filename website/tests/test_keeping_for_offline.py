"""What a browser may keep: public pages for everybody, bills only for whoever switched it on, and only as long as they are signed in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from website.keeping import KEEP, READER

pytestmark = pytest.mark.django_db


def switch(client, on):
    assert client.post("/settings/offline/", {"keep": "1" if on else "0"}).url == "/settings/offline/"


def test_public_pages_may_be_kept_by_everybody(client):
    assert client.get("/features/")[KEEP] == "everybody"
    assert KEEP not in client.get("/features/nowhere/")
    assert KEEP not in client.get("/accounts/login/")


def test_bills_are_not_kept_unless_somebody_wants_it(pages, alice, boq):
    answer = pages(alice).get(reverse("boq:detail", args=[boq.pk]))
    assert KEEP not in answer
    assert READER not in answer
    assert answer["Cache-Control"] == "no-store"


def test_who_switched_it_on_keeps_bills_and_nothing_else(pages, alice, boq):
    client = pages(alice)
    switch(client, True)
    for name in ("boq:detail", "boq:rows", "boq:findings", "boq:receipt-page"):
        assert client.get(reverse(name, args=[boq.pk]))[KEEP] == "reader", name
    for url in ("/settings/offline/", "/accounts/settings/", reverse("boq:exports", args=[boq.pk])):
        assert KEEP not in client.get(url, follow=True), url
    switch(client, False)
    answer = client.get(reverse("boq:detail", args=[boq.pk]))
    assert KEEP not in answer
    assert READER not in answer


def test_another_sign_in_is_another_reader(pages, alice, bob):
    readers = []
    for person in (alice, alice, bob):
        client = pages(person)
        switch(client, True)
        readers.append(client.get("/projects/")[READER])
    assert len(set(readers)) == 3
    assert all(str(alice.pk) not in one for one in readers)


def test_another_browser_of_the_same_person_keeps_nothing(pages, alice):
    switch(pages(alice), True)
    assert KEEP not in pages(alice).get("/projects/")


def test_after_signing_out_no_page_names_a_reader(pages, alice):
    client = pages(alice)
    switch(client, True)
    client.post("/accounts/logout/")
    assert READER not in client.get("/accounts/login/")


def test_the_worker_stands_at_the_root_and_may_ask_this_server_alone(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert b"mizan/website.css" in answer.content


def test_pages_may_run_it_and_be_installed(client):
    answer = client.get("/")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    told = client.get("/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/projects/", "/", "standalone")
    assert {one["sizes"] for one in told["icons"]} >= {"192x192", "512x512"}
    assert all(client.get(one["src"]).status_code == 200 for one in told["icons"])
    assert client.get("/offline/").status_code == 200
