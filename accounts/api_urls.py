"""`/api/v1/auth/`."""

from django.urls import path

from accounts.api import auth as api

urlpatterns = [
    path("register/", api.RegisterView.as_view(), name="register"),
    path("login/", api.LoginView.as_view(), name="login"),
    path("refresh/", api.RefreshView.as_view(), name="refresh"),
    path("switch/", api.SwitchView.as_view(), name="switch"),
    path("me/", api.MeView.as_view(), name="me"),
]
