"""The item of a paged file opens the page that it stands on, with its cells marked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from boq.engine.errors import EngineError
from boq.tests.makers import pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(upload: Any, work: Any) -> Any:
    """A bill of two pages, read from a PDF file."""
    from boq.models import Boq

    _, job = upload(pdfs.table(pdfs.bill(40)), "tower.pdf")
    work()
    job.refresh_from_db()
    assert job.status == "succeeded", (job.status, job.error_code, job.result)
    return Boq.objects.get(pk=job.result["boq"])


def test_the_inspector_links_to_the_page_and_the_page_marks_the_row(printed, pages, alice):
    client = pages(alice)
    item = printed.items.order_by("position").last()
    assert item.page == 2
    link = f"{reverse('boq:page', args=[printed.pk, item.page])}?sheet=Pages%201-2&amp;row={item.row}"
    assert link in client.get(reverse("boq:item", args=[printed.pk, item.key])).content.decode()
    shown = client.get(link.replace("&amp;", "&"))
    assert shown.status_code == 200
    assert [box.column for box, _ in shown.context["marked"]] == [1, 2, 3, 4, 5, 6]
    assert shown.content.decode().count('<rect class="page-box') == 6
    assert reverse("boq:picture", args=[printed.pk, 2]) in shown.content.decode()


def test_one_cell_stands_out(printed, pages, alice):
    item = printed.items.order_by("position").first()
    url = reverse("boq:page", args=[printed.pk, item.page])
    shown = pages(alice).get(url, {"sheet": item.sheet, "row": item.row, "column": 5})
    assert shown.content.decode().count("page-box chosen") == 1


def test_the_picture_is_drawn_once_and_kept(printed, pages, alice, monkeypatch):
    client = pages(alice)
    url = reverse("boq:picture", args=[printed.pk, 1])
    first = client.get(url)
    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert "private" in first["Cache-Control"]
    monkeypatch.setattr("boq.services.pictures.run_bounded", lambda *args, **kwargs: pytest.fail("drawn again"))
    assert client.get(url).content == first.content


@pytest.mark.parametrize("name", ["page", "picture"])
@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 200), ("charlie", 404)])
def test_members_see_pages_and_outsiders_do_not(who, status, name, printed, pages, request):
    url = reverse(f"boq:{name}", args=[printed.pk, 1])
    assert pages(request.getfixturevalue(who)).get(url).status_code == status


@pytest.mark.parametrize("name", ["page", "picture"])
def test_nobody_signs_in_first(name, printed, pages):
    url = reverse(f"boq:{name}", args=[printed.pk, 1])
    assert pages(None).get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("name", ["page", "picture"])
@pytest.mark.parametrize("number", [0, 3, 99999999])
def test_pages_that_are_not_there(name, number, printed, pages, alice):
    assert pages(alice).get(reverse(f"boq:{name}", args=[printed.pk, number])).status_code == 404


@pytest.mark.parametrize("row", ["-1", "x", "1" * 30, "٣"])
def test_odd_questions_are_not_found(row, printed, pages, alice):
    url = reverse("boq:page", args=[printed.pk, 1])
    assert pages(alice).get(url, {"sheet": "Pages 1-2", "row": row}).status_code == 404


@pytest.mark.parametrize("name", ["page", "picture"])
def test_a_workbook_has_no_pages(name, boq, pages, alice):
    assert pages(alice).get(reverse(f"boq:{name}", args=[boq.pk, 1])).status_code == 404


def test_a_page_that_takes_too_long_says_so_and_is_not_called_missing(printed, pages, alice, monkeypatch):
    def slow(*args, **kwargs):
        raise EngineError("time_limit", seconds=20)

    monkeypatch.setattr("boq.services.pictures.run_bounded", slow)
    reply = pages(alice).get(reverse("boq:picture", args=[printed.pk, 2]))
    assert reply.status_code not in (200, 404)
    assert reply.status_code < 500 or reply.status_code == 503
    assert "20" in reply.content.decode()
