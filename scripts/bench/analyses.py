"""How fast one worker analyses, whole: lines -> works -> questions -> ledger -> saved, with a provider that answers at once.

`python -m scripts.bench.analyses [--items N] [--profile]` inside `config.local engines` measures this alone. Every item has a text
of its own, nothing was asked before, and all kinds of the usual analysis run: the slowest case that a person meets. On a machine
that is busy with other things, the figure by the worker's own processor time says more than the clock; it leaves out the database.
With the usual 10,000 items the ten analyses and their bills take two minutes or more: `--items 2000` is for a first look.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import django

ITEMS = 10_000
WIRE_ITEMS = 3_000
RUNS = 3
WANTED = 1_000


class Instant:
    """A provider inside this process: every work in the first group, nothing to remark, the first facts as a summary."""

    name = "instant.test"
    model = "instant"

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls = 0

    def complete(self, request: Any) -> Any:
        from llm.providers.base import ChatReply, Usage

        started = time.perf_counter()
        field = request.schema["required"][0]
        properties = request.schema["properties"][field]["items"]["properties"]
        sent = request.messages[-1].content
        claims: list[dict[str, Any]] = []
        if "confidence" in properties:
            group = properties["group"]["enum"][0]
            claims = [{"id": number, "group": group, "confidence": 0.9} for number in _ids(sent)]
        elif field == "statements":
            claims = [{"text": "The bill was read.", "ids": _ids(sent)[:1]}]
        text = json.dumps({field: claims})
        self.calls += 1
        self.seconds += time.perf_counter() - started
        return ChatReply(text, Usage(len(sent) // 4, len(text) // 4), self.model)

    def close(self) -> None:
        """Nothing is held."""


def _ids(sent: str) -> list[int]:
    rows = (json.loads(line) for line in sent.splitlines() if line.startswith("{"))
    return [row["id"] for row in rows if "id" in row]


@contextmanager
def instant() -> Iterator[Instant]:
    """All endpoints lead to one instant provider."""
    from llm.endpoints import Endpoint

    provider = Instant()
    with patch.object(Endpoint, "connect", lambda self: provider):
        yield provider


@contextmanager
def configured(base_url: str) -> Iterator[None]:
    """A provider in the operator's environment; no meanings of texts, which the extra `embeddings` makes once for each."""
    from django.conf import settings

    from boq.pipelines import analyse_boq

    llm = replace(
        settings.LLM,
        base_url=base_url,
        model="played",
        api_key="none",
        max_parallel=2,
        input_price_per_million=Decimal("0.20"),
        output_price_per_million=Decimal("0.80"),
    )
    with patch.object(settings, "LLM", llm), patch.object(analyse_boq, "embedder_for", lambda _organization: None):
        yield


def one_run(actor: Any, items: int, run: int, wrap: Callable[[Callable[[], None]], None]) -> dict[str, float]:
    """Analyse a fresh bill, then the same bill again, in this process as a worker would: items a second."""
    from boq.tests.makers.saved_bills import saved_bill
    from projects.services import create_project

    project = create_project(by=actor, name=f"{items} {run} {time.time_ns()}", currency="USD")
    boq = saved_bill(project, items, texts=tuple(_text(number, run) for number in range(items)))
    spent = time.process_time()
    fresh = items / _analysed(actor, boq, wrap)
    own = items / (time.process_time() - spent)
    return {"fresh": fresh, "fresh_by_own_processor_time": own, "again": items / _analysed(actor, boq, _plainly)}


def _text(number: int, run: int) -> str:
    from llm.tests.works import TEXTS

    return f"{TEXTS[number % len(TEXTS)][0].format(n=number)}, zone {number % 97}, stage {run} {os.getpid()}"


def _analysed(actor: Any, boq: Any, wrap: Callable[[Callable[[], None]], None]) -> float:
    from boq.services.analysis import request_analysis
    from boq.tasks import run_analysis

    job = request_analysis(by=actor, boq=boq)
    started = time.perf_counter()
    wrap(lambda: run_analysis(str(job.pk)))
    taken = time.perf_counter() - started
    job.refresh_from_db()
    if job.status != "succeeded":
        raise SystemExit(f"the analysis ended as {job.status} {job.error_code} {job.error_facts}")
    return taken


def _against_history(actor: Any, items: int) -> dict[str, int]:
    """Items a second of a bill whose every text is compared with as many decided before as are looked at."""
    one_run(actor, items, RUNS, _plainly)
    run = one_run(actor, items, RUNS + 1, _plainly)
    return {
        "fresh_against_a_full_history": round(run["fresh"]),
        "against_a_full_history_by_own_processor_time": round(run["fresh_by_own_processor_time"]),
    }


def new_actor() -> Any:
    """Somebody with an organization of their own, where nothing was decided before."""
    from accounts.models import User
    from accounts.services import actor_for, found_home

    user = User.objects.create_user(f"bench-{time.time_ns()}@mizan.local", None)
    found_home(user=user)
    return actor_for(user)


def measure(actor: Any, items: int = ITEMS, profile: bool = False) -> dict[str, Any]:
    """Items a second of one worker: with a provider in this process, and with one on the wire."""
    from llm.testing.process import PlayedProvider

    figures: dict[str, Any] = {"items": items, "wanted_items_a_second": WANTED}
    with configured("http://instant.test/v1"), instant() as provider:
        runs = [one_run(new_actor(), items, run, _profiled if profile else _plainly) for run in range(RUNS)]
        figures["instant"] = _medians(runs)
        figures["instant"] |= _against_history(new_actor(), items)
        figures["instant"]["provider_seconds_a_run"] = round(provider.seconds / (RUNS + 2), 2)
        figures["instant"]["calls_a_run"] = provider.calls // (RUNS + 2)
    with PlayedProvider() as played, configured(played.base_url):
        figures["on_the_wire"] = _medians([one_run(actor, WIRE_ITEMS, RUNS, _plainly)])
    instants = figures["instant"]
    figures["fast_enough"] = min(instants["fresh"], instants["fresh_against_a_full_history"]) >= WANTED
    return figures


def _medians(runs: list[dict[str, float]]) -> dict[str, Any]:
    return {name: round(statistics.median(run[name] for run in runs)) for name in runs[0]}


def _plainly(work: Callable[[], None]) -> None:
    work()


def _profiled(work: Callable[[], None]) -> None:
    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)


def main() -> None:
    """Measure analyses alone; print JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(measure(new_actor(), asked.items, asked.profile), indent=1))


if __name__ == "__main__":
    main()
