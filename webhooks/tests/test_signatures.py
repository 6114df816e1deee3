"""Messages are signed as Standard Webhooks has it, and while one secret replaces another both prove them."""

from __future__ import annotations

import base64
import time

from webhooks import signing
from webhooks.tests.checking import checked


def test_the_example_of_the_reference_library_has_the_same_signature():
    made = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_of_256_random_bits():
    one, other = signing.new_secret(), signing.new_secret()
    assert one != other
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


def test_either_secret_proves_a_message_and_no_third_does():
    old, new = signing.new_secret(), signing.new_secret()
    headers = signing.headers([new, old], "msg_1", int(time.time()), b"{}")
    assert checked(old, headers, b"{}")
    assert checked(new, headers, b"{}")
    assert not checked(signing.new_secret(), headers, b"{}")


def test_another_body_id_or_time_is_not_proved():
    secret, now = signing.new_secret(), int(time.time())
    headers = signing.headers([secret], "msg_1", now, b"{}")
    assert not checked(secret, headers, b"{ }")
    assert not checked(secret, {**headers, "webhook-id": "msg_2"}, b"{}")
    assert not checked(secret, {**headers, "webhook-timestamp": str(now - 1)}, b"{}")
    old = signing.headers([secret], "msg_1", now - 3_600, b"{}")
    assert not checked(secret, old, b"{}")
