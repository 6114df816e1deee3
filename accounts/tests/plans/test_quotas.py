"""What a plan allows in a day is spent with what spends it, to the last and not beyond; what fails costs nothing."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from accounts import plans
from accounts.errors import Conflict, QuotaUsedUp
from accounts.models import Organization, QuotaUse
from accounts.services import create_organization, quotas
from accounts.services.invitations import invite
from boq.models import Upload
from boq.services.analysis import request_analysis
from boq.services.uploads import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(monkeypatch, settings, firm):
    """Put alice's firm on a plan of the test's own."""
    settings.PLANS = True

    def put(**limits) -> None:
        made = plans.Plan("trial", "Trial", plans.SELF_HOSTED.requests, **limits)
        monkeypatch.setitem(plans.BY_NAME, "trial", made)
        Organization.objects.filter(pk=firm.pk).update(plan="trial")

    return put


def used(meter: str) -> int:
    return sum(QuotaUse.objects.filter(meter=meter).values_list("used", flat=True))


def send(by, project, data: bytes):
    return receive(by=by, project=project, file=SimpleUploadedFile("bill.csv", data))


def test_uploads_end_with_the_plan_and_say_when_they_go_on(plan, actor, alice, project):
    plan(uploads_a_day=2)
    for data in (b"a", b"b"):
        send(actor(alice), project, data)
    with pytest.raises(QuotaUsedUp) as told:
        send(actor(alice), project, b"c")
    assert told.value.code == "quota.uploads"
    assert told.value.facts["limit"] == 2
    resets = datetime.fromisoformat(told.value.facts["resets_at"])
    assert 0 <= told.value.facts["seconds"] - (resets - timezone.now()).total_seconds() < 2
    assert resets.hour == resets.minute == 0


def test_an_upload_that_is_refused_leaves_nothing(plan, actor, alice, project):
    plan(uploads_a_day=1)
    send(actor(alice), project, b"a")
    with pytest.raises(QuotaUsedUp):
        send(actor(alice), project, b"b")
    assert (Upload.objects.count(), used("uploads"), used("bytes")) == (1, 1, 1)
    assert len([path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 1


def test_bytes_are_counted_apart(plan, actor, alice, project):
    plan(bytes_a_day=10)
    send(actor(alice), project, b"123456")
    with pytest.raises(QuotaUsedUp, match=r"quota\.bytes"):
        send(actor(alice), project, b"12345")
    send(actor(alice), project, b"1234")
    assert (used("bytes"), used("uploads")) == (10, 2)


def test_the_same_file_again_costs_nothing(plan, actor, alice, project):
    plan(uploads_a_day=1)
    for _ in range(3):
        send(actor(alice), project, b"a")
    assert used("uploads") == 1


def test_the_api_answers_429_with_the_code_and_the_time(plan, api, alice, project):
    plan(uploads_a_day=0)
    answer = api(alice).post(
        f"/api/v1/projects/{project.pk}/uploads/", {"file": SimpleUploadedFile("a.csv", b"a")}, format="multipart"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "quota.uploads")
    assert 0 < int(answer["Retry-After"]) <= 86_401


def test_analyses_end_with_the_plan(plan, actor, alice, boq, work):
    plan(analyses_a_day=1)
    request_analysis(by=actor(alice), boq=boq)
    with pytest.raises(Conflict, match="already_running"):
        request_analysis(by=actor(alice), boq=boq)
    work()
    with pytest.raises(QuotaUsedUp, match=r"quota\.analyses"):
        request_analysis(by=actor(alice), boq=boq)
    assert (used("analyses"), boq.analyses.count()) == (1, 1)


def test_the_next_day_begins_anew(plan, firm):
    plan(analyses_a_day=1)
    quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
    QuotaUse.objects.update(day=timezone.now().date() - timedelta(days=1))
    quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
    assert QuotaUse.objects.count() == 2


def test_one_organization_does_not_spend_for_another(plan, firm, charlie):
    plan(analyses_a_day=1)
    quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
    quotas.spend(organization_id=charlie.organizations.get().pk, meter=quotas.ANALYSES)


def test_self_hosted_and_switched_off_know_no_end_but_count(plan, firm, settings):
    plan(analyses_a_day=1)
    settings.PLANS = False
    for _ in range(3):
        quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
    assert used("analyses") == 3


def test_what_is_rolled_back_is_not_spent(plan, firm):
    plan(analyses_a_day=1)

    def fail() -> None:
        with transaction.atomic():
            quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_time_never_get_more_than_the_plan(plan, firm):
    plan(analyses_a_day=5)
    told, start = [], threading.Barrier(12)

    def spend() -> None:
        start.wait(20)
        try:
            quotas.spend(organization_id=firm.pk, meter=quotas.ANALYSES)
            told.append(True)
        except QuotaUsedUp:
            told.append(False)
        connection.close()

    threads = [threading.Thread(target=spend) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (sum(told), len(told), used("analyses")) == (5, 12, 5)


def test_seats_are_members_and_open_invitations(plan, firm, alice, bob, actor):
    plan(seats=3)

    def ask(email):
        return invite(
            by=actor(alice), organization=firm, email=email, role="viewer", link=lambda token: f"https://x.test/{token}"
        )

    asked = ask("dana@example.com")
    with pytest.raises(Conflict, match=r"quota\.seats"):
        ask("eve@example.com")
    asked.revoked_at = timezone.now()
    asked.save()
    ask("eve@example.com")


def test_a_new_organization_begins_on_the_plan_of_the_operator(alice, settings):
    assert create_organization(owner=alice, name="One").plan == "self_hosted"
    settings.DEFAULT_PLAN = "trial"
    assert create_organization(owner=alice, name="Two").plan == "trial"


def test_the_plans_widen(settings):
    for narrow, wide in zip(plans.PLANS, plans.PLANS[1:], strict=False):
        for role, pace in narrow.requests.items():
            assert pace <= wide.requests[role]
        for limit in ("uploads_a_day", "bytes_a_day", "analyses_a_day", "seats"):
            assert (getattr(narrow, limit) or 0) <= (getattr(wide, limit) or 10**18), (narrow.name, limit)
