"""Programs that come with a key."""

import pytest
from rest_framework.test import APIClient

from accounts.services.keys import create_key


@pytest.fixture
def key(alice, actor):
    """Make a key with these scopes in alice's firm: (row, plain text)."""
    return lambda *scopes, **more: create_key(by=actor(alice), name="ERP", scopes=scopes, **more)


@pytest.fixture
def program():
    """An API client that comes with a plain key."""

    def client(plain):
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return made

    return client
