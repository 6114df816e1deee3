"""The job page: live while the work goes on, still at the end, and on to what came of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jobs.models import Job, Status

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CSV = b"Item,Description,Unit,Qty,Rate,Amount\n1,Excavate trench,m3,10,4.50,45.00\n,Total,,,,45.00\n"


@pytest.fixture
def job(upload):
    return upload(CSV, "plain.csv")[1]


def address(job):
    return reverse("boq:job", args=[job.pk])


def test_it_asks_again_every_second_while_the_work_goes_on(job, pages, alice):
    Job.objects.filter(pk=job.pk).update(status=Status.RUNNING, phase="reading", done=5, total=20)
    page = pages(alice).get(address(job)).content.decode()
    assert 'hx-trigger="every 1s"' in page
    part = pages(alice).get(address(job), headers=HTMX).content.decode()
    assert "Reading the sheets" in part
    assert "5 of 20" in part
    assert "<html" not in part


def test_without_scripts_the_page_refreshes_itself(job, pages, alice):
    assert '<noscript><meta http-equiv="refresh"' in pages(alice).get(address(job)).content.decode()


def test_it_moves_on_to_the_bill(job, work, pages, alice):
    work()
    job.refresh_from_db()
    answer = pages(alice).get(address(job), headers=HTMX)
    assert answer.headers["HX-Redirect"] == reverse("boq:detail", args=[job.result["boq"]])
    whole = pages(alice).get(address(job)).content.decode()
    assert answer.headers["HX-Redirect"] in whole
    assert "every 1s" not in whole


def test_a_failure_says_why_and_what_next(job, pages, alice):
    Job.objects.filter(pk=job.pk).update(status=Status.FAILED, error_code="empty_file")
    answer = pages(alice).get(address(job), headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#job"
    assert "The file is empty" in answer.content.decode()
    assert "every 1s" not in answer.content.decode()


def test_the_time_left_comes_from_the_pace(job, pages, alice, monkeypatch):
    from boq.views import uploads

    client = pages(alice)
    Job.objects.filter(pk=job.pk).update(status=Status.RUNNING, phase="reading", done=0, total=100)
    clock = iter([1000.0, 1010.0])
    monkeypatch.setattr(uploads, "now", lambda: next(clock))
    assert "left" not in client.get(address(job), headers=HTMX).content.decode()
    Job.objects.filter(pk=job.pk).update(done=20)
    assert "about 40 seconds left" in client.get(address(job), headers=HTMX).content.decode()


def test_cancelling_stops_it(job, pages, alice):
    answer = pages(alice).post(reverse("boq:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert (answer.url, job.status) == (address(job), Status.CANCELLED)


def test_cancelling_what_has_ended_shows_it(job, work, pages, alice):
    work()
    assert pages(alice).post(reverse("boq:cancel", args=[job.pk])).url == address(job)
    job.refresh_from_db()
    assert job.status == Status.SUCCEEDED


@pytest.mark.parametrize(("who", "seen", "cancelled"), [("bob", 200, 403), ("charlie", 404, 404)])
def test_viewers_only_look_and_outsiders_see_nothing(who, seen, cancelled, job, pages, request):
    client = pages(request.getfixturevalue(who))
    assert client.get(address(job)).status_code == seen
    assert client.post(reverse("boq:cancel", args=[job.pk])).status_code == cancelled
    job.refresh_from_db()
    assert job.status == Status.QUEUED
