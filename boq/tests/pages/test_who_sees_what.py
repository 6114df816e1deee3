"""Every page of a bill is open to members, closed to outsiders, and asks nobody to sign in first."""

from __future__ import annotations

import pytest
from django.urls import get_resolver, reverse

from boq.urls import boq_patterns

pytestmark = pytest.mark.django_db
POSTS = {"upload", "cancel", "resume", "try", "read-again", "layout", "stop-turn", "forget-conversation"}
SENT = {"analysis-text"}  # there is none without a provider: walked in test_the_text_that_would_be_sent
PAGED = {"page", "picture"}  # of files with pages: walked in test_a_value_opens_its_page
LISTS = {"layouts"}  # of the organization: everybody has one of their own


def test_every_route_of_bills_is_walked_here(everything):
    assert {route.name for route in boq_patterns} - POSTS - SENT - LISTS - PAGED - {"project"} == set(everything) - {
        "project"
    }
    assert "boq" in get_resolver().namespace_dict


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("charlie", 404)])
def test_members_see_and_outsiders_do_not_learn_that_it_exists(who, status, everything, pages, request):
    client = pages(request.getfixturevalue(who))
    assert {name: client.get(url).status_code for name, url in everything.items()} == dict.fromkeys(everything, status)


def test_viewers_see_all_but_the_decision(everything, pages, bob):
    client = pages(bob)
    expected = dict.fromkeys(everything, 200) | {"mapping": 403, "mapping-rows": 403}
    assert {name: client.get(url).status_code for name, url in everything.items()} == expected


def test_nobody_signs_in_first(everything, pages):
    client = pages(None)
    for url in everything.values():
        assert client.get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404), (None, 302)])
def test_what_only_estimators_do(who, status, everything, boq, pages, request):
    from boq.models import Analysis

    client = pages(request.getfixturevalue(who) if who else None)
    analysis = Analysis.objects.get()
    urls = [everything["analyses"], everything["mapping"], reverse("boq:resume", args=[analysis.pk])]
    assert [client.post(url).status_code for url in urls] == [status] * 3
    assert Analysis.objects.count() == 1


def test_a_viewer_may_export_and_an_outsider_may_not(everything, boq, pages, bob, charlie):
    assert pages(charlie).post(everything["exports"], {"format": "csv"}).status_code == 404
    assert pages(bob).post(everything["exports"], {"format": "csv"}).url == everything["exports"]
    assert boq.exports.count() == 2


def test_the_palette_finds_only_ones_own(everything, pages, alice, charlie, boq):
    url = reverse("find")
    assert boq.name in pages(alice).get(url, {"q": "vil"}).content.decode()
    assert boq.name not in pages(charlie).get(url, {"q": "vil"}).content.decode()
