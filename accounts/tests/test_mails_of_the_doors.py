"""What allauth has to say goes through the queue, in our words and the reader's language."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from django.urls import reverse

from accounts.allauth_mails import WORDS
from accounts.models import User
from mails.models import Mail

# sent only where sign-in or reset by code is switched on, which Mizan does not
BY_CODE = {"account/email/login_code", "account/email/password_reset_code"}


def test_every_mail_that_allauth_can_send_has_words():
    folder = Path(allauth.__file__).parent / "templates"
    known = {
        str(path.relative_to(folder)).removesuffix("_subject.txt")
        for room in ("account", "mfa")
        for path in (folder / room / "email").glob("*_subject.txt")
    }
    assert known - BY_CODE == set(WORDS)


@pytest.mark.django_db
def test_signing_up_queues_the_link_that_verifies_the_address(client, work, mailoutbox):
    form = {"email": "dana@example.com", "password1": "quarry-lantern-seven", "accept": "on"}
    client.post(reverse("account_signup"), form, headers={"accept-language": "ru"})
    assert not mailoutbox, "nothing is sent while the person waits"
    work()
    (mail,) = mailoutbox
    assert mail.to == ["dana@example.com"]
    assert mail.subject == "Подтвердите адрес электронной почты"
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    client.post(link)
    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "template"), [("alice@example.com", "reset_password"), ("x@example.com", "unknown_account")]
)
def test_a_reset_is_answered_by_mail_whether_the_address_is_known_or_not(email, template, client, alice):
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer.status_code == 302
    assert Mail.objects.get().template == template
