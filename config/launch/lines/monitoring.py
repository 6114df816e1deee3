"""What Prometheus and Alertmanager themselves answer, where the command was told their addresses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from scripts.operations.asking import ask, why

MOST = 5_000_000
SECONDS = 5.0


class Unreachable(Exception):
    """It did not answer as it should; the words say how."""


def told_by(base: str, path: str) -> Any:
    """The JSON that the program at `base` answers under `path`. Raises Unreachable."""
    answer = ask(f"{base.rstrip('/')}{path}", seconds=SECONDS, most=MOST)
    try:
        if not answer.good:
            raise ValueError(why(answer))
        return json.loads(answer.said)
    except ValueError as error:
        raise Unreachable(f"{base}: {error}"[:300]) from None


def series(base: str, query: str) -> list[dict[str, Any]]:
    """The series that a query finds at this moment, as Prometheus describes them."""
    found: list[dict[str, Any]] = told_by(base, f"/api/v1/query?query={quote(query)}")["data"]["result"]
    return found


def alerts(base: str) -> set[str]:
    """The names of the alerts that Prometheus looks after."""
    groups = told_by(base, "/api/v1/rules?type=alert")["data"]["groups"]
    return {rule["name"] for group in groups for rule in group["rules"]}


def told_to(base: str) -> list[str]:
    """The addresses of the Alertmanagers that it tells."""
    return [one["url"] for one in told_by(base, "/api/v1/alertmanagers")["data"]["activeAlertmanagers"]]


def routes(base: str) -> str:
    """The configuration of an Alertmanager as it runs, in YAML; secrets in it are hidden by itself."""
    return str(told_by(base, "/api/v2/status")["config"]["original"])
