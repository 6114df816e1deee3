"""`/api/v1/plan/`."""

from django.urls import path

from billing.api import views

urlpatterns = [
    path("plan/", views.PlanView.as_view(), name="plan"),
    path("plan/request/", views.PlanRequestView.as_view(), name="plan-request"),
    path("plan/checkout/", views.CheckoutView.as_view(), name="plan-checkout"),
    path("plan/portal/", views.PortalView.as_view(), name="plan-portal"),
]
