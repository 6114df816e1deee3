"""The addresses of the application as a page of the demo knows them.

While such a page is made, what leads to a bill leads into `/demo/`: to the same view where the demo shows it, and to a page that invites to
sign up where it does not. Nothing else of the application is reached through here: `views/demo.py` looks up `DEMO` alone.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from boq.urls import boq_patterns
from boq.views import bill, findings, inspector, receipt_page
from config.urls import urlpatterns as application
from website.views.demo import closed, entrance

SHOWN = {
    "detail": bill.detail,
    "rows": bill.rows,
    "sections": bill.sections,
    "item": inspector.item,
    "findings": findings.finding_list,
    "receipt": bill.receipt,
    "receipt-page": receipt_page.page,
    "receipt-rows": receipt_page.row_list,
    "receipt-signed": receipt_page.signed,
    "cells": receipt_page.cells,
}

bill_patterns = [
    path(str(route.pattern), SHOWN.get(str(route.name), closed), name=route.name) for route in boq_patterns
]
project_patterns = [
    path("", entrance, name="list"),
    path("projects/<uuid:project_id>/", entrance, name="detail"),
]
DEMO = [
    path("demo/", include((bill_patterns, "boq"))),
    path("demo/", include((project_patterns, "projects"))),
]

urlpatterns = [
    *i18n_patterns(*DEMO, prefix_default_language=False),
    *application,
]
