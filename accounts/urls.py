"""Pages about the workspace. Signing in and up is allauth's."""

from django.urls import path

from accounts.views import audit, keys, switching

app_name = "accounts"

urlpatterns = [
    path("organization/", switching.switch, name="switch"),
    path("settings/keys/", keys.key_list, name="keys"),
    path("settings/keys/new/", keys.create, name="key-new"),
    path("settings/keys/<uuid:key_id>/", keys.key, name="key"),
    path("settings/audit/", audit.trail, name="audit"),
    path("settings/audit/table/", audit.table, name="audit-table"),
]
