"""Mails are read with limits, and hostile ones end as an error of ours."""

from __future__ import annotations

import pytest

from accounts.errors import Invalid, TooLarge
from support.letters import LARGEST, read_letter, unquoted, without_tags

HEAD = b"From: a@b.test\r\nTo: help@mizan.test\r\nSubject: s\r\n"


def test_html_becomes_its_words():
    html = "<head><title>x</title></head><p>One <b>two</b></p><script>evil()</script><p>three&amp;four</p>"
    assert without_tags(html).split() == ["One", "two", "three&four"]


def test_only_the_quoted_end_is_cut():
    assert unquoted("> you asked\nYes.\n\nOn Monday Sam wrote:\n> Which?\n> One?\n") == "> you asked\nYes."
    assert unquoted("> nothing but this") == "> nothing but this"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no mail at all",
        b"From: <>\r\n\r\nx",
        b"From: a b c\r\n\r\nx",
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: text/plain\r\n\r\nt\r\n" * 90,
    ],
)
def test_what_is_no_mail_is_refused(raw):
    with pytest.raises(Invalid, match=r"support\.mail_unreadable"):
        read_letter(raw)


def test_odd_mails_are_read_or_refused_and_never_break_us():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000))
    odd = [
        HEAD + nested,
        HEAD + b"Content-Type: text/plain; charset=nothing-known\r\n\r\nhello \xff\x00",
        HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        HEAD + b"Content-Disposition: attachment; filename*=utf-8''%00%ff\r\n\r\nx",
        b"From: =?utf-8?q?=00?= <a@b.test>\r\nTo: " + b"," * 5000 + b"\r\nMessage-ID: [\r\n\r\nx",
    ]
    for raw in odd:
        read = _code_of(raw)
        assert read in ("", "support.mail_unreadable"), raw[:200]


def _code_of(raw: bytes) -> str:
    """The error's code; "" for a mail that was read into text that can be stored."""
    try:
        letter = read_letter(raw)
    except Invalid as error:
        return error.code
    return "" if "\x00" not in letter.text + letter.subject else "cannot be stored"


def test_a_mail_that_is_too_large_is_not_looked_at():
    with pytest.raises(TooLarge):
        read_letter(b"x" * (LARGEST + 1))
