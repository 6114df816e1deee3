"""What support takes from the environment: the address that people write to, the secrets of its door, and who is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import environ

_EMAIL = re.compile(r"[^\s@:/+]{1,20}@[^\s@:/]+")
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class SupportEnvironment:
    """`address` is "" where mails are not read; answers then go by page alone. Of several secrets each is good."""

    address: str = ""
    team: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    strangers: bool = False

    @property
    def reads_mail(self) -> bool:
        """True when answers by mail come back into the ticket."""
        return bool(self.address)


def read_support(env: environ.Env, faults: list[str]) -> SupportEnvironment:
    """Parse the variables of support; what is wrong is added to `faults`."""
    secrets = tuple(str(one).strip() for one in env.list("SUPPORT_INBOUND_SECRET", default=[]) if str(one).strip())
    if any(len(one) < SHORTEST_SECRET for one in secrets):
        faults.append(f"SUPPORT_INBOUND_SECRET: too short. Use {SHORTEST_SECRET} characters at least.")
    address = _address(env, faults, "SUPPORT_ADDRESS")
    if len(address) > 80:
        faults.append("SUPPORT_ADDRESS: too long. Answers carry a token in it: use 80 characters at most.")
    return SupportEnvironment(
        address=address,
        team=_address(env, faults, "SUPPORT_TEAM"),
        secrets=secrets,
        strangers=_yes(env, faults, "SUPPORT_STRANGERS"),
    )


def _address(env: environ.Env, faults: list[str], name: str) -> str:
    address = str(env.str(name, default="")).strip().lower()
    if address and not _EMAIL.fullmatch(address):
        faults.append(f"{name}: no email address that answers can be sent to. Use name@host, the name without “+”.")
    return address


def _yes(env: environ.Env, faults: list[str], name: str) -> bool:
    said = str(env.str(name, default="")).strip().lower() or "0"
    if said not in ("0", "1", "true", "false", "yes", "no", "on", "off"):
        faults.append(f"{name}: {said!r} says neither yes nor no. Use 1 or 0.")
    return said in ("1", "true", "yes", "on")
