"""`/api/v1/keys/` and `/api/v1/audit/`."""

from django.urls import path

from accounts.api import audit, keys

urlpatterns = [
    path("keys/", keys.ApiKeysView.as_view(), name="keys"),
    path("keys/self/", keys.OwnKeyView.as_view(), name="own-key"),
    path("keys/<uuid:key_id>/", keys.ApiKeyView.as_view(), name="key"),
    path("keys/<uuid:key_id>/rotate/", keys.RotateKeyView.as_view(), name="key-rotate"),
    path("audit/", audit.AuditView.as_view(), name="audit"),
]
