"""Keys of a provider are swapped while questions are on their way, and not one question fails for it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.encryption import Secret
from llm.endpoints import endpoints_for
from llm.keyring import KeptKey, Ring
from llm.models import LlmKey
from llm.providers import base
from llm.services import providers
from llm.steps import ClassifyItems
from llm.tests.providers.test_keys_take_turns import Rests
from llm.tests.works import works

REQUEST = ClassifyItems().request(works(2))
THREADS, SWAPS = 6, 4


@pytest.mark.django_db(transaction=True)
def test_no_question_fails_while_keys_are_swapped(add, played, alice, actor, firm):
    """The way of an operator: make the new key, give it to Mizan, take the old one back at the provider, forget it here."""
    row = add(keys=("sk-swap-0",))
    played.play(keys={"sk-swap-0": {}})
    client, over = endpoints_for(firm.pk)[0].connect(), threading.Event()
    asked, failed = [0] * THREADS, []

    def ask(number: int) -> None:
        while not over.is_set():
            try:
                assert client.complete(REQUEST).text
                asked[number] += 1
            except base.ProviderError as error:
                failed.append(error)
        assert connection.connection is None  # a thread that only asks keeps no connection open

    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(ask, number) for number in range(THREADS)]
        try:
            for swap in range(1, SWAPS + 1):
                before = sum(asked)
                until = time.monotonic() + 20
                while sum(asked) < before + 10 and time.monotonic() < until:
                    time.sleep(0.05)
                old = LlmKey.objects.get()
                providers.add_key(by=actor(alice), provider=row, secret=f"sk-swap-{swap}")
                played.play(keys={f"sk-swap-{swap - 1}": {"status": 401}, f"sk-swap-{swap}": {}})
                time.sleep(1.1)  # a run looks for new keys at most once a second
                providers.delete_key(by=actor(alice), key=old)
        finally:
            over.set()
        for one in running:
            one.result(30)
    client.close()
    assert failed == []
    assert sum(asked) > 10 * SWAPS
    assert played.counts()["keys"][f"sk-swap-{SWAPS}"] > 0


def test_a_ring_looks_for_new_keys_only_when_none_is_left():
    looked = []

    def fresh():
        looked.append(1)
        return (KeptKey("a", Secret.of("first")), KeptKey("b", Secret.of("second")))

    rests = Rests()
    ring = Ring((KeptKey("a", Secret.of("first")),), rests, lambda used: None, fresh)
    assert ring.take() == ("a", "first")
    assert looked == []
    assert ring.rest("a", base.Unauthorized())
    assert ring.take() == ("b", "second")
    assert looked == [1]


def test_a_provider_without_new_keys_is_asked_for_them_once_a_second():
    looked = []
    ring = Ring((KeptKey("a", Secret.of("first")),), Rests(), lambda used: None, lambda: looked.append(1) or ())
    assert not ring.rest("a", base.Unauthorized())
    for _ in range(5):
        with pytest.raises(base.Unauthorized):
            ring.take()
    assert looked == [1]
