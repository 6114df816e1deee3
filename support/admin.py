"""Tickets in the admin: the queue with its figures, and on one page all that staff does with a ticket."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Actor
from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from accounts.errors import Invalid, MizanError
from accounts.models import User
from accounts.services.staff import staff_actor
from config.errors import error_message
from support.forms import FilesField
from support.models import TEXT, CannedReply, Priority, Status, Ticket
from support.services import answering
from support.services.common import PERMISSION
from support.services.figures import figures
from support.views.tickets import as_download, files_of

ANSWERS = {"answer": Status.WAITING, "solve": Status.SOLVED}


class AnswerForm(forms.Form):
    """What staff writes: an answer, or a note."""

    text = forms.CharField(label=gettext_lazy("Answer or note"), max_length=TEXT)
    files = FilesField(label=gettext_lazy("Files"))


class StandingForm(forms.Form):
    """Whose it is, how urgent, and how it stands."""

    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assigned to"), queryset=User.objects.none(), required=False, empty_label="–"
    )
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices)
    status = forms.ChoiceField(label=gettext_lazy("State"), choices=Status.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs["class"] = "border rounded px-3 py-2 bg-white dark:bg-base-900"
        field = self.fields["assignee"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[one.pk for one in answering.staff()])


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    """The queue: what waits for us first. A row leads to its page."""

    list_display = [
        "number", "subject", "status", "priority", "assignee", "requester", "source", "created_at", "first_response_at", "updated_at",
        "score",
    ]  # fmt: skip
    list_display_links = ["number", "subject"]
    list_filter = ["status", "priority", "assignee", "source", "language"]
    list_select_related = ["assignee", "requester"]
    search_fields = ["number", "subject", "requester__email", "address", "request_id"]
    date_hierarchy = "created_at"
    ordering = ["-updated_at"]
    list_before_template = "admin/support/figures.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer: HttpResponse = super().changelist_view(request, {**(extra_context or {}), "figures": figures()})
        return answer

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("admin:support_ticket_thread", object_id)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:ticket_id>/thread/", wrap(self.thread_view), name="support_ticket_thread"),
            path("<uuid:ticket_id>/files/<uuid:file_id>/", wrap(self.file_view), name="support_ticket_file"),
        ]
        return [*own, *super().get_urls()]

    def thread_view(self, request: HttpRequest, ticket_id: UUID) -> HttpResponse:
        """All messages, and each step that staff can take."""
        by = staff_actor(request.user, PERMISSION)
        ticket = get_object_or_404(Ticket.objects.select_related("requester", "organization", "key"), pk=ticket_id)
        form = AnswerForm(initial={"text": self._canned(request)})
        if request.method == "POST":
            form = AnswerForm(request.POST, request.FILES)
            try:
                if self._step(request, by, ticket, form):
                    messages.success(request, _("Done, and written into the audit trail."))
                    return redirect("admin:support_ticket_thread", ticket.pk)
            except MizanError as error:
                messages.error(request, error_message(error.code, error.facts))
        thread = ticket.messages.select_related("author").prefetch_related("attachments")
        standing = {"assignee": ticket.assignee_id, "priority": ticket.priority, "status": ticket.status}
        context = {
            **self.admin_site.each_context(request),
            "title": f"#{ticket.number} {ticket.subject}",
            "ticket": ticket,
            "thread": thread,
            "form": form,
            "standing": StandingForm(initial=standing),
            "canned": answering.canned(ticket.language),
        }
        return render(request, "admin/support/thread.html", context)

    def _canned(self, request: HttpRequest) -> str:
        """The ready answer that was chosen, to be changed before it is sent."""
        chosen = request.GET.get("canned", "")
        one = (
            CannedReply.objects.filter(pk=int(chosen), enabled=True).first()
            if chosen.isdecimal() and len(chosen) < 10
            else None
        )
        return one.text if one else ""

    def _step(self, request: HttpRequest, by: Actor, ticket: Ticket, form: AnswerForm) -> bool:
        """Take the step that was asked for; False when the form has to be mended."""
        asked = request.POST.get("do", "")
        if asked == "change":
            standing = StandingForm(request.POST)
            if not standing.is_valid():
                raise Invalid("malformed")
            given = standing.cleaned_data
            person = given.pop("assignee")
            answering.change(by=by, ticket=ticket, assignee=person.pk if person else None, **given)
            return True
        if not form.is_valid():
            return False
        text, files = form.cleaned_data["text"], files_of(form.cleaned_data["files"])
        if asked == "note":
            answering.note(by=by, ticket=ticket, text=text, files=files)
        elif asked in ANSWERS:
            answering.answer(by=by, ticket=ticket, text=text, files=files, status=ANSWERS[asked])
        else:
            raise Invalid("malformed")
        return True

    def file_view(self, request: HttpRequest, ticket_id: UUID, file_id: UUID) -> HttpResponseBase:
        """A file of any message."""
        by = staff_actor(request.user, PERMISSION)
        return as_download(answering.file_of(by, get_object_or_404(Ticket, pk=ticket_id), file_id))


@admin.register(CannedReply)
class CannedReplyAdmin(AuditedAdmin):
    list_display = ["title", "language", "enabled"]
    list_filter = ["language", "enabled"]
    search_fields = ["title", "text"]
