"""The same through the API: what is taken, what is answered, by whom, and that a secret never comes out."""

from __future__ import annotations

import pytest

from accounts.models import Organization
from llm.models import LlmKey, LlmProvider

pytestmark = pytest.mark.django_db
HOME = "/api/v1/llm"
PLANTED = "sk-planted-api-5512"
NEW = {
    "name": "Novita",
    "preset": "novita",
    "base_url": "https://api.novita.ai/openai/v1",
    "model": "m/large",
    "input_price": "0.39",
}
TERMS = {"place": "France", "retention": "days", "days": 30, "training": "no", "url": "https://example.com/terms"}


def test_from_nothing_to_a_model_that_is_ready(api, alice):
    client = api(alice)
    made = client.post(f"{HOME}/providers/", NEW)
    assert made.status_code == 201
    body = made.json()
    one = f"{HOME}/providers/{body['id']}/"
    assert (body["state"], body["enabled"], body["terms"], body["input_price"]) == (
        "terms_missing",
        False,
        None,
        "0.390000",
    )
    refused = client.patch(one, {"enabled": True})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "provider.terms_missing")
    recorded = client.put(f"{one}terms/", TERMS).json()
    assert recorded["state"] == "key_missing"
    assert {name: recorded["terms"][name] for name in TERMS} == TERMS
    assert recorded["terms"]["recorded_by"] == str(alice.pk)
    key = client.post(f"{one}keys/", {"secret": PLANTED, "label": "main"})
    assert key.status_code == 201
    assert client.patch(one, {"enabled": True}).json()["state"] == "ready"
    assert LlmKey.objects.get().secret.reveal() == PLANTED
    everything = f"{key.content}{client.get(one).content}{client.get(f'{HOME}/providers/').content}"
    assert PLANTED not in everything
    assert LlmKey.objects.get().secret.token not in everything


def test_the_list_is_in_the_order_of_trying_and_can_be_moved(api, alice, add):
    add("first")
    second = add("second")
    client = api(alice)
    client.patch(f"{HOME}/providers/{second.pk}/", {"move": "up"})
    assert [one["name"] for one in client.get(f"{HOME}/providers/").json()] == ["second", "first"]


def test_a_change_is_made_whole_or_not_at_all(api, alice, add):
    row = add(keys=("sk-a",))
    answer = api(alice).patch(f"{HOME}/providers/{row.pk}/", {"base_url": "https://x.example/v1", "enabled": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "provider.terms_missing")
    row.refresh_from_db()
    assert (row.enabled, row.has_terms, row.keys.count()) == (True, True, 1)


def test_keys_are_switched_and_deleted(api, alice, add):
    row = add(keys=("sk-a",))
    one = f"{HOME}/providers/{row.pk}/keys/{row.keys.get().pk}/"
    assert api(alice).patch(one, {"active": False}).json()["active"] is False
    assert api(alice).get(f"{HOME}/providers/{row.pk}/").json()["keys"][0]["active"] is False
    assert api(alice).delete(one).status_code == 204
    assert api(alice).delete(f"{HOME}/providers/{row.pk}/").status_code == 204
    assert not LlmProvider.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "file:///etc/passwd"},
        {"base_url": "https://a:b@example.com/v1"},
        {"name": ""},
        {"preset": "none"},
        {"currency": "usd1"},
        {"input_price": "NaN"},
        {"input_price": -0.5},
        {"timeout_seconds": 0},
        {"tokens_per_minute": -5},
        {"name": "a\u0000b"},
    ],
)
def test_what_makes_no_sense_is_a_400(api, alice, add, wrong):
    row = add()
    assert api(alice).post(f"{HOME}/providers/", NEW | wrong).status_code == 400
    assert api(alice).patch(f"{HOME}/providers/{row.pk}/", wrong).status_code == 400
    assert LlmProvider.objects.count() == 1


