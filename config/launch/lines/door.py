"""What a stranger meets at the public address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boq.models import Upload
from config.doctor import CERTIFICATE_LATER
from config.launch.base import Group, Judge, Line, Site, Verdict, fails, holds, judged, unseen
from config.metrics.sources.certificate import expires
from scripts.operations.asking import Answer, ask, why

SECONDS = 8.0
YEAR = 31_536_000
SHOWN = "mizan/base.css"  # a file that every page asks for
FOLDERS = ("", "files/", "media/", "static/", "data/")


def from_outside(judge: Callable[[Site], Verdict]) -> Judge:
    """A line that needs the public address; without one it cannot be seen."""

    @wraps(judge)
    def asked(site: Site) -> Verdict:
        if not site.url:
            return unseen(gettext("ALLOWED_HOSTS names no public host: give --url https://… and it is asked."))
        return judge(site)

    return asked


@from_outside
def ready(site: Site) -> Verdict:
    """It answers, with every part."""
    answer = _asked(site, "/health/ready")
    return judged(answer.status == 200, f"{site.url}/health/ready: {answer.status or why(answer)}")


@from_outside
def https_alone(site: Site) -> Verdict:
    """Plain http is sent on, or nobody answers it; and browsers are told to remember https."""
    kept = _asked(site, "/").headers.get("strict-transport-security", "")
    told, sent = f"Strict-Transport-Security: {kept or '-'}", True
    if urlsplit(site.url).port in (None, 443):  # else nobody knows where plain http would be
        plain = ask(f"http://{site.host}/", seconds=SECONDS)
        leads = plain.headers.get("location", "")
        sent = not plain.status or (plain.status in (301, 302, 307, 308) and leads.startswith("https://"))
        told = f"http://{site.host}/: {plain.status or '-'} {leads}; {told}"
    return judged(sent and f"max-age={YEAR}" in kept, told)


@from_outside
def certificate(site: Site) -> Verdict:
    """Browsers trust it, it does not end soon, and its end is watched."""
    answer = _asked(site, "/health/live")
    if not answer.status:
        return fails(answer.said)
    watched = settings.METRICS.certificate
    left = datetime.fromtimestamp(expires(site.address), UTC) - timezone.now()
    day = formats.date_format(timezone.now() + left, "DATE_FORMAT")
    words = gettext("It ends on %(day)s; days left: %(days)d.") % {"day": day, "days": left / timedelta(days=1)}
    if not watched:
        return fails(gettext("%(words)s Nobody watches that: METRICS_CERTIFICATE is empty.") % {"words": words})
    return judged(left >= CERTIFICATE_LATER, f"{words} METRICS_CERTIFICATE={watched}")


@from_outside
def no_metrics(site: Site) -> Verdict:
    """A stranger gets no figures."""
    answer = _asked(site, "/metrics")
    return judged(answer.status in (401, 403, 404), f"{site.url}/metrics: {answer.status or why(answer)}")


@from_outside
def no_files(site: Site) -> Verdict:
    """The newest customer's file is asked for by its path, wherever a web server might give it out."""
    newest = Upload.objects.order_by("-created_at").values_list("file", flat=True).first()
    if newest is None:
        return unseen(gettext("There is no uploaded file yet to ask for: upload one, then look again."))
    got = [folder for folder in FOLDERS if _asked(site, f"/{folder}{newest}").status == 200]
    if got:
        return fails(gettext("%(url)s gives out an uploaded file to everybody.") % {"url": f"{site.url}/{got[0]}…"})
    return holds(gettext("Paths tried for the newest upload: %(count)d; none gives it out.") % {"count": len(FOLDERS)})


@from_outside
def status_page(site: Site) -> Verdict:
    """Everybody can see how the service is."""
    answer = _asked(site, "/status/")
    return judged(answer.status == 200, f"{site.url}/status/: {answer.status or why(answer)}")


