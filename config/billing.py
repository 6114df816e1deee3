"""What plans and payments take from the environment. Without `PLANS=1` there are none, and without Stripe's keys nobody pays here."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import environ

from config.spans import days

PLANS_FOR_SALE = ("team", "business")
STRIPE = "https://api.stripe.com"


@dataclass(frozen=True)
class BillingEnvironment:
    """`prices` are ids of Stripe's prices by plan. Of several webhook secrets each is good: so one is replaced without a gap."""

    plans: bool
    default_plan: str
    trial_days: int
    grace_days: int
    stripe_key: str = field(repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False)
    prices: dict[str, str]
    stripe_url: str

    @property
    def sells(self) -> bool:
        """True when plans can be paid for here."""
        return bool(self.plans and self.stripe_key and self.stripe_webhook_secrets and self.prices)


def read_billing(env: environ.Env, faults: list[str]) -> BillingEnvironment:
    """Parse the variables of plans and payments; what is wrong is added to `faults`."""
    plans = str(env.str("PLANS", default="")).strip().lower() or "0"
    if plans not in ("0", "1", "true", "false", "yes", "no", "on", "off"):
        faults.append(f"PLANS: {plans!r} says neither yes nor no. Use 1 or 0.")
    there_are = plans in ("1", "true", "yes", "on")
    default = str(env.str("DEFAULT_PLAN", default="")).strip() or ("trial" if there_are else "self_hosted")
    if default not in ("trial", *PLANS_FOR_SALE, "self_hosted"):
        faults.append(f"DEFAULT_PLAN: {default!r} is unknown. Use one of trial, team, business, self_hosted.")
    found = BillingEnvironment(
        plans=there_are,
        default_plan=default,
        trial_days=days(env, faults, "MIZAN_TRIAL_DAYS", 14, least=1),
        grace_days=days(env, faults, "MIZAN_PAYMENT_GRACE_DAYS", 7, least=0),
        stripe_key=str(env.str("STRIPE_SECRET_KEY", default="")).strip(),
        stripe_webhook_secrets=tuple(
            str(one).strip() for one in env.list("STRIPE_WEBHOOK_SECRET", default=[]) if str(one).strip()
        ),
        prices=_prices(env, faults),
        stripe_url=str(env.str("STRIPE_API_URL", default="")).strip() or STRIPE,
    )
    faults.extend(_missing(found))
    return found


def _prices(env: environ.Env, faults: list[str]) -> dict[str, str]:
    prices = {}
    for part in env.list("STRIPE_PRICES", default=[]):
        plan, _, price = (text.strip() for text in str(part).partition("="))
        if plan in PLANS_FOR_SALE and price.startswith("price_"):
            prices[plan] = price
        else:
            faults.append(f"STRIPE_PRICES: {part!r} makes no sense. Use team=price_…,business=price_….")
    if len(set(prices.values())) < len(prices):
        faults.append("STRIPE_PRICES: two plans have the same price. Give each its own.")
    return prices


def _missing(found: BillingEnvironment) -> list[str]:
    """What is set without what it needs."""
    faults = []
    if found.stripe_key and not found.stripe_webhook_secrets:
        faults.append("STRIPE_WEBHOOK_SECRET: missing. Stripe shows it (whsec_…) with the endpoint /billing/stripe/.")
    if found.stripe_key and not found.prices:
        faults.append("STRIPE_PRICES: missing. Make a recurring price for each plan at Stripe: team=price_….")
    parts = urlsplit(found.stripe_url)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        faults.append("STRIPE_API_URL: not https. Leave it empty for Stripe itself.")
    return faults
