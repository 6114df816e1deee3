"""A POST with an `Idempotency-Key` does its work once, whoever sends it how often, and other requests do not get its answer."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry
from boq.models import Upload
from boq.samples.english import villa
from jobs.models import Job, KeptReply
from jobs.repeats import REPLAYED, forget
from projects.models import Project

URL = "/api/v1/projects/"
KEY = {"HTTP_IDEMPOTENCY_KEY": "4f1c-7"}


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_job_and_get_the_same_answer(api, alice, project):
    many, answers, start = 50, [], threading.Barrier(50)
    client, url = api(alice), f"{URL}{project.pk}/uploads/"
    headers = {**KEY, **client._credentials}
    data = villa()

    def send() -> None:
        start.wait(30)
        file = SimpleUploadedFile("villa.xlsx", data)
        answers.append(type(client)().post(url, {"file": file}, format="multipart", **headers))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(answer.status_code for answer in answers) == {202: many}
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get(REPLAYED) for answer in answers].count(None) == 1
    assert (Job.objects.filter(kind="import").count(), Upload.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(action="upload.received").count() == 1


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_second_gets_the_answer_of_the_first(self, api, alice):
        first = api(alice).post(URL, {"name": "School"}, **KEY)
        second = api(alice).post(URL, {"name": "School"}, **KEY)
        assert (first.status_code, first.content, first["ETag"]) == (201, second.content, second["ETag"])
        assert second[REPLAYED] == "true"
        assert Project.objects.count() == 1

    @pytest.mark.parametrize("path", [URL, f"{URL}?x=1"])
    def test_another_request_with_the_key_is_refused(self, path, api, alice):
        api(alice).post(URL, {"name": "School"}, **KEY)
        reply = api(alice).post(path, {"name": "School" if "?" in path else "Hospital"}, **KEY)
        assert (reply.status_code, reply.json()["error"]["code"]) == (422, "repeat.other_request")
        assert Project.objects.count() == 1

    def test_another_file_with_the_key_is_refused(self, api, alice, project):
        def send(data):
            file = SimpleUploadedFile("bill.csv", data)
            return api(alice).post(f"{URL}{project.pk}/uploads/", {"file": file}, format="multipart", **KEY).status_code

        assert [send(b"a"), send(b"a"), send(b"b")] == [202, 202, 422]
        assert Upload.objects.count() == 1

    def test_the_order_of_a_body_does_not_matter(self, api, alice):
        for body in ('{"name": "School", "client": "City"}', '{"client": "City", "name": "School"}'):
            assert api(alice).post(URL, body, content_type="application/json", **KEY).status_code == 201
        assert Project.objects.count() == 1

    def test_a_request_that_failed_can_be_mended_and_sent_with_the_same_key(self, api, alice):
        assert api(alice).post(URL, {"name": ""}, **KEY).status_code == 400
        assert not KeptReply.objects.exists()
        assert api(alice).post(URL, {"name": "School"}, **KEY).status_code == 201

    def test_a_key_is_the_senders_own(self, api, alice, charlie):
        made = [api(who).post(URL, {"name": "School"}, **KEY).json()["id"] for who in (alice, charlie)]
        assert made[0] != made[1]

    def test_without_a_key_each_request_counts(self, api, alice):
        for _ in range(2):
            api(alice).post(URL, {"name": "School"})
        assert (Project.objects.count(), KeptReply.objects.count()) == (2, 0)

    @pytest.mark.parametrize("key", ["", " ", "a b", "k" * 256, "ключ".encode().decode("latin-1")])
    def test_a_key_of_odd_letters_is_refused(self, key, api, alice):
        reply = api(alice).post(URL, {"name": "School"}, HTTP_IDEMPOTENCY_KEY=key)
        assert (reply.status_code, reply.json()["error"]["code"]) == (400, "repeat.bad_key")

    def test_a_viewer_is_refused_with_a_key_as_without(self, api, bob):
        assert api(bob).post(URL, {"name": "School"}, **KEY).status_code == 403

    def test_after_a_day_the_key_is_new_and_its_answer_removed(self, api, alice):
        api(alice).post(URL, {"name": "School"}, **KEY)
        KeptReply.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert api(alice).post(URL, {"name": "Hospital"}, **KEY).status_code == 201
        assert KeptReply.objects.count() == 1
        KeptReply.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert (forget(), KeptReply.objects.count()) == (1, 0)
