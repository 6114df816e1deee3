"""Plans and payments."""

from __future__ import annotations

from gdpr.classes import Source

WORK: tuple[Source, ...] = (
    Source(
        model="billing.Subscription",
        what="what an organization pays at Stripe: ids, states and dates",
        organization="organization customer_id subscription_id price_id paid_until past_due_since last_payment_at money_back_at "
        "disputed living",
        plain="plan state asked_at created_at",
    ),
    Source(
        model="billing.StripeEvent",
        what="that Stripe told something: ids and kinds",
        organization="organization",
        plain="id kind outcome happened_at heard_at",
    ),
    Source(
        model="billing.UpgradeRequest",
        what="requests for another plan",
        link="asked_by settled_by",
        organization="organization words answer",
        plain="id plan status created_at settled_at",
        told="id plan status created_at",
    ),
    Source(
        model="billing.PlanNotice",
        what="that owners were told of the end of a plan",
        plain="id organization kind ends_at created_at",
    ),
    Source(
        model="billing.Funnel",
        what="when an organization came to each step from signing up to paying: dates, nobody's in particular",
        plain="id organization signed_up_at first_upload_at first_receipt_at first_export_at trial_ended_at upgrade_asked_at "
        "paid_at cancelled_at paid_plan",
    ),
)
