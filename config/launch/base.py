"""What a line of the checklist is, and what can come of it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.utils.functional import Promise

DAYS = 365  # so long a person's word counts, unless a line says otherwise
QUARTER = 92  # for what is practised: hands forget, and the installation changes


class State(StrEnum):
    """How a line is. `SAID`: a person has said that it holds, and their word still counts."""

    HOLDS = "holds"
    SAID = "said"
    PERSON = "person"
    FAILS = "FAILS"


class Verdict(msgspec.Struct, frozen=True):
    """What was seen. `elsewhere`: it fails as far as can be seen from here, and a person may know that somebody else sees to it.

    `broken`: the look itself failed, because what it asks hangs or is away; then nothing is known of the line.
    """

    state: State
    words: str = ""
    elsewhere: bool = False
    broken: bool = False


def holds(words: str) -> Verdict:
    """It holds, and `words` are the evidence."""
    return Verdict(State.HOLDS, words)


def fails(words: str, *, elsewhere: bool = False) -> Verdict:
    """It does not hold; `words` say what was found instead."""
    return Verdict(State.FAILS, words, elsewhere)


def unseen(words: str = "") -> Verdict:
    """It cannot be seen from here, for the reason in `words`: a person has to look."""
    return Verdict(State.PERSON, words)


def judged(good: bool, words: str) -> Verdict:
    """The facts speak for themselves, such as `DEBUG=0`."""
    return holds(words) if good else fails(words)


class Site(msgspec.Struct, frozen=True):
    """Where the installation is met: its public address, and the addresses of its monitoring. Empty: not known."""

    url: str = ""
    prometheus: str = ""
    alertmanager: str = ""

    @property
    def host(self) -> str:
        """The name in the public address."""
        return urlsplit(self.url).hostname or ""

    @property
    def address(self) -> str:
        """host:port of it."""
        return f"{self.host}:{urlsplit(self.url).port or 443}" if self.url else ""

    def filled(self, text: str) -> str:
        """A command or an address with this site's own names in it."""
        return text.format(
            url=self.url or "https://mizan.example.com",
            host=self.host or "mizan.example.com",
            address=self.address or "mizan.example.com:443",
            domain=sending_domain() if is_public(sending_domain()) else "YOUR.DOMAIN",
            prometheus=self.prometheus or "http://127.0.0.1:9090",
            alertmanager=self.alertmanager or "http://127.0.0.1:9093",
        )


Judge = Callable[[Site], Verdict]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that has to be true. `title` states it as true; `seen` are commands or pages by which a person sees it.

    `judge` looks; None where only a person can. `days` is how long a person's word counts.
    """

    code: str
    title: Promise
    why: Promise
    mend: Promise
    judge: Judge | None = None
    seen: tuple[str, ...] = ()
    days: int = DAYS


class Group(msgspec.Struct, frozen=True):
    """Lines that are mended by the same person in the same place."""

    code: str
    title: Promise
    lines: tuple[Line, ...]


def public_host() -> str:
    """The first of ALLOWED_HOSTS by which people come from outside; "" when none of them is such a name."""
    return next((name for name in settings.ALLOWED_HOSTS if is_public(name)), "")


def is_public(name: str) -> bool:
    """True for a whole name of a host in the internet: no pattern, no address, no name of this machine or of a container."""
    if (
        "." not in name.strip(".")
        or name.startswith((".", "*", "["))
        or name.endswith((".localhost", ".local", ".internal"))
    ):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return True
    return False


def sending_domain() -> str:
    """The domain in whose name mails go out."""
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip("> ").lower()
