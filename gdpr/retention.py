"""What is removed once it was kept for long enough: an explicit list of rules, run every day, and by `manage.py retention --dry-run`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Replace
from django.utils import timezone

from accounts.models import AuditOrigin, Event, Invitation, TokenFamily
from gdpr.models import DataExport, ErasureRequest, PrivacyRequest, RetentionRun
from jobs.models import TERMINAL, Job, Kind
from llm.models import LedgerEntry
from mails.models import Mail
from support.models import Status as TicketStatus
from support.models import Ticket
from support.services.files import remove_with_files
from webhooks.models import Delivery, Status

CHUNK = 2_000
PASSING = (Kind.MAIL, Kind.EXPORT, Kind.GDPR_EXPORT, Kind.GDPR_ERASURE)  # other jobs are the history of a bill
FORGOTTEN = "forgotten:"
log = structlog.get_logger(__name__)
Rows = Callable[[datetime], QuerySet[Any]]
Act = Callable[[QuerySet[Any]], int]


class Rule(msgspec.Struct, frozen=True):
    """Rows of one kind that are older than their time. `days` is the number's name in `RETENTION_DAYS`, or "" where `setting` holds it."""

    code: str
    what: str
    why: str
    rows: Rows
    act: Act
    setting: str = ""

    @property
    def days(self) -> int:
        """For how many days they are kept."""
        return int(getattr(settings, self.setting) if self.setting else settings.RETENTION_DAYS[self.code])


def _remove(rows: QuerySet[Any]) -> int:
    return int(rows.delete()[0])


