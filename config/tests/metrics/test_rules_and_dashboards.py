"""Rules, dashboards and the adapter for autoscaling name only metrics that Mizan tells, and every alert has its words and its test."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from prometheus_client import REGISTRY

from config.env import ROOT
from config.metrics import exposition, sources

PLACE = ROOT / "deploy" / "monitoring"
OTHERS = {"up"}  # Prometheus' own
WORDS = {
    "sum", "by", "rate", "increase", "histogram_quantile", "max", "min", "time", "absent", "vector", "or", "and", "le", "on", "avg",
    "topk", "clamp_min", "unless", "count", "bool", "ignoring", "without", "label_replace", "sum_over_time", "avg_over_time",
}  # fmt: skip


def told():
    """Every name that a page of metrics may hold."""
    names = {exposition.CACHE_RATE, sources.UP, sources.TOOK, *(name for one in sources.SOURCES for name in one.names)}
    for metric in REGISTRY.collect():
        endings = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(metric.type, [""])
        names |= {metric.name + ending for ending in endings}
    return names


def rules():
    for path in sorted((PLACE / "prometheus" / "rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
            yield from group["rules"]


def panels():
    for path in sorted((PLACE / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            for target in panel.get("targets", ()):
                yield f"{path.stem}: {panel['title']}", target["expr"]


def named(expression):
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]', " ", expression)
    bare = re.sub(r"\b(by|on|ignoring|without)\s*\([^)]*\)", " ", bare)
    return {word for word in re.findall(r"[A-Za-z_][A-Za-z0-9_:]*", bare) if word not in WORDS}


def test_everything_that_is_asked_for_is_told():
    known = told() | OTHERS | {rule["record"] for rule in rules() if "record" in rule}
    asked = [*((rule.get("alert") or rule["record"], rule["expr"]) for rule in rules()), *panels()]
    assert len(asked) > 40
    assert {where: left for where, expression in asked if (left := named(expression) - known)} == {}


def test_the_names_that_were_asked_for_are_told():
    assert {
        "http_requests_total", "http_request_duration_seconds_bucket", "api_errors_total", "database_connections_active", "cache_hit_rate",
        "token_usage_total", "user_registrations_total", "mizan_queue_length",
    } <= told()  # fmt: skip


def test_every_alert_says_what_is_wrong_what_to_do_and_is_tried():
    tests = yaml.safe_load((PLACE / "prometheus" / "tests" / "alerts.yml").read_text("utf-8"))["tests"]
    tried = {
        (one["alertname"], bool(one.get("exp_alerts"))) for test in tests for one in test.get("alert_rule_test", ())
    }
    handbook = (ROOT / "docs" / "operations" / "monitoring.md").read_text("utf-8").lower()
    for rule in (rule for rule in rules() if "alert" in rule):
        name, words = rule["alert"], rule["annotations"]
        assert rule["labels"]["severity"] in ("page", "ticket"), name
        assert words["summary"].endswith("."), name
        place, _, anchor = words["runbook"].partition("#")
        assert (ROOT / place).exists(), name
        assert not anchor or f"### {anchor}" in handbook, name
        assert {(name, True), (name, False)} <= tried, f"{name} is not tried in both ways"


@pytest.mark.parametrize("path", [path.relative_to(PLACE) for path in sorted(PLACE.rglob("*.y*ml"))], ids=str)
def test_settings_of_watching_can_be_read(path):
    assert yaml.safe_load((PLACE / path).read_text("utf-8"))
