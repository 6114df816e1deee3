"""Projects on pages: who sees, makes, changes and deletes them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from projects.models import Project

pytestmark = pytest.mark.django_db


def test_the_start_page_invites_strangers_and_sends_members_to_work(pages, alice):
    stranger = pages(None).get("/")
    assert reverse("account_signup") in stranger.content.decode()
    assert pages(alice).get("/").url == reverse("projects:list")


def test_a_new_firm_is_shown_the_one_next_step(pages, alice, bob):
    assert reverse("projects:create") in pages(alice).get("/projects/").content.decode()
    assert reverse("projects:create") not in pages(bob).get("/projects/").content.decode()


def test_a_project_is_made_and_opened(pages, alice):
    made = pages(alice).post("/projects/new/", {"name": "School", "currency": "aed"})
    project = Project.objects.get()
    assert made.url == reverse("projects:detail", args=[project.pk])
    assert (project.name, project.currency, project.organization_id) == ("School", "AED", alice.organizations.get().pk)


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "A", "currency": "12"}, {"name": "a\x00b"}, {"name": "x" * 201}]
)
def test_a_wrong_form_is_shown_again_with_what_is_wrong(form, pages, alice):
    answer = pages(alice).post("/projects/new/", form)
    assert (answer.status_code, Project.objects.count()) == (400, 0)
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("alice", 302), ("bob", 403), ("charlie", 404)])
def test_only_those_who_may_change_a_project(who, status, pages, project, request):
    answer = pages(request.getfixturevalue(who)).post(f"/projects/{project.pk}/edit/", {"name": "Renamed"})
    project.refresh_from_db()
    assert (answer.status_code, project.name == "Renamed") == (status, status == 302)


def test_deleting_asks_first(pages, alice, project):
    asked = pages(alice).get(f"/projects/{project.pk}/delete/")
    assert "csrfmiddlewaretoken" in asked.content.decode()
    assert Project.objects.exists()
    pages(alice).post(f"/projects/{project.pk}/delete/")
    assert not Project.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_others_cannot_delete(who, status, pages, project, request):
    client = pages(request.getfixturevalue(who))
    assert client.get(f"/projects/{project.pk}/delete/").status_code == status
    assert client.post(f"/projects/{project.pk}/delete/").status_code == status
    assert Project.objects.exists()


def test_nobody_is_sent_to_sign_in_and_comes_back(pages, project):
    answer = pages(None).get(f"/projects/{project.pk}/")
    assert answer.url == f"{reverse('account_login')}?next=/projects/{project.pk}/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(pages, project):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/projects/{project.pk}/?q=1"}
    answer = pages(None).get(f"/projects/{project.pk}/", headers=headers)
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next=/projects/{project.pk}/%3Fq%3D1"


def test_the_list_takes_the_same_number_of_queries_for_many_projects(
    pages, alice, actor, django_assert_max_num_queries
):
    from projects.services import create_project

    for number in range(30):
        create_project(by=actor(alice), name=f"Project {number}")
    client = pages(alice)
    client.get("/projects/")
    with django_assert_max_num_queries(9):
        client.get("/projects/")


def test_text_from_people_is_escaped(pages, alice, actor):
    from projects.services import create_project

    create_project(by=actor(alice), name="<img src=x onerror=alert(1)>")
    assert "<img" not in pages(alice).get("/projects/").content.decode()
