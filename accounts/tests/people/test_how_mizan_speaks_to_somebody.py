"""Language, theme, digits and mails are each person's own choice, and every page and mail follows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from accounts.digits import shown
from accounts.models import AuditEntry
from accounts.notifications import OPTIONAL_MAILS
from boq.templatetags.figures import money, percent, plain_figure
from mails.models import Mail
from mails.services import post

pytestmark = pytest.mark.django_db
APPEARANCE = {"language": "ar", "theme": "dark", "digits": "arabic"}


def test_the_choice_is_kept_and_in_the_trail(alice, pages):
    answer = pages(alice).post(reverse("accounts:appearance"), APPEARANCE)
    alice.refresh_from_db()
    assert answer.status_code == 302
    assert (alice.language, alice.theme, alice.digits) == ("ar", "dark", "arabic")
    assert AuditEntry.objects.get(action="user.profile_changed").facts == {"fields": ["digits", "language", "theme"]}


def test_what_is_no_choice_is_refused(alice, pages):
    answer = pages(alice).post(reverse("accounts:appearance"), {**APPEARANCE, "theme": "plaid"})
    alice.refresh_from_db()
    assert (answer.status_code, alice.theme) == (400, "")


def test_the_menu_keeps_the_theme_without_leaving_the_page(alice, pages):
    client = pages(alice)
    assert client.post(reverse("accounts:theme"), {"theme": "dark"}).status_code == 204
    assert client.post(reverse("accounts:theme"), {"theme": "plaid"}).status_code == 204
    assert b'data-theme="dark"' in client.get(reverse("projects:list")).content


def test_arabic_digits_stand_on_arabic_pages_alone(alice, pages, boq):
    alice.language, alice.digits = "ar", "arabic"
    alice.save()
    client = pages(alice)
    page = strip_tags(client.get(reverse("boq:detail", args=[boq.pk])).content.decode())
    assert "٢٨٣٬٤٤٤٫٢٠" in page
    assert "283,444" not in page
    alice.language = "en"
    alice.save()
    assert "283,444.20" in strip_tags(client.get(reverse("boq:detail", args=[boq.pk])).content.decode())
    assert shown("7") == "7", "the choice does not outlive the request"


def test_dates_follow_the_digits_but_not_those_for_machines(monkeypatch):
    monkeypatch.setattr("accounts.digits.arabic", lambda: True)
    drawn = Template('{{ day|date:"j.n.Y" }} {{ day|date:"c" }}').render(Context({"day": date(2026, 11, 22)}))
    assert drawn == "٢٢.١١.٢٠٢٦ 2026-11-22"


def test_every_figure_has_its_digits(monkeypatch):
    monkeypatch.setattr("boq.templatetags.figures.arabic", lambda: True)
    monkeypatch.setattr("accounts.digits.arabic", lambda: True)
    with override("ar"):
        assert strip_tags(money(Decimal("-1234.5"))) == "\u061c-١٬٢٣٤٫٥٠"
        assert percent(Decimal(1), Decimal(8)) == "١٢٫٥٪"
        assert plain_figure(Decimal(1000000)) == "١٬٠٠٠٬٠٠٠"


def test_an_optional_mail_that_is_not_wanted_is_not_sent(alice, pages):
    assert pages(alice).post(reverse("accounts:notifications"), {"wanted": ["export_ready"]}).status_code == 302
    alice.refresh_from_db()
    assert alice.unwanted_mails == [name for name in OPTIONAL_MAILS if name != "export_ready"]
    assert post(to=alice, template="role_changed", facts={"organization": "A", "role": "admin"}) is None
    assert post(to=alice, template="export_ready", facts={"link": "https://a.example/", "hours": 3}) is not None
    assert Mail.objects.filter(template="export_ready").exists()


def test_a_mail_that_is_needed_is_always_sent(alice):
    alice.unwanted_mails = ["member_removed"]
    alice.save()
    assert post(to=alice, template="member_removed", facts={"organization": "A"}) is not None


def test_a_mail_that_is_none_cannot_be_chosen(alice, pages):
    assert pages(alice).post(reverse("accounts:notifications"), {"wanted": ["reset_password"]}).status_code == 400


def test_a_hint_that_was_put_away_stays_away(alice, bob, pages):
    client = pages(alice)
    assert client.post(reverse("accounts:hint", args=["drop-anywhere"]), HTTP_HX_REQUEST="true").status_code == 200
    assert client.post(reverse("accounts:hint", args=["nonsense"])).status_code == 404
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.hints_done, bob.hints_done) == (["drop-anywhere"], [])


def test_the_api_tells_and_changes_them(alice, api):
    answer = api(alice).patch(reverse("api:me"), {"theme": "light", "digits": "arabic"})
    assert (answer.json()["theme"], answer.json()["digits"]) == ("light", "arabic")
