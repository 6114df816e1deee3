"""Ask a bill or a project: questions and answers, and the same tools by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views import member_page
from boq.models import Boq, Conversation, Turn
from boq.models.asking_words import NO_ANSWER, refusal
from boq.services import conversations as service
from boq.services.asking import tools
from boq.services.asking.toolbox import BillTools, told
from boq.services.asking.where import Asked
from boq.views.found import found_table
from boq.views.shared import bill_of
from boq.views.words import FOUND, SUGGESTIONS, word
from config.errors import error_message
from projects.models import Project

SHOWN = 30
BY_HAND = ("by", "text", "section", "unit", "amount_from", "amount_to", "rate_from", "rate_to")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def ask_bill(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The page of one bill; POST asks."""
    boq = bill_of(request, boq_id)
    return _page(request, boq.project, boq)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def ask_project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The page of a project, over all its bills; POST asks."""
    return _page(request, Project.objects.get_visible(request.actor, pk=project_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """One conversation; POST goes on with it."""
    one = _conversation(request, conversation_id)
    boq = bill_of(request, one.boq_id) if one.boq_id else None
    return _page(request, one.project, boq, one)


def _page(request: HttpRequest, project: Project, boq: Boq | None, one: Conversation | None = None) -> HttpResponse:
    if request.method == "POST":
        turn = service.ask(
            by=request.actor,
            project=project,
            boq=boq,
            question=request.POST.get("question", ""),
            conversation=one,
        )
        return redirect("boq:conversation", turn.conversation_id)
    asked_before = Conversation.objects.visible_to(request.actor).filter(project=project, boq=boq)
    context = {
        "boq": boq,
        "project": project,
        "conversation": one,
        "turns": [_shown(turn) for turn in one.turns.order_by("position")] if one else [],
        "history": asked_before.order_by("-created_at")[:SHOWN],
        "route": service.route_of_talk(project, boq, request.actor.user_id),
        "suggestions": SUGGESTIONS,
        "by_hand": _by_hand(request, project, boq),
        "choices": [(name, word(FOUND, name)) for name in tools.BY],
        "tab": "ask",
        "base": "boq/bill_base.html" if boq else "base.html",
    }
    return render(request, "boq/ask.html", context)


def _conversation(request: HttpRequest, conversation_id: UUID) -> Conversation:
    found: Conversation = Conversation.objects.select_related("project").get_visible(request.actor, pk=conversation_id)
    return found


@require_safe
@member_page
def turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """One answer as it stands: asked again a few times a second while it comes."""
    one = Turn.objects.get_visible(request.actor, pk=turn_id)
    return render(request, "boq/_turn.html", {"turn": _shown(one)})


@require_POST
@member_page
def stop(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Break off an answer."""
    one = Turn.objects.get_visible(request.actor, pk=turn_id)
    service.stop(by=request.actor, turn=one)
    return redirect("boq:conversation", one.conversation_id)


@require_POST
@member_page
def forget(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Delete a conversation."""
    one = _conversation(request, conversation_id)
    boq_id, project_id = one.boq_id, one.project_id
    service.forget(by=request.actor, conversation=one)
    return redirect("boq:ask", boq_id) if boq_id else redirect("boq:ask-project", project_id)


def _shown(one: Turn) -> dict[str, Any]:
    """A turn for the page: its words, and how they were found."""
    coming = one.status == Turn.Status.ASKED
    so_far = service.heard_so_far(one) if coming else {"text": one.answer, "given": one.given}
    return {
        "turn": one,
        "coming": coming,
        "lines": str(so_far["text"]).splitlines(),
        "found": [found_table(given) for given in so_far["given"]],
        "problem": NO_ANSWER.get(one.error_code) or (error_message(one.error_code) if one.error_code else ""),
    }


def _by_hand(request: HttpRequest, project: Project, boq: Boq | None) -> dict[str, Any]:
    """The sums that the form at the foot of the page asks for; empty while it asks for none."""
    said = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in BY_HAND if request.GET.get(name)}
    if not said:
        return {}
    boqs = [boq] if boq else list(Boq.objects.filter(project=project).defer("receipt_text").order_by("-created_at"))
    toolbox = BillTools(boqs)
    name = "sum_amounts" if said.get("by") else "find_items"
    try:
        of, found = toolbox.found(name, dict(said))
    except Asked as wrong:
        return {"said": said, "problem": refusal(wrong.code, wrong.said)}
    return {"said": said, "found": found_table(told(name, of, found))}