def hashed(site: Site) -> Verdict:
    """Static files of this release were gathered, under names that carry their hash."""
    path = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        return fails(settings.STORAGES["staticfiles"]["BACKEND"])
    try:
        names = json.loads(path.read_text("utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        return fails(gettext("%(path)s is not there, or cannot be read.") % {"path": path})
    missing = [name for name in names.values() if not (path.parent / name).exists()]
    if missing:
        return fails(gettext("Files of the list that are not there: %(count)d.") % {"count": len(missing)})
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    facts = {"count": len(names), "when": formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")}
    return holds(gettext("Files: %(count)d, gathered on %(when)s.") % facts)


@from_outside
def kept(site: Site) -> Verdict:
    """Browsers and a CDN may keep them for a year."""
    if hashed(site).state != "holds":
        return unseen(gettext("They were not gathered yet: see the line before."))
    path = staticfiles_storage.url(SHOWN)
    answer = _asked(site, path)
    rule = answer.headers.get("cache-control", "")
    told = f"{site.url}{path}: {answer.status or why(answer)}, Cache-Control: {rule or '-'}"
    return judged(answer.status == 200 and ("immutable" in rule or f"max-age={YEAR}" in rule), told)


def _asked(site: Site, path: str) -> Answer:
    return ask(f"{site.url}{path}", seconds=SECONDS)


GROUP = Group(
    "door",
    _("From outside"),
    (
        Line(
            code="door.ready",
            title=_("It answers at its public address"),
            why=_("Name, line, proxy and application all have to work for that."),
            mend=_("Ask from another machine too; `manage.py doctor` tells which part is away."),
            judge=ready,
            seen=("curl -i {url}/health/ready",),
        ),
        Line(
            code="door.https",
            title=_("Strangers are sent to https, and told to stay there"),
            why=_("Settings say what should be; only the answer shows that no proxy in between takes it away."),
            mend=_("Let port 80 do nothing but redirect, and let the header pass: deploy/nginx does both."),
            judge=https_alone,
            seen=("curl -sI http://{host}/", "curl -sI {url}/"),
        ),
        Line(
            code="door.certificate",
            title=_("The certificate is trusted, lasts for three weeks, and is watched"),
            why=_("When it ends everybody is locked out at once."),
            mend=_("Renew it by a program, not by hand; set METRICS_CERTIFICATE to its file or to host:port."),
            judge=certificate,
            seen=("openssl s_client -connect {address} -servername {host}",),
        ),
        Line(
            code="door.metrics",
            title=_("Figures are not given out at the public address"),
            why=_("See *Figures are closed to strangers*; this is the proof."),
            mend=_("Close /metrics in the proxy as deploy/nginx does, and look at METRICS_ALLOW and TRUSTED_PROXIES."),
            judge=no_metrics,
            seen=("curl -i {url}/metrics",),
        ),
        Line(
            code="door.files",
            title=_("Customers' files are not given out at the public address"),
            why=_("Tender prices are what people trust Mizan with."),
            mend=_("Take the folder of files out of what the web server serves, now."),
            judge=no_files,
        ),
        Line(
            code="door.status",
            title=_("Everybody can see how the service is"),
            why=_("Whoever cannot work wants to know whether it is their own line."),
            mend=_("Let /status/ pass, and tell customers of it."),
            judge=status_page,
            seen=("{url}/status/",),
        ),
        Line(
            code="door.static",
            title=_("Static files are gathered under names with their hash"),
            why=_("Only then can a browser or a CDN keep them, and no page meets the files of another release."),
            mend=_("Run `manage.py collectstatic --no-input` with this release's code; the image has it done."),
            judge=hashed,
        ),
        Line(
            code="door.kept",
            title=_("Browsers and a CDN may keep static files for a year"),
            why=_("Else every page asks for all of them again."),
            mend=_(
                "Serve them with `Cache-Control: max-age=31536000, immutable` as deploy/nginx does; a CDN has to pass it on."
            ),
            judge=kept,
        ),
    ),
)
