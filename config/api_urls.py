"""All of `/api/v1/`."""

from django.urls import include, path

app_name = "api"
urlpatterns = [
    path("auth/", include("accounts.api_urls")),
    path("", include("accounts.api.organization_urls")),
    path("", include("projects.api_urls")),
    path("", include("jobs.api_urls")),
    path("", include("llm.api.urls")),
    path("", include("gdpr.api.urls")),
    path("", include("boq.api.urls")),
    path("", include("webhooks.api.urls")),
    path("", include("billing.api.urls")),
    path("", include("support.api.urls")),
]
