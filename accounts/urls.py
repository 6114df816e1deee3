"""Pages about the workspace. Signing in and up is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("organization/", views.switch, name="switch"),
]
