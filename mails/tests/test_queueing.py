"""A mail is queued in the transaction of what it tells of, in the reader's language, and its links cannot be read in the database."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import translation

from accounts.post import post
from jobs.models import Job, Kind
from mails import services
from mails.models import Mail
from mails.tests.facts import FACTS

pytestmark = pytest.mark.django_db


def test_a_mail_and_its_job_are_there_together_or_not_at_all(alice):
    def fail() -> None:
        with transaction.atomic():
            post(to=alice, template="password_changed", reset_link="https://x.test/")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not Mail.objects.exists()
    post(to=alice, template="password_changed", reset_link="https://x.test/")
    mail = Mail.objects.get()
    job = Job.objects.get(subject_id=mail.pk)
    assert (job.kind, job.organization_id, job.payload) == (Kind.MAIL, None, {})
    assert (mail.user, mail.address) == (alice, "alice@example.com")


@pytest.mark.parametrize(
    ("own", "given", "of_request", "wanted"),
    [
        ("ru", "ar", "en", "ru"),
        ("", "ar", "ru", "ar"),
        ("", "", "ru", "ru"),
        ("xx", "", "ar", "ar"),
        ("", "", "de", "en"),
    ],
)
def test_the_language_is_the_persons_then_the_given_then_the_requests(own, given, of_request, wanted, alice):
    alice.language = own
    with translation.override(of_request):
        post(to=alice, template="password_changed", language=given, reset_link="https://x.test/")
    assert Mail.objects.get().language == (wanted if own != "xx" else "ar")


def test_an_address_of_nobody_gets_its_mail_too():
    post(to="nobody@example.com", template="unknown_account", sign_up_link="https://x.test/")
    assert (Mail.objects.get().user, Mail.objects.get().address) == (None, "nobody@example.com")


def test_a_link_is_not_readable_in_the_database(alice):
    services.post(to=alice, template="reset_password", facts={"link": "https://x.test/planted-token", "hours": 3})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mails_mail")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT * FROM jobs_job")
        kept += str(cursor.fetchall())
    assert "planted-token" not in kept


def test_a_mail_that_does_not_exist_is_refused_at_once(alice):
    with pytest.raises(ValueError, match="no mail"):
        services.post(to=alice, template="../../etc/passwd", facts={})


def test_a_mail_that_lacks_a_fact_fails_where_it_is_posted(alice):
    with pytest.raises(ValueError, match=r"lacks facts: .days."):
        services.post(to=alice, template="verify_address", facts={"link": "https://x.test/"})
    with pytest.raises(ValueError, match="lacks facts: reset_link"):
        services.post(to=alice, template="password_changed", facts={"link": "https://x.test/"})
    assert not Mail.objects.exists()


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_mail_can_be_queued_and_arrives(name, alice, work, mailoutbox):
    services.post(to=alice, template=name, facts=FACTS[name])
    work()
    (mail,) = mailoutbox
    assert mail.to == ["alice@example.com"]
    assert mail.alternatives[0].mimetype == "text/html"
