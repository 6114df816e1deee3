"""The pages of figures and slow queries: for staff with the right, with the words and the statement of each figure."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from config.figures import queries
from config.figures.definitions import FIGURES
from conftest import person
from website.models import RequestCount

pytestmark = pytest.mark.django_db
ADDRESSES = ("/admin/website/requestcount/figures/", "/admin/website/requestcount/queries/")


@pytest.fixture
def clerk(settings):
    """Staff without a right of their own."""
    settings.STAFF_SECOND_FACTOR = False
    user = person("clerk@operator.example", "Clerk")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def chief(clerk):
    clerk.user_permissions.add(Permission.objects.get(codename="view_figures"))
    return clerk


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_staff_with_the_right_gets_in(address, clerk, alice, pages):
    assert pages(clerk).get(address).status_code == 403
    assert pages(alice).get(address).status_code == 302


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_every_figure_shows_its_words_its_drawing_and_its_statement(language, chief, pages):
    RequestCount.objects.create(day=timezone.now().date(), counter="a", door="api", requests=7, milliseconds=70)
    type(chief).objects.update(language=language)
    page = pages(chief).get(ADDRESSES[0]).content.decode()
    assert page.count("<pre") == len(FIGURES)
    assert "sum(requests)" in page
    assert page.count("mizan-chart") == 4  # calls, time and errors; and that nobody came in a month
    assert 'style="' not in page.partition('class="mizan-board"')[2].partition("</main>")[0]


def test_the_database_without_the_extension_says_what_there_is_to_do(chief, pages):
    if queries.slowest().missing != "extension":
        pytest.fail("the test's database is not supposed to have it")
    assert "CREATE EXTENSION pg_stat_statements" in pages(chief).get(ADDRESSES[1]).content.decode()


def test_statements_are_shown_without_values(chief, pages, monkeypatch):
    assert queries._plain("ALTER ROLE a\n  PASSWORD 'it''s secret'") == "ALTER ROLE a PASSWORD '…'"
    found = queries.Slowest((queries.Query("SELECT $1", 12, 30.5, 2.54, 12, None),))
    monkeypatch.setattr("config.figures.admin.slowest", lambda: found)
    assert "SELECT $1" in pages(chief).get(ADDRESSES[1]).content.decode()
