"""Figures, logs and alerts: that a fault is seen, and that somebody hears of it."""

from __future__ import annotations

import json
import re

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.launch.base import QUARTER, Group, Line, Site, Verdict, fails, holds, judged, unseen
from config.launch.lines import monitoring
from config.launch.lines.monitoring import Unreachable
from config.logging import mask_event
from config.masking.known import SHORTEST

# Of the rules in deploy/monitoring, those without which nobody hears that people cannot work, or that the objective is in danger.
WANTED = (
    "MizanDown",
    "MizanErrors",
    "MizanQueueOld",
    "MizanDiskFull",
    "MizanBudgetBurnsFast",
    "MizanBudgetBurns",
    "MizanBudgetBurnsSlowly",
)
EXAMPLES = re.compile(
    r"\bexample\.(?:com|net|org)\b|127\.0\.0\.1:9999/"
)  # addresses that stand in deploy/monitoring/alertmanager
HIDDEN = "url: <secret>"  # newer versions do not show to whom webhooks go
PLANTED = "planted-person@launch-checklist.net"


def metrics_closed(site: Site) -> Verdict:
    """The token, or networks that are private, open them; nothing else."""
    metrics = settings.METRICS
    public = [str(one) for one in metrics.allowed if not one.is_private]
    told = f"METRICS_TOKEN={'***' if metrics.token else '-'}, METRICS_ALLOW={','.join(str(one) for one in metrics.allowed)}"
    return judged(not public and not settings.DEBUG, told)


def counted_together(site: Site) -> Verdict:
    """The processes of one machine add their figures up."""
    folder = settings.METRICS.folder
    return judged(folder is not None, f"PROMETHEUS_MULTIPROC_DIR={folder or '-'}")


def scraped(site: Site) -> Verdict:
    """Prometheus hears of processes of Mizan."""
    if not site.prometheus:
        return _no_address("--prometheus")
    try:
        found = [one["metric"] for one in monitoring.series(site.prometheus, "mizan_info")]
    except Unreachable as error:
        return fails(str(error))
    facts = {"count": len(found), "versions": ", ".join(sorted({one.get("version", "?") for one in found}))}
    if not found:
        return fails(gettext("Prometheus answers, and knows no process of Mizan (mizan_info)."))
    return holds(gettext("Processes that Prometheus hears of: %(count)d; version %(versions)s.") % facts)


def rules(site: Site) -> Verdict:
    """Prometheus has our alerts, and somebody to tell."""
    if not site.prometheus:
        return _no_address("--prometheus")
    try:
        known, managers = monitoring.alerts(site.prometheus), monitoring.told_to(site.prometheus)
    except Unreachable as error:
        return fails(str(error))
    if missing := [name for name in WANTED if name not in known]:
        return fails(gettext("Prometheus does not have these alerts: %(names)s.") % {"names": ", ".join(missing)})
    if not managers:
        return fails(gettext("Prometheus has the alerts, and no Alertmanager to tell."))
    return holds(gettext("Alerts: %(count)d, told to %(who)s.") % {"count": len(known), "who": ", ".join(managers)})


def receivers(site: Site) -> Verdict:
    """No address of the example is left in the routes as they run."""
    if not site.alertmanager:
        return _no_address("--alertmanager")
    try:
        text = monitoring.routes(site.alertmanager)
    except Unreachable as error:
        return fails(str(error))
    if left := sorted(set(EXAMPLES.findall(text))):
        return fails(gettext("Addresses of the example are still in it: %(names)s.") % {"names": ", ".join(left)})
    if HIDDEN in text:
        return unseen(gettext("It hides addresses of receivers; among those that it shows none is of the example."))
    names = re.findall(r"^- name: (.+)$", text.partition("receivers:")[2], re.MULTILINE)
    return holds(
        gettext("No address of the example is left; receivers: %(names)s.") % {"names": ", ".join(names) or "?"}
    )


def errors(site: Site) -> Verdict:
    """Errors are gathered, or somebody has to say that they read the log."""
    if settings.ENV.sentry_dsn:
        return holds(gettext("SENTRY_DSN is set; what is sent is masked."))
    return unseen(gettext("SENTRY_DSN is empty: errors stand in the log alone."))


def logs(site: Site) -> Verdict:
    """Lines that a program can search, without what is only for developers."""
    env = settings.ENV
    return judged(
        env.log_format == "json" and env.log_level != "DEBUG", f"LOG_FORMAT={env.log_format}, LOG_LEVEL={env.log_level}"
    )


