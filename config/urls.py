"""All addresses."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from accounts.views.invitations import invitation
from accounts.views.profile import set_language
from accounts.views.staff import door
from config import design, well_known
from config.health import detail, probes

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one way in, with its limits and second factor

urlpatterns = [
    path("", include("projects.urls")),
    path("", include("boq.urls")),
    path("", include("llm.urls")),
    path("", include("gdpr.urls")),
    path("", include("webhooks.urls")),
    path("", include("billing.urls")),
    path("", include("support.urls")),
    path("", include("programs.urls")),
    path("", include("website.root_urls")),
    *i18n_patterns(
        path("", include("website.urls")), prefix_default_language=False
    ),  # /ar/..., /ru/...: config/languages.py
    path("accounts/", include("accounts.urls")),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
    path("design/", design.living_page, name="design"),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include("config.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="swagger"),
    path("api/v1/redoc/", SpectacularRedocView.as_view(url_name="schema"), name="redoc"),
    path("health/live", probes.live, name="health-live"),
    path("health/ready", probes.ready, name="health-ready"),
    path("health/detail", detail.detail, name="health-detail"),
    path(".well-known/security.txt", well_known.security_txt, name="security-txt"),
    path("metrics", probes.metrics, name="metrics"),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/door/", door, name="staff-door"),
    path("admin/", admin.site.urls),
]
