"""Pages of the app `webhooks`."""

from django.urls import URLPattern

app_name = "webhooks"

urlpatterns: list[URLPattern] = []
