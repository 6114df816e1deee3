"""What the public pages take from the environment: prices, where messages go, where browsers report errors."""

from __future__ import annotations

import re
from dataclasses import dataclass

import environ

_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+")
_DSN = re.compile(r"https?://[0-9a-zA-Z]+(:[0-9a-zA-Z]+)?@[^\s/]+/(\S*/)?\d+")
PLANS_WITH_PRICES = ("trial", "team", "business")


@dataclass(frozen=True)
class WebsiteEnvironment:
    """`prices` are words by plan; `contact` is "" when nobody is named; `browser_dsn` is public by its nature."""

    prices: dict[str, str]
    contact: str
    browser_dsn: str


def read_website(env: environ.Env, faults: list[str]) -> WebsiteEnvironment:
    """Parse the variables of the public pages; what is wrong is added to `faults`."""
    return WebsiteEnvironment(
        prices=_prices(env, faults), contact=_contact(env, faults), browser_dsn=_browser_dsn(env, faults)
    )


def _prices(env: environ.Env, faults: list[str]) -> dict[str, str]:
    found = {}
    for part in env.list("PLAN_PRICES", default=[]):
        name, _, price = (side.strip() for side in str(part).partition("="))
        if name in PLANS_WITH_PRICES and price and len(price) <= 40:
            found[name] = price
        else:
            faults.append(f"PLAN_PRICES: {part!r} is no price. Use team=49 EUR,business=149 EUR.")
    return found


def _contact(env: environ.Env, faults: list[str]) -> str:
    address = str(env.str("CONTACT_EMAIL", default="")).strip()
    if address and not _EMAIL.fullmatch(address):
        faults.append("CONTACT_EMAIL: no email address. Use name@host, or leave it empty.")
    return address


def _browser_dsn(env: environ.Env, faults: list[str]) -> str:
    dsn = str(env.str("SENTRY_BROWSER_DSN", default="")).strip()
    if dsn and not _DSN.fullmatch(dsn):
        faults.append("SENTRY_BROWSER_DSN: no DSN. Use https://key@host/number, as the project's settings show it.")
    return dsn
