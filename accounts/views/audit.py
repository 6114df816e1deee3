"""The audit trail as a page and as a table to take along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit_form import AuditForm
from accounts.models import ApiKey, AuditEntry, Membership
from accounts.services import audit
from accounts.views.door import member_page
from config.trail_words import action_words, target_words

SHOWN = 50


@require_safe
@member_page
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; `before` goes on from an entry."""
    form = _form(request)
    rows = audit.search(request.actor, form.wanted())
    last = AuditEntry.objects.visible_to(request.actor).filter(pk=_number(request.GET.get("before", ""))).first()
    page = list((audit.older_than(rows, last) if last else rows)[: SHOWN + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "form": form,
        "rows": [
            (one, action_words(one.entry.action), target_words(one.entry.target_type), _facts(one.entry.facts))
            for one in audit.with_persons(page[:SHOWN])
        ],
        "older": page[SHOWN - 1].pk if len(page) > SHOWN else None,
        "newest": last is None,
        "query": kept.urlencode(),
    }
    return render(request, "settings/audit.html", context)


@require_safe
@member_page
def table(request: HttpRequest) -> StreamingHttpResponse:
    """All that the search finds, as CSV."""
    lines = audit.table(by=request.actor, wanted=_form(request).wanted())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _form(request: HttpRequest) -> AuditForm:
    members = Membership.objects.visible_to(request.actor).select_related("user")
    people = sorted((str(one.user_id), one.user.get_full_name()) for one in members)
    keys = ApiKey.objects.visible_to(request.actor).order_by("name").values_list("pk", "name")
    actions = [(code, str(action_words(code))) for code in audit.actions_seen(request.actor)]
    form = AuditForm(request.GET, people=people + [(str(pk), name) for pk, name in keys], actions=actions)
    form.is_valid()
    return form


def _facts(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, words) of each fact that says something; a list is told one after the other."""
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in facts.items()
    }
    return [(name, words) for name, words in told.items() if words]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
