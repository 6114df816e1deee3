"""How the API's description names the way in, and shows what goes in and out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers


class BearerScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer <access token>`."""

    target_class = "accounts.tokens.ActorJWTAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class KeyScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer mzn_live_…`, a key of an organization."""

    target_class = "accounts.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mzn_live_…"}


class ErrorDetailSerializer(serializers.Serializer[Any]):
    """`code` is for programs, `message` for people, in the language of the request; `facts` are what the words are made of."""

    code = serializers.CharField()
    message = serializers.CharField()
    facts = serializers.DictField()
    request_id = serializers.CharField(allow_blank=True)


class ErrorSerializer(serializers.Serializer[Any]):
    """The one form of all errors."""

    error = ErrorDetailSerializer()


def gives(value: Any, name: str = "Request") -> OpenApiExample:
    """An example of what is sent."""
    return OpenApiExample(name, value=value, request_only=True)


def gets(value: Any, status: int = 200, name: str = "Answer") -> OpenApiExample:
    """An example of what comes back."""
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


def fails(status: int, code: str, message: str, **facts: Any) -> OpenApiExample:
    """An example of an error."""
    body = {"code": code, "message": message, "facts": facts, "request_id": "0b5c"}
    return OpenApiExample(code, value={"error": body}, response_only=True, status_codes=[str(status)])


def errors(*statuses: int) -> dict[int, OpenApiResponse]:
    """The statuses of errors that an operation may answer with."""
    words = {
        400: "Something in the request is not right; the facts name it.",
        401: "Not signed in, or what was sent proves nothing.",
        403: "Signed in, but not allowed.",
        404: "It does not exist, or not for this person.",
        409: "It clashes with the present state.",
        429: "Too many tries or requests; `Retry-After` says how long to wait.",
    }
    return {status: OpenApiResponse(ErrorSerializer, words[status]) for status in statuses}
