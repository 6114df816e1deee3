"""A conversation whose provider breaks off, whose person stops it, or whose listener fails: said once, booked always."""

from __future__ import annotations

import pytest

from llm.booking import Busy
from llm.conversation import Talk
from llm.providers.base import Message
from llm.testing.endpoints import PlainEndpoint
from llm.testing.ledger import MemoryLedger

ASKED = (Message("user", "What is there?"),)
ANSWER = "There are walls. There are floors. There is a roof over all of it, and it is said to be tight."


class NoTools:
    tools = ()


def talk(endpoints, ledger, **options):
    return Talk(endpoints, ledger, NoTools(), **options)


def test_what_one_provider_began_the_next_says_whole_and_once(provider, played, second_provider_process):
    played.play({"fault": "stream-reset", "times": -1}, turns=[{"text": ANSWER}])
    process, second = second_provider_process
    process.play(turns=[{"text": ANSWER}])
    shown = []
    ledger = MemoryLedger()
    spoken = talk(
        [PlainEndpoint(provider, id="first"), PlainEndpoint(second, id="second")],
        ledger,
        heard=lambda text, given: shown.append(text),
    ).answer(ASKED)
    assert "There are walls." in shown, "the first has begun"
    assert (spoken.code, spoken.text.replace("\n", " ")) == ("", ANSWER)
    assert not ledger.open


def test_a_person_who_stops_while_the_limits_say_wait_sends_nothing(provider, played):
    class Limited(PlainEndpoint):
        def wait_seconds(self, tokens):
            return 1.0

    ledger = MemoryLedger()
    spoken = talk([Limited(provider)], ledger, stop=lambda: True).answer(ASKED)
    assert spoken.code == "ask.stopped"
    assert played.counts()["calls"] == 0
    assert not ledger.open
    assert [usage.input_tokens for usage in ledger.paid] == [0]


def test_a_person_who_stops_while_the_same_question_is_on_its_way_is_obeyed(provider, played):
    ledger = MemoryLedger()
    ledger.claim = lambda *_what, **_more: Busy()
    assert talk([PlainEndpoint(provider)], ledger, stop=lambda: True).answer(ASKED).code == "ask.stopped"
    assert played.counts()["calls"] == 0


def test_a_listener_that_fails_leaves_no_reservation_behind(provider, played):
    class Lost(Exception):
        pass

    def lost(text, given):
        raise Lost

    played.play(turns=[{"text": ANSWER}])
    ledger = MemoryLedger()
    with pytest.raises(Lost):
        talk([PlainEndpoint(provider)], ledger, heard=lost).answer(ASKED)
    assert not ledger.open
    assert ledger.paid[0].input_tokens > 0
