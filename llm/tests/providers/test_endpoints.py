"""The models that an organization may use, in the order of trying."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from llm.endpoints import endpoints_for
from llm.models import LlmKey
from llm.providers import base
from llm.services import providers
from llm.steps import ClassifyItems
from llm.tests.works import works
from llm.values import Prices

pytestmark = pytest.mark.django_db
REQUEST = ClassifyItems().request(works(2))


def names(firm):
    return [endpoint.name for endpoint in endpoints_for(firm.pk)]


def test_without_providers_there_are_none(firm):
    assert endpoints_for(firm.pk) == ()


def test_an_organization_that_does_not_exist_has_none(firm):
    assert endpoints_for(uuid4()) == ()


def test_the_order_is_that_of_the_page(firm, add, alice, actor):
    first, second, third = add("first"), add("second"), add("third")
    assert names(firm) == ["first", "second", "third"]
    providers.move_provider(by=actor(alice), provider=third, up=True)
    providers.move_provider(by=actor(alice), provider=first, up=False)
    assert names(firm) == ["third", "first", "second"]
    providers.move_provider(by=actor(alice), provider=second, up=False)  # it is the last already
    assert names(firm) == ["third", "first", "second"]


@pytest.mark.parametrize(("place", "expected"), [("first", ["env", "own"]), ("last", ["own", "env"])])
def test_the_operators_model_is_first_or_last_as_the_operator_says(firm, add, operators_model, place, expected):
    add("own")
    operators_model(place=place)
    assert ["env" if one.id == "env" else one.name for one in endpoints_for(firm.pk)] == expected


def test_the_operators_terms_are_not_recorded_and_ones_own_are(firm, add, operators_model):
    add()
    operators_model()
    assert [(one.id == "env", one.terms) for one in endpoints_for(firm.pk)] == [
        (False, "recorded"),
        (True, "not_recorded"),
    ]


def test_the_operators_model_can_be_left_out(firm, add, operators_model, alice, actor):
    add("own")
    operators_model()
    providers.set_use_environment(by=actor(alice), use=False)
    assert names(firm) == ["own"]


def test_opted_out_there_are_none_whatever_is_set_up(firm, add, operators_model, alice, actor):
    add()
    operators_model()
    providers.set_opt_out(by=actor(alice), opted_out=True)
    assert endpoints_for(firm.pk) == ()
    providers.set_opt_out(by=actor(alice), opted_out=False)
    assert len(endpoints_for(firm.pk)) == 2


def test_only_what_is_on_with_terms_and_a_wanted_key_counts(firm, add, played):
    add("no terms", terms=False)
    add("off", on=False)
    keyless = add("novita", preset="novita", keys=("sk_a",))
    assert names(firm) == ["novita"]
    LlmKey.objects.filter(provider=keyless).update(active=False)
    assert names(firm) == []


def test_others_do_not_get_it(add, charlie):
    add()
    assert endpoints_for(charlie.organizations.get().pk) == ()


def test_an_endpoint_carries_what_was_said_of_it(firm, add, played):
    add(
        "priced",
        model="m/1",
        input_price=Decimal("0.5"),
        output_price=Decimal("1.25"),
        cached_input_price=Decimal("0.05"),
        currency="EUR",
        timeout_seconds=7,
        max_parallel=3,
        requests_per_minute=2,
    )
    (one,) = endpoints_for(firm.pk)
    assert one.prices == Prices(Decimal("0.5"), Decimal("1.25"), "EUR", Decimal("0.05"))
    assert (one.model, one.timeout_seconds, one.max_parallel) == ("m/1", 7, 3)
    assert one.host == played.base_url.removeprefix("http://").removesuffix("/v1")
    assert [one.wait_seconds(10) > 0 for _ in range(3)] == [False, False, True]


def test_it_connects_with_its_keys_which_take_turns(firm, add, played):
    row = add(keys=("sk-a", "sk-b"))
    played.play(keys={"sk-a": {"status": 401}, "sk-b": {}})
    (endpoint,) = endpoints_for(firm.pk)
    client = endpoint.connect()
    assert client.complete(REQUEST).text
    client.close()
    assert played.counts()["keys"] == {"sk-a": 1, "sk-b": 1}
    assert all(key.last_used_at is not None for key in row.keys.all())
    (later,) = endpoints_for(firm.pk)  # another run, which finds the first key resting
    later.connect().complete(REQUEST)
    assert played.counts()["keys"] == {"sk-a": 1, "sk-b": 2}


def test_the_operators_key_is_used_for_the_operators_model_alone(firm, add, operators_model, played):
    add()
    operators_model()
    played.play(keys={"sk-operator": {}})
    own, environment = endpoints_for(firm.pk)
    with pytest.raises(base.Unauthorized):
        own.connect().complete(REQUEST)
    assert environment.connect().complete(REQUEST).text


def test_private_addresses_need_the_operators_word_and_the_operators_own_does_not(firm, add, operators_model, played):
    add()
    operators_model(allow_private=False)
    own, environment = endpoints_for(firm.pk)
    with pytest.raises(base.BadAddress):
        own.connect().complete(REQUEST)
    assert environment.connect().complete(REQUEST).text


def test_it_rests_after_five_failures_for_every_run_and_wakes_with_an_answer(firm, add):
    add()
    for _ in range(5):
        endpoints_for(firm.pk)[0].failed()
    (one,), (other,) = endpoints_for(firm.pk), endpoints_for(firm.pk)
    assert one.resting
    assert other.resting
    one.succeeded()
    assert not other.resting


def test_no_secret_is_shown_by_an_endpoint(firm, add, operators_model, settings):
    add(keys=("sk-planted-123456",))
    operators_model(api_key="sk-planted-654321")
    shown = f"{endpoints_for(firm.pk)} {endpoints_for(firm.pk)!r} {settings.LLM!r} {settings.ENV!r}"
    assert "planted" not in shown
