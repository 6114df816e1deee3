"""Batches: three thousand items of which one batch fails, resumed without paying twice; splits, cancels, outages."""

from __future__ import annotations

import json
import time

import pytest

from llm.analyses import Ask, kind
from llm.analyses.kinds import REVIEW
from llm.analysts import LlmAnalyst
from llm.batches import Run
from llm.booking import Denied, Key
from llm.parts import Again, Done, Failed, batches_of, places_left
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems, NoteItems, numbered
from llm.testing.endpoints import PlainEndpoint
from llm.testing.ledger import MemoryLedger
from llm.tests.works import QUICK, lines, works
from llm.values import distinct_works

STEP = ClassifyItems()
CLASSIFY = kind("classify")


def run(provider, batches, ledger=None, max_parallel=2, **options):
    endpoint = PlainEndpoint(provider, max_parallel=max_parallel)
    return list(Run([endpoint], ledger or MemoryLedger(), policy=QUICK, **options).results(batches))


def span(batch):
    return batch.places[0], batch.places[-1] + 1


def done_ranges(events):
    return [span(event.batch) for event in events if isinstance(event, Done)]


def test_three_thousand_items_with_one_failing_batch(provider, played):
    some = works(3000)
    poisoned = some[1717].text
    played.play({"fault": "500", "times": -1, "when": poisoned, "prompt": "classify_items"})
    ledger = MemoryLedger()
    events = run(provider, batches_of("classify", STEP, some), ledger)
    failed = [event for event in events if isinstance(event, Failed)]
    assert [(*span(event.batch), event.code) for event in failed] == [(1680, 1720, "llm.unavailable")]
    keys = [row.key for event in events if isinstance(event, Done) for row in event.outcome.classified]
    assert len(keys) == len(set(keys)) == 2960
    assert played.counts()["calls"] == 74 + 3

    played.play()
    rest = run(provider, batches_of("classify", STEP, some, places=places_left(3000, done_ranges(events))), ledger)
    assert done_ranges(rest) == [(1680, 1720)]
    assert played.counts()["calls"] == 1


def test_a_repeated_run_pays_nothing(provider, played):
    ledger = MemoryLedger()
    first = run(provider, batches_of("classify", STEP, works(200)), ledger)
    calls = played.counts()["calls"]
    second = run(provider, batches_of("classify", STEP, works(200)), ledger)
    assert played.counts()["calls"] == calls == 5
    assert all(event.spent.reused and not event.spent.calls for event in second)
    assert {row for event in first for row in event.outcome.classified} == {
        row for event in second for row in event.outcome.classified
    }


def test_equal_texts_are_asked_once_and_answered_for_each(provider, played):
    some = distinct_works(
        lines(30) + tuple(line.__class__(f"again-{line.key}", line.text, line.unit, line.section) for line in lines(30))
    )
    events = run(provider, batches_of("classify", STEP, some))
    assert played.counts()["calls"] == 1
    assert len(events[0].outcome.classified) == 60


def test_a_batch_that_is_cut_short_is_halved(provider, played):
    some = works(40)
    played.play({"fault": "truncated", "times": -1, "when": some[0].text})
    events = run(provider, batches_of("classify", STEP, some))
    halved = [event for event in events if isinstance(event, Again)]
    failed = [event for event in events if isinstance(event, Failed)]
    assert len(halved) == 3
    assert [span(event.batch) for event in failed] == [(0, 5)]
    assert sum(last - first for first, last in done_ranges(events)) == 35
    assert all(event.spent.usage.output_tokens > 0 for event in halved)


@pytest.mark.parametrize(("fault", "code"), [("401", "llm.unauthorized"), ("402", "llm.out-of-credit")])
def test_a_wrong_key_stops_the_run_at_once(provider, played, fault, code):
    played.play({"fault": fault, "times": -1})
    events = run(provider, batches_of("classify", STEP, works(400)), max_parallel=1)
    assert {event.code for event in events} == {code}
    assert len(events) == 10
    assert played.counts()["calls"] == 1


