"""Pages of the app `webhooks`."""

from django.urls import path

from webhooks import views

app_name = "webhooks"
ONE = "accounts/settings/webhooks/<uuid:endpoint_id>/"

urlpatterns = [
    path("accounts/settings/webhooks/", views.endpoint_list, name="list"),
    path("accounts/settings/webhooks/new/", views.create, name="new"),
    path(ONE, views.endpoint, name="endpoint"),
    path(f"{ONE}change/", views.change, name="change"),
    path(f"{ONE}secret/", views.secret, name="secret"),
    path(f"{ONE}act/", views.act, name="act"),
    path(f"{ONE}deliveries/<uuid:delivery_id>/", views.delivery, name="delivery"),
]
