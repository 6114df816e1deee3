"""Pages of plans and payments, and the door of Stripe."""

from django.urls import path

from billing.views import plan, stripe

app_name = "billing"

urlpatterns = [
    path("settings/plan/", plan.plan, name="plan"),
    path("settings/plan/ask/", plan.ask, name="ask"),
    path("settings/plan/withdraw/", plan.withdraw, name="withdraw"),
    path("settings/plan/pay/", plan.checkout, name="checkout"),
    path("settings/plan/payments/", plan.portal, name="portal"),
    path("settings/plan/paid/", plan.paid, name="paid"),
    path("billing/stripe/", stripe.stripe, name="stripe"),
]
