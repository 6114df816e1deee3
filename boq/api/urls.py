"""Bills under `/api/v1/`."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from boq.api import analyses, boqs, conversations, exports, layouts, receipts, uploads

router = SimpleRouter()
router.register("boqs", boqs.BoqViewSet, basename="boq")

urlpatterns = [
    path("projects/<uuid:project_id>/uploads/", uploads.UploadView.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>/mapping/", uploads.MappingView.as_view(), name="upload-mapping"),
    path("uploads/<uuid:upload_id>/mapping/try/", uploads.TryView.as_view(), name="upload-try"),
    path("uploads/<uuid:upload_id>/read-again/", uploads.ReadAgainView.as_view(), name="read-again"),
    path("layouts/", layouts.LayoutsView.as_view(), name="layout-list"),
    path("layouts/<uuid:layout_id>/", layouts.LayoutView.as_view(), name="layout"),
    path("boqs/<uuid:boq_id>/receipt/", boqs.ReceiptView.as_view(), name="receipt"),
    path("boqs/<uuid:boq_id>/receipt/signed/", receipts.SignedReceiptView.as_view(), name="receipt-signed"),
    path("boqs/<uuid:boq_id>/receipt/rows/", receipts.RowsView.as_view(), name="receipt-rows"),
    path("receipts/key/", receipts.KeyView.as_view(), name="receipt-key"),
    path("receipts/check/", receipts.CheckView.as_view(), name="receipt-check"),
    path("boqs/<uuid:boq_id>/sections/", boqs.SectionsView.as_view(), name="sections"),
    path("boqs/<uuid:boq_id>/items/", boqs.ItemsView.as_view(), name="items"),
    path("boqs/<uuid:boq_id>/items/<str:key>/", boqs.ItemView.as_view(), name="item"),
    path("boqs/<uuid:boq_id>/findings/", boqs.FindingsView.as_view(), name="findings"),
    path("boqs/<uuid:boq_id>/analyses/", analyses.AnalysesView.as_view(), name="analyses"),
    path("boqs/<uuid:boq_id>/analyses/estimate/", analyses.EstimateView.as_view(), name="analysis-estimate"),
    path("boqs/<uuid:boq_id>/conversations/", conversations.BillConversationsView.as_view(), name="boq-conversations"),
    path(
        "projects/<uuid:project_id>/conversations/",
        conversations.ProjectConversationsView.as_view(),
        name="project-conversations",
    ),
    path("conversations/<uuid:conversation_id>/", conversations.ConversationView.as_view(), name="conversation"),
    path("turns/<uuid:turn_id>/", conversations.TurnView.as_view(), name="turn"),
    path("analyses/<uuid:analysis_id>/", analyses.AnalysisView.as_view(), name="analysis"),
    path("analyses/<uuid:analysis_id>/resume/", analyses.ResumeView.as_view(), name="analysis-resume"),
    path("boqs/<uuid:boq_id>/exports/", exports.ExportsView.as_view(), name="exports"),
    path("exports/<uuid:export_id>/download/", exports.DownloadView.as_view(), name="download"),
    *router.urls,
]
