"""Which language an answer speaks: public pages by address, the application by profile and browser, the API by its header."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse
from django.utils import translation
from django.utils.formats import date_format, number_format

from config import languages, urls


def page(request):
    return HttpResponse(translation.get_language())


public_pages = (path("tour/", page, name="tour"),)
urlpatterns = [
    *i18n_patterns(path("", include((public_pages, "public"))), prefix_default_language=False),
    path("workroom/", page),
    path("api/v1/echo/", page),
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def one_public_page(monkeypatch):
    monkeypatch.setattr(languages, "PUBLIC_URLS", public_pages)
    with override_settings(ROOT_URLCONF=__name__), translation.override("en"):
        yield


def spoken(client, address, **headers):
    answer = client.get(address, headers=headers)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize(
    ("address", "language"),
    [("/tour/", "en"), ("/ar/tour/", "ar"), ("/ru/tour/", "ru"), ("/en/tour/", 404), ("/ar/workroom/", 404)],
)
def test_a_public_page_speaks_the_language_of_its_address_whatever_the_browser_says(client, address, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert spoken(client, address, accept_language="ru") == language


def test_a_public_page_is_the_same_for_every_browser_and_says_its_language(client):
    answer = client.get("/ru/tour/")
    assert answer["Content-Language"] == "ru"
    assert "Accept-Language" not in answer.get("Vary", "")


def test_a_link_to_a_public_page_stays_in_the_language_of_the_page_it_is_on():
    assert reverse("public:tour") == "/tour/"
    with translation.override("ar"):
        assert reverse("public:tour") == "/ar/tour/"


def test_without_a_person_the_application_speaks_as_chosen_here_and_then_as_the_browser_does(client):
    assert spoken(client, "/workroom/", accept_language="ar-EG,en;q=0.5") == "ar"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert spoken(client, "/workroom/", accept_language="ar") == "ru"


def test_the_api_speaks_as_its_header_asks_and_english_otherwise(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert spoken(client, "/api/v1/echo/") == "en"
    assert spoken(client, "/api/v1/echo/", accept_language="de, AR-sa;q=0.8, ru;q=0.2") == "ar"


@pytest.mark.django_db
def test_the_profile_counts_more_than_the_browser_and_not_on_public_pages_nor_in_the_api(client, alice):
    alice.language = "ru"
    alice.save()
    client.force_login(alice)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert spoken(client, "/workroom/", accept_language="en") == "ru"
    assert spoken(client, "/tour/", accept_language="ru") == "en"
    assert spoken(client, "/api/v1/echo/", accept_language="ar") == "ar"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("here", "there"), [("/tour/?a=1", "/ar/tour/?a=1"), ("/ru/tour/", "/ar/tour/"), ("/workroom/", "/workroom/")]
)
def test_the_menu_leads_to_the_same_page_in_the_chosen_language(client, here, there):
    answer = client.post("/language/", {"language": "ar", "next": here})
    assert answer["Location"] == there
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"


def test_a_public_page_knows_its_addresses_in_all_languages():
    assert languages.alternates("/ar/tour/") == [("en", "/tour/"), ("ar", "/ar/tour/"), ("ru", "/ru/tour/")]
    assert languages.alternates("/workroom/") == []


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("en", "1,234,567.5", "22 November 2026, 09:05"),
        ("ar", "1,234,567.5", "22 نوفمبر 2026، 09:05"),
        ("ru", "1\u00a0234\u00a0567,5", "22 ноября 2026 г., 09:05"),
    ],
)
def test_numbers_and_dates_are_written_as_the_trade_writes_them(language, number, day):
    with translation.override(language):
        assert number_format("1234567.5", force_grouping=True) == number
        assert date_format(datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "DATETIME_FORMAT") == day


def test_templates_name_forms_of_dates_and_write_none_of_their_own():
    fixed = re.compile(r"""\|date:["'](?!c["']|U["']|Y-m-d|[A-Z_]+_FORMAT["'])([^"']*)["']""")
    found = [
        (str(page.relative_to(settings.BASE_DIR)), *form)
        for page in own_templates()
        if (form := fixed.findall(page.read_text()))
    ]
    assert found == []


def own_templates():
    return [
        page
        for folder in ("templates", "*/templates")
        for page in sorted(settings.BASE_DIR.glob(f"{folder}/**/*.html"))
    ]
