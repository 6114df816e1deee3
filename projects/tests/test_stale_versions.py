"""`If-Match`: a change that was made up from an old state of a project is refused, so that nobody's work is undone unseen."""

from __future__ import annotations

import pytest

from projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(project):
    return f"/api/v1/projects/{project.pk}/"


def test_of_two_who_looked_the_second_to_change_is_told(url, api, alice):
    seen = api(alice).get(url)["ETag"]
    first = api(alice).patch(url, {"name": "First"}, HTTP_IF_MATCH=seen)
    assert (first.status_code, first["ETag"] != seen) == (200, True)
    second = api(alice).patch(url, {"name": "Second"}, HTTP_IF_MATCH=seen)
    assert (second.status_code, second.json()["error"]["code"]) == (412, "stale_version")
    assert Project.objects.get().name == "First"
    assert api(alice).patch(url, {"name": "Second"}, HTTP_IF_MATCH=first["ETag"]).status_code == 200


def test_deleting_what_has_changed_is_refused(url, api, alice):
    seen = api(alice).get(url)["ETag"]
    api(alice).patch(url, {"name": "First"})
    assert api(alice).delete(url, HTTP_IF_MATCH=seen).status_code == 412
    assert api(alice).delete(url, HTTP_IF_MATCH=f'"x", {api(alice).get(url)["ETag"]}').status_code == 204


def test_narrowing_is_a_change(url, api, alice):
    seen = api(alice).get(url)["ETag"]
    api(alice).put(f"{url}people/", {"narrowed": True})
    assert api(alice).patch(url, {"name": "First"}, HTTP_IF_MATCH=seen).status_code == 412


@pytest.mark.parametrize("given", [{}, {"HTTP_IF_MATCH": "*"}])
def test_who_does_not_ask_is_not_refused(given, url, api, alice):
    api(alice).patch(url, {"name": "First"})
    assert api(alice).patch(url, {"name": "Second"}, **given).status_code == 200


@pytest.mark.parametrize("odd", ['""', "", '"', ",", '"\\"', "W/", "é".encode().decode("latin-1"), "x" * 5_000])
def test_odd_versions_match_nothing(odd, url, api, alice):
    assert api(alice).patch(url, {"name": "First"}, HTTP_IF_MATCH=odd).status_code == 412


def test_the_version_stands_in_the_body_too_and_a_new_project_has_one(api, alice):
    made = api(alice).post("/api/v1/projects/", {"name": "School"})
    assert made["ETag"] == f'"{made.json()["version"]}"'
    assert api(alice).get(f"/api/v1/projects/{made.json()['id']}/")["ETag"] == made["ETag"]


def test_a_change_that_changes_nothing_keeps_the_version(url, api, alice):
    seen = api(alice).get(url)["ETag"]
    assert api(alice).patch(url, {"name": "Villa"}, HTTP_IF_MATCH=seen)["ETag"] == seen


def test_the_role_comes_before_the_version(url, api, bob, charlie):
    assert api(bob).patch(url, {"name": "x"}, HTTP_IF_MATCH='"x"').status_code == 403
    assert api(charlie).patch(url, {"name": "x"}, HTTP_IF_MATCH='"x"').status_code == 404
