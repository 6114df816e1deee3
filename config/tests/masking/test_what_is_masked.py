"""What is a secret by its name or its shape is masked; what only sounds like one stays readable."""

from __future__ import annotations

import json
import logging
import time
import uuid
from decimal import Decimal

import pytest

from config.logging import logging_config, mask_event
from config.masking import MASK, masked, masked_text, remember, sensitive
from config.masking.known import begin_request, end_request, without_known
from config.reports import without_secrets


@pytest.mark.parametrize(
    "text",
    [
        "mzn_live_XYZ123abcdef",
        "sk-XYZ123abcdefgh",
        "sk_live_XYZ123abcdefgh",
        "Bearer XYZ123abc",
        "Authorization: Basic XYZabc=",
        "eyJhbGciOiJI.eyJzdWIiOiIx.XYZ",
        "https://user:XYZ@host/path",
        "postgres://mizan:p@XYZ/w@db:5432/mizan",
        "https://XYZ@sentry.example/1",
        "?token=XYZ&next=/",
        "{'password': 'XYZ'}",
        '{"new_password1":"XYZ"}',
        "{'client_secret': b'XYZ'}",
        "Cookie: a=XYZ; b=XYZ",
        "Set-Cookie: sessionid=XYZ; Path=/",
        "csrfmiddlewaretoken=XYZ",
        "api_key = 'XYZ'",
        "X-Api-Key: XYZ",
        "secret_key => XYZ",
        "/accounts/password/reset/key/3-abXYZ-0123/ ",
        "/accounts/confirm-email/MQ:XYZ:0123/",
        "bcrypt_sha256$$2b$12$XYZ/abcdefghijklmnopqrstu",
        "whsec_XYZ12345",
        "Failing row contains (1, XYZ, null).",
        "Key (email)=(XYZ) already exists.",
        "-----BEGIN PRIVATE KEY-----\nXYZ\n-----END PRIVATE KEY-----",
        "the link: aB3XYZ-defghijklmnopqrstuvwxyz0123456789_AB",
        "XYZ@example.com",
    ],
)
def test_shapes(text):
    assert "XYZ" not in masked_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "GET /boqs/063d6bd3-e027-4491-8cd6-1b22f4b13e67/items/01.02.0030/?page=2",
        "prompt_tokens: 500, tokens=300",
        "KeyError: 'token'",
        "2026-11-22T08:45:27.315622Z +00:00",
        "Basic principles of keys",
        "password authentication failed for user",
        "task-scheduler risk-free re-entrant",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "boq/engine/readers/xlsx.py line 120 in read_workbook",
        "concrete C30/37, 120 m3 at 1,250.00",
    ],
)
def test_what_is_no_secret_stays(text):
    assert masked_text(text) == text


def test_names():
    for name in (
        "password",
        "newPassword1",
        "X-Api-Key",
        "HTTP_COOKIE",
        "client_secret",
        "csrfmiddlewaretoken",
        "session_key",
    ):
        assert sensitive(name), name
    for name in ("prompt_tokens", "key", "item_key", "author", "code", "event", "passed", "secretary"):
        assert not sensitive(name), name


def test_values_of_any_form():
    class Odd:
        def __repr__(self) -> str:
            return "Odd(password='XYZ')"

    some = uuid.uuid4()
    given = {
        "a": [{"token": "XYZ"}],
        "b": b"password=XYZ",
        "c": Odd(),
        "d": some,
        "e": Decimal("1.50"),
        "f": (1, None, True),
    }
    told = masked(given)
    assert "XYZ" not in repr(told)
    assert (told["d"], told["e"], told["f"]) == (some, Decimal("1.50"), [1, None, True])
    endless: dict = {}
    endless["again"] = endless
    assert "again" in repr(masked(endless))


def test_what_is_known_is_found_without_a_shape_also_inside_an_address():
    remember(("a plain phrase/with signs", "short"))
    assert masked_text("said a plain phrase/with signs and short") == f"said {MASK} and short"
    assert masked_text("?q=a%20plain%20phrase%2Fwith%20signs") == f"?q={MASK}"


def test_of_very_many_the_latest_are_known_and_those_of_the_environment_always():
    remember(("of the environment",), for_ever=True)
    remember(f"passing secret {number}" for number in range(900))
    assert without_known("of the environment, passing secret 899", "-") == "-, -"
    assert "passing secret 1" in without_known("passing secret 1", "-")


def test_secrets_of_a_request_are_known_until_the_next_one_begins():
    form: list[str] = []
    begin_request(("first secret",), later=lambda: form)
    form.append("second secret")
    assert without_known("first secret, second secret", "-") == "-, -"
    end_request()
    assert without_known("first secret, second secret", "-") == "-, -"
    begin_request((), later=lambda: ())
    assert without_known("first secret, second secret", "-") == "first secret, second secret"
    end_request()


def test_a_record_that_cannot_be_masked_is_not_written():
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError("password=XYZ")

    assert mask_event(None, "", {"event": "x", "level": "info", "held": Broken()}) == {
        "event": "a record that could not be masked", "level": "info", "error": "RuntimeError",
    }  # fmt: skip
    assert "XYZ" not in repr(without_secrets({"extra": Broken(), "level": "error"}, {}))


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_the_words_of_an_exception_are_masked_and_the_line_stays_one(log_format):
    config = logging_config(log_format, "INFO")
    line = dict(config["formatters"]["line"])
    formatter = line.pop("()")(**line)
    try:
        raise ValueError("password=XYZ\nsk-XYZ123abcdefgh")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "said %s", ("token=XYZ",), (ValueError, error, error.__traceback__)
        )
    written = formatter.format(record)
    assert "XYZ" not in written
    assert "ValueError" in written
    if log_format == "json":
        assert json.loads(written)["event"] == f"said token={MASK}"


@pytest.mark.parametrize(
    "piece",
    ["a", "eyJ", "://a:", "password=", "x@", "Aa1-", "cookie: ", "DE89", "+1 ", "key (", "1 ", "-----BEGIN PRIVATE KEY-----",
     "bearer ", "/join/"],
)  # fmt: skip
def test_no_text_makes_it_slow(piece):
    began = time.perf_counter()
    masked_text(piece * (200_000 // len(piece)))
    assert time.perf_counter() - began < 2.0
