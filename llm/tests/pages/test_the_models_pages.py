"""The pages of an organization's models: for owners and admins, with every state, without inline code and without secrets."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.access import Role
from accounts.models import Membership, Organization
from boq.tests.pages.test_pages_need_no_inline_code import INLINE
from llm import shared
from llm.budget import this_month
from llm.models import Budget, LedgerEntry, LlmKey, LlmProvider, Purse

pytestmark = pytest.mark.django_db
HOME = "/organization/models/"
PLANTED = "sk-planted-page-7781"
FORM = {
    "name": "Novita", "preset": "novita", "base_url": "https://api.novita.ai/openai/v1", "model": "m/large", "input_price": "0.39",
    "output_price": "0.4", "cached_input_price": "", "currency": "usd", "timeout_seconds": "60", "max_parallel": "2",
    "requests_per_minute": "", "tokens_per_minute": "",
}  # fmt: skip
TERMS = {"terms_place": "France", "terms_retention": "none", "terms_days": "", "terms_training": "no", "terms_url": ""}


def page(client, url=HOME):
    return client.get(url).content.decode()


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 403), ("charlie", 200), (None, 302)])
def test_owners_see_their_own_and_viewers_do_not(who, status, pages, request, bob, charlie, alice):
    client = pages(request.getfixturevalue(who) if who else None)
    assert [client.get(url).status_code for url in (HOME, f"{HOME}add/?preset=openai")] == [status, status]


def test_admins_manage_and_estimators_do_not(pages, bob, firm):
    member = Membership.objects.get(user=bob, organization=firm)
    for role, status in ((Role.ADMIN, 200), (Role.ESTIMATOR, 403)):
        member.role = role
        member.save()
        assert pages(bob).get(HOME).status_code == status


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404), (None, 302)])
def test_nobody_else_changes_anything(who, status, pages, request, add, bob, charlie):
    row = add(keys=("sk-a",))
    client = pages(request.getfixturevalue(who) if who else None)
    one = [row.pk]
    posts = [
        (reverse("llm:provider", args=one), FORM),
        (reverse("llm:terms", args=one), TERMS),
        (reverse("llm:act", args=one), {"do": "delete"}),
        (reverse("llm:keys", args=one), {"secret": "sk-x"}),
        (reverse("llm:key", args=[row.pk, row.keys.get().pk]), {"do": "delete"}),
        (reverse("llm:try", args=one), {}),
    ]
    assert [client.post(url, data).status_code for url, data in posts] == [status] * len(posts)
    row.refresh_from_db()
    assert (row.name, row.enabled, row.keys.count()) == ("Own", True, 1)


@pytest.mark.parametrize("data", [{"opt_out": "1"}, {"environment": "0"}, {"budget": "1", "currency": "USD"}])
def test_a_viewer_cannot_switch_the_organization(pages, bob, firm, data):
    assert pages(bob).post(f"{HOME}choices/", data).status_code == 403
    assert not Organization.objects.get(pk=firm.pk).llm_opt_out


def test_from_nothing_to_a_model_that_is_ready(pages, alice):
    client = pages(alice)
    assert "No model yet" in page(client)
    answer = client.post(f"{HOME}add/", FORM)
    row = LlmProvider.objects.get()
    assert answer.url == f"{HOME}{row.pk}/"
    assert "off: terms missing" in page(client)
    client.post(f"{HOME}{row.pk}/terms/", TERMS)
    assert "off: key missing" in page(client)
    client.post(f"{HOME}{row.pk}/keys/", {"label": "main", "secret": PLANTED})
    client.post(f"{HOME}{row.pk}/do/", {"do": "on"})
    row.refresh_from_db()
    assert (row.enabled, row.currency, row.input_price) == (True, "USD", Decimal("0.39"))
    assert ">ready<" in page(client)
    assert LlmKey.objects.get().secret.reveal() == PLANTED


def test_a_server_of_ones_own_is_switched_on_with_its_terms(pages, alice, add):
    row = add(preset="ollama", terms=False)
    client = pages(alice)
    assert 'value="our own server"' in page(client, f"{HOME}{row.pk}/")
    client.post(f"{HOME}{row.pk}/terms/", {**TERMS, "enable": "1"})
    row.refresh_from_db()
    assert row.enabled


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"base_url": "ftp://x.example/v1"}, "No model can be asked at that address"),
        ({"base_url": "https://me:word@x.example/v1"}, "No model can be asked at that address"),
        ({"name": ""}, "This field is required"),
        ({"currency": "12"}, "Use three letters"),
        ({"input_price": "cheap"}, "Enter a number"),
        ({"timeout_seconds": "9999"}, "less than or equal to 600"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(pages, alice, add, change, said):
    row = add()
    for url in (f"{HOME}add/", f"{HOME}{row.pk}/"):
        answer = pages(alice).post(url, FORM | change)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert LlmProvider.objects.count() == 1


def test_a_private_address_is_refused_where_it_is_not_allowed(pages, alice, operators_model):
    operators_model(base_url="", allow_private=False)
    answer = pages(alice).post(f"{HOME}add/", FORM | {"base_url": "http://127.0.0.1:11434/v1"})
    assert "private network" in answer.content.decode()
    assert not LlmProvider.objects.exists()


def test_terms_that_are_not_whole_are_not_recorded(pages, alice, add):
    row = add(terms=False)
    answer = pages(alice).post(f"{HOME}{row.pk}/terms/", TERMS | {"terms_retention": "days"})
    assert answer.status_code == 400
    assert "Say how many days." in answer.content.decode()
    row.refresh_from_db()
    assert not row.has_terms


def test_moving_to_another_server_is_told(pages, alice, add):
    row = add(keys=("sk-a",))
    answer = pages(alice).post(f"{HOME}{row.pk}/", FORM | {"preset": "other"}, follow=True)
    assert "its keys are forgotten" in answer.content.decode()
    row.refresh_from_db()
    assert not row.enabled


def test_the_order_is_changed_by_its_buttons(pages, alice, add):
    add("first")
    second = add("second")
    client = pages(alice)
    client.post(f"{HOME}{second.pk}/do/", {"do": "up"})
    assert page(client).index(">second<") < page(client).index(">first<")


def test_switching_on_without_terms_is_refused_with_the_next_step(pages, alice, add):
    row = add(terms=False)
    answer = pages(alice).post(f"{HOME}{row.pk}/do/", {"do": "on"}, follow=True)
    assert "stays off until its terms are recorded" in answer.content.decode()


@pytest.mark.parametrize("given", ["do", "nonsense"])
def test_an_unknown_wish_changes_nothing(pages, alice, add, given):
    row = add(keys=("sk-a",))
    client = pages(alice)
    client.post(f"{HOME}{row.pk}/do/", {"do": given})
    client.post(f"{HOME}{row.pk}/keys/{row.keys.get().pk}/", {"do": given})
    row.refresh_from_db()
    assert (row.enabled, row.keys.count()) == (True, 1)


def test_a_key_is_never_shown_again(pages, alice, add):
    row = add(keys=(PLANTED,))
    client = pages(alice)
    wrong = client.post(f"{HOME}{row.pk}/keys/", {"secret": f"{PLANTED} two"})
    assert wrong.status_code == 400
    for text in (page(client), page(client, f"{HOME}{row.pk}/"), wrong.content.decode()):
        assert PLANTED not in text
        assert row.keys.get().secret.token not in text


def test_a_resting_key_can_be_woken(pages, alice, add):
    row = add(keys=("sk-a",))
    key = row.keys.get()
    shared.rest_key(str(key.pk), "llm.out-of-credit", 1_000)
    client = pages(alice)
    assert "no credit left, rests until" in page(client, f"{HOME}{row.pk}/")
    assert "resting after failures" in page(client)
    client.post(f"{HOME}{row.pk}/keys/{key.pk}/", {"do": "on"})
    assert ">ready<" in page(client)


def test_the_test_of_a_connection_is_shown(pages, alice, add, played):
    played.play(models=["played", "<script>x</script>other"])
    row = add()
    answer = pages(alice).post(f"{HOME}{row.pk}/try/").content.decode()
    assert "by a JSON schema" in answer
    assert "<script>x" not in answer
    played.play(keys={"sk-right": {}})
    assert "does not accept the key" in pages(alice).post(f"{HOME}{row.pk}/try/").content.decode()


def test_opting_out_is_one_button_and_is_said_everywhere(pages, alice, firm, add, played):
    row = add()
    client = pages(alice)
    client.post(f"{HOME}choices/", {"opt_out": "1"})
    assert Organization.objects.get(pk=firm.pk).llm_opt_out
    assert "Nothing. Not one byte" in page(client)
    assert "opted out" in client.post(f"{HOME}{row.pk}/try/", follow=True).content.decode()
    assert played.counts()["calls"] == 0
    client.post(f"{HOME}choices/", {"opt_out": "0"})
    assert not Organization.objects.get(pk=firm.pk).llm_opt_out


def test_the_operators_model_stands_in_its_place_and_can_be_left_out(pages, alice, firm, add, operators_model):
    add("Own")
    client = pages(alice)
    operators_model(place="first")
    assert page(client).index("The model of this server") < page(client).index(">Own<")
    operators_model(place="last")
    assert page(client).index("The model of this server") > page(client).index(">Own<")
    client.post(f"{HOME}choices/", {"environment": "0"})
    assert not Organization.objects.get(pk=firm.pk).llm_use_environment
    assert "not used" in page(client)


def test_the_budget_is_set_and_shown_with_what_is_left(pages, alice, firm):
    client = pages(alice)
    client.post(f"{HOME}choices/", {"budget": "1", "monthly_cost": "20.5", "currency": "eur", "monthly_tokens": ""})
    assert Budget.objects.get().monthly_cost == Decimal("20.5")
    Purse.objects.create(
        organization=firm, month=this_month(), name="cost:EUR", spent=Decimal("1.25"), reserved=Decimal("0.25")
    )
    text = re.sub(r"<[^>]+>", "", page(client))
    assert "19.00" in text
    assert "1.25" in text


@pytest.mark.parametrize(
    "wrong", [{"monthly_cost": "-1"}, {"monthly_cost": "NaN"}, {"currency": ""}, {"monthly_tokens": "1.5"}]
)
def test_a_budget_that_makes_no_sense_is_refused(pages, alice, wrong):
    given = {"budget": "1", "monthly_cost": "5", "currency": "EUR", "monthly_tokens": "9"} | wrong
    assert pages(alice).post(f"{HOME}choices/", given).status_code == 400
    assert not Budget.objects.exists()


def test_the_ledger_is_shown_by_month_and_model(pages, alice, firm, charlie):
    for organization, model in ((firm, "m/large"), (charlie.organizations.get(), "m/foreign")):
        for cached in (False, True):
            LedgerEntry.objects.create(
                organization=organization, prompt="p.v1", provider="api.example", model=model, input_hash=str(cached), cached=cached,
                status="reused" if cached else "answered", input_tokens=1_200, output_tokens=34, cost=Decimal("0.0123"), currency="USD",
            )  # fmt: skip
    text = page(pages(alice))
    assert "m/large" in text
    assert "m/foreign" not in text
    assert "0.0123" in re.sub(r"<[^>]+>", "", text)


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_no_page_holds_inline_code(pages, alice, add, operators_model, language, played):
    row = add(keys=("sk-a",))
    operators_model()
    client = pages(alice)
    client.cookies["django_language"] = language
    for url in (HOME, f"{HOME}add/?preset=ollama", f"{HOME}{row.pk}/"):
        assert INLINE.findall(page(client, url)) == []
    assert INLINE.findall(client.post(f"{HOME}{row.pk}/try/").content.decode()) == []


def test_the_menu_leads_there_only_for_those_who_manage(pages, alice, bob):
    assert HOME in page(pages(alice), "/projects/")
    assert HOME not in page(pages(bob), "/projects/")


def test_markup_in_a_name_stays_text(pages, alice, add):
    row = add("<img src=x onerror=alert(1)>")
    for url in (HOME, f"{HOME}{row.pk}/"):
        assert "<img src=x" not in page(pages(alice), url)


def test_whoever_may_start_an_analysis_sees_where_texts_go(pages, alice, bob, actor, boq, add, operators_model):
    from llm.services.providers import set_opt_out

    url = f"/boqs/{boq.pk}/analyses/"
    add("Own")
    operators_model()
    seen = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(pages(bob), url)))
    assert "Germany, kept for 30 days, not used for training" in seen
    assert "terms not recorded" in seen
    set_opt_out(by=actor(alice), opted_out=True)
    assert "Your organization has opted out of language models" in page(pages(bob), url)