def test_an_outage_stops_the_run_after_few_calls(provider, played):
    played.play({"fault": "500", "times": -1})
    events = run(provider, batches_of("classify", STEP, works(2000)))
    assert len(events) == 50
    assert all(isinstance(event, Failed) for event in events)
    assert played.counts()["calls"] <= 6


def test_as_many_calls_at_once_as_allowed_and_no_more(provider, played):
    played.play(delay=0.1)
    run(provider, batches_of("classify", STEP, works(320)), max_parallel=3)
    assert played.counts()["most_busy"] == 3


def test_stopping_in_the_middle_books_what_is_on_the_wire(provider, played):
    played.play(delay=0.2)
    ledger = MemoryLedger()
    results = Run([PlainEndpoint(provider)], ledger, policy=QUICK).results(batches_of("classify", STEP, works(400)))
    next(results)
    results.close()
    assert played.counts()["calls"] <= 4
    assert not ledger.open
    assert len(ledger.paid) == played.counts()["calls"]


def test_stopping_does_not_wait_for_a_provider_that_hangs(provider, played, monkeypatch):
    monkeypatch.setattr("llm.batches.PATIENCE_AT_END", 0.2)
    some = works(80)
    played.play({"fault": "slow", "seconds": 4, "when": some[50].text})
    ledger = MemoryLedger()
    results = Run([PlainEndpoint(provider)], ledger, policy=QUICK).results(batches_of("classify", STEP, some))
    next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 2
    assert not ledger.open
    assert [usage.estimated for usage in ledger.paid] == [False, True]


def test_the_beat_goes_on_while_a_call_is_slow(provider, played):
    played.play(delay=0.5)
    beats = []
    run(provider, batches_of("classify", STEP, works(10)), beat=lambda: beats.append(1), beat_seconds=0.05)
    assert len(beats) >= 6


def test_a_beat_that_raises_stops_the_run(provider, played):
    played.play(delay=0.1)

    class Lost(Exception):
        pass

    def lost():
        raise Lost

    with pytest.raises(Lost):
        run(provider, batches_of("classify", STEP, works(400)), beat=lost)
    assert played.counts()["calls"] <= 2


def test_a_question_that_somebody_else_asks_is_waited_for(provider, played):
    ledger = MemoryLedger()
    batches = batches_of("classify", STEP, works(80))
    busy = Key.of(STEP.prompt.label, provider.model, STEP.request(batches[0].works))
    ledger.busy.add(busy)
    beats = []

    def beat():
        beats.append(1)
        if len(beats) == 3:
            ledger.replies[busy] = _reply_for(batches[0])

    events = run(provider, batches, ledger, beat=beat, beat_seconds=0.05)
    assert sorted(done_ranges(events)) == [(0, 40), (40, 80)]
    assert played.counts()["calls"] == 1


def _reply_for(batch):
    return json.dumps(
        {"items": [{"id": number, "group": "concrete", "confidence": 1} for number in numbered(batch.works)]}
    )


def test_a_kept_reply_that_is_of_no_use_any_more_is_asked_again(provider, played):
    ledger = MemoryLedger()
    batches = batches_of("classify", STEP, works(10))
    ledger.replies[Key.of(STEP.prompt.label, provider.model, STEP.request(batches[0].works))] = "prose"
    events = run(provider, batches, ledger)
    assert done_ranges(events) == [(0, 10)]
    assert played.counts()["calls"] == 1


