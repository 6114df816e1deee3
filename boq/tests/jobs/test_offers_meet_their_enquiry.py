"""Bills of the exchange formats in a project: they need no confirmation, and an offer of prices alone finds its enquiry."""

from __future__ import annotations

import pytest

from boq.models import Boq, Item
from boq.tests.makers.exchange import bc3, gaeb_90, gaeb_2000, gaeb_xml, net, school, without

pytestmark = pytest.mark.django_db

PLAIN = without(school())


def test_an_offer_is_joined_to_the_enquiry_of_its_project(upload, work):
    upload(gaeb_xml(school(), "83"), "anfrage.x83")
    upload(gaeb_xml(school(), "84"), "angebot.x84")
    asked, offered = (Boq.objects.get(pk=job.result["boq"]) for job in work())
    assert offered.total == offered.stated_total == net(school())
    assert offered.ties_out
    assert '"offer_joined"' in offered.receipt_text
    keys = [
        list(Item.objects.filter(boq=bill).order_by("position").values_list("key", flat=True))
        for bill in (asked, offered)
    ]
    assert keys[0] == keys[1]
    item = Item.objects.get(boq=offered, ref="01.0020")
    assert (item.quantity, item.description, item.unit) == (
        asked.items.get(ref="01.0020").quantity,
        "Baugrube ausheben",
        "m3",
    )


def test_an_offer_without_its_enquiry_is_read_and_says_what_is_missing(upload, work):
    upload(gaeb_xml(school(), "84"), "angebot.x84")
    (job,) = work()
    bill = Boq.objects.get(pk=job.result["boq"])
    assert bill.items_count == 9
    assert '"quantities_elsewhere"' in bill.receipt_text


def test_another_firms_enquiry_is_never_used(upload, work, charlie, actor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from boq.services.uploads import receive
    from projects.services import create_project

    project = create_project(by=actor(charlie), name="Other", currency="EUR")
    receive(by=actor(charlie), project=project, file=SimpleUploadedFile("anfrage.x83", gaeb_xml(school(), "83")))
    upload(gaeb_xml(school(), "84"), "angebot.x84")
    jobs = work()
    assert '"quantities_elsewhere"' in Boq.objects.get(pk=jobs[-1].result["boq"]).receipt_text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("auftrag.x86", gaeb_xml(school())),
        ("auftrag.p86", gaeb_2000(PLAIN)),
        ("auftrag.d86", gaeb_90(PLAIN)),
        ("obra.bc3", bc3(PLAIN)),
    ],
)
def test_the_pages_of_such_a_bill_are_shown(name, data, upload, work, pages, api, alice):
    upload(data, name)
    (job,) = work()
    assert job.status == "succeeded", job.error_code
    bill = Boq.objects.get(pk=job.result["boq"])
    assert bill.items_count == 9
    page = pages(alice).get(f"/boqs/{bill.pk}/")
    assert page.status_code == 200
    assert "Baugrube ausheben" in page.content.decode()
    for path in ("items/", "sections/", "findings/", "receipt/"):
        assert api(alice).get(f"/api/v1/boqs/{bill.pk}/{path}").status_code == 200
    item = bill.items.order_by("position")[1]
    body = api(alice).get(f"/api/v1/boqs/{bill.pk}/items/{item.key}/").json()
    assert any("Baugrube ausheben" in cell for row in body["neighbours"] if row["chosen"] for cell in row["cells"])
