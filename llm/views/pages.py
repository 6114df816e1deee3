"""The models of an organization: which providers, in what order, under which terms, at what cost. For owners and admins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Invalid, MizanError
from accounts.views import member_page
from config.errors import error_message
from llm import words
from llm.forms import BudgetForm, KeyForm, ProviderForm, TermsForm
from llm.models import LlmProvider
from llm.presets import PRESETS, preset
from llm.services import budgets, providers, states, trying
from llm.views.base import ActorRequest


@require_safe
@member_page
def models(request: ActorRequest) -> HttpResponse:
    """All of it on one page."""
    return render(request, "llm/models.html", _overview(request))


def _overview(request: ActorRequest, budget_form: BudgetForm | None = None) -> dict[str, Any]:
    organization = providers.organization_of(request.actor)
    budget = budgets.budget_of(organization.pk)
    initial = {
        "monthly_cost": None if budget.monthly_cost is None else f"{budget.monthly_cost.normalize():f}",
        "currency": budget.currency,
        "monthly_tokens": budget.monthly_tokens,
    }
    return {
        "rows": [(one, *words.STATES[one.state]) for one in states.states(request.actor)],
        "environment": states.environment_state(organization),
        "presets": PRESETS,
        "opted_out": organization.llm_opt_out,
        "purses": budgets.purses_of(organization.pk),
        "spending": budgets.spending_of(organization.pk),
        "budget_form": budget_form or BudgetForm(initial=initial),
    }


@require_POST
@member_page
def choices(request: ActorRequest) -> HttpResponse:
    """The switches of the organization: "opt_out" and "environment" are 1 or 0; "budget" takes the budget's form."""
    if "opt_out" in request.POST:
        opted_out = request.POST["opt_out"] == "1"
        providers.set_opt_out(by=request.actor, opted_out=opted_out)
        said = _("Nothing leaves any more: the offline analyst works.") if opted_out else _("Models may be used again.")
        messages.success(request, said)
    elif "environment" in request.POST:
        providers.set_use_environment(by=request.actor, use=request.POST["environment"] == "1")
    else:
        form = BudgetForm(request.POST)
        if not form.is_valid():
            return render(request, "llm/models.html", _overview(request, form), status=400)
        budgets.set_budget(by=request.actor, **form.cleaned_data)
        messages.success(request, _("The budget is set."))
    return redirect("llm:models")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def add(request: ActorRequest) -> HttpResponse:
    """A new provider, begun from a preset ("preset")."""
    providers.organization_of(request.actor)
    chosen = preset((request.POST if request.method == "POST" else request.GET).get("preset", "other"))
    if request.method == "POST":
        form = ProviderForm(request.POST)
        if form.is_valid():
            try:
                provider = providers.add_provider(by=request.actor, **form.cleaned_data)
                return redirect("llm:provider", provider.pk)
            except MizanError as error:
                _put(form, error)
    else:
        initial = {
            "preset": chosen.code,
            "name": chosen.name if chosen.code != "other" else "",
            "base_url": chosen.base_url,
        }
        form = ProviderForm(initial=initial)
    form.fields["model"].widget.attrs["placeholder"] = chosen.model_hint
    form.fields["base_url"].help_text = _("Up to and including /v1.")
    return render(request, "llm/add.html", {"form": form, "preset": chosen}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def provider(request: ActorRequest, provider_id: UUID) -> HttpResponse:
    """One provider; POST changes its settings."""
    one = providers.provider_of(request.actor, provider_id)
    if request.method != "POST":
        return _detail(request, one)
    form = ProviderForm(request.POST, instance=providers.provider_of(request.actor, provider_id))
    if form.is_valid():
        try:
            kept = one.has_terms
            changed = providers.change_provider(by=request.actor, provider=one, **form.cleaned_data)
            if kept and not changed.has_terms:
                messages.warning(
                    request,
                    _("Another server: its keys are forgotten, and it is off until its terms are recorded."),
                )
            else:
                messages.success(request, _("Saved."))
            return redirect("llm:provider", provider_id)
        except MizanError as error:
            _put(form, error)
    return _detail(request, one, form=form)


@require_POST
@member_page
def terms(request: ActorRequest, provider_id: UUID) -> HttpResponse:
    """Record the terms; "enable" switches the provider on with them."""
    one = providers.provider_of(request.actor, provider_id)
    form = TermsForm(request.POST, instance=providers.provider_of(request.actor, provider_id))
    if not form.is_valid():
        return _detail(request, one, terms_form=form)
    one = providers.record_terms(by=request.actor, provider=one, **form.cleaned_data)
    messages.success(request, _("The terms are recorded."))
    if "enable" in request.POST:
        _told(request, lambda: providers.switch_provider(by=request.actor, provider=one, enabled=True))
    return redirect("llm:provider", provider_id)


@require_POST
@member_page
def act(request: ActorRequest, provider_id: UUID) -> HttpResponse:
    """What "do" says: on, off, up, down, delete."""
    one = providers.provider_of(request.actor, provider_id)
    wanted = request.POST.get("do", "")
    if wanted in ("on", "off"):
        _told(request, lambda: providers.switch_provider(by=request.actor, provider=one, enabled=wanted == "on"))
    elif wanted in ("up", "down"):
        providers.move_provider(by=request.actor, provider=one, up=wanted == "up")
    elif wanted == "delete":
        providers.delete_provider(by=request.actor, provider=one)
        messages.success(request, _("“%(name)s” is removed.") % {"name": one.name})
    here = request.POST.get("here") == "1" and wanted != "delete"
    return redirect("llm:provider", provider_id) if here else redirect("llm:models")


@sensitive_post_parameters("secret")
@require_POST
@member_page
def add_key(request: ActorRequest, provider_id: UUID) -> HttpResponse:
    """Keep one more key."""
    one = providers.provider_of(request.actor, provider_id)
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            providers.add_key(by=request.actor, provider=one, **form.cleaned_data)
            messages.success(request, _("The key is kept, encrypted. It is not shown again."))
            return redirect("llm:provider", provider_id)
        except MizanError as error:
            form.add_error("secret", error_message(error.code, error.facts))
    return _detail(request, one, key_form=form)


@require_POST
@member_page
def key(request: ActorRequest, provider_id: UUID, secret_id: UUID) -> HttpResponse:
    """What "do" says of a key: on, off, delete."""
    one = providers.key_of(providers.provider_of(request.actor, provider_id), request.actor, secret_id)
    wanted = request.POST.get("do", "")
    if wanted in ("on", "off"):
        providers.switch_key(by=request.actor, key=one, active=wanted == "on")
    elif wanted == "delete":
        providers.delete_key(by=request.actor, key=one)
    return redirect("llm:provider", provider_id)


@require_POST
@member_page
def trial(request: ActorRequest, provider_id: UUID) -> HttpResponse:
    """Ask the server what it can do, and say so on the provider's page."""
    one = providers.provider_of(request.actor, provider_id)
    try:
        found = trying.try_provider(by=request.actor, provider=one)
    except MizanError as error:
        messages.error(request, error_message(error.code, error.facts))
        return redirect("llm:provider", provider_id)
    return _detail(request, one, trial=found)


def _detail(
    request: ActorRequest,
    one: LlmProvider,
    *,
    form: ProviderForm | None = None,
    terms_form: TermsForm | None = None,
    key_form: KeyForm | None = None,
    trial: trying.Trial | None = None,
) -> HttpResponse:
    """The page of a provider, with the form that is wrong as it was filled in."""
    state = states.state_of(one)
    word, tone = words.STATES[state.state]
    own = preset(one.preset)
    suggested = {"terms_place": _("our own server"), "terms_retention": "none", "terms_training": "no"}
    context = {
        "provider": one,
        "preset": own,
        "state": state,
        "word": word,
        "tone": tone,
        "keys": [(kept, words.RESTS.get(kept.why, kept.why)) for kept in state.keys],
        "form": form or ProviderForm(instance=one),
        "terms_form": terms_form
        or TermsForm(instance=one, initial=suggested if own.own and not one.has_terms else None),
        "key_form": key_form or KeyForm(),
        "trial": trial,
        "trial_words": _trial_words(trial),
        "plain_http": one.base_url.startswith("http://") and not own.own,
        "opted_out": one.organization.llm_opt_out,
        "in_environment": settings.LLM.configured,
    }
    wrong = form or terms_form or key_form
    return render(request, "llm/provider.html", context, status=400 if wrong and wrong.errors else 200)


def _trial_words(trial: trying.Trial | None) -> dict[str, Any]:
    if trial is None:
        return {}
    problem = error_message(trial.code, {"detail": ""}) if trial.code else ""
    return {"problem": problem, "answers": words.ANSWERS.get(trial.answers, "")}


def _put(form: ProviderForm, error: MizanError) -> None:
    """The service's refusal beside the field it is about."""
    fields = error.facts.get("fields") if isinstance(error, Invalid) else None
    if isinstance(fields, dict):
        for name, said in fields.items():
            form.add_error(name if name in form.fields else None, said)
    else:
        about = "base_url" if error.code in ("provider.bad_address", "provider.private_address") else None
        form.add_error(about, error_message(error.code, error.facts))


def _told(request: ActorRequest, do: Any) -> None:
    """Do it; a refusal is told on the next page."""
    try:
        do()
    except MizanError as error:
        if error.status in (403, 404):
            raise
        messages.error(request, error_message(error.code, error.facts))
