"""Handing one mail to the mail server, and what follows when it refuses.

The mail's row is locked while it is handed over, and it is marked as sent in the same transaction: whoever gets the job a second time
waits, and finds it sent. Only a worker that is killed between the server's "accepted" and the commit leaves a mail that goes out again; it
does so with the same Message-ID, by which mail programs know the two for one.
"""

from __future__ import annotations

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import structlog
from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from accounts.encryption import Secret
from jobs.lease import Lease
from jobs.models import Job, Status
from mails.models import Mail
from mails.words import unpacked, written

log = structlog.get_logger(__name__)

# Seconds until the next try, by the number of tries that were refused; after the last the mail is given up, about nine hours on.
PAUSES = (10, 30, 120, 600, 1_800, 7_200, 21_600)
LONGEST_WISH = 3_600  # seconds that a server may ask us to wait


def send_mail(lease: Lease) -> None:
    """The work of a mail's job."""
    with lease.keep_alive():
        refusal = _deliver(lease.job)
    with lease.hold() as job:
        if refusal is None:
            lease.finish(job, Status.SUCCEEDED, {}, done=1)
        else:
            _after_refusal(lease, job, refusal)


def _deliver(job: Job) -> Exception | None:
    """Send the mail unless that was done before. Returns what the server or the way to it had against it."""
    connection = get_connection()
    try:
        return _hand_over(job, connection)
    finally:
        with suppress(Exception):  # the mail has gone, or has not: how the server says goodbye changes nothing
            connection.close()


def _hand_over(job: Job, connection: BaseEmailBackend) -> Exception | None:
    """The connection is opened before and closed after, so that nothing but the commit comes between "accepted" and "sent"."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=job.subject_id, sent_at=None, given_up_at=None).first()
        if mail is None:
            return None  # sent before, or removed with its person
        mail.tries += 1
        mail.save(update_fields=["tries"])
        message = _message(mail)
        message.connection = connection
        try:
            connection.open()
            message.send()
        except (
            Exception
        ) as error:  # their own, those of smtplib, of sockets and of HTTP clients: backends raise what they like
            return error
        mail.sent_at, mail.error, mail.facts = timezone.now(), "", Secret()
        mail.save(update_fields=["sent_at", "error", "facts"])
    log.info("mail_sent", mail_id=str(mail.pk), template=mail.template, tries=mail.tries)
    return None


def _message(mail: Mail) -> EmailMultiAlternatives:
    facts = unpacked(mail.facts.reveal())
    words = written(mail.template, mail.language, facts)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{mail.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.language,
    }
    answers = [str(facts["reply_to"])] if facts.get("reply_to") else None
    message = EmailMultiAlternatives(words.subject, words.text, to=[mail.address], reply_to=answers, headers=headers)
    message.attach_alternative(words.html, "text/html")
    return message


def _after_refusal(lease: Lease, job: Job, refusal: Exception) -> None:
    """Try again later, or give the mail up. Call it inside `hold`."""
    mail = Mail.objects.select_for_update().filter(pk=job.subject_id).first()
    if mail is None:  # removed with its person
        lease.finish(job, Status.SUCCEEDED, {}, done=0)
        return
    number = _status(refusal)
    mail.error = f"{type(refusal).__name__} {number or ''}".strip()[:100]
    last = mail.tries > len(PAUSES) or _is_final(refusal, number)
    log.warning(
        "mail_refused", mail_id=str(mail.pk), template=mail.template, tries=mail.tries, error=mail.error, last=last
    )
    if last:
        mail.given_up_at, mail.facts = timezone.now(), Secret()
        lease.finish(job, Status.FAILED, {}, "mail.failed", {"tries": mail.tries})
    else:
        lease.postpone(job, max(PAUSES[mail.tries - 1], _wish(refusal)))
    mail.save(update_fields=["error", "given_up_at", "facts"])


def _status(error: Exception) -> int | None:
    """The number of the refusal: of SMTP, or of HTTP."""
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=None)
    if isinstance(error, SMTPResponseException):
        return int(error.smtp_code)
    found = getattr(error, "status_code", None)  # of anymail
    return found if isinstance(found, int) else None


def _is_final(error: Exception, number: int | None) -> bool:
    """True when this address will never be taken. A wrong key, sender or empty account is mended by the operator: not final."""
    if isinstance(error, SMTPRecipientsRefused):
        return number is not None and number >= 500
    return isinstance(error, (AnymailRecipientsRefused, AnymailInvalidAddress))


def _wish(error: Exception) -> int:
    """The seconds that a provider asks for in `Retry-After`."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    asked = str(headers.get("Retry-After", ""))
    return min(int(asked), LONGEST_WISH) if asked.isdigit() else 0
