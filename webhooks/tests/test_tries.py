"""What is due is sent; what fails is tried again, later each time, and given up; what only fails is switched off, and admins are told."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.encryption import Secret
from accounts.errors import Conflict
from accounts.models import AuditEntry, Membership
from accounts.services import emit
from config.tests.servers import Reply
from mails.models import Mail
from webhooks import outbox, sending
from webhooks.health import settle
from webhooks.models import Attempt, Delivery, Endpoint, Status
from webhooks.outcome import Outcome
from webhooks.services import redeliver, rotate_secret, send_test, switch_endpoint
from webhooks.tests.checking import checked

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=6)


@pytest.fixture
def sent(hook, firm):
    """A delivery that waits, to a webhook at the receiver."""
    hook(kinds=["project.created"])
    emit(organization_id=firm.pk, kind="project.created", project="6b7c")
    outbox.read()
    return Delivery.objects.get()


def again_at_once():
    """As if all the waiting were over."""
    Delivery.objects.exclude(status__in=["succeeded", "given_up"]).update(next_try_at=timezone.now())
    Endpoint.objects.update(rests_until=None)


def test_a_message_arrives_and_proves_itself(sent, receiver, round_of_work):
    Delivery.objects.update(request_id="req-7")
    assert round_of_work() == 1
    came = receiver.asked[0]
    assert came.headers["webhook-id"] == sent.message_id == json.loads(came.body)["id"]
    assert came.headers["x-request-id"] == "req-7"
    assert came.headers["content-type"] == "application/json"
    assert checked(Endpoint.objects.get().secret.reveal(), came.headers, came.body)
    sent.refresh_from_db()
    assert (sent.status, sent.tries, sent.status_code, sent.error) == ("succeeded", 1, 204, "")
    assert round_of_work() == 0
    assert len(receiver.asked) == 1


def test_both_secrets_prove_a_message_while_one_replaces_the_other(hook, alice, actor, receiver, round_of_work):
    endpoint = hook()
    _, fresh = rotate_secret(by=actor(alice), endpoint=endpoint, overlap=timedelta(hours=1))
    send_test(by=actor(alice), endpoint=endpoint)
    round_of_work()
    Endpoint.objects.update(previous_ends_at=timezone.now())
    send_test(by=actor(alice), endpoint=endpoint)
    round_of_work()
    during, after = (one for one in receiver.asked if b"webhook.test" in one.body)
    assert checked(endpoint.plain, during.headers, during.body)
    assert checked(fresh, during.headers, during.body)
    assert checked(fresh, after.headers, after.body)
    assert not checked(endpoint.plain, after.headers, after.body)


def test_what_fails_is_tried_again_with_the_same_id_and_body(sent, receiver, answers, round_of_work):
    answers[:] = [Reply(500, b"down for repair"), Reply(204, b"")]
    round_of_work()
    sent.refresh_from_db()
    assert (sent.status, sent.error, sent.status_code) == ("failed", "refused", 500)
    assert round_of_work() == 0  # not before its time
    again_at_once()
    assert round_of_work() == 1
    sent.refresh_from_db()
    assert (sent.status, sent.tries) == ("succeeded", 2)
    assert len({(one.headers["webhook-id"], one.body) for one in receiver.asked}) == 1
    assert [(one.number, one.status_code, one.reply) for one in sent.attempts.all()] == [
        (1, 500, "down for repair"),
        (2, 204, ""),
    ]
    assert Endpoint.objects.get().failures == 0


def test_the_pauses_grow_and_then_it_is_given_up(sent, answers, round_of_work, settings):
    settings.WEBHOOKS = replace(settings.WEBHOOKS, pauses=(10, 100, 1_000))
    answers[:] = [Reply(500)]
    waited = []
    for _ in range(4):
        before = timezone.now()
        round_of_work()
        sent.refresh_from_db()
        waited.append((sent.next_try_at - before).total_seconds())
        again_at_once()
    for seconds, wanted in zip(waited, (10, 100, 1_000), strict=False):
        assert 0.8 * wanted <= seconds <= 1.2 * wanted + 5
    assert (sent.status, sent.tries) == ("given_up", 4)
    assert round_of_work() == 0


def test_a_longer_wish_of_the_receiver_is_kept_to(sent, answers, round_of_work):
    answers[:] = [Reply(429, b"", {"Retry-After": "3600"})]
    round_of_work()
    sent.refresh_from_db()
    assert sent.next_try_at > timezone.now() + timedelta(seconds=3_500)


def test_an_address_that_fails_rests_and_holds_up_nobody_else(hook, firm, answers, receiver, round_of_work):
    answers[:] = [Reply(500)]
    bad = hook(name="bad", kinds=["project.created"])
    for _ in range(5):
        emit(organization_id=firm.pk, kind="project.created", project="6b7c")
    assert round_of_work() <= sending.TO_ONE  # then it rests
    answers[:] = [Reply(204)]
    hook(name="good", kinds=["project.deleted"])
    emit(organization_id=firm.pk, kind="project.deleted", project="6b7c")
    assert round_of_work() == 1
    assert Delivery.objects.get(kind="project.deleted").status == "succeeded"
    bad.refresh_from_db()
    assert bad.rests_until > timezone.now()


def test_gone_switches_it_off_at_once_and_tells_the_admins(sent, firm, answers, round_of_work, bob):
    answers[:] = [Reply(410)]
    emit(organization_id=firm.pk, kind="project.created", project="other")
    outbox.read()
    Delivery.objects.exclude(pk=sent.pk).update(next_try_at=timezone.now() + timedelta(hours=1))
    round_of_work()
    endpoint = Endpoint.objects.get()
    assert (endpoint.enabled, endpoint.disabled_reason) == (False, "gone")
    assert set(Delivery.objects.values_list("status", flat=True)) == {"given_up"}
    assert list(Mail.objects.filter(template="webhook_disabled").values_list("user__email", flat=True)) == [
        "alice@example.com"
    ]
    entry = AuditEntry.objects.get(action="webhook.disabled")
    assert (entry.actor_kind, entry.facts["reason"]) == ("system", "gone")


@pytest.mark.parametrize(
    ("failures", "since", "on"), [(20, LONG_AGO, False), (3, LONG_AGO, True), (20, timedelta(hours=9), True)]
)
def test_what_only_failed_for_days_is_switched_off(sent, answers, round_of_work, failures, since, on):
    answers[:] = [Reply(500)]
    Endpoint.objects.update(failures=failures, failing_since=timezone.now() - since)
    round_of_work()
    endpoint = Endpoint.objects.get()
    assert endpoint.enabled == on
    assert Mail.objects.filter(template="webhook_disabled").exists() != on
    sent.refresh_from_db()
    assert sent.status == ("failed" if on else "given_up")


def test_a_success_begins_anew(sent, answers, round_of_work):
    Endpoint.objects.update(failures=20, failing_since=timezone.now() - LONG_AGO)
    round_of_work()
    endpoint = Endpoint.objects.get()
    assert (endpoint.failures, endpoint.failing_since, endpoint.enabled) == (0, None, True)


def test_what_a_killed_sender_left_is_sent_again(sent, receiver, round_of_work):
    held = sending.claim(sent)
    assert held is not None
    assert sending.claim(sent) is None  # nobody else gets it
    assert round_of_work() == 0
    Delivery.objects.update(lease_expires_at=timezone.now() - timedelta(minutes=5))  # it was killed a minute ago
    assert round_of_work() == 1
    sent.refresh_from_db()
    assert (sent.status, sent.tries) == ("succeeded", 2)


def test_what_a_killed_sender_left_is_given_up_when_the_webhook_is_switched_off(sent, alice, actor, round_of_work):
    sending.claim(sent)
    Delivery.objects.update(lease_expires_at=timezone.now() - timedelta(minutes=5))
    for enabled in (False, True):
        switch_endpoint(by=actor(alice), endpoint=sent.endpoint, enabled=enabled)
    assert round_of_work() == 0
    sent.refresh_from_db()
    assert (sent.status, sent.error) == ("given_up", "off")


def test_what_a_killed_sender_left_can_be_sent_again_by_hand(sent, alice, actor, receiver, round_of_work):
    held = sending.claim(sent)
    with pytest.raises(Conflict, match=r"webhook\.on_the_wire"):
        redeliver(by=actor(alice), delivery=sent)
    Delivery.objects.update(lease_expires_at=timezone.now() - timedelta(minutes=5))
    redeliver(by=actor(alice), delivery=sent)
    settle(sent, held.token, held.began, Outcome(1, 500, "refused"))  # dead, and yet it speaks
    assert (round_of_work(), len(receiver.asked), Attempt.objects.count()) == (1, 1, 1)


def test_a_sender_that_comes_too_late_writes_nothing(sent, round_of_work):
    late = sending.claim(sent)
    Delivery.objects.update(lease_expires_at=timezone.now() - timedelta(minutes=5))
    round_of_work()
    settle(sent, late.token, late.began, Outcome(1, 500, "refused"))
    sent.refresh_from_db()
    assert (sent.status, sent.error, Attempt.objects.count()) == ("succeeded", "", 1)
    assert Endpoint.objects.get().failures == 0


def test_one_sender_is_at_work_and_a_dead_one_does_not_stay_in_the_way(sent, round_of_work):
    cache.add("webhooks:sending", "another", timeout=60)
    assert round_of_work() == 0
    cache.delete("webhooks:sending")  # as its time does
    assert round_of_work() == 1
    assert cache.get("webhooks:sending") is None


@pytest.mark.parametrize("what", ["off", "closed"])
def test_nothing_goes_out_for_one_that_is_off_or_whose_organization_is_closed(
    sent, firm, receiver, round_of_work, what
):
    if what == "off":
        Endpoint.objects.update(enabled=False)
    else:
        type(firm).objects.update(deleted_at=timezone.now())
    assert round_of_work() == 0
    assert receiver.asked == []


def test_a_secret_that_no_key_reads_fails_with_words_and_stops_no_other(sent, receiver, round_of_work):
    Endpoint.objects.update(secret=Secret("gAAAAABnonsense"))
    assert round_of_work() == 1
    sent.refresh_from_db()
    assert (sent.status, sent.error) == ("failed", "secret")
    assert receiver.asked == []


def test_many_go_out_each_once(hook, firm, receiver, round_of_work):
    hook(kinds=["project.created"])
    for _ in range(24):
        emit(organization_id=firm.pk, kind="project.created", project="6b7c")
    while round_of_work():
        pass
    ids = [one.headers["webhook-id"] for one in receiver.asked]
    assert len(ids) == len(set(ids)) == 24
    assert set(Delivery.objects.values_list("status", flat=True)) == {Status.SUCCEEDED}


def test_admins_who_may_not_sign_in_get_no_mail(sent, answers, round_of_work, alice, bob):
    answers[:] = [Reply(410)]
    Membership.objects.filter(user=bob).update(role="admin")
    type(bob).objects.filter(pk=bob.pk).update(is_active=False)
    round_of_work()
    assert Mail.objects.filter(template="webhook_disabled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_senders_that_pass_the_courtesy_lock_together_send_each_message_once(hook, firm, receiver):
    hook(kinds=["project.created"])
    for _ in range(20):
        emit(organization_id=firm.pk, kind="project.created", project="6b7c")
    outbox.read()

    def go():
        try:
            sending._send_for(1.0)
        finally:
            connection.close()

    senders = [threading.Thread(target=go) for _ in range(3)]
    for one in senders:
        one.start()
    for one in senders:
        one.join(30)
    while sending._send_for(5.0):
        pass  # a busy machine does not get through in the senders' second
    ids = [one.headers["webhook-id"] for one in receiver.asked]
    assert len(ids) == len(set(ids)) == 20