@pytest.mark.parametrize("fault", ["foreign-ids", "nan", "huge-number", "markup", "half", "no-usage"])
def test_a_spoilt_reply_costs_claims_and_never_the_batch(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    (event,) = run(provider, batches_of("classify", STEP, works(20)))
    assert isinstance(event, Done)
    keys = {row.key for row in event.outcome.classified}
    assert keys <= {f"k{number}" for number in range(20)}
    assert len(keys) + event.outcome.unanswered == 20
    assert event.spent.cost > 0


def test_markup_in_a_finding_arrives_as_words(provider, played):
    played.play({"fault": "markup", "times": -1})
    vague = distinct_works(tuple(line.__class__("v", line.text + " as required", "m", "") for line in lines(1)))
    (event,) = run(provider, batches_of("review", NoteItems(REVIEW), vague))
    reason = event.outcome.claims[0].facts["reason"]
    assert reason.endswith("plain words")
    assert not any(sign in reason for sign in ("<", "http", "javascript", "!["))


def test_cuts_do_not_move_when_a_run_is_resumed():
    some = works(100)

    def cuts(done):
        left = places_left(100, done)
        return [span(batch) for batch in batches_of("classify", STEP, some, places=left)]

    assert cuts([]) == [(0, 40), (40, 80), (80, 100)]
    assert cuts([(0, 40)]) == [(40, 80), (80, 100)]
    holes = batches_of("classify", STEP, some, places=places_left(100, [(10, 20), (80, 100)]))
    assert [batch.places for batch in holes] == [(*range(10), *range(20, 40)), tuple(range(40, 80))]


def test_what_one_provider_fails_to_answer_the_next_is_asked(provider, played, second_provider):
    played.play({"fault": "500", "times": -1})
    endpoints = [PlainEndpoint(provider, id="first"), PlainEndpoint(second_provider, id="second")]
    events = list(Run(endpoints, MemoryLedger(), policy=QUICK).results(batches_of("classify", STEP, works(400))))
    assert sorted(place for event in events if isinstance(event, Done) for place in event.batch.places) == list(
        range(400)
    )
    assert not [event for event in events if isinstance(event, Failed)]
    assert any(isinstance(event, Again) for event in events)
    assert played.counts()["calls"] <= 6
    assert endpoints[0].failures >= 5


def test_a_resting_provider_is_not_asked_at_all(provider, played, second_provider):
    endpoints = [PlainEndpoint(provider, id="first", resting=True), PlainEndpoint(second_provider, id="second")]
    events = list(Run(endpoints, MemoryLedger(), policy=QUICK).results(batches_of("classify", STEP, works(80))))
    assert len(done_ranges(events)) == 2
    assert played.counts()["calls"] == 0


def test_a_provider_that_rests_is_waited_for(provider, played):
    endpoint = PlainEndpoint(provider, resting=True)
    beats = []

    def beat():
        beats.append(1)
        endpoint.resting = len(beats) < 3

    run = Run([endpoint], MemoryLedger(), policy=QUICK, beat=beat, beat_seconds=0.05)
    assert len(done_ranges(list(run.results(batches_of("classify", STEP, works(80)))))) == 2


def test_a_provider_that_goes_on_resting_is_given_up(provider, played, monkeypatch):
    monkeypatch.setattr("llm.batches.PATIENCE_WITH_RESTING", 0.2)
    run = Run([PlainEndpoint(provider, resting=True)], MemoryLedger(), policy=QUICK, beat_seconds=0.05)
    events = list(run.results(batches_of("classify", STEP, works(80))))
    assert [event.code for event in events] == ["llm.unavailable"] * 2
    assert played.counts()["calls"] == 0


def test_a_denied_budget_stops_the_run_and_says_so(provider, played):
    events = run(provider, batches_of("classify", STEP, works(400)), MemoryLedger(calls_left=3), max_parallel=1)
    assert len(done_ranges(events)) == 3
    assert {event.code for event in events if isinstance(event, Failed)} == {"llm.budget-exceeded"}
    assert len(events) == 10
    assert played.counts()["calls"] == 3


def test_a_work_that_stands_in_another_bill_too_is_not_asked_about_again(provider, played):
    ledger = MemoryLedger()
    first = LlmAnalyst([PlainEndpoint(provider)], ledger, policy=QUICK)
    list(first.events(CLASSIFY, Ask(), works(200)))
    assert played.counts()["calls"] == 4
    revised = works(204)[4:]  # four lines gone, four new
    second = LlmAnalyst([PlainEndpoint(provider)], ledger, policy=QUICK)
    events = list(second.events(CLASSIFY, Ask(), revised))
    assert played.counts()["calls"] == 5
    assert [event.spent.reused for event in events] == [196, 0]
    assert {row.key for event in events for row in event.outcome.classified} == {work.keys[0] for work in revised}


def test_the_provider_never_sees_an_id_of_ours(provider, played):
    played.play(keep_bodies=True)
    run(provider, batches_of("classify", STEP, works(5)))
    assert isinstance(provider, OpenAICompatible)
    said = str(played.counts()["bodies"])
    assert "k0" not in said
    assert "k4" not in said


class Breaking(ClassifyItems, frozen=True):
    """A step with a fault of ours: it breaks on the reply about the first work."""

    def read(self, text, works):
        if works[0].keys == ("k0",):
            raise KeyError("a fault of ours")
        return super().read(text, works)


def test_a_fault_of_ours_costs_its_own_batch_and_every_call_is_booked(provider, played):
    ledger = MemoryLedger()
    events = run(provider, batches_of("classify", Breaking(), works(120)), ledger)
    assert [(span(event.batch), event.code) for event in events if isinstance(event, Failed)] == [
        ((0, 40), "llm.failed")
    ]
    assert sorted(done_ranges(events)) == [(40, 80), (80, 120)]
    assert not ledger.open
    assert len(ledger.paid) == played.counts()["calls"] == 3
    assert [usage.estimated for usage in ledger.paid].count(True) == 1


def test_a_fault_of_ours_on_the_wire_at_the_end_is_booked_too(provider, played):
    ledger = MemoryLedger()
    played.play(delay=0.1)
    results = Run([PlainEndpoint(provider)], ledger, policy=QUICK, beat=_raise_stop).results(
        batches_of("classify", Breaking(), works(80))
    )
    with pytest.raises(StoppedByUs):
        list(results)
    assert not ledger.open
    assert len(ledger.paid) == 2


class StoppedByUs(Exception):
    pass


def _raise_stop():
    raise StoppedByUs


def test_all_threads_of_a_run_share_one_connection(provider, monkeypatch):
    made = []

    def connect(self):
        time.sleep(0.05)
        made.append(self)
        return self._client

    monkeypatch.setattr(PlainEndpoint, "connect", connect)
    run(provider, batches_of("classify", STEP, works(160)), max_parallel=4)
    assert len(made) == 1


class Grudging(MemoryLedger):
    """A budget that allows nothing at the endpoint `first`."""

    def claim(self, key, endpoint, *, likely, most):
        if endpoint.id == "first":
            return Denied("llm.budget-currency")
        return super().claim(key, endpoint, likely=likely, most=most)


def test_what_the_budget_does_not_allow_at_one_provider_the_next_is_asked(provider, played, second_provider):
    endpoints = [PlainEndpoint(provider, id="first"), PlainEndpoint(second_provider, id="second")]
    events = list(Run(endpoints, Grudging(), policy=QUICK).results(batches_of("classify", STEP, works(400))))
    assert sum(last - first for first, last in done_ranges(events)) == 400
    assert not [event for event in events if isinstance(event, Failed)]
    assert played.counts()["calls"] == 0


def test_a_budget_that_refuses_only_the_second_leaves_the_first_at_work(provider, played, second_provider):
    some = works(400)
    played.play({"fault": "500", "times": 3, "when": some[0].text})
    endpoints = [PlainEndpoint(provider, id="own"), PlainEndpoint(second_provider, id="first")]
    events = list(Run(endpoints, Grudging(), policy=QUICK).results(batches_of("classify", STEP, some)))
    failed = [(span(event.batch), event.code) for event in events if isinstance(event, Failed)]
    assert failed == [((0, 40), "llm.budget-currency")]
    assert sum(last - first for first, last in done_ranges(events)) == 360


def test_each_rest_of_a_provider_is_waited_for_anew(provider, played, monkeypatch):
    monkeypatch.setattr("llm.batches.PATIENCE_WITH_RESTING", 0.4)

    class Napping(PlainEndpoint):
        since = 0.0

        @property
        def resting(self):
            return time.monotonic() - self.since < 0.3

        @resting.setter
        def resting(self, _at_first):
            self.since = time.monotonic()

    endpoint = Napping(provider, max_parallel=1)
    events = []
    for event in Run([endpoint], MemoryLedger(), policy=QUICK, beat_seconds=0.05).results(
        batches_of("classify", STEP, works(120))
    ):
        events.append(event)
        endpoint.resting = True
    assert len(done_ranges(events)) == 3
