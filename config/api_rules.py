"""How the API answers, proves who calls, and describes itself. None of it differs between machines."""

from __future__ import annotations

from datetime import timedelta

ANSWERS: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiKeyAuthentication",
        "accounts.tokens.ActorJWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.permissions.HasActor"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttling.PaceThrottle"],
    "DEFAULT_PAGINATION_CLASS": "config.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PARSER_CLASSES": [
        "config.api.CleanJSONParser",
        "config.api.CleanFormParser",
        "config.api.CleanMultiPartParser",
    ],
    "EXCEPTION_HANDLER": "config.errors.api_exception_handler",
    "PAGE_SIZE": 100,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
TOKENS: dict[str, object] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=7),
    "AUDIENCE": "mizan",
    "ISSUER": "mizan",
    "USER_ID_CLAIM": "sub",
    "UPDATE_LAST_LOGIN": False,
}
DESCRIPTION: dict[str, object] = {
    "TITLE": "Mizan API",
    "DESCRIPTION": "Bills of quantities: upload, read, prove, analyse, export.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.openapi.describe_what_all_share",
        "config.api_samples.add_samples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "jobs.models.Status",
        "PrivacyRequestKindEnum": "gdpr.models.requests.PrivacyRequest.Kind",
        "ItemKindEnum": "boq.engine.model.ItemKind",
        "DeliveryStatusEnum": "webhooks.models.Status",
        "TicketStatusEnum": "support.models.Status",
        "TicketPriorityEnum": "support.models.Priority",
        "TicketUrgencyEnum": ["low", "normal", "high"],
        "TicketTurnEnum": ["solved", "open"],
    },
}
