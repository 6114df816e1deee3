"""Mails in the admin: looked at, never changed. What they say is encrypted and not shown."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from mails.models import Mail


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "address", "template", "language", "tries", "error", "sent_at", "given_up_at"]
    list_filter = ["template", "language"]
    search_fields = ["address", "id"]
