"""Lines about figures, alerts and logs. Prometheus and Alertmanager are played in the words of their own interfaces."""

from __future__ import annotations

import json
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from config.env import ROOT
from config.launch.base import Site, State
from config.launch.lines import watching
from config.masking import remember
from config.tests.servers import Reply, serving

EXAMPLE = (ROOT / "deploy" / "monitoring" / "alertmanager" / "alertmanager.yml").read_text("utf-8")


def test_figures_open_to_the_token_and_to_private_networks(settings, judge, look):
    for networks, good in (
        (("127.0.0.0/8", "10.0.0.0/8"), True),
        (("0.0.0.0/0",), False),
        (("127.0.0.0/8", "203.0.114.0/24"), False),
    ):
        allowed = tuple(ip_network(one) for one in networks)
        settings.METRICS = replace(settings.METRICS, token="a-token-of-figures", allowed=allowed)
        assert judge("watching.closed") is good, networks
    assert "a-token-of-figures" not in look("watching.closed").words
    settings.METRICS, settings.DEBUG = replace(settings.METRICS, allowed=()), True
    assert not judge("watching.closed")


def test_processes_count_together(settings, judge, tmp_path):
    for folder, good in ((tmp_path, True), (None, False)):
        settings.METRICS = replace(settings.METRICS, folder=folder)
        assert judge("watching.counted") is good


def prometheus(*, series=1, alerts=watching.WANTED, managers=("http://alertmanager:9093/api/v2/alerts",)):
    """What it answers, by path."""
    metric = {"__name__": "mizan_info", "version": "0.1.0", "instance": "web-blue:8000"}
    found = {
        "/api/v1/query?query=mizan_info": {"result": [{"metric": metric, "value": [1, "1"]}] * series},
        "/api/v1/rules?type=alert": {"groups": [{"rules": [{"name": name} for name in alerts]}]},
        "/api/v1/alertmanagers": {"activeAlertmanagers": [{"url": one} for one in managers]},
    }

    def answer(asked):
        if asked.path not in found:
            return Reply(404)
        return Reply(200, json.dumps({"status": "success", "data": found[asked.path]}).encode())

    return serving(answer)


def test_prometheus_hears_of_mizan(judge, look):
    with prometheus(series=3) as server:
        assert judge("watching.scraped", Site(prometheus=server.url))
        assert (
            look("watching.scraped", Site(prometheus=server.url)).words
            == "Processes that Prometheus hears of: 3; version 0.1.0."
        )
    with prometheus(series=0) as server:
        assert not judge("watching.scraped", Site(prometheus=server.url))


def test_it_has_the_alerts_of_the_objective_and_somebody_to_tell(judge, look):
    with prometheus() as server:
        assert judge("watching.rules", Site(prometheus=server.url))
    with prometheus(alerts=watching.WANTED[1:]) as server:
        assert (
            look("watching.rules", Site(prometheus=server.url)).words
            == "Prometheus does not have these alerts: MizanDown."
        )
    with prometheus(managers=()) as server:
        assert not judge("watching.rules", Site(prometheus=server.url))


def test_the_alerts_that_are_wanted_are_among_those_that_come_with_mizan():
    rules = "".join(path.read_text("utf-8") for path in Path(ROOT, "deploy/monitoring/prometheus/rules").glob("*.yml"))
    assert all(f"- alert: {name}\n" in rules for name in watching.WANTED)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (EXAMPLE, False),
        (EXAMPLE.replace("example.com", "firm.org"), False),  # the pager is still the example's
        (
            EXAMPLE.replace("example.com", "firm.org").replace(
                "http://127.0.0.1:9999/alerts", "https://ntfy.firm.org/alerts"
            ),
            True,
        ),
    ],
)
def test_receivers_are_no_longer_those_of_the_example(judge, text, good):
    body = json.dumps(
        {"config": {"original": "\n".join(one.partition(" #")[0] for one in text.splitlines() if one[:1] != "#")}}
    )
    with serving(lambda asked: Reply(200, body.encode())) as server:
        assert judge("watching.receivers", Site(alertmanager=server.url)) is good


def test_what_alertmanager_hides_a_person_has_to_look_at(look):
    text = "receivers:\n- name: pager\n  webhook_configs:\n  - send_resolved: true\n    url: <secret>\n"
    body = json.dumps({"config": {"original": text}})
    with serving(lambda asked: Reply(200, body.encode())) as server:
        assert look("watching.receivers", Site(alertmanager=server.url)).state is State.PERSON


def test_who_does_not_answer_or_answers_something_else_is_told(judge, look):
    for reply in (Reply(500, b"{}"), Reply(200, b"<html>")):
        with serving(lambda asked, reply=reply: reply) as server:
            site = Site(prometheus=server.url, alertmanager=server.url)
            for code in ("watching.scraped", "watching.rules", "watching.receivers"):
                assert not judge(code, site)
                assert server.url in look(code, site).words
    gone = Site(prometheus="http://127.0.0.1:1", alertmanager="http://127.0.0.1:1")
    assert not judge("watching.scraped", gone)
    assert not judge("watching.receivers", gone)


def test_without_their_addresses_a_person_has_to_look(look):
    for code in ("watching.scraped", "watching.rules", "watching.receivers"):
        assert look(code).state is State.PERSON


def test_errors_are_gathered_or_somebody_says_who_reads_the_log(env, look):
    env(sentry_dsn="https://key@sentry.firm.org/1")
    assert look("watching.errors").state is State.HOLDS
    env(sentry_dsn="")
    assert look("watching.errors").state is State.PERSON


def test_logs_can_be_searched(env, judge):
    for form, level, good in (("json", "INFO", True), ("text", "INFO", False), ("json", "DEBUG", False)):
        env(log_format=form, log_level=level)
        assert judge("watching.logs") is good


def test_a_planted_secret_does_not_come_out_of_the_log(env, judge, look, monkeypatch):
    secret = "planted-secret-of-this-very-server-1234567890"
    env(secret_key=secret, secrets=("a-password-of-a-database",))
    remember((secret, "a-password-of-a-database"))
    assert judge("watching.masked")
    assert secret not in look("watching.masked").words
    monkeypatch.setattr(watching, "mask_event", lambda logger, method, event: event)
    assert not judge("watching.masked")


def test_a_secret_that_is_too_short_to_be_masked_is_told(env, look):
    env(secrets=("app",))
    assert look("watching.masked").words == "Secrets of less than 6 characters, which cannot be found in a text: 1."
    assert look("watching.masked").state is State.FAILS
