"""People and organizations in the admin."""

from django.contrib import admin

from accounts.models import AuditEntry, Event, Membership, Organization, User


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    exclude = ["password", "user_permissions"]
    readonly_fields = ["last_login", "date_joined"]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "created_at"]
    search_fields = ["name"]
    readonly_fields = [
        "llm_opt_out",
        "llm_use_environment",
    ]  # the organization's own word: its pages change it and audit it
    inlines = [MembershipInline]


class ReadOnlyAdmin(admin.ModelAdmin):
    """History: looked at, never changed."""

    def has_add_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False

    def has_change_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False

    def has_delete_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "organization_id", "actor_kind", "action", "target_type", "target_id"]
    list_filter = ["action"]
    search_fields = ["target_id", "request_id"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "organization", "kind"]
    list_filter = ["kind"]
