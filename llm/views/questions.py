"""Questions of an organization's own: a title, and what to look for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, require, require_here
from accounts.models import Organization
from accounts.views import member_page
from llm.forms import QuestionForm
from llm.models import OwnQuestion
from llm.services import questions
from llm.views.base import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_list(request: ActorRequest) -> HttpResponse:
    """All that are in use; POST writes a new one."""
    if request.method == "POST":
        require_here(request.actor, Action.ANALYSE)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organization = Organization.objects.get(pk=request.actor.organization_id)
        questions.write_question(by=request.actor, organization=organization, **form.cleaned_data)
        return redirect("llm:questions")
    found = OwnQuestion.objects.visible_to(request.actor).filter(retired=False).order_by("title")
    context = {"questions": found, "form": form}
    return render(request, "llm/questions.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """One of them; POST words it anew, or retires it ("retire")."""
    one = OwnQuestion.objects.get_visible(request.actor, pk=question_id, retired=False)
    if request.method == "POST":
        require(request.actor, Action.ANALYSE, one)
    if request.method == "POST" and "retire" in request.POST:
        questions.retire_question(by=request.actor, question=one)
        return redirect("llm:questions")
    form = QuestionForm(request.POST or None, initial={"title": one.title, "instruction": one.instruction})
    if request.method == "POST" and form.is_valid():
        organization = Organization.objects.get(pk=request.actor.organization_id)
        questions.write_question(by=request.actor, organization=organization, instead_of=one, **form.cleaned_data)
        return redirect("llm:questions")
    return render(request, "llm/question.html", {"question": one, "form": form}, status=400 if form.errors else 200)
