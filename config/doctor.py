"""How a running Mizan is, part by part, in words, with what there is to do: `manage.py doctor`.

Each look answers by itself and has a limit of time, so that what hangs hides nothing else. A fault is what people notice now or soon; a
warning is what an operator wants to know.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import timezone
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
    "database": "Is PostgreSQL running, and DATABASE_URL right? Look at its log; try `psql` with the same address.",
    "broker": "Is Redis or Valkey running, and REDIS_URL right? Until it is back pages work, and jobs wait in the database.",
    "storage": "The folder `files` below MIZAN_DATA_DIR must be writable by the account of the web processes and workers.",
    "migrations": "Run `manage.py migrate` with this release's code, before its web processes and workers start.",
}


def database_and_others() -> Iterator[Said]:
    """What a server needs."""
    for name, state in parts.states().items():
        if state == "ok":
            yield Said(name, GOOD, "answers" if name in ("database", "broker") else "in order")
        else:
            yield Said(name, FAULT, f"does not work: {state}", WHEN_AWAY[name])


def workers() -> Iterator[Said]:
    """Workers that answer through the broker."""
    names = sorted(name for reply in celery.control.ping(timeout=2.0) or [] for name in reply)
    if names:
        yield Said("workers", GOOD, f"{len(names)} answer: {', '.join(names)}")
    else:
        yield Said(
            "workers",
            FAULT,
            "none answers",
            "Start one: celery -A config.celery:app worker. Nothing is lost meanwhile.",
        )


def beat() -> Iterator[Said]:
    """When beat last woke anything."""
    last = PeriodicTask.objects.filter(enabled=True, last_run_at__isnull=False).order_by("-last_run_at").first()
    mend = "Start exactly one: celery -A config.celery:app beat. Without it nothing is cleared away, and lost jobs stay lost."
    if last is None:
        yield Said("beat", FAULT, "has never woken anything", mend)
    elif timezone.now() - last.last_run_at > BEAT_SILENT:
        yield Said("beat", FAULT, f"woke nothing for {_span(timezone.now() - last.last_run_at)}", mend)
    else:
        yield Said("beat", GOOD, f"woke {last.name} {_span(timezone.now() - last.last_run_at)} ago")


def queue() -> Iterator[Said]:
    """Jobs that wait, and those that failed lately."""
    now = timezone.now()
    waiting = Job.objects.filter(status=Status.QUEUED, woken_at__lte=now)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is not None and now - oldest > WAITS_LONG:
        words = f"{waiting.count()} jobs wait, the oldest for {_span(now - oldest)}"
        yield Said(
            "queue",
            FAULT,
            words,
            "Start more workers, or look at what they are busy with (Flower, or Jobs in the admin).",
        )
    else:
        yield Said("queue", GOOD, f"{waiting.count()} jobs wait")
    failed = Job.objects.filter(status=Status.FAILED, finished_at__gte=now - LATELY)
    if parked := failed.filter(error_code="job.poisoned").count():
        words = f"{parked} jobs were given up within a day, after every try"
        yield Said(
            "queue",
            WARNING,
            words,
            "Jobs in the admin, error code job.poisoned; the log of their request id says why.",
        )


def mail() -> Iterator[Said]:
    """Where mail goes, and whether it goes."""
    now = timezone.now()
    if "console" in settings.EMAIL_BACKEND and not settings.ENV.local:
        yield Said("mail", FAULT, "is printed instead of sent", "Set EMAIL_URL, or MAIL_PROVIDER with MAIL_API_KEY.")
    lost = Mail.objects.filter(given_up_at__gte=now - LATELY).count()
    late = Mail.objects.filter(sent_at=None, given_up_at=None, created_at__lt=now - WAITS_LONG).count()
    if lost or late:
        words = f"{late} wait for more than {_span(WAITS_LONG)}, {lost} were given up within a day"
        yield Said("mail", FAULT if lost else WARNING, words, "Mails in the admin say what the mail server answered.")
    else:
        yield Said("mail", GOOD, "nothing waits long, nothing was given up within a day")


def ends() -> Iterator[Said]:
    """The certificate of this server."""
    where = settings.METRICS.certificate
    if not where:
        yield Said("certificate", GOOD, "not watched: METRICS_CERTIFICATE names none")
        return
    left = datetime.fromtimestamp(certificate.expires(where), UTC) - timezone.now()
    state = FAULT if left < CERTIFICATE_SOON else WARNING if left < CERTIFICATE_LATER else GOOD
    words = f"ends in {_span(left)}" if left > timedelta() else f"ended {_span(-left)} ago"
    yield Said("certificate", state, words, "" if state == GOOD else "Renew it, and reload nginx.")


def disk() -> Iterator[Said]:
    """Room where uploads lie."""
    usage = shutil.disk_usage(existing(Path(settings.MEDIA_ROOT)))
    free = usage.free / usage.total
    state = FAULT if free < DISK_FULL else WARNING if free < DISK_NEARLY else GOOD
    words = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.1f} GB are free for uploads"
    yield Said("disk", state, words, "" if state == GOOD else "Make room, or move MIZAN_DATA_DIR to a larger disk.")


def backups() -> Iterator[Said]:
    """When one was last made, and when one was last restored and found whole."""
    said = read_status(Path(settings.DATA_DIR) / "backups")
    if not said:
        yield Said(
            "backups", WARNING, "none is known here", "docs/operations/backup.md says how they are made and tried."
        )
        return
    if "last_failure" in said:
        yield Said(
            "backups", FAULT, f"{said.get('failed', 'a try')} failed: {said.get('fault', '')}", "Its log says more."
        )
    for key, what, limit in (
        ("last_backup", "made", BACKUP_OLD),
        ("last_verified", "restored and found whole", VERIFIED_OLD),
    ):
        when = _moment(said.get(key))
        if when is None or timezone.now() - when > limit:
            words = (
                f"none was ever {what}"
                if when is None
                else f"the last one was {what} {_span(timezone.now() - when)} ago"
            )
            yield Said("backups", FAULT, words, "docs/operations/backup.md: is its timetable running?")
        else:
            yield Said("backups", GOOD, f"{what} {_span(timezone.now() - when)} ago")


def model() -> Iterator[Said]:
    """Whether analyses can ask a language model."""
    if settings.LLM.configured:
        yield Said("language model", GOOD, f"{settings.LLM.model} at {settings.LLM.base_url}")
    else:
        yield Said(
            "language model", GOOD, "none is set up: the offline analyst works, and organizations may name their own"
        )


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
            told.append(
                Said(
                    part,
                    FAULT,
                    f"did not answer within {seconds:g} seconds",
                    "Whatever it asks hangs: see the lines above.",
                )
            )
        elif isinstance(answer, BaseException):
            told.append(
                Said(part, FAULT, f"cannot be told: {type(answer).__name__}", "See the lines above; then the log.")
            )
        else:
            told.extend(answer)
    return told


def _moment(said: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _span(of: timedelta) -> str:
    """Roughly, in the unit that fits."""
    seconds = of.total_seconds()
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
