"""An address that is none, as a hand in the database may leave it, can be changed like any other."""

from __future__ import annotations

import pytest

from llm.models import LlmProvider

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kept", ["nowhere", "http://"])
def test_other_settings_change_and_so_does_the_address(kept, api, alice, firm):
    provider = LlmProvider.objects.create(organization=firm, name="Own", model="m", base_url=kept)
    url = f"/api/v1/llm/providers/{provider.pk}/"
    assert api(alice).patch(url, {"model": "n"}).status_code == 200
    assert api(alice).patch(url, {"base_url": "https://8.8.8.8/v1"}).status_code == 200
    provider.refresh_from_db()
    assert (provider.model, provider.base_url) == ("n", "https://8.8.8.8/v1")


def test_one_that_is_missing_is_asked_for(api, alice, firm):
    provider = LlmProvider.objects.create(organization=firm, name="Own", model="m")
    reply = api(alice).patch(f"/api/v1/llm/providers/{provider.pk}/", {"model": "n"})
    assert (reply.status_code, set(reply.json()["error"]["facts"]["fields"])) == (400, {"base_url"})