def _sessions(before: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = Session.objects.filter(expire_date__lt=before)
    return rows


def _browsers(before: datetime) -> QuerySet[Any]:
    """Entries of the list of browsers whose session is gone."""
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    rows: QuerySet[Any] = UserSession.objects.filter(~Exists(living), created_at__lt=before)
    return rows


def _families(before: datetime) -> QuerySet[Any]:
    return TokenFamily.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _confirmations(before: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = EmailConfirmation.objects.filter(created__lt=before)
    return rows


def _invitations(before: datetime) -> QuerySet[Any]:
    return Invitation.objects.filter(Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _mails(before: datetime) -> QuerySet[Any]:
    return Mail.objects.filter(created_at__lt=before)


def _jobs(before: datetime) -> QuerySet[Any]:
    return Job.objects.filter(kind__in=PASSING, status__in=TERMINAL, finished_at__lt=before)


def _events(before: datetime) -> QuerySet[Any]:
    return Event.objects.filter(created_at__lt=before)


def _deliveries(before: datetime) -> QuerySet[Any]:
    """With their tries. What still waits for a try stays."""
    return Delivery.objects.filter(created_at__lt=before, status__in=(Status.SUCCEEDED, Status.GIVEN_UP))


def _tickets(before: datetime) -> QuerySet[Any]:
    return Ticket.objects.filter(status=TicketStatus.CLOSED, closed_at__lt=before)


def _remove_tickets(rows: QuerySet[Any]) -> int:
    """With their messages, and the files attached to them."""
    with transaction.atomic():
        remove_with_files(list(rows.values_list("pk", flat=True)))
        return _remove(rows)


def _audit_people(before: datetime) -> QuerySet[Any]:
    return AuditOrigin.objects.filter(created_at__lt=before)


def _replies(before: datetime) -> QuerySet[Any]:
    old = LedgerEntry.objects.filter(created_at__lt=before).exclude(status=LedgerEntry.Status.RESERVED)
    return old.exclude(reply="", input_hash__startswith=FORGOTTEN)


def _forget_replies(rows: QuerySet[Any]) -> int:
    """What it cost stays; what was said goes, and the question no longer finds it."""
    name = Concat(Value(FORGOTTEN), Replace(Cast(F("id"), CharField()), Value("-"), Value("")))
    return int(rows.update(reply="", input_hash=name))


def _data_exports(before: datetime) -> QuerySet[Any]:
    return DataExport.objects.filter(expires_at__lt=before, file="")


def _privacy_requests(before: datetime) -> QuerySet[Any]:
    return PrivacyRequest.objects.filter(answered_at__lt=before)


def _erasure_requests(before: datetime) -> QuerySet[Any]:
    return ErasureRequest.objects.filter(Q(finished_at__lt=before) | Q(cancelled_at__lt=before))


def _visits(before: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("website.PersonDay")._default_manager.filter(day__lt=before.date())
    return rows


def _runs(before: datetime) -> QuerySet[Any]:
    return RetentionRun.objects.filter(started_at__lt=before)


RULES: tuple[Rule, ...] = (
    Rule("sessions", "sessions of browsers, after they expired", "nobody can use them any more", _sessions, _remove),
    Rule(
        "browsers",
        "entries of the list of browsers, after their session is gone",
        "they show where a person was",
        _browsers,
        _remove,
    ),
    Rule(
        "token_families", "sign-ins of programs, after they ended", "they show addresses of people", _families, _remove
    ),
    Rule(
        "email_confirmations", "links that confirm an address", "they have long ceased to work", _confirmations, _remove
    ),
    Rule(
        "invitations",
        "invitations, after they were accepted, revoked or expired",
        "they hold addresses of people",
        _invitations,
        _remove,
    ),
    Rule(
        "mails", "mails, after they were written", "failures are mended within days", _mails, _remove, "MAIL_KEEP_DAYS"
    ),
    Rule(
        "jobs", "mails, exports and erasures as jobs, after they ended", "nobody asks for them any more", _jobs, _remove
    ),
    Rule("events", "entries of the outbox", "whoever reads them has read them", _events, _remove),
    Rule(
        "webhook_deliveries",
        "what was delivered to webhooks or given up, with its tries",
        "whoever looks for a failure does so within days",
        _deliveries,
        _remove,
    ),
    Rule(
        "tickets",
        "tickets of support with their messages and files, after they were closed",
        "the same question may come again within a year or two",
        _tickets,
        _remove_tickets,
    ),
    Rule(
        "audit_people",
        "names, addresses and programs in the audit trail; the entries stay, in ids and codes",
        "misuse comes to light within a year or two",
        _audit_people,
        _remove,
    ),
    Rule(
        "model_replies",
        "replies of language models; what they cost stays",
        "the same bill is rarely asked about later",
        _replies,
        _forget_replies,
    ),
    Rule(
        "data_exports",
        "entries of exports of personal data, after the file was removed",
        "nothing is left to fetch",
        _data_exports,
        _remove,
    ),
    Rule(
        "privacy_requests",
        "requests of people, after they were answered",
        "claims lapse after three years",
        _privacy_requests,
        _remove,
    ),
    Rule("erasure_requests", "receipts of erasures", "claims lapse after three years", _erasure_requests, _remove),
    Rule(
        "visits",
        "how many requests a person made on a day; the sums of all stay",
        "figures of a year are compared with those of the year before",
        _visits,
        _remove,
    ),
    Rule("retention_runs", "records of these runs", "a year of them is proof enough", _runs, _remove),
)


def run(*, dry_run: bool = False) -> RetentionRun:
    """Apply every rule and write down what it removed. A dry run only counts. A rule that fails does not stop the others."""
    done = RetentionRun.objects.create(dry_run=dry_run)
    for rule in RULES:
        before = timezone.now() - timedelta(days=rule.days)
        try:
            done.counts[rule.code] = rule.rows(before).count() if dry_run else _apply(rule, before)
        except Exception:
            log.exception("retention_failed", rule=rule.code)
            done.counts[rule.code] = -1
    done.finished_at = timezone.now()
    done.save(update_fields=["counts", "finished_at"])
    log.info("retention_done", dry_run=dry_run, counts=done.counts)
    return done


def _apply(rule: Rule, before: datetime) -> int:
    """Rows go by the thousand, so that no lock is held for long."""
    total = 0
    model = rule.rows(before).model
    while keys := list(rule.rows(before).values_list("pk", flat=True)[:CHUNK]):
        changed = rule.act(model._base_manager.filter(pk__in=keys))
        total += len(keys)
        if not changed:
            break
    return total
