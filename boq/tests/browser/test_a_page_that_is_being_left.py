"""Work that is done sends its page on once: a slow server is not asked again and again for the page that is on its way."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.urls import reverse

from jobs.models import Job, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOW = 2.5  # seconds; longer than the page waits between two questions


def test_the_page_of_a_job_goes_on_once(page, live_server, fresh, alice, upload):
    _, job = upload(b"Item,Description,Unit,Qty,Rate,Amount\n1,Excavate trench,m3,10,4.50,45.00\n", "plain.csv")
    Job.objects.filter(pk=job.pk).update(status=Status.RUNNING, phase="reading")
    address, onward = reverse("boq:job", args=[job.pk]), "/where-it-goes/"
    asked, opened = [], []

    def answer(route):
        if "hx-request" in route.request.headers:
            asked.append(route.request.url)
            route.fulfill(status=200, headers={"HX-Redirect": onward}, body="")
        else:
            route.continue_()

    def slowly(route):
        opened.append(route.request.url)
        time.sleep(SLOW)
        route.fulfill(status=200, content_type="text/html", body="<h1>Here</h1>")

    session = fresh(alice).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.route(f"**{address}", answer)
    page.route(f"**{onward}", slowly)
    page.goto(address)
    page.wait_for_selector("h1:text-is('Here')")
    assert (len(asked), len(opened)) == (1, 1)
