"""The test of a connection says whether the server is reached, how fast, and what it understands."""

from __future__ import annotations

import pytest

from accounts.errors import Conflict
from llm.services import providers, trying

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(alice, actor):
    return lambda row: trying.try_provider(by=actor(alice), provider=row)


def test_an_honest_server_is_told_as_it_is(add, played, tried):
    played.play(models=["played", "other"])
    found = tried(add())
    assert (found.code, found.models, found.model_listed) == ("", ("played", "other"), True)
    assert (found.answers, found.streaming) == ("json_schema", True)
    assert found.tokens > 0
    assert found.milliseconds > 0


def test_a_provider_without_terms_can_be_tried(add, tried):
    assert tried(add(terms=False)).code == ""


def test_a_model_that_is_not_offered_is_told(add, played, tried):
    played.play(models=["other"])
    assert tried(add()).model_listed is False


@pytest.mark.parametrize(("fault", "answers"), [("no-json-schema", "json_object"), ("no-response-format", "plain")])
def test_a_server_without_schemas_is_told(add, played, tried, fault, answers):
    played.play({"fault": fault, "times": -1})
    assert tried(add()).answers == answers


def test_a_server_without_tools_is_told(add, played, tried):
    played.play({"fault": "no-tools", "times": -1})
    found = tried(add())
    assert (found.tools, found.streaming) == (False, True)


def test_a_refused_key_is_told(add, played, tried):
    played.play(keys={"sk-right": {}})
    assert tried(add(keys=("sk-wrong",))).code == "llm.unauthorized"


def test_the_second_key_is_tried_when_the_first_is_refused(add, played, tried):
    played.play(keys={"sk-right": {}})
    assert tried(add(keys=("sk-wrong", "sk-right"))).code == ""


def test_a_server_that_is_down_is_told(add, tried):
    assert tried(add(base_url="http://127.0.0.1:9/v1")).code == "llm.unavailable"


def test_a_private_address_is_told(add, tried, operators_model, played):
    row = add()
    operators_model(allow_private=False)
    assert tried(row).code == "llm.bad-address"
    assert played.counts()["calls"] == 0


def test_opted_out_not_even_a_test_is_sent(add, played, tried, alice, actor):
    row = add()
    providers.set_opt_out(by=actor(alice), opted_out=True)
    with pytest.raises(Conflict) as told:
        tried(row)
    assert told.value.code == "llm.opted_out"
    assert played.counts()["calls"] == 0


def test_a_good_test_ends_the_rest(add, firm, tried):
    from llm.endpoints import endpoints_for

    row = add()
    for _ in range(5):
        endpoints_for(firm.pk)[0].failed()
    tried(row)
    assert not endpoints_for(firm.pk)[0].resting


def test_one_test_at_a_time(add, tried):
    from django.core.cache import cache

    row = add()
    cache.add(f"llm-trial:{row.organization_id}", 1, 60)
    with pytest.raises(Conflict) as told:
        tried(row)
    assert told.value.code == "provider.being_tried"
    cache.delete(f"llm-trial:{row.organization_id}")
    assert tried(row).code == ""
    assert tried(row).code == ""
