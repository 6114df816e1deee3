"""A key does what its scopes say in its own organization, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from rest_framework.views import APIView

from accounts.scopes import ANY_SCOPE, SCOPE_ACTIONS, WORDS, Scope
from projects.models import Project

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json().get("error", {}).get("code")


def test_each_scope_has_words_and_actions():
    assert set(WORDS) == set(SCOPE_ACTIONS) == set(Scope)


def test_reading_bills_needs_the_scope_to_read_them(boq, key, program):
    assert program(key("boqs:read")[1]).get(f"/api/v1/boqs/{boq.pk}/items/").status_code == 200
    assert code(program(key("projects:read")[1]).get(f"/api/v1/boqs/{boq.pk}/items/")) == (403, "key.scope_missing")


def test_a_key_that_reads_does_not_write(project, key, program):
    reader = program(key("boqs:read", "projects:read")[1])
    file = SimpleUploadedFile("a.csv", b"a")
    assert code(reader.post(f"/api/v1/projects/{project.pk}/uploads/", {"file": file}, format="multipart"))[0] == 403
    assert code(reader.patch(f"/api/v1/projects/{project.pk}/", {"name": "Other"}))[0] == 403
    assert Project.objects.get().name == "Villa"


def test_a_key_uploads_a_file_and_follows_its_job(project, key, program, work):
    from boq.samples.english import villa

    writer = program(key("boqs:write", "boqs:read")[1])
    file = SimpleUploadedFile("villa.xlsx", villa())
    sent = writer.post(f"/api/v1/projects/{project.pk}/uploads/", {"file": file}, format="multipart")
    assert sent.status_code == 202
    work()
    job = writer.get(f"/api/v1/jobs/{sent.json()['job']['id']}/").json()
    assert job["status"] == "succeeded"
    assert writer.get(f"/api/v1/boqs/{job['result']['boq']}/").status_code == 200


def test_a_key_never_deletes_a_project(project, key, program):
    everything = program(key(*[one.value for one in Scope])[1])
    assert everything.delete(f"/api/v1/projects/{project.pk}/").status_code == 403
    assert Project.objects.exists()


def test_another_firms_key_sees_nothing(boq, charlie, actor, program):
    from accounts.services.keys import create_key

    _, plain = create_key(by=actor(charlie), name="Other", scopes=[one.value for one in Scope])
    assert program(plain).get(f"/api/v1/boqs/{boq.pk}/").status_code == 404
    assert program(plain).get("/api/v1/boqs/").json()["results"] == []


def test_a_narrowed_project_is_hidden_from_keys(boq, key, program):
    Project.objects.update(narrowed=True)
    assert program(key("boqs:read")[1]).get(f"/api/v1/boqs/{boq.pk}/").status_code == 404


def test_people_and_their_sign_in_are_closed_to_keys(key, program):
    everything = program(key(*[one.value for one in Scope])[1])
    for path in ("/api/v1/auth/me/", "/api/v1/keys/", "/api/v1/llm/providers/", "/api/v1/llm/budget/"):
        assert code(everything.get(path)) == (403, "key.not_here"), path


def test_pages_do_not_know_keys(key, client):
    page = client.get("/projects/", headers={"Authorization": f"Bearer {key('projects:read')[1]}"})
    assert page.status_code == 302
    assert "/login" in page["Location"]


def test_a_key_says_what_it_is(key, program):
    row, plain = key("analyses:run")
    told = program(plain).get("/api/v1/keys/self/").json()
    assert (told["id"], told["scopes"]) == (str(row.pk), ["analyses:run"])
    assert "key" not in told


def test_every_scope_opens_something():
    """A scope without a view is a promise without a feature."""

    def views(patterns):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from views(one.url_patterns)
            elif (kind := getattr(one.callback, "cls", None)) and issubclass(kind, APIView):
                yield kind

    named = {
        scope
        for view in views(get_resolver().url_patterns)
        for wanted in (getattr(view, "key_reads", ()), getattr(view, "key_writes", ()))
        if wanted != ANY_SCOPE
        for scope in wanted
    }
    assert named == set(Scope)
