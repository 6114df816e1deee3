"""From the bytes of a mail to a sender, a text and files; with the standard library alone, and with limits.

Who wrote a mail is what it says of itself: no signature of a mail server (DKIM, SPF) is checked here. That is the work of the mail server
before us, and nothing in a ticket is secret from whoever holds its reply address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any

import msgspec

from accounts.errors import Invalid, TooLarge
from support.models import SUBJECT, TEXT
from support.services.files import Given

LARGEST = 25 * 1024 * 1024  # bytes of one mail, as most mail servers have it
MOST_PARTS = 60
TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,189}")
_QUOTED_FROM = re.compile(r"^.{0,200}(wrote|schrieb|пишет|писал[а]?|написал[а]?|كتب)[^\n]{0,80}:\s*$", re.IGNORECASE)


class Letter(msgspec.Struct, frozen=True):
    """A mail. `digest` is the same when it comes again; `automatic` says that a program wrote it, and must not be answered."""

    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    files: tuple[Given, ...]
    digest: str
    automatic: bool


def read_letter(raw: bytes) -> Letter:
    """The mail in `raw`. Raises TooLarge, and Invalid `support.mail_unreadable` for what is none."""
    if len(raw) > LARGEST:
        raise TooLarge("too_large", limit_mb=LARGEST // 1024 // 1024)
    try:
        mail = BytesParser(policy=policy.default).parsebytes(raw)
        return _letter(mail, raw)
    except Invalid:
        raise
    except Exception as error:  # headers of hostile mails make the standard library raise what it likes
        raise Invalid("support.mail_unreadable") from error


def _letter(mail: EmailMessage, raw: bytes) -> Letter:
    sender = parseaddr(_header(mail, "From"))[1].lower()
    if not _ADDRESS.fullmatch(sender):
        raise Invalid("support.mail_unreadable")
    text, files = _inside(mail)
    known_by = _header(mail, "Message-ID").strip().encode() or raw
    return Letter(
        sender=sender,
        to=tuple(dict.fromkeys(address for _, address in getaddresses(list(_recipients(mail))) if address))[:50],
        subject=_storable(" ".join(_header(mail, "Subject").split()))[:SUBJECT],
        text=_storable(unquoted(text))[:TEXT].strip(),
        files=tuple(files),
        digest=hashlib.sha256(sender.encode() + b"\n" + known_by).hexdigest(),
        automatic=_is_automatic(mail, sender),
    )


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, ""))


def _recipients(mail: EmailMessage) -> Iterator[str]:
    for name in TO:
        yield from (str(one) for one in mail.get_all(name, []))


def _is_automatic(mail: EmailMessage, sender: str) -> bool:
    """True for answering machines, lists, bounces (RFC 3834), and whatever else would answer an answer."""
    if _header(mail, "Auto-Submitted").strip().lower().partition(";")[0].strip() not in ("", "no"):
        return True
    if _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(mail.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe")):
        return True
    if _header(mail, "Return-Path").strip() == "<>" or mail.get_content_type() == "multipart/report":
        return True
    local = sender.partition("@")[0]
    return local in ("mailer-daemon", "postmaster") or local.replace("-", "").replace("_", "").startswith("noreply")


def _inside(mail: EmailMessage) -> tuple[str, list[Given]]:
    """The text, plain before HTML, and the files."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[Given] = []
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            raise Invalid("support.mail_unreadable")
        if part.is_multipart():
            continue
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            data: Any = part.get_payload(decode=True) or b""
            files.append(Given(str(name or "file"), bytes(data)))
        elif part.get_content_type() == "text/plain":
            plain.append(_text(part))
        elif part.get_content_type() == "text/html":
            rich.append(_text(part))
    text = "\n\n".join(plain).strip()
    return text or "\n\n".join(without_tags(one) for one in rich).strip(), files


def _text(part: EmailMessage) -> str:
    data: Any = part.get_payload(decode=True) or b""
    try:
        return str(bytes(data).decode(part.get_content_charset() or "utf-8", "replace"))
    except LookupError:  # a charset that nobody knows
        return bytes(data).decode("utf-8", "replace")


class _Words(HTMLParser):
    """Collects what people read."""

    UNREAD = frozenset({"script", "style", "head", "title", "template"})
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.within += tag in self.UNREAD
        if tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.within = max(0, self.within - (tag in self.UNREAD))

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.found.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def without_tags(html: str) -> str:
    """The words of a page of HTML."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = [line.strip() for line in "".join(words.found).splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def unquoted(text: str) -> str:
    """Without the mail that is answered, where it stands quoted below; what is quoted in between stays."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    if end < len(lines):
        while end and (not lines[end - 1].strip() or _QUOTED_FROM.match(lines[end - 1])):
            end -= 1
    kept = "\n".join(lines[:end]).strip()
    return kept or text.strip()


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
