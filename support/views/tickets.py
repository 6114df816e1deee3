"""A person's tickets: the list, a new one, one with its messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Actor, ActorKind
from accounts.errors import Conflict, Invalid, TooLarge
from accounts.views.door import person_page
from config.errors import error_message
from support.forms import RatingForm, TextForm, TicketForm
from support.models import Attachment, Status
from support.services import asking
from support.services.files import MEGABYTES, MOST_FILES, Given

SHOWN = 50
TONES = {Status.NEW: "accent", Status.OPEN: "accent", Status.WAITING: "warning", Status.SOLVED: "good"}


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: in their organization, or alone."""
    actor: Actor = request.actor or Actor(ActorKind.USER, None, request.user.pk)
    return actor


@require_safe
@person_page
def ticket_list(request: HttpRequest) -> HttpResponse:
    """One's tickets, the latest word first."""
    page = Paginator(asking.tickets_of(actor_of(request)), SHOWN).get_page(request.GET.get("page"))
    rows = [(one, TONES.get(Status(one.status), "")) for one in page]
    return render(request, "support/list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def create(request: HttpRequest) -> HttpResponse:
    """A new ticket; articles that may answer it show while its subject is written."""
    start = {"request_id": request.GET.get("request", ""), "error_code": request.GET.get("code", "")}
    form = TicketForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: asking.open_ticket(by=actor_of(request), **_given(form)))
        if made is not None:
            messages.success(
                request, _("Your message has arrived. It has the number %(number)s.") % {"number": made.number}
            )
            return redirect("support:ticket", made.pk)
    about = form["request_id"].value() or ""
    return render(request, "support/new.html", {"form": form, "about": about}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@person_page
def ticket(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One ticket with its messages; POST adds one."""
    by = actor_of(request)
    one = asking.ticket_of(by, ticket_id)
    form = TextForm(request.POST or None, request.FILES or None)
    add = lambda: asking.write(by=by, ticket=one, **_given(form))  # noqa: E731
    if request.method == "POST" and form.is_valid() and _tried(form, add) is not None:
        messages.success(request, _("Your message has been added."))
        return redirect("support:ticket", one.pk)
    context = {
        "ticket": one,
        "tone": TONES.get(Status(one.status), ""),
        "thread": asking.thread_of(one),
        "form": form,
        "rating": RatingForm(initial={"score": one.score or 5, "words": one.score_words}),
    }
    return render(request, "support/ticket.html", context, status=400 if form.errors else 200)


@require_POST
@person_page
def act(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """`do`: solve, reopen or rate."""
    by = actor_of(request)
    one = asking.ticket_of(by, ticket_id)
    step = request.POST.get("do", "")
    try:
        if step == "solve":
            asking.settle(by=by, ticket=one)
        elif step == "reopen":
            asking.reopen(by=by, ticket=one)
        elif step == "rate":
            form = RatingForm(request.POST)
            if not form.is_valid():
                raise Invalid("support.bad_score")
            asking.rate(by=by, ticket=one, score=int(form.cleaned_data["score"]), words=form.cleaned_data["words"])
            messages.success(request, _("Thank you. That helps us."))
        else:
            raise Invalid("malformed")
    except Conflict as error:
        messages.error(request, error_message(error.code, error.facts))
    return redirect("support:ticket", one.pk)


@require_safe
@never_cache
@person_page
def attachment(request: HttpRequest, ticket_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file of one's ticket."""
    by = actor_of(request)
    return as_download(asking.attachment_of(by, asking.ticket_of(by, ticket_id), attachment_id))


def as_download(one: Attachment) -> FileResponse:
    """The file, of no kind that a browser would show, whatever it holds."""
    answer = FileResponse(
        one.file.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def files_of(sent: list[UploadedFile]) -> list[Given]:
    """What was sent, read once its size is known to be small. Raises Invalid, TooLarge."""
    if len(sent) > MOST_FILES:
        raise Invalid("support.too_many_files", most=MOST_FILES)
    for one in sent:
        if (one.size or 0) > MEGABYTES * 1024 * 1024:
            raise TooLarge("support.file_too_large", name=str(one.name), limit_mb=MEGABYTES)
    return [Given(str(one.name or "file"), one.read()) for one in sent]


def _given(form: Form) -> dict[str, Any]:
    return {**form.cleaned_data, "files": files_of(form.cleaned_data["files"])}


def _tried(form: Form, call: Callable[[], Any]) -> Any:
    """What `call` answers; None when it refused, which the form then says."""
    try:
        return call()
    except (Invalid, TooLarge, Conflict) as error:
        field = {"support.no_subject": "subject", "support.no_text": "text", "support.too_long": "text"}.get(error.code)
        field = "files" if "file" in error.code else field
        form.add_error(field, error_message(error.code, error.facts))
        return None
