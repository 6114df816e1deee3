"""What was found, what an analyst says, and what can be taken away."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from boq.models import Analysis, Export, Finding
from jobs.models import Job, Status

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"(?:<[^>]*>|\s)+", " ", answer.content.decode())


def test_findings_are_grouped_the_worst_first_and_lead_to_their_items(boq, pages, alice):
    answer = pages(alice).get(reverse("boq:findings", args=[boq.pk]))
    severities = [group["severity"] for group in answer.context["groups"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert sum(group["count"] for group in answer.context["groups"]) == boq.findings_count
    for finding in Finding.objects.filter(boq=boq).exclude(item_key=""):
        assert f"?item={finding.item_key}" in answer.content.decode()
        assert finding.message in answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize("severity", ["error", "warning", "info", "nonsense"])
def test_findings_by_severity(severity, boq, pages, alice):
    answer = pages(alice).get(reverse("boq:findings", args=[boq.pk]), {"severity": severity})
    found = Finding.objects.filter(boq=boq)
    expected = found if severity == "nonsense" else found.filter(severity=severity)
    assert sum(group["count"] for group in answer.context["groups"]) == expected.count()


def test_only_the_first_of_many_are_shown_until_asked(boq, pages, alice):
    one = Finding.objects.filter(boq=boq).first()
    Finding.objects.bulk_create(
        Finding(organization_id=boq.organization_id, boq=boq, position=100 + at, origin="rules", code="units.unknown",
                severity="info", item_key=one.item_key, facts={"unit": f"u{at}"})
        for at in range(25)
    )  # fmt: skip
    client, url = pages(alice), reverse("boq:findings", args=[boq.pk])
    group = next(group for group in client.get(url).context["groups"] if group["code"] == "units.unknown")
    assert (len(group["rows"]), group["more"]) == (10, 15)
    group = client.get(url, {"code": "units.unknown"}).context["groups"][0]
    assert (len(group["rows"]), group["more"]) == (25, 0)


def test_the_page_says_which_analyst_will_work(boq, pages, alice, settings):
    assert "The offline analyst will work." in text(pages(alice).get(reverse("boq:analyses", args=[boq.pk])))


def test_an_analysis_is_started_followed_and_read(boq, pages, alice, work):
    client = pages(alice)
    started = client.post(reverse("boq:analyses", args=[boq.pk]))
    job = Job.objects.get(kind="analysis")
    assert started.url == reverse("boq:job", args=[job.pk])
    work()
    analysis = Analysis.objects.get()
    onward = client.get(started.url, headers={"HX-Request": "true"}).headers["HX-Redirect"]
    assert onward == reverse("boq:analysis", args=[analysis.pk])
    shown = client.get(onward)
    assert "by the offline analyst" in text(shown)
    groups = shown.context["money"].bars
    assert sum(group.count for group in groups) == boq.items_count
    assert sum(group.value for group in groups) == boq.total
    assert shown.context["statements"]


def test_a_partial_analysis_can_be_taken_up_again(boq, pages, alice, work):
    client = pages(alice)
    client.post(reverse("boq:analyses", args=[boq.pk]))
    work()
    analysis = Analysis.objects.get()
    Analysis.objects.update(complete=False)
    Job.objects.filter(kind="analysis").update(status=Status.PARTIAL, error_code="llm.unavailable")
    page = client.get(reverse("boq:analysis", args=[analysis.pk]))
    assert page.context["resumable"]
    answer = client.post(reverse("boq:resume", args=[analysis.pk]))
    assert answer.url == reverse("boq:job", args=[Job.objects.latest("created_at").pk])
    assert Job.objects.filter(kind="analysis").count() == 2


def test_a_running_analysis_is_not_started_twice(boq, pages, alice):
    client, url = pages(alice), reverse("boq:analyses", args=[boq.pk])
    client.post(url)
    assert client.post(url).status_code == 409
    assert "Show its progress" in text(client.get(url))


def test_an_export_is_made_watched_and_downloaded(boq, pages, alice, work):
    client, url = pages(alice), reverse("boq:exports", args=[boq.pk])
    assert client.post(url, {"format": "csv"}).url == url
    assert 'hx-trigger="every 1s"' in client.get(url).content.decode()
    work()
    page = client.get(url).content.decode()
    assert "every 1s" not in page
    export = Export.objects.get()
    address = reverse("boq:download", args=[export.pk])
    assert address in page
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)[:200].strip()


def test_an_unknown_format_is_refused(boq, pages, alice):
    assert pages(alice).post(reverse("boq:exports", args=[boq.pk]), {"format": "exe"}).status_code == 400
    assert not Export.objects.exists()


def test_an_export_whose_time_is_over_is_gone(boq, pages, alice, work):
    from django.utils import timezone

    client, url = pages(alice), reverse("boq:exports", args=[boq.pk])
    client.post(url, {"format": "json"})
    work()
    Export.objects.update(expires_at=timezone.now())
    assert client.get(reverse("boq:download", args=[Export.objects.get().pk])).status_code == 404
    assert "removed" in text(client.get(url))
