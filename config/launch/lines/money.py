"""What costs money, and what brings it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.billing import STRIPE
from config.launch.base import QUARTER, Group, Line, Site, Verdict, fails, holds, judged, unseen

LIVE = ("sk_live_", "rk_live_")


def no_model() -> Verdict:
    """What holds where the operator pays for no language model."""
    return holds(gettext("No provider is set: the offline analyst works, and organizations pay for their own."))


def model(site: Site) -> Verdict:
    """The operator's provider has a key, prices for the ledger, and a cap for each organization."""
    llm = settings.LLM
    if not llm.configured:
        return no_model()
    facts = {
        "LLM_API_KEY": "***" if llm.api_key else "",
        "LLM_INPUT_PRICE_PER_MILLION": llm.input_price_per_million,
        "LLM_OUTPUT_PRICE_PER_MILLION": llm.output_price_per_million,
        "LLM_MONTHLY_BUDGET": llm.monthly_budget,
    }
    told = ", ".join(f"{name}={'-' if value in (None, '') else value}" for name, value in facts.items())
    return judged(all(value not in (None, "") for value in facts.values()), f"{llm.model}: {told}")


def spending_alert(site: Site) -> Verdict:
    """Somebody hears when all organizations together cost more than was meant."""
    if not settings.LLM.configured:
        return no_model()
    most = settings.METRICS.llm_monthly
    return judged(most is not None, f"METRICS_LLM_MONTHLY={'-' if most is None else most} {settings.LLM.currency}")


def provider_limit(site: Site) -> Verdict:
    """What is set at the provider cannot be seen from here."""
    return unseen(settings.LLM.base_url) if settings.LLM.configured else no_model()


def payments(site: Site) -> Verdict:
    """Nothing is sold, or it is paid with real money."""
    billing = settings.BILLING
    if not billing.plans:
        return holds(gettext("PLANS=0: nothing is sold here."))
    if not billing.stripe_key:
        return unseen(gettext("PLANS=1 without STRIPE_SECRET_KEY: staff settles each request by hand."))
    if not billing.stripe_key.startswith(LIVE):
        return fails(gettext("STRIPE_SECRET_KEY is no live key: nobody is charged."))
    if billing.stripe_url != STRIPE:
        return fails(f"STRIPE_API_URL={billing.stripe_url}")
    return judged(
        billing.sells,
        gettext("A live key, and prices for: %(plans)s.") % {"plans": ", ".join(sorted(billing.prices)) or "-"},
    )


def paid_once(site: Site) -> Verdict:
    """Only a real payment shows that Stripe's messages arrive."""
    return unseen() if settings.BILLING.sells else holds(gettext("No plan can be paid for here."))


GROUP = Group(
    "money",
    _("Money"),
    (
        Line(
            code="money.model",
            title=_("The language model has its key, its prices and a cap for each organization"),
            why=_(
                "Without prices the cost is unknown, and a cap in money refuses the provider; without a cap one organization can spend all."
            ),
            mend=_(
                "Set what is missing; docs/llm.md explains each. A server of your own takes any text for a key and 0 for prices."
            ),
            judge=model,
        ),
        Line(
            code="money.alert",
            title=_("Somebody hears when language models cost more than was meant"),
            why=_("Caps hold for one organization; a hundred of them below their cap can be a large sum."),
            mend=_("Set METRICS_LLM_MONTHLY to what you mean to spend in a month."),
            judge=spending_alert,
        ),
        Line(
            code="money.provider",
            title=_("The provider itself has a limit of spending"),
            why=_("It is the only limit that a stolen key cannot pass."),
            mend=_("Set it in the provider's own pages, a little above METRICS_LLM_MONTHLY."),
            judge=provider_limit,
            days=QUARTER,
        ),
        Line(
            code="money.payments",
            title=_("Plans are paid with real money, or not sold at all"),
            why=_("With a test key customers get plans and nobody gets money."),
            mend=_("Set Stripe's live key, the secret of its endpoint and live prices (docs/plans.md), or PLANS=0."),
            judge=payments,
            seen=("{url}/admin/billing/",),
        ),
        Line(
            code="money.paid",
            title=_("A plan was bought with a real card, changed, and cancelled"),
            why=_("The message of a payment that does not arrive shows only when somebody has paid."),
            mend=_("Buy the smallest plan, see it in the admin, cancel it, and give yourself the money back."),
            judge=paid_once,
            seen=("{url}/settings/plan/",),
        ),
    ),
)