def masked(site: Site) -> Verdict:
    """A secret of this server and an address of a person go through the log's own filter, and do not come out."""
    secrets = {one for one in (settings.ENV.secret_key, *settings.ENV.secrets) if one}
    if short := [one for one in secrets if len(one) < SHORTEST]:
        facts = {"count": len(short), "least": SHORTEST}
        return fails(
            gettext("Secrets of less than %(least)d characters, which cannot be found in a text: %(count)d.") % facts
        )
    planted = [*secrets, PLANTED]
    written = json.dumps(mask_event(None, "info", {"event": f"a line with {' and '.join(planted)}", "list": planted}))
    if any(one in written for one in planted):
        return fails(gettext("A planted secret or address came out of the log's filter."))
    return holds(
        gettext("Planted secrets: %(count)d; neither they nor a planted address came out.") % {"count": len(secrets)}
    )


def _no_address(option: str) -> Verdict:
    return unseen(gettext("Not seen from here: give %(option)s URL, and it is asked.") % {"option": option})


GROUP = Group(
    "watching",
    _("Watching"),
    (
        Line(
            code="watching.closed",
            title=_("Figures are closed to strangers"),
            why=_("They tell how many customers there are, and what fails."),
            mend=_("Set METRICS_TOKEN, and let METRICS_ALLOW name private networks alone."),
            judge=metrics_closed,
        ),
        Line(
            code="watching.counted",
            title=_("The processes of a machine count together"),
            why=_("Else each scrape shows another process, and every rate is wrong."),
            mend=_("Set PROMETHEUS_MULTIPROC_DIR to an empty folder of this machine; the image does."),
            judge=counted_together,
        ),
        Line(
            code="watching.scraped",
            title=_("Prometheus gathers the figures"),
            why=_("An alert about figures that nobody gathers never comes."),
            mend=_("Take deploy/monitoring/prometheus over, give it the token, and look under *Status*, *Targets*."),
            judge=scraped,
            seen=("promtool query instant {prometheus} mizan_info",),
        ),
        Line(
            code="watching.rules",
            title=_("The alerts of the objective are loaded, and Alertmanager is told"),
            why=_(
                "99.9% is a wish until somebody is woken before the budget of errors is gone (docs/operations/slo.md)."
            ),
            mend=_("Load deploy/monitoring/prometheus/rules, and name Alertmanager under `alerting`."),
            judge=rules,
            seen=("curl -s {prometheus}/api/v1/rules?type=alert", "curl -s {prometheus}/api/v1/alertmanagers"),
        ),
        Line(
            code="watching.receivers",
            title=_("Alertmanager's receivers are your own"),
            why=_("The file that comes with Mizan writes to example.com."),
            mend=_(
                "Put your mail server, addresses and what wakes people into alertmanager.yml, and let it be read again."
            ),
            judge=receivers,
            seen=("amtool config show --alertmanager.url={alertmanager}",),
        ),
        Line(
            code="watching.alert",
            title=_("A test alert has woken the person who is on duty"),
            why=_("A telephone that is on silent stops the best of rules."),
            mend=_("Send one at an hour when it counts, and see how long it takes until somebody answers."),
            seen=(
                "amtool alert add MizanTest severity=page --annotation=summary=test --alertmanager.url={alertmanager}",
            ),
            days=QUARTER,
        ),
        Line(
            code="watching.outside",
            title=_("Somebody outside asks every minute whether it answers"),
            why=_("A server cannot tell that its line is cut."),
            mend=_("Let any uptime service ask that address and tell the person on duty."),
            seen=("{url}/health/ready",),
        ),
        Line(
            code="watching.errors",
            title=_("Errors are gathered where somebody looks"),
            why=_("Most people who meet an error do not write."),
            mend=_("Set SENTRY_DSN on web and worker; or look for level error in the log every day."),
            judge=errors,
            seen=(
                "journalctl -u mizan-web -o cat | jq 'select(.level==\"error\")'",
                'docker compose logs web-blue worker | grep \'"level": "error"\'',
            ),
        ),
        Line(
            code="watching.logs",
            title=_("Logs are JSON, one line for an event"),
            why=_("An id from an error page finds its lines only in lines that can be searched."),
            mend=_("Set LOG_FORMAT=json, and LOG_LEVEL to INFO or less talkative."),
            judge=logs,
        ),
        Line(
            code="watching.masked",
            title=_("Secrets and addresses of people do not come into the log"),
            why=_("Logs are copied, kept and read by more people than the database."),
            mend=_(
                "Give each secret of the settings six characters or more. Anything else is a fault of Mizan: tell it by SECURITY.md, and "
                "keep the log to yourself until then."
            ),
            judge=masked,
        ),
    ),
)