@pytest.mark.parametrize("field", ["enabled", "organization", "terms_recorded_at", "position", "id"])
def test_what_may_not_be_said_when_adding_is_left_alone(api, alice, charlie, field):
    values = {
        "enabled": True, "organization": str(charlie.organizations.get().pk), "terms_recorded_at": "2026-01-01T00:00:00Z",
        "position": 9, "id": str(charlie.pk),
    }  # fmt: skip
    assert api(alice).post(f"{HOME}/providers/", NEW | {field: values[field]}).status_code == 201
    row = LlmProvider.objects.get()
    assert (row.enabled, row.organization, row.terms_recorded_at, row.position) == (
        False,
        alice.organizations.get(),
        None,
        0,
    )
    assert row.pk != charlie.pk


@pytest.mark.parametrize(
    "wrong", [{"place": ""}, {"retention": "some"}, {"days": None}, {"training": None}, {"url": "javascript:x"}]
)
def test_terms_that_are_not_whole_are_a_400(api, alice, add, wrong):
    row = add(terms=False)
    assert api(alice).put(f"{HOME}/providers/{row.pk}/terms/", TERMS | wrong).status_code == 400
    row.refresh_from_db()
    assert not row.has_terms


def calls(row):
    one = f"{HOME}/providers/{row.pk}/"
    key = f"{one}keys/{row.keys.get().pk}/"
    return [
        ("get", one, None), ("patch", one, {"model": "x"}), ("put", f"{one}terms/", TERMS), ("post", f"{one}keys/", {"secret": "sk-x"}),
        ("patch", key, {"active": False}), ("post", f"{one}test/", None), ("delete", key, None), ("delete", one, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404), (None, 401)])
def test_nobody_else_reads_or_changes_a_provider(api, request, add, who, status, bob, charlie):
    row = add(keys=("sk-a",))
    client = api(request.getfixturevalue(who) if who else None)
    answers = [getattr(client, method)(url, body).status_code for method, url, body in calls(row)]
    assert answers == [status] * len(answers)
    row.refresh_from_db()
    assert (row.model, row.keys.count()) == ("played", 1)


@pytest.mark.parametrize("path", ["providers/", "choices/", "budget/"])
def test_viewers_do_not_read_what_is_managed(api, bob, path):
    assert api(bob).get(f"{HOME}/{path}").status_code == 403


def test_every_member_may_ask_where_texts_go(api, bob, charlie, add, operators_model):
    add("Own")
    operators_model()
    own, operators = api(bob).get(f"{HOME}/destinations/").json()["destinations"]
    assert (own["name"], own["terms"], own["place"]) == ("Own", "recorded", "Germany")
    assert operators["terms"] == "not_recorded"
    assert [one["operators"] for one in api(charlie).get(f"{HOME}/destinations/").json()["destinations"]] == [True]


def test_opting_out_leaves_no_destination(api, alice, firm, add):
    add()
    client = api(alice)
    assert client.patch(f"{HOME}/choices/", {"opt_out": True}).json() == {"opt_out": True, "use_environment": True}
    assert Organization.objects.get(pk=firm.pk).llm_opt_out
    assert client.get(f"{HOME}/destinations/").json() == {"opted_out": True, "destinations": []}
    assert client.patch(f"{HOME}/choices/", {"use_environment": False}).json()["use_environment"] is False


def test_a_test_answers_what_the_server_understands(api, alice, add):
    found = api(alice).post(f"{HOME}/providers/{add().pk}/test/").json()
    assert (found["code"], found["answers"], found["streaming"]) == ("", "json_schema", True)


def test_the_budget_is_set_and_read(api, alice):
    caps = {"monthly_cost": "20.5000", "currency": "EUR", "monthly_tokens": None}
    body = api(alice).put(f"{HOME}/budget/", caps).json()
    assert body["budget"] == caps
    assert body["this_month"][0] == {
        "unit": "EUR",
        "operators": False,
        "cap": "20.5000000000",
        "spent": "0.0000000000",
        "reserved": "0.0000000000",
        "left": "20.5000000000",
    }
    assert api(alice).put(f"{HOME}/budget/", caps | {"monthly_cost": "-1"}).status_code == 400


def test_presets_are_listed(api, bob):
    found = {one["code"]: one["base_url"] for one in api(bob).get(f"{HOME}/presets/").json()}
    assert found["novita"] == "https://api.novita.ai/openai/v1"
    assert set(found) == {"novita", "openai", "ollama", "llamacpp", "vllm", "other"}
