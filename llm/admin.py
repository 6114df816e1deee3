"""The ledger in the admin: looked at, never changed."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from llm.models import LedgerEntry


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at", "organization", "prompt", "model", "status", "input_tokens", "output_tokens", "cost", "currency", "calls", "cached",
    ]  # fmt: skip
    list_filter = ["status", "prompt", "model", "cached"]
    search_fields = ["subject_id", "input_hash"]
    date_hierarchy = "created_at"
