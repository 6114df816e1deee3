"""Whatever is sent, the answer is a coded 400 and never a 500."""

from __future__ import annotations

import pytest

from llm.models import LlmProvider

pytestmark = pytest.mark.django_db
HOME = "/api/v1/llm"
FIELDS = (
    "name", "preset", "base_url", "model", "input_price", "output_price", "cached_input_price", "currency", "timeout_seconds",
    "max_parallel", "requests_per_minute", "tokens_per_minute", "enabled", "move",
)  # fmt: skip
ODD = [[], {}, [1], {"a": 1}, -1, 10**12, 1e308, "1e30", True, "x" * 5_000, "\u202e", "\x00", None]


@pytest.mark.parametrize("field", FIELDS)
def test_odd_values_of_a_provider(api, alice, add, field):
    row = add()
    client = api(alice)
    for value in ODD:
        status = client.patch(f"{HOME}/providers/{row.pk}/", {field: value}).status_code
        assert status in (200, 400), (field, value, status)
    row.refresh_from_db()
    assert row.base_url.startswith("http")


@pytest.mark.parametrize("body", [[], [{}], "text", 7, None])
@pytest.mark.parametrize(
    "path", ["providers/", "choices/", "budget/", "providers/{}/", "providers/{}/terms/", "providers/{}/keys/"]
)
def test_bodies_that_are_no_object(api, alice, add, path, body):
    row = add()
    client = api(alice)
    for method in ("post", "put", "patch"):
        answer = getattr(client, method)(f"{HOME}/{path.format(row.pk)}", body)
        assert answer.status_code in (200, 400, 405), (method, answer.status_code)
    assert LlmProvider.objects.count() == 1


@pytest.mark.parametrize("field", ["monthly_cost", "currency", "monthly_tokens"])
def test_odd_values_of_a_budget(api, alice, field):
    caps = {"monthly_cost": "5", "currency": "EUR", "monthly_tokens": 9}
    for value in ODD:
        status = api(alice).put(f"{HOME}/budget/", caps | {field: value}).status_code
        assert status in (200, 400), (field, value, status)
