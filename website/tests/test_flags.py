"""Flags are off until somebody switches them on: for all, for people, organizations, or a share that stays the same."""

from __future__ import annotations

import pytest
import waffle
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from accounts.models import AuditEntry
from conftest import person
from website.models import Flag

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def flag():
    return Flag.objects.create(name="new-grid")


def asked(user=None, actor=None, address="203.0.113.1"):
    request = RequestFactory(headers={"user-agent": FIREFOX}).get("/", REMOTE_ADDR=address)
    request.user, request.actor = user or AnonymousUser(), actor
    cache.delete_many(["flag:new-grid"])
    return waffle.flag_is_active(request, "new-grid")


def test_a_flag_is_off_and_so_is_one_that_is_not_there(flag, alice):
    assert not asked(alice)
    flag.delete()
    assert not asked(alice)


def test_it_is_on_for_the_people_it_names(flag, alice, bob):
    flag.users.add(alice)
    assert (asked(alice), asked(bob), asked()) == (True, False, False)


def test_it_is_on_for_the_members_of_organizations_it_names(flag, firm, alice, bob, charlie, actor):
    flag.organizations.add(firm)
    found = [bool(asked(one, actor(one))) for one in (alice, bob, charlie)]
    assert found == [True, True, False]


def test_a_share_stays_the_same_for_each_and_grows_with_the_percentage(flag):
    def those(percent):
        flag.percent = percent
        flag.save()
        cache.clear()
        return {n for n in range(60) if asked(person_number[n])}

    person_number = {n: person(f"p{n}@example.com", f"P{n}") for n in range(60)}
    few, many = those(25), those(75)
    assert few < many
    assert 3 <= len(few) <= 30 <= len(many) <= 57


def test_a_visitor_gets_no_cookie_for_a_share(client, flag):
    flag.percent = 50
    flag.save()
    assert not client.get("/", headers={"user-agent": FIREFOX}).cookies


def test_staff_switches_it_in_the_admin_at_once_and_that_is_written_down(flag, pages, settings, alice):
    settings.STAFF_SECOND_FACTOR = False
    root = person("root@operator.example", "Root")
    root.is_staff = root.is_superuser = True
    root.save()
    form = {"name": "new-grid", "note": "", "everyone": "true", "percent": "", "languages": ""}
    answer = pages(root).post(f"/admin/website/flag/{flag.pk}/change/", form)
    assert answer.status_code == 302, answer.content.decode()
    flag.refresh_from_db()
    assert flag.everyone is True
    assert AuditEntry.objects.get(action="admin.changed").facts == {"fields": ["everyone"]}
