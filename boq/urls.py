"""Pages of bills: in, read, decided on, worked with, analysed, out."""

from django.urls import include, path

from boq.views import (
    analyses,
    beginning,
    bill,
    conversations,
    exports,
    findings,
    inspector,
    layouts,
    mapping,
    pages,
    palette,
    receipt_page,
    uploads,
    verification,
    wishing,
)

boq_patterns = [
    path("projects/<uuid:project_id>/uploads/", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/mapping/", mapping.decide, name="mapping"),
    path("uploads/<uuid:upload_id>/mapping/try/", mapping.attempt, name="try"),
    path("uploads/<uuid:upload_id>/mapping/rows/", mapping.rows, name="mapping-rows"),
    path("uploads/<uuid:upload_id>/read-again/", mapping.read_again, name="read-again"),
    path("layouts/", layouts.layout_list, name="layouts"),
    path("layouts/<uuid:layout_id>/", layouts.change, name="layout"),
    path("jobs/<uuid:job_id>/", uploads.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancel/", uploads.cancel_job, name="cancel"),
    path("boqs/<uuid:boq_id>/", bill.detail, name="detail"),
    path("boqs/<uuid:boq_id>/rows/", bill.rows, name="rows"),
    path("boqs/<uuid:boq_id>/sections/", bill.sections, name="sections"),
    path("boqs/<uuid:boq_id>/items/<str:key>/", inspector.item, name="item"),
    path("boqs/<uuid:boq_id>/pages/<int:number>/", pages.page, name="page"),
    path("boqs/<uuid:boq_id>/pages/<int:number>.png", pages.picture, name="picture"),
    path("boqs/<uuid:boq_id>/receipt.json", bill.receipt, name="receipt"),
    path("boqs/<uuid:boq_id>/receipt/", receipt_page.page, name="receipt-page"),
    path("boqs/<uuid:boq_id>/receipt/rows/", receipt_page.row_list, name="receipt-rows"),
    path("boqs/<uuid:boq_id>/receipt/signed.json", receipt_page.signed, name="receipt-signed"),
    path("boqs/<uuid:boq_id>/cells/", receipt_page.cells, name="cells"),
    path("boqs/<uuid:boq_id>/findings/", findings.finding_list, name="findings"),
    path("boqs/<uuid:boq_id>/analyses/", analyses.analysis_list, name="analyses"),
    path("boqs/<uuid:boq_id>/analyses/cost/", wishing.cost, name="analysis-cost"),
    path("boqs/<uuid:boq_id>/analyses/text/", wishing.text, name="analysis-text"),
    path("boqs/<uuid:boq_id>/ask/", conversations.ask_bill, name="ask"),
    path("projects/<uuid:project_id>/ask/", conversations.ask_project, name="ask-project"),
    path("conversations/<uuid:conversation_id>/", conversations.conversation, name="conversation"),
    path("turns/<uuid:turn_id>/", conversations.turn, name="turn"),
    path("turns/<uuid:turn_id>/stop/", conversations.stop, name="stop-turn"),
    path("conversations/<uuid:conversation_id>/forget/", conversations.forget, name="forget-conversation"),
    path("analyses/<uuid:analysis_id>/", analyses.detail, name="analysis"),
    path("analyses/<uuid:analysis_id>/resume/", analyses.resume, name="resume"),
    path("boqs/<uuid:boq_id>/exports/", exports.export_list, name="exports"),
    path("exports/<uuid:export_id>/download/", exports.download, name="download"),
]

first_steps = [
    path("begin/", beginning.begin, name="begin"),
    path("samples/<slug:slug>/", beginning.sample, name="sample"),
    path("samples/<slug:slug>/file/", beginning.sample_file, name="sample-file"),
]

urlpatterns = [
    path("find/", palette.find, name="find"),
    path("receipts/key/", verification.key, name="receipt-key"),
    path("receipts/check/", verification.check, name="receipt-check"),
    path("", include(([*first_steps, *boq_patterns], "boq"))),
]
