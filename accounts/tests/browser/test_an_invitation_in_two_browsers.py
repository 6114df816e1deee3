"""Alice asks somebody by mail; they open the link in a browser of their own, sign up, and work in her firm."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.access import Role
from accounts.models import Membership, User
from boq.tests.browser.ways_in import join, let_in, mailed_path
from conftest import person
from projects.services import narrow_project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(page: Any, live_server: Any, pages: Any, alice: Any) -> Any:
    """Alice's browser, signed in."""
    let_in(page.context, pages(alice), live_server.url)
    return page


@pytest.fixture
def stranger(chromium: Any, live_server: Any) -> Any:
    """Another browser that nobody has used."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_from_the_invitation_to_membership(at_work, stranger, firm, project):
    at_work.goto("/accounts/settings/members/")
    at_work.fill('#invite input[name="email"]', "dana@example.com")
    at_work.select_option('#invite select[name="role"]', "estimator")
    at_work.click("#invite .btn-main")
    at_work.wait_for_selector("#invitations")
    assert "dana@example.com" in at_work.inner_text("#invitations")

    stranger.goto(mailed_path("invitation"))
    assert firm.name in stranger.inner_text("h1")
    assert stranger.input_value("#fixed-email") == "dana@example.com"
    join(stranger)
    assert project.name in stranger.inner_text("main")

    dana = User.objects.get(email="dana@example.com")
    assert [(one.organization, one.role) for one in Membership.objects.filter(user=dana)] == [(firm, Role.ESTIMATOR)]
    at_work.reload()
    assert "Dana" in at_work.inner_text(".people")
    assert at_work.query_selector("#invitations") is None

    at_work.locator(".people li", has_text="Dana").locator("summary").click()
    at_work.click('button[name="remove"]:visible')
    at_work.wait_for_selector(".notice.success")
    stranger.goto("/projects/")
    assert stranger.url.endswith("/accounts/organization/new/")


def test_a_project_is_narrowed_with_a_few_clicks(at_work, firm, project):
    eve = person("eve@example.com", "Eve")
    Membership.objects.create(organization=firm, user=eve, role=Role.ESTIMATOR)
    at_work.goto(f"/projects/{project.pk}/people/")
    at_work.check('input[name="narrowed"][value="1"]')
    at_work.locator(".who-list label", has_text="Eve").locator("input").check()
    at_work.click("form.card-sheet .btn-main")
    at_work.wait_for_selector("h1 .tag")
    project.refresh_from_db()
    assert project.narrowed
    assert [one.user for one in project.named.all()] == [eve]


def test_the_pages_fit_every_reader(at_work, firm, alice, actor, project, live_server):
    for number, role in enumerate(Role.values):
        user = person(f"somebody.with.a.long.address{number}@department.example.com", f"Somebody {number}")
        Membership.objects.create(organization=firm, user=user, role=role)
    narrow_project(by=actor(alice), project=project, people=[])
    page = at_work
    settings = (f"/accounts/settings/{name}/" for name in ("organization", "members", "roles"))
    paths = (*settings, "/accounts/organization/new/", f"/projects/{project.pk}/people/", "/projects/")
    for language, width in (("ar", 390), ("ru", 390), ("en", 1440), ("ar", 1440)):
        page.set_viewport_size({"width": width, "height": 844})
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width, path)
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr"), path
