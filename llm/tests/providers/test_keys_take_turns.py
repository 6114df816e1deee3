"""A key that is refused, out of credit or rate limited rests, and the next one is used; when all rest, nothing is sent."""

from __future__ import annotations

import time

import pytest

from accounts.encryption import Secret
from llm.keyring import KeptKey, Ring
from llm.providers import base
from llm.providers.base import Conversation, Message
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems
from llm.tests.works import works

REQUEST = ClassifyItems().request(works(2))


class Rests:
    """Rests kept in memory."""

    def __init__(self):
        self.kept: dict[str, tuple[str, float]] = {}

    def rest_key(self, key, code, seconds):
        self.kept[key] = (code, time.monotonic() + seconds)

    def key_rest(self, key):
        code, until = self.kept.get(key, ("", 0.0))
        left = until - time.monotonic()
        return (code, left) if left > 0 else ("", 0.0)


@pytest.fixture
def rests():
    return Rests()


@pytest.fixture
def used():
    return []


@pytest.fixture
def connect(played, rests, used):
    """A client with these keys, whose ids are a, b, c …"""

    def made(*secrets):
        keys = tuple(KeptKey(chr(97 + number), Secret.of(secret)) for number, secret in enumerate(secrets))
        ring = Ring(keys, rests, used.append)
        return OpenAICompatible(base_url=played.base_url, model="played", timeout_seconds=5, keys=ring)

    return made


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"status": 401}, "llm.unauthorized"),
        ({"status": 402}, "llm.out-of-credit"),
        ({"status": 429}, "llm.rate-limited"),
    ],
)
def test_the_next_key_is_used_and_the_first_rests(played, connect, rests, rule, code):
    played.play(keys={"sk-a": rule, "sk-b": {}})
    client = connect("sk-a", "sk-b")
    assert client.complete(REQUEST).text
    assert rests.key_rest("a")[0] == code
    client.complete(REQUEST)
    assert played.counts()["keys"] == {"sk-a": 1, "sk-b": 2}


def test_other_workers_see_the_rest(played, connect, rests):
    played.play(keys={"sk-a": {"status": 401}, "sk-b": {}})
    connect("sk-a", "sk-b").complete(REQUEST)
    connect("sk-a", "sk-b").complete(REQUEST)
    assert played.counts()["keys"]["sk-a"] == 1


def test_when_all_rest_nothing_is_sent_and_the_reason_is_told(played, connect):
    played.play(keys={"sk-a": {"status": 401}, "sk-b": {"status": 402}})
    client = connect("sk-a", "sk-b")
    with pytest.raises(base.OutOfCredit):
        client.complete(REQUEST)
    sent = played.counts()["keys"]
    with pytest.raises(base.ProviderError):
        client.complete(REQUEST)
    assert played.counts()["keys"] == sent


def test_keys_that_are_all_limited_tell_when_to_come_back(rests):
    ring = Ring((KeptKey("a", Secret.of("x")), KeptKey("b", Secret.of("y"))), rests, lambda used: None)
    rests.rest_key("a", "llm.rate-limited", 50)
    rests.rest_key("b", "llm.rate-limited", 9)
    with pytest.raises(base.RateLimited) as told:
        ring.take()
    assert 8 < told.value.retry_after <= 9


def test_the_only_key_does_not_rest_for_a_rate_limit(played, connect, rests):
    played.play({"fault": "429", "seconds": 1})
    client = connect("sk-a")
    with pytest.raises(base.RateLimited):
        client.complete(REQUEST)
    assert rests.kept == {}
    assert client.complete(REQUEST).text


def test_a_rested_key_is_used_again_after_its_rest(rests):
    ring = Ring((KeptKey("a", Secret.of("first")), KeptKey("b", Secret.of("second"))), rests, lambda used: None)
    rests.rest_key("a", "llm.rate-limited", 0.05)
    assert ring.take() == ("b", "second")
    time.sleep(0.06)
    assert ring.take() == ("a", "first")


def test_a_limit_of_the_provider_sets_the_rest(rests):
    ring = Ring((KeptKey("a", Secret.of("x")), KeptKey("b", Secret.of("y"))), rests, lambda used: None)
    assert ring.rest("a", base.RateLimited(retry_after=7))
    assert 6 < rests.key_rest("a")[1] <= 7
    assert ring.rest("a", base.RateLimited(retry_after=80_000))
    assert rests.key_rest("a")[1] <= 600


def test_other_faults_say_nothing_of_the_key(rests):
    ring = Ring((KeptKey("a", Secret.of("x")), KeptKey("b", Secret.of("y"))), rests, lambda used: None)
    assert not ring.rest("a", base.Unavailable())
    assert rests.kept == {}


def test_a_key_that_cannot_be_read_rests(rests):
    ring = Ring((KeptKey("a", Secret("damaged")), KeptKey("b", Secret.of("second"))), rests, lambda used: None)
    assert ring.take() == ("b", "second")
    assert rests.key_rest("a")[0] == "llm.unauthorized"


def test_streams_take_turns_too(played, connect, rests):
    played.play(keys={"sk-a": {"status": 401}, "sk-b": {}})
    with connect("sk-a", "sk-b").stream(Conversation((Message("user", "Hello"),), 200)) as stream:
        assert "".join(delta.text for delta in stream)
    assert rests.key_rest("a")[0] == "llm.unauthorized"


def test_closing_tells_which_keys_were_used(played, connect, used):
    played.play(keys={"sk-a": {"status": 401}, "sk-b": {}})
    client = connect("sk-a", "sk-b", "sk-c")
    client.complete(REQUEST)
    client.close()
    assert used == [{"a", "b"}]


def test_keys_are_not_tried_in_circles_where_rests_cannot_be_kept(played):
    class Away:
        def rest_key(self, key, code, seconds):
            """Nobody is told."""

        def key_rest(self, key):
            return "", 0.0

    played.play(keys={"sk-a": {"status": 401}, "sk-b": {"status": 401}})
    keys = (KeptKey("a", Secret.of("sk-a")), KeptKey("b", Secret.of("sk-b")))
    client = OpenAICompatible(
        base_url=played.base_url, model="played", timeout_seconds=5, keys=Ring(keys, Away(), lambda used: None)
    )
    for _ in range(2):
        with pytest.raises(base.Unauthorized):
            client.complete(REQUEST)
    assert played.counts()["keys"] == {"sk-a": 1, "sk-b": 1}
