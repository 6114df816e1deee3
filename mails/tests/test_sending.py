"""A mail goes out once, is tried again when it is refused, and leaves nothing secret behind."""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from jobs import services as job_services
from jobs.lease import claim
from jobs.models import Job, Status
from mails import sending, services, tasks
from mails.models import Mail

pytestmark = pytest.mark.django_db
LINK = "https://x.test/planted-token"


@pytest.fixture
def mail(alice):
    return services.post(to=alice, template="reset_password", facts={"link": LINK, "hours": 3})


def job_of(mail) -> Job:
    return Job.objects.get(subject_id=mail.pk)


@pytest.fixture
def refusing(monkeypatch):
    """Make the mail server refuse with an error."""

    def refuse(error: Exception) -> None:
        def send(self, fail_silently=False):
            raise error

        monkeypatch.setattr(django_mail.EmailMessage, "send", send)

    return refuse


def try_now(mail) -> Job:
    Job.objects.filter(subject_id=mail.pk).update(woken_at=timezone.now())
    tasks.send(str(job_of(mail).pk))
    mail.refresh_from_db()
    return job_of(mail)


def test_a_sent_mail_is_marked_and_its_facts_are_gone(mail, mailoutbox):
    assert try_now(mail).status == Status.SUCCEEDED
    assert LINK in mailoutbox[0].body
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert mailoutbox[0].extra_headers["Message-ID"] == f"<{mail.pk}@localhost>"
    assert mail.sent_at is not None
    assert not mail.facts


def test_a_job_that_is_delivered_twice_sends_once(mail, mailoutbox):
    for _ in range(3):
        tasks.send(str(job_of(mail).pk))
    assert len(mailoutbox) == 1


def test_a_worker_that_dies_after_sending_leaves_a_job_that_sends_nothing_more(mail, mailoutbox):
    lease = claim(job_of(mail).pk)
    assert sending._deliver(lease.job) is None  # and then it is killed, before it could end the job
    Job.objects.filter(pk=lease.job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert job_services.reap()["requeued"] == 1
    assert try_now(mail).status == Status.SUCCEEDED
    assert len(mailoutbox) == 1


def test_a_refused_mail_waits_longer_each_time_and_then_is_given_up(mail, refusing):
    refusing(smtplib.SMTPServerDisconnected("gone"))
    waits = []
    for _ in sending.PAUSES:
        job = try_now(mail)
        assert job.status == Status.QUEUED
        waits.append(round((job.woken_at - timezone.now()).total_seconds()))
    assert waits == list(sending.PAUSES)
    job = try_now(mail)
    assert (job.status, job.error_code) == (Status.FAILED, "mail.failed")
    assert mail.error == "SMTPServerDisconnected"
    assert mail.given_up_at is not None
    assert not mail.facts
    tasks.send(str(job.pk))
    assert Mail.objects.get().tries == len(sending.PAUSES) + 1


def test_a_mail_that_was_refused_first_arrives_later(mail, refusing, monkeypatch, mailoutbox):
    refusing(ConnectionRefusedError())
    try_now(mail)
    monkeypatch.undo()
    mail.refresh_from_db()
    assert mail.facts.reveal()
    Job.objects.update(woken_at=timezone.now() - timedelta(minutes=1))
    assert job_services.reap()["woken"] == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(mail, refusing):
    refusing(smtplib.SMTPRecipientsRefused({"alice@example.com": (550, b"no such user alice@example.com")}))
    assert try_now(mail).error_code == "mail.failed"
    assert mail.error == "SMTPRecipientsRefused 550"


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"alice@example.com": (450, b"greylisted")}),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        TimeoutError(),
    ],
)
def test_what_passes_or_is_the_operators_to_mend_is_tried_again(error, mail, refusing):
    refusing(error)
    assert try_now(mail).status == Status.QUEUED


def test_nothing_that_a_server_says_of_the_person_is_kept_or_logged(mail, refusing, caplog):
    refusing(smtplib.SMTPRecipientsRefused({"alice@example.com": (550, b"no such user alice@example.com")}))
    try_now(mail)
    assert "alice@" not in mail.error + str(job_of(mail).error_facts) + caplog.text
    assert "planted-token" not in caplog.text


def test_a_mail_whose_person_is_gone_sends_nothing(mail, mailoutbox):
    job = job_of(mail)
    Mail.objects.all().delete()
    tasks.send(str(job.pk))
    assert not mailoutbox
    assert Job.objects.get().status == Status.SUCCEEDED


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_one_mail(mail, monkeypatch):
    """The others have got the job by an accident of leases; they wait for the mail's row."""
    sent, pause = [], threading.Event()

    def slow(self, fail_silently=False):
        sent.append(self.to)
        pause.wait(0.5)

    monkeypatch.setattr(django_mail.EmailMessage, "send", slow)
    job = job_of(mail)

    def deliver() -> None:
        sending._deliver(job)
        connection.close()

    workers = [threading.Thread(target=deliver) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert len(sent) == 1
