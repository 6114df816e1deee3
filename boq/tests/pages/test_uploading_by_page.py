"""Files come in by the plain form and by dropping, one or several."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boq.models import Upload
from jobs.models import Job

pytestmark = pytest.mark.django_db


def file(name="bill.csv", data=b"Item,Description,Unit,Qty\n1,Excavate,m3,4\n"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def send(project):
    def post(client, files, **headers):
        return client.post(reverse("boq:upload", args=[project.pk]), {"file": files}, headers=headers)

    return post


def test_one_file_goes_to_its_progress(send, pages, alice):
    answer = send(pages(alice), file())
    assert answer.url == reverse("boq:job", args=[Job.objects.get().pk])


def test_a_dropped_file_goes_the_same_way(send, pages, alice):
    answer = send(pages(alice), file(), **{"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("boq:job", args=[Job.objects.get().pk])


def test_several_files_go_to_the_project_where_all_are_seen(send, pages, alice, project):
    client = pages(alice)
    answer = send(client, [file("a.csv"), file("b.csv", b"Item,Description\n1,Other\n")])
    assert answer.url == reverse("projects:detail", args=[project.pk])
    page = client.get(answer.url).content.decode()
    assert "a.csv" in page
    assert "b.csv" in page
    assert 'hx-trigger="every 2s"' in page


def test_one_of_several_being_too_large_does_not_hold_up_the_others(send, pages, alice, project, settings):
    settings.UPLOAD_BYTES = 200
    client = pages(alice)
    answer = send(client, [file("small.csv"), file("large.csv", b"x" * 300)])
    assert [upload.name for upload in Upload.objects.all()] == ["small.csv"]
    assert "large.csv: The file is larger than" in client.get(answer.url).content.decode()


def test_a_file_over_the_limit_is_refused_in_words(send, pages, alice, settings):
    settings.UPLOAD_BYTES = 10
    answer = send(pages(alice), file())
    assert answer.status_code == 413
    assert "data-error-message" in answer.content.decode()


def test_a_form_without_a_file_is_refused(send, pages, alice):
    assert send(pages(alice), []).status_code == 400


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_those_who_may_not_upload(who, status, send, pages, request):
    assert send(pages(request.getfixturevalue(who)), file()).status_code == status
    assert not Upload.objects.exists()


def test_a_name_from_outside_is_shown_as_text(send, pages, alice, project):
    client = pages(alice)
    send(client, [file("<b>x</b>.csv"), file("b.csv", b"a,b\n1,2\n")])
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert "<b>x" not in page
