"""Ask the operator's model the cases of every prompt, and say how many answers are right: to compare models."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from llm.analyses import KINDS
from llm.endpoints import environment_endpoint
from llm.evaluation import Score, evaluate


class Command(BaseCommand):
    help = (
        "Ask the model of LLM_BASE_URL and LLM_MODEL the evaluation cases of the prompts. It is paid like any question."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS], help="only these")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        endpoint = environment_endpoint()
        if not endpoint.base_url or not endpoint.model:
            raise CommandError("Set LLM_BASE_URL and LLM_MODEL first: there is no model to ask.")
        wanted = options["kind"] or [kind.name for kind in KINDS]
        client = endpoint.connect()
        try:
            scores = [evaluate(kind, client) for kind in KINDS if kind.name in wanted]
        finally:
            client.close()
        if options["json"]:
            self.stdout.write(json.dumps([_told(score) for score in scores]))
            return
        for score in scores:
            cost = endpoint.prices.cost(score.usage)
            self.stdout.write(
                f"{score.prompt:28} {score.right}/{score.expected} right, {score.said} said: F1 {score.f1:.2f}"
                f" ({score.cases} cases, {score.failed} without an answer,"
                f" {score.usage.input_tokens}+{score.usage.output_tokens} tokens"
                f"{'' if cost is None else f', {cost:f} {endpoint.prices.currency}'})"
            )


def _told(score: Score) -> dict[str, Any]:
    return {
        "prompt": score.prompt,
        "cases": score.cases,
        "failed": score.failed,
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
        "f1": round(score.f1, 3),
        "input_tokens": score.usage.input_tokens,
        "output_tokens": score.usage.output_tokens,
    }
