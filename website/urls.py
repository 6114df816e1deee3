"""The public pages, each in three languages: `/features/`, `/ar/features/`, `/ru/features/` (see `config/languages.py`)."""

from django.urls import include, path

from website.views import contact, demo, documentation, pages, status

public_patterns = [
    path("features/", pages.features, name="features"),
    path("features/<slug:slug>/", pages.feature, name="feature"),
    path("compare/", pages.compare, name="compare"),
    path("pricing/", pages.pricing, name="pricing"),
    path("docs/", documentation.index, name="docs"),
    path("docs/search/", documentation.find, name="docs-search"),
    path("docs/<path:slug>/", documentation.doc, name="doc"),
    path("changelog/", pages.changelog, name="changelog"),
    path("faq/", pages.faq, name="faq"),
    path("status/", status.status, name="status"),
    path("contact/", contact.contact, name="contact"),
    path("demo/", demo.entrance, name="demo"),
    path("demo/<path:rest>", demo.inside, name="demo-page"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("", include((public_patterns, "website"))),
]
