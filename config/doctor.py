"""How a running Mizan is, part by part, in words, with what there is to do: `manage.py doctor`.

Each look answers by itself and has a limit of time, so that what hangs hides nothing else. A fault is what people notice now or soon; a
warning is what an operator wants to know.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from config.celery import app as celery
from config.health import parts
from config.metrics.sources import certificate
from config.metrics.sources.disk import existing
from config.timed import all_within
from jobs.models import Job, Status
from mails.models import Mail
from scripts.operations.status import read_status

GOOD, WARNING, FAULT = "ok", "warning", "FAULT"
SECONDS = 10.0
WAITS_LONG = timedelta(minutes=10)
BEAT_SILENT = timedelta(minutes=10)  # beat writes down what it woke every three minutes
CERTIFICATE_SOON, CERTIFICATE_LATER = timedelta(days=7), timedelta(days=21)
DISK_FULL, DISK_NEARLY = 0.03, 0.10  # of it is free
BACKUP_OLD, VERIFIED_OLD = timedelta(hours=26), timedelta(hours=36)
LATELY = timedelta(days=1)


class Said(msgspec.Struct, frozen=True):
    """One line: the part, how it is, in words, and what there is to do where something is."""

    part: str
    state: str
    words: str
    mend: str = ""


Look = Callable[[], Iterator[Said]]
WHEN_AWAY = {
    "database": _("Is PostgreSQL running, and DATABASE_URL right? Look at its log; try `psql` with the same address."),
    "broker": _(
        "Is Redis or Valkey running, and REDIS_URL right? Until it is back pages work, and jobs wait in the database."
    ),
    "storage": _(
        "The folder `files` below MIZAN_DATA_DIR must be writable by the account of the web processes and workers."
    ),
    "migrations": _("Run `manage.py migrate` with this release's code, before its web processes and workers start."),
}


def database_and_others() -> Iterator[Said]:
    """What a server needs."""
    for name, state in parts.states().items():
        if state == "ok":
            yield Said(name, GOOD, gettext("answers") if name in ("database", "broker") else gettext("in order"))
        else:
            yield Said(name, FAULT, gettext("does not work: %(error)s") % {"error": state}, str(WHEN_AWAY[name]))


def workers() -> Iterator[Said]:
    """Workers that answer through the broker."""
    names = sorted(name for reply in celery.control.ping(timeout=2.0) or [] for name in reply)
    if names:
        facts = {"count": len(names), "names": ", ".join(names)}
        words = ngettext("%(count)d answers: %(names)s", "%(count)d answer: %(names)s", len(names)) % facts
        yield Said("workers", GOOD, words)
    else:
        mend = gettext("Start one: celery -A config.celery:app worker. Nothing is lost meanwhile.")
        yield Said("workers", FAULT, gettext("none answers"), mend)


def beat() -> Iterator[Said]:
    """When beat last woke anything."""
    last = PeriodicTask.objects.filter(enabled=True, last_run_at__isnull=False).order_by("-last_run_at").first()
    mend = gettext(
        "Start exactly one: celery -A config.celery:app beat. Without it nothing is cleared away, and lost jobs stay lost."
    )
    if last is None:
        yield Said(
            "beat",
            FAULT,
            gettext("has never woken anything, or not yet written it down, which it does every three minutes"),
            mend,
        )
        return
    facts = {"name": last.name, "span": span(timezone.now() - last.last_run_at)}
    if timezone.now() - last.last_run_at > BEAT_SILENT:
        yield Said("beat", FAULT, gettext("woke nothing for %(span)s") % facts, mend)
    else:
        yield Said("beat", GOOD, gettext("woke %(name)s %(span)s ago") % facts)


def queue() -> Iterator[Said]:
    """Jobs that wait, and those that failed lately."""
    now = timezone.now()
    waiting = Job.objects.filter(status=Status.QUEUED, woken_at__lte=now)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    count = waiting.count()
    if oldest is not None and now - oldest > WAITS_LONG:
        facts = {"count": count, "span": span(now - oldest)}
        words = (
            ngettext("%(count)d job waits, for %(span)s", "%(count)d jobs wait, the oldest for %(span)s", count) % facts
        )
        mend = gettext("Start more workers, or look at what they are busy with (Flower, or Jobs in the admin).")
        yield Said("queue", FAULT, words, mend)
    else:
        yield Said("queue", GOOD, ngettext("%(count)d job waits", "%(count)d jobs wait", count) % {"count": count})
    failed = Job.objects.filter(status=Status.FAILED, finished_at__gte=now - LATELY)
    if parked := failed.filter(error_code="job.poisoned").count():
        words = ngettext(
            "%(count)d job was given up within a day, after every try",
            "%(count)d jobs were given up within a day, after every try",
            parked,
        ) % {"count": parked}
        mend = gettext("Jobs in the admin, error code job.poisoned; the log of their request id says why.")
        yield Said("queue", WARNING, words, mend)


def mail() -> Iterator[Said]:
    """Where mail goes, and whether it goes."""
    now = timezone.now()
    if "console" in settings.EMAIL_BACKEND and not settings.ENV.local:
        mend = gettext("Set EMAIL_URL, or MAIL_PROVIDER with MAIL_API_KEY.")
        yield Said("mail", FAULT, gettext("is printed instead of sent"), mend)
    lost = Mail.objects.filter(given_up_at__gte=now - LATELY).count()
    late = Mail.objects.filter(sent_at=None, given_up_at=None, created_at__lt=now - WAITS_LONG).count()
    if lost or late:
        facts = {"late": late, "span": span(WAITS_LONG), "lost": lost}
        words = gettext("waiting for more than %(span)s: %(late)d; given up within a day: %(lost)d") % facts
        mend = gettext("Mails in the admin say what the mail server answered.")
        yield Said("mail", FAULT if lost else WARNING, words, mend)
    else:
        yield Said("mail", GOOD, gettext("nothing waits long, nothing was given up within a day"))


def ends() -> Iterator[Said]:
    """The certificate of this server."""
    where = settings.METRICS.certificate
    if not where:
        yield Said("certificate", GOOD, gettext("not watched: METRICS_CERTIFICATE names none"))
        return
    left = datetime.fromtimestamp(certificate.expires(where), UTC) - timezone.now()
    state = FAULT if left < CERTIFICATE_SOON else WARNING if left < CERTIFICATE_LATER else GOOD
    words = gettext("ends in %(span)s") if left > timedelta() else gettext("ended %(span)s ago")
    mend = "" if state == GOOD else gettext("Renew it, and reload nginx.")
    yield Said("certificate", state, words % {"span": span(abs(left))}, mend)


def disk() -> Iterator[Said]:
    """Room where uploads lie."""
    usage = shutil.disk_usage(existing(Path(settings.MEDIA_ROOT)))
    free = usage.free / usage.total
    state = FAULT if free < DISK_FULL else WARNING if free < DISK_NEARLY else GOOD
    facts = {"free": f"{usage.free / 1e9:.1f}", "total": f"{usage.total / 1e9:.1f}"}
    words = gettext("%(free)s GB of %(total)s GB are free for uploads") % facts
    mend = "" if state == GOOD else gettext("Make room, or move MIZAN_DATA_DIR to a larger disk.")
    yield Said("disk", state, words, mend)


def backups() -> Iterator[Said]:
    """When one was last made, and when one was last restored and found whole."""
    said = read_status(Path(settings.DATA_DIR) / "backups")
    if not said:
        mend = gettext("docs/operations/backup.md says how they are made and tried.")
        yield Said("backups", WARNING, gettext("none is known here"), mend)
        return
    if "last_failure" in said:
        facts = {"what": said.get("failed", "?"), "why": said.get("fault", "")}
        yield Said("backups", FAULT, gettext("%(what)s failed: %(why)s") % facts, gettext("Its log says more."))
    yield made(said)
    yield verified(said)


def made(said: Mapping[str, Any]) -> Said:
    """When the last base backup was made, by what backups have noted."""
    age = _age(said.get("last_backup"))
    if age is None:
        return Said("backups", FAULT, gettext("none was ever made"), _timetable())
    state = FAULT if age > BACKUP_OLD else GOOD
    return Said(
        "backups", state, gettext("made %(span)s ago") % {"span": span(age)}, _timetable() if state == FAULT else ""
    )


def verified(said: Mapping[str, Any]) -> Said:
    """When one was last restored and compared, by what backups have noted."""
    age = _age(said.get("last_verified"))
    if age is None:
        return Said("backups", FAULT, gettext("none was ever restored and found whole"), _timetable())
    state = FAULT if age > VERIFIED_OLD else GOOD
    words = gettext("restored and found whole %(span)s ago") % {"span": span(age)}
    return Said("backups", state, words, _timetable() if state == FAULT else "")


def _timetable() -> str:
    return gettext("docs/operations/backup.md: is its timetable running?")


def model() -> Iterator[Said]:
    """Whether analyses can ask a language model."""
    if settings.LLM.configured:
        yield Said("language model", GOOD, f"{settings.LLM.model} at {settings.LLM.base_url}")
    else:
        words = gettext("none is set up: the offline analyst works, and organizations may name their own")
        yield Said("language model", GOOD, words)


LOOKS: tuple[tuple[str, Look], ...] = (
    ("parts", database_and_others),
    ("workers", workers),
    ("beat", beat),
    ("queue", queue),
    ("mail", mail),
    ("certificate", ends),
    ("disk", disk),
    ("backups", backups),
    ("language model", model),
)


def examine(looks: tuple[tuple[str, Look], ...] = LOOKS, seconds: float = SECONDS) -> list[Said]:
    """All parts at once, in order; one that hangs or breaks says so."""

    def listed(look: Look) -> Callable[[], list[Said]]:
        return lambda: list(look())

    found = all_within(seconds, ((f"doctor:{name}", listed(look)) for name, look in looks))
    told: list[Said] = []
    for name, answer in found.items():
        part = name.partition(":")[2]
        if isinstance(answer, TimeoutError):
            words = gettext("did not answer within %(seconds)s seconds") % {"seconds": f"{seconds:g}"}
            told.append(Said(part, FAULT, words, gettext("Whatever it asks hangs: see the lines above.")))
        elif isinstance(answer, BaseException):
            words = gettext("cannot be told: %(error)s") % {"error": type(answer).__name__}
            told.append(Said(part, FAULT, words, gettext("See the lines above; then the log.")))
        else:
            told.extend(answer)
    return told


def _age(said: object) -> timedelta | None:
    """How long ago a noted time was; None for none."""
    try:
        when = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return timezone.now() - (when if when.tzinfo else when.replace(tzinfo=UTC))


def span(of: timedelta) -> str:
    """Roughly, in the unit that fits."""
    seconds = of.total_seconds()
    if seconds >= 2 * 86_400:
        return ngettext("%(count)d day", "%(count)d days", count := round(seconds / 86_400)) % {"count": count}
    if seconds >= 2 * 3_600:
        return ngettext("%(count)d hour", "%(count)d hours", count := round(seconds / 3_600)) % {"count": count}
    if seconds >= 2 * 60:
        return ngettext("%(count)d minute", "%(count)d minutes", count := round(seconds / 60)) % {"count": count}
    return ngettext("%(count)d second", "%(count)d seconds", count := round(seconds)) % {"count": count}
