"""The ledger, providers and budgets in the admin: looked at, never changed. Secrets are not shown: their field is in no form."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from llm.models import Budget, LedgerEntry, LlmKey, LlmProvider, Purse


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at", "organization", "prompt", "model", "status", "input_tokens", "output_tokens", "cost", "currency", "calls", "cached",
    ]  # fmt: skip
    list_filter = ["status", "prompt", "model", "cached"]
    search_fields = ["subject_id", "input_hash"]
    date_hierarchy = "created_at"


@admin.register(LlmProvider)
class LlmProviderAdmin(ReadOnlyAdmin):
    list_display = [
        "name",
        "organization",
        "preset",
        "model",
        "base_url",
        "enabled",
        "terms_place",
        "terms_recorded_at",
    ]
    list_filter = ["preset", "enabled"]
    search_fields = ["name", "base_url", "model"]


@admin.register(LlmKey)
class LlmKeyAdmin(ReadOnlyAdmin):
    list_display = ["label", "provider", "organization", "active", "last_used_at", "created_at"]
    list_filter = ["active"]


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ["organization", "monthly_cost", "currency", "monthly_tokens", "updated_at"]


@admin.register(Purse)
class PurseAdmin(ReadOnlyAdmin):
    list_display = ["organization", "month", "name", "spent", "reserved"]
    list_filter = ["month"]
