"""Bills in the admin: looked at, never changed by hand."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from boq.models import Analysis, Boq, Export, Upload


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "organization", "project", "size", "created_at"]
    search_fields = ["name", "sha256"]


@admin.register(Boq)
class BoqAdmin(ReadOnlyAdmin):
    list_display = ["name", "organization", "format", "language", "items_count", "total", "stated_total", "ties_out"]
    list_filter = ["format", "language", "ties_out"]
    search_fields = ["name"]
    exclude = ["receipt_text", "row_kinds"]


@admin.register(Analysis)
class AnalysisAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "organization",
        "boq",
        "analyst",
        "model",
        "complete",
        "input_tokens",
        "output_tokens",
        "cost",
    ]
    list_filter = ["analyst", "complete"]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["name", "organization", "boq", "format", "size", "created_at", "expires_at"]
    list_filter = ["format"]
