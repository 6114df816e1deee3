"""The app `webhooks` in `/api/v1/`."""

from django.urls import path

from webhooks.api import views

ONE = "webhooks/<uuid:endpoint_id>/"
DELIVERY = f"{ONE}deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("webhooks/", views.WebhooksView.as_view(), name="webhooks"),
    path("webhooks/kinds/", views.KindsView.as_view(), name="webhook-kinds"),
    path(ONE, views.OneWebhookView.as_view(), name="webhook"),
    path(f"{ONE}secret/", views.SecretView.as_view(), name="webhook-secret"),
    path(f"{ONE}test/", views.TestView.as_view(), name="webhook-test"),
    path(f"{ONE}deliveries/", views.DeliveriesView.as_view(), name="webhook-deliveries"),
    path(DELIVERY, views.DeliveryView.as_view(), name="webhook-delivery"),
    path(f"{DELIVERY}redeliver/", views.RedeliverView.as_view(), name="webhook-redeliver"),
]
