"""A correction is kept for the organization, used for the next file of the shape, said on the receipt, and can be taken back."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from boq.models import Boq, Layout
from boq.tests.makers.doubtful import COLUMNS, doubtful
from jobs.models import Status

pytestmark = pytest.mark.django_db
WORD = {"Offer": {"header_row": 3, "columns": COLUMNS, "rows": [{"first": 16, "kind": "subtotal"}]}}


@pytest.fixture
def decided(upload, work, api, alice):
    """The first file of a sender, decided on and read."""
    sent, job = upload(doubtful(), "march.xlsx")
    work()
    job.refresh_from_db()
    assert job.status == Status.NEEDS_INPUT
    reply = api(alice).post(f"/api/v1/uploads/{sent.pk}/mapping/", {"sheets": WORD, "name": "Acme offers"})
    assert reply.status_code == 202
    work()
    return sent


@pytest.fixture
def next_file(upload, work):
    def send(data=None, name="april.xlsx"):
        _, job = upload(data or doubtful("Priced offer, April", first=2, factor=3), name)
        work()
        job.refresh_from_db()
        return job

    return send


def test_the_word_of_a_person_makes_the_bill_and_the_layout(decided):
    bill, layout = Boq.objects.get(), Layout.objects.get()
    assert (bill.items_count, str(bill.total.normalize()), bill.ties_out) == (8, "25222", True)
    assert (layout.name, layout.enabled, layout.settled, layout.used_count) == (
        "Acme offers",
        True,
        ["heading_missing"],
        0,
    )
    assert layout.sheets[0]["kinds"] == {"all together": "subtotal"}
    assert AuditEntry.objects.filter(action="layout.kept", target_id=str(layout.pk)).count() == 1


def test_the_next_file_of_the_sender_is_read_with_it_and_says_so(decided, next_file):
    job = next_file()
    assert job.status == Status.SUCCEEDED
    bill, layout = Boq.objects.get(pk=job.result["boq"]), Layout.objects.get()
    assert (bill.items_count, str(bill.total.normalize()), bill.ties_out) == (6, "73326", True)
    note = bill.receipt["warnings"][0]
    assert note["code"] == "read_with_layout"
    assert (note["facts"]["layout"], note["facts"]["by"]) == ("Acme offers", "Alice")
    assert bill.mapping["layout"] == str(layout.pk)
    assert (layout.used_count, layout.used_at is not None) == (1, True)


def test_a_layout_that_is_switched_off_is_not_used(decided, next_file, api, alice):
    url = f"/api/v1/layouts/{Layout.objects.get().pk}/"
    assert api(alice).patch(url, {"enabled": False}).json()["enabled"] is False
    assert next_file().status == Status.NEEDS_INPUT


def test_a_file_can_be_read_again_without_it(decided, next_file, api, alice, work):
    job = next_file()
    upload = Boq.objects.get(pk=job.result["boq"]).upload_id
    reply = api(alice).post(f"/api/v1/uploads/{upload}/read-again/", {"plain": True})
    (job,) = work()
    assert (str(job.pk), job.status) == (reply.json()["job"]["id"], Status.NEEDS_INPUT)


def test_a_decision_that_is_not_to_be_kept_is_not(upload, work, api, alice):
    sent, _ = upload(doubtful())
    work()
    api(alice).post(f"/api/v1/uploads/{sent.pk}/mapping/", {"sheets": WORD, "keep": False})
    assert not Layout.objects.exists()


def test_accepting_what_is_shown_is_kept_too(upload, work, api, alice, next_file):
    sent, _ = upload(doubtful())
    work()
    api(alice).post(f"/api/v1/uploads/{sent.pk}/mapping/", {"accept": True})
    work()
    assert (
        not Layout.objects.exists()
    )  # nothing on this file would be recognized again: it has no heading and no word on its columns


def test_the_same_shape_decided_on_anew_changes_the_layout(decided, next_file, api, alice, work):
    job = next_file()
    upload = Boq.objects.get(pk=job.result["boq"]).upload_id
    without = {"Offer": {"header_row": 3, "columns": {k: v for k, v in COLUMNS.items() if k != "ref"}}}
    api(alice).post(f"/api/v1/uploads/{upload}/mapping/", {"sheets": without, "name": "Acme anew"})
    work()
    layout = Layout.objects.get()
    assert (layout.name, "ref" in layout.sheets[0]["columns"]) == ("Acme anew", False)
    assert AuditEntry.objects.filter(action="layout.changed").count() == 1


def test_accepting_a_reading_with_a_layout_keeps_that_reading(decided, next_file, api, alice, work):
    job = next_file(doubtful("May", first=1, factor=2), "may.xlsx")
    bill = Boq.objects.get(pk=job.result["boq"])
    api(alice).post(f"/api/v1/uploads/{bill.upload_id}/mapping/", {"accept": True})
    work()
    again = Boq.objects.latest("created_at")
    assert (again.items_count, again.total, again.mapping) == (bill.items_count, bill.total, bill.mapping)


def test_another_organization_neither_sees_nor_uses_it(decided, api, charlie, actor, work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from boq.services.uploads import receive
    from projects.services import create_project

    client, url = api(charlie), f"/api/v1/layouts/{Layout.objects.get().pk}/"
    assert client.get("/api/v1/layouts/").json()["count"] == 0
    assert [client.get(url).status_code, client.patch(url, {"enabled": False}).status_code] == [404, 404]
    assert client.delete(url).status_code == 404
    project = create_project(by=actor(charlie), name="Other")
    receive(by=actor(charlie), project=project, file=SimpleUploadedFile("april.xlsx", doubtful("April", factor=2)))
    (job,) = work()
    assert job.status == Status.NEEDS_INPUT


def test_estimators_rename_and_only_admins_delete(decided, api, alice, bob, firm):
    from accounts.models import Membership

    url = f"/api/v1/layouts/{Layout.objects.get().pk}/"
    assert api(bob).get("/api/v1/layouts/").json()["results"][0]["name"] == "Acme offers"
    assert api(bob).patch(url, {"name": "Mine"}).status_code == 403
    Membership.objects.filter(user=bob, organization=firm).update(role="estimator")
    assert api(bob).patch(url, {"name": "Acme, offers"}).json()["name"] == "Acme, offers"
    assert api(bob).patch(url, {"name": "  "}).status_code == 400
    assert api(bob).delete(url).status_code == 403
    Membership.objects.filter(user=bob, organization=firm).update(role="admin")
    assert api(bob).delete(url).status_code == 204
    assert not Layout.objects.exists()
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"layout.renamed", "layout.deleted"}
    assert Boq.objects.count() == 1


def test_figures_that_do_not_bear_it_out_are_asked_about(decided, upload, work):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(doubtful("June", factor=2)))
    for row in book["Offer"].iter_rows(min_row=5, max_row=14):
        if len(row) > 3 and isinstance(row[3].value, int | float):
            row[3].value = "to be agreed"
    out = io.BytesIO()
    book.save(out)
    _, job = upload(out.getvalue(), "june.xlsx")
    work()
    job.refresh_from_db()
    assert job.status == Status.NEEDS_INPUT
    assert job.result["questions"][0]["code"].startswith("layout_unfit_")
