"""Mails that come in: to their ticket, or a new one; never a loop, never twice, never in somebody else's name."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.core.management import call_command

from config.support_env import SupportEnvironment
from support.models import Attachment, Message, Ticket
from support.replies import read_token, reply_address, token
from support.services.mailbox import take
from support.tests.conftest import SECRET
from support.views.inbound import sign

pytestmark = pytest.mark.django_db


def test_an_answer_comes_into_its_ticket_once(ticket, letter, alice):
    raw = letter("Bill 3.\n\nOn Monday, Support wrote:\n> Which bill?", to=f"Mizan <{reply_address('p', ticket.pk)}>")
    assert (take(raw).done, take(raw).done) == ("filed", "known")
    message = Message.objects.get(by_mail=True)
    assert (message.ticket, message.text, message.author, message.kind) == (ticket, "Bill 3.", alice, "person")


def test_a_made_up_token_leads_to_no_ticket(ticket, letter):
    good = token("p", ticket.pk)
    for bad in (good[:-2] + ("aa" if good[-2:] != "aa" else "bb"), "s" + good[1:], token("p", uuid4())[:20], "p", ""):
        assert read_token(bad) is None
    assert take(letter(to=f"help+{'s' + good[1:]}@mizan.test", sender="eve@evil.test")).why == "stranger"
    assert (
        take(letter(to=reply_address("p", ticket.pk).replace("help+", "other+"), sender="eve@evil.test")).done
        == "dropped"
    )
    assert ticket.messages.count() == 1


def test_staff_answers_by_mail_when_the_sender_is_staff(ticket, sam, letter):
    to = reply_address("s", ticket.pk)
    assert take(letter("I am staff, honest", sender="eve@evil.test", to=to)).why == "nobody"
    assert take(letter("I ask", sender="alice@example.com", to=to, Message_ID="<2@x>")).why == "nobody"
    assert take(letter("Look at row 7.", sender="Sam <SAM@mizan.test>", to=to, Message_ID="<3@x>")).done == "filed"
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("waiting", sam)


def test_a_mail_of_a_known_person_opens_a_ticket_of_theirs(alice, letter):
    outcome = take(letter("Hello", Subject="Where is my bill?"))
    ticket = Ticket.objects.get()
    assert (outcome.done, outcome.number, ticket.requester, ticket.source) == ("opened", ticket.number, alice, "mail")


def test_strangers_open_tickets_only_where_that_is_wanted(db, letter, settings):
    raw = letter(sender="new@client.test")
    assert take(raw).why == "stranger"
    settings.SUPPORT = SupportEnvironment("help@mizan.test", "", (SECRET,), strangers=True)
    assert take(raw).done == "opened"
    ticket = Ticket.objects.get()
    assert (ticket.address, ticket.requester) == ("new@client.test", None)
    back = letter("More", sender="new@client.test", to=reply_address("p", ticket.pk), Message_ID="<2@x>")
    assert take(back).done == "filed"


@pytest.mark.parametrize(
    "more",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<all.example.com>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@example.com"},
        {"sender": "no-reply@example.com"},
        {"sender": "help+px@mizan.test"},
        {"sender": "help@mizan.test"},
        {"sender": "mizan@localhost"},
    ],
)
def test_what_a_program_wrote_is_dropped(alice, letter, settings, more):
    settings.DEFAULT_FROM_EMAIL = "Mizan <mizan@localhost>"
    settings.SUPPORT = SupportEnvironment("help@mizan.test", "", (), strangers=True)
    assert (take(letter(**more)).why, Ticket.objects.count()) == ("automatic", 0)


def test_files_are_checked_and_what_is_left_out_is_named(alice):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "alice@example.com", "help@mizan.test", "Files"
    mail.set_content("See below")
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="bill.pdf")
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    assert take(mail.as_bytes()).done == "opened"
    assert list(Attachment.objects.values_list("name", flat=True)) == ["bill.pdf"]
    assert "run.exe" in Message.objects.get().text


def test_one_sender_cannot_fill_the_queue(alice, letter, monkeypatch):
    monkeypatch.setattr("support.services.mailbox.MAILS_AN_HOUR", 2)
    done = [take(letter(Message_ID=f"<{number}@x>")).done for number in range(4)]
    assert done == ["opened", "opened", "dropped", "dropped"]


def test_the_door_opens_to_a_fresh_signature_alone(alice, letter, client, settings):
    raw, now = letter(), str(int(time.time()))

    def knock(timestamp: str, signature: str) -> int:
        headers = {"Mizan-Timestamp": timestamp, "Mizan-Signature": signature}
        return client.post("/support/inbound/", raw, content_type="message/rfc822", headers=headers).status_code

    old = str(int(time.time()) - 3600)
    assert [knock(now, "0" * 64), knock(now, "é"), knock("", ""), knock(old, sign(SECRET, old, raw))] == [401] * 4
    assert not Ticket.objects.exists()
    assert knock(now, sign(SECRET, now, raw)) == 200
    assert Ticket.objects.count() == 1
    settings.SUPPORT = SupportEnvironment()
    assert knock(now, sign(SECRET, now, raw)) == 404


def test_a_pipe_of_a_mail_server_hands_it_to_the_command(alice, letter, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(letter())

    monkeypatch.setattr("sys.stdin", Stdin)
    said = io.StringIO()
    call_command("take_support_mail", stdout=said)
    assert said.getvalue().strip() == f"opened {Ticket.objects.get().number}"
