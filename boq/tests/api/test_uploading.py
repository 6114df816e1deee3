"""A file goes in, a job reads it, a bill comes out: through the API."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boq.models import Boq, Upload
from boq.samples.english import villa
from jobs.models import Job

pytestmark = pytest.mark.django_db


def send(client, project, data=None, name="villa.xlsx"):
    file = SimpleUploadedFile(name, villa() if data is None else data)
    return client.post(f"/api/v1/projects/{project.pk}/uploads/", {"file": file}, format="multipart")


@pytest.mark.parametrize(("who", "status"), [("alice", 202), ("bob", 403), ("charlie", 404)])
def test_only_those_who_may_upload_do(who, status, request, api, project):
    assert send(api(request.getfixturevalue(who)), project).status_code == status
    assert Upload.objects.count() == (status == 202)


def test_an_upload_answers_a_job_whose_result_is_the_bill(api, alice, project, work):
    client = api(alice)
    job_id = send(client, project).json()["job"]["id"]
    assert client.get(f"/api/v1/jobs/{job_id}/").json()["status"] == "queued"
    work()
    job = client.get(f"/api/v1/jobs/{job_id}/").json()
    assert (job["status"], job["error"], job["done"]) == ("succeeded", None, job["total"])
    bill = client.get(f"/api/v1/boqs/{job['result']['boq']}/").json()
    assert bill["items"] == 34
    assert bill["name"] == "villa"


def test_the_same_file_again_is_the_same_upload_and_job(api, alice, project, work):
    client = api(alice)
    first = send(client, project).json()
    assert (first["known"], first["boq"]) == (False, None)
    assert [send(client, project).json() for _ in range(3)] == [first | {"known": True}] * 3
    work()
    assert send(client, project).json() == first | {"known": True, "boq": str(Boq.objects.get().pk)}
    assert (Upload.objects.count(), Boq.objects.count(), Job.objects.count()) == (1, 1, 1)


def test_a_known_file_is_read_once_more_when_that_is_asked_for(api, alice, project, work):
    client = api(alice)
    first = send(client, project).json()
    work()
    file = SimpleUploadedFile("villa.xlsx", villa())
    url = f"/api/v1/projects/{project.pk}/uploads/"
    again = client.post(url, {"file": file, "again": "true"}, format="multipart").json()
    assert (again["upload"], again["known"]) == (first["upload"], True)
    assert again["job"] != first["job"]
    work()
    assert (Upload.objects.count(), Boq.objects.count()) == (1, 2)


def test_the_stored_original_is_read_again_without_sending_it(api, alice, bob, charlie, project, work):
    first = send(api(alice), project).json()
    url = f"/api/v1/uploads/{first['upload']}/read-again/"
    assert api(alice).post(url, {}).status_code == 409
    work()
    assert [api(who).post(url, {}).status_code for who in (bob, charlie)] == [403, 404]
    assert api(alice).post(url, {"plain": True}).status_code == 202
    work()
    assert Boq.objects.count() == 2


def test_the_same_file_in_another_project_is_another_upload(api, alice, actor, project):
    from projects.services import create_project

    client = api(alice)
    other = create_project(by=actor(alice), name="Other")
    assert send(client, project).json()["upload"] != send(client, other).json()["upload"]


def test_a_request_without_a_file_says_so(api, alice, project):
    reply = api(alice).post(f"/api/v1/projects/{project.pk}/uploads/", {}, format="multipart")
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "no_file")


def test_a_file_over_the_limit_is_refused_at_once(api, alice, project, settings):
    settings.UPLOAD_BYTES = 1024 * 1024
    reply = send(api(alice), project, b"x" * (1024 * 1024 + 1), "big.csv")
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")
    assert not Upload.objects.exists()


def test_an_unreadable_file_fails_with_a_code_and_words_and_leaves_no_bill(api, alice, project, work):
    client = api(alice)
    job_id = send(client, project, b"PK\x03\x04 not a workbook at all", "broken.xlsx").json()["job"]["id"]
    work()
    job = client.get(f"/api/v1/jobs/{job_id}/").json()
    assert job["status"] == "failed"
    assert job["error"]["code"] == "corrupt"
    assert job["error"]["message"] != "corrupt"
    assert not Boq.objects.exists()


def test_a_failed_file_can_be_sent_again(api, alice, project, work):
    client = api(alice)
    first = send(client, project, b"PK\x03\x04 broken", "broken.xlsx").json()
    work()
    again = send(client, project, b"PK\x03\x04 broken", "broken.xlsx").json()
    assert again["upload"] == first["upload"]
    assert again["job"]["id"] != first["job"]["id"]


def test_a_waiting_import_is_cancelled_at_once_and_keeps_nothing(api, alice, project, work):
    client = api(alice)
    job_id = send(client, project).json()["job"]["id"]
    assert client.post(f"/api/v1/jobs/{job_id}/cancel/").json()["status"] == "cancelled"
    work()
    assert not Boq.objects.exists()
    assert client.post(f"/api/v1/jobs/{job_id}/cancel/").status_code == 409


def test_folders_and_control_characters_in_the_name_are_dropped(api, alice, project):
    send(api(alice), project, name="../../etc/bill\x07.xlsx")
    assert Upload.objects.get().name == "bill.xlsx"
