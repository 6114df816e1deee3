"""Pages of data protection."""

from django.urls import path

from gdpr.views import documents, erasure, privacy

app_name = "gdpr"

urlpatterns = [
    path("privacy/", documents.document, {"kind": "privacy"}, name="privacy"),
    path("terms/", documents.document, {"kind": "terms"}, name="terms"),
    path("subprocessors/", documents.document, {"kind": "subprocessors"}, name="subprocessors"),
    path("documents/<slug:kind>/<slug:version>/", documents.document, name="document"),
    path("privacy/accept/", documents.accept, name="accept"),
    path("privacy/erasure/<str:token>/", erasure.by_link, name="erasure-link"),
    path("settings/privacy/", privacy.overview, name="overview"),
    path("settings/privacy/export/", privacy.export, name="export"),
    path("settings/privacy/exports/<uuid:export_id>/download/", privacy.download, name="download"),
    path("settings/privacy/choices/", privacy.choose, name="choose"),
    path("settings/privacy/ask/", privacy.ask, name="ask"),
    path("settings/privacy/uploads/<uuid:upload_id>/", privacy.upload, name="upload"),
    path("settings/privacy/erasure/", erasure.erase, name="erase"),
    path("settings/privacy/erasure/cancel/", erasure.cancel, name="erase-cancel"),
]
