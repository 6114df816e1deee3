"""Mail through a provider's API: Postmark's protocol spoken by a server of the test, with its faults."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from config.env import read_environment
from config.mail import PROVIDERS, MailEnvironment, anymail_settings, backend
from jobs.models import Job, Status
from mails import services, tasks
from mails.models import Mail

pytestmark = pytest.mark.django_db
INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: alice@example.com.\n"
    "Inactive recipients are ones that have generated a hard bounce or a spam complaint."
)
DONE = {
    "To": "alice@example.com",
    "SubmittedAt": "2026-11-22T08:00:00Z",
    "MessageID": "b7bc",
    "ErrorCode": 0,
    "Message": "OK",
}


class Provider:
    """What the next answer is, and what was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers, self.pause = 200, [DONE], {}, 0.0
        self.asked: list[tuple[dict[str, str], Any]] = []


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append((dict(self.headers), body))
            time.sleep(state.pause)
            answer = json.dumps(state.body).encode()
            self.send_response(state.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(answer)),
                **state.headers,
            }.items():
                self.send_header(name, value)
            with suppress(BrokenPipeError):  # who asked has stopped listening
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    given = MailEnvironment("postmark", api_key="planted-key", api_url=f"http://127.0.0.1:{server.server_port}/")
    settings.EMAIL_BACKEND = backend(given, {}, local=True)
    settings.ANYMAIL = anymail_settings(given)
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def send(alice):
    services.post(to=alice, template="password_changed", facts={"reset_link": "https://x.test/"})

    def now() -> tuple[Job, Mail]:
        tasks.send(str(Job.objects.get().pk))
        return Job.objects.get(), Mail.objects.get()

    return now


def test_a_mail_is_handed_over_whole(provider, send):
    job, mail = send()
    assert job.status == Status.SUCCEEDED, mail.error
    ((headers, body),) = provider.asked
    message = body[0] if isinstance(body, list) else body
    assert headers["X-Postmark-Server-Token"] == "planted-key"
    assert message["To"] == "alice@example.com"
    assert message["TextBody"].startswith("The password")
    assert message["HtmlBody"].startswith("<!doctype html>")
    assert {"Name": "Auto-Submitted", "Value": "auto-generated"} in message["Headers"]


@pytest.mark.parametrize("status", [401, 500, 503])
def test_a_provider_in_trouble_is_asked_again_later(status, provider, send):
    provider.status, provider.body = status, {"ErrorCode": 10, "Message": "no"}
    job, mail = send()
    assert (job.status, mail.error, bool(mail.facts)) == (Status.QUEUED, f"AnymailRequestsAPIError {status}", True)
    provider.status, provider.body = 200, [DONE]
    job, mail = send()
    assert (job.status, mail.tries, mail.error) == (Status.SUCCEEDED, 2, "")


def test_a_provider_that_says_when_is_asked_then(provider, send):
    provider.status, provider.headers, provider.body = (
        429,
        {"Retry-After": "900"},
        {"ErrorCode": 429, "Message": "slow"},
    )
    job, _ = send()
    assert 890 < (job.woken_at - timezone.now()).total_seconds() <= 900


def test_a_provider_that_is_silent_keeps_nobody_waiting(provider, send, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "REQUESTS_TIMEOUT": 0.3}
    provider.pause = 1.5
    began = time.monotonic()
    job, mail = send()
    assert time.monotonic() - began < 1.4
    assert job.status == Status.QUEUED
    assert mail.error.startswith("AnymailRequestsAPIError")


def test_a_provider_that_answers_nonsense_is_asked_again(provider, send):
    provider.body = "<html>hello</html>"
    assert send()[0].status == Status.QUEUED


def test_a_refused_recipient_is_given_up_at_once(provider, send):
    provider.status = 422
    provider.body = {"ErrorCode": 406, "Message": INACTIVE}
    job, mail = send()
    assert (job.error_code, mail.error) == ("mail.failed", "AnymailRecipientsRefused")


def test_the_key_is_neither_logged_nor_kept_nor_printed(provider, send, caplog):
    provider.status, provider.body = 500, {"Message": "no"}
    _, mail = send()
    assert "planted-key" not in caplog.text + mail.error
    assert "planted-key" not in repr(read_environment({"MAIL_PROVIDER": "postmark", "MAIL_API_KEY": "planted-key"}))


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_every_provider_that_can_be_named_has_a_backend_that_takes_its_settings(name, settings):
    from django.core.mail import get_connection

    mail = MailEnvironment(name, "key", "secret", "mail.example.com", "https://api.example.com/")
    settings.ANYMAIL = anymail_settings(mail)
    assert get_connection(backend(mail, {}, local=False)).api_url == "https://api.example.com/"


def test_an_unknown_provider_and_a_missing_key_are_told_at_the_start():
    with pytest.raises(ImproperlyConfigured, match="MAIL_PROVIDER: 'pigeon' is unknown"):
        read_environment({"MAIL_PROVIDER": "pigeon"})
    with pytest.raises(ImproperlyConfigured, match=r"MAIL_API_KEY: missing[^$]*MAIL_API_SECRET: missing"):
        read_environment({"MAIL_PROVIDER": "mailjet"})


def test_without_a_word_mail_is_printed_and_a_local_run_shows_it():
    nothing = MailEnvironment()
    assert backend(nothing, {}, local=False).endswith("console.EmailBackend")
    assert backend(nothing, {}, local=True) == "mails.backends.FolderBackend"
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    assert backend(nothing, smtp, local=True) == smtp["EMAIL_BACKEND"]
