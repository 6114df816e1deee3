"""Programs that come to the doors: with a person's token, or with a key of some scopes."""

import pytest
from rest_framework.test import APIClient

from accounts.services.keys import create_key


@pytest.fixture
def key(alice, actor):
    """The plain text of a key of alice's firm with the scopes given."""

    def make(*scopes):
        return create_key(by=actor(alice), name="Assistant", scopes=list(scopes))[1]

    return make


@pytest.fixture
def program(key):
    """A client with a key of the scopes given."""

    def client(*scopes):
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {key(*scopes)}")
        return made

    return client
