"""Pages that fail with a secret in their hands, beside all pages of the application."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.encryption import Secret
from config import urls
from config.tests.masking.talkative import logged


@csrf_exempt
def of_the_form(request: HttpRequest, token: str = "") -> HttpResponse:
    """The exception's words and the local variables hold what was sent."""
    password, given = request.POST.get("password", ""), dict(request.headers)
    raise ValueError(
        f"cannot use {password} of {token} with {request.GET.get('token')} and {given} {request.META['HTTP_COOKIE']}"
    )


def of_the_environment(request: HttpRequest) -> HttpResponse:
    database = settings.DATABASES["default"]
    try:
        raise RuntimeError(f"first {settings.SECRET_KEY} {settings.CACHES['default']['LOCATION']}")
    except RuntimeError as error:
        raise OSError(
            f"then {database['PASSWORD']} {settings.LLM.api_key} {settings.FIELD_ENCRYPTION_KEYS[0]}"
        ) from error


def of_the_database(request: HttpRequest) -> HttpResponse:
    """A key of a provider that looks like nothing, opened and used."""
    secret = Secret.of("planted opened key")
    opened = secret.reveal()
    raise ConnectionError(f"the provider refused {opened!r}")


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def of_the_body(request: Request) -> Response:
    taken: Any = request.data["nested"][0]
    raise KeyError(f"no {taken['new_password']} for {request.data['secret']}")


urlpatterns = [
    path("fails/form/<str:token>/", of_the_form),
    path("fails/environment/", of_the_environment),
    path("fails/database/", of_the_database),
    path("fails/logged/", logged),
    path("api/v1/fails/body/", of_the_body),
    *urls.urlpatterns,
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
