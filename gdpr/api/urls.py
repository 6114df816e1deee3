"""`/api/v1/privacy/`."""

from django.urls import path

from gdpr.api import views

urlpatterns = [
    path("privacy/documents/", views.DocumentsView.as_view(), name="privacy-documents"),
    path("privacy/consents/", views.ConsentsView.as_view(), name="privacy-consents"),
    path("privacy/exports/", views.DataExportsView.as_view(), name="privacy-exports"),
    path("privacy/exports/<uuid:export_id>/download/", views.DataExportDownloadView.as_view(), name="privacy-download"),
    path("privacy/erasure/", views.ErasureView.as_view(), name="privacy-erasure"),
    path("privacy/choices/", views.ChoicesView.as_view(), name="privacy-choices"),
    path("privacy/uploads/<uuid:upload_id>/", views.UploadChoiceView.as_view(), name="privacy-upload"),
    path("privacy/requests/", views.PrivacyRequestsView.as_view(), name="privacy-requests"),
]
