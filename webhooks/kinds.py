"""The events that webhooks can ask for, and what their messages hold: ids and codes, never names, texts or prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = 1
TEST = "webhook.test"


class Kind(msgspec.Struct, frozen=True):
    """One kind of event: its code, its words, and the fields of `data` (name here -> name in the outbox, where they differ)."""

    code: str
    words: Promise
    fields: tuple[str, ...]
    renamed: Mapping[str, str] = {}

    def data(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """`data` of a message: every field of this kind, null where the event has none."""
        return {name: payload.get(self.renamed.get(name, name)) or None for name in self.fields}


_FILE = {"upload": "subject"}
KINDS: tuple[Kind, ...] = (
    Kind("upload.received", _("A file was uploaded"), ("upload", "project")),
    Kind("import.succeeded", _("A file was read into a bill"), ("job", "project", "upload", "boq"), _FILE),
    Kind("import.needs_input", _("A file waits for a decision on how it is read"), ("job", "project", "upload"), _FILE),
    Kind("import.failed", _("A file could not be read"), ("job", "project", "upload", "error"), _FILE),
    Kind("analysis.succeeded", _("An analysis is finished"), ("job", "project", "boq", "analysis")),
    Kind("analysis.partial", _("An analysis stopped halfway; it can be resumed"), ("job", "project", "boq", "analysis", "error")),
    Kind("analysis.failed", _("An analysis failed"), ("job", "project", "boq", "error"), {"boq": "subject"}),
    Kind("budget.reached", _("An analysis stopped at the budget for language models"), ("job", "boq", "analysis")),
    Kind("export.succeeded", _("An export is ready to download"), ("job", "project", "export"), {"export": "subject"}),
    Kind("export.failed", _("An export failed"), ("job", "project", "export", "error"), {"export": "subject"}),
    Kind("project.created", _("A project was made"), ("project",)),
    Kind("project.deleted", _("A project was deleted"), ("project",)),
    Kind("member.joined", _("Somebody joined the organization"), ("user", "role")),
    Kind("member.role_changed", _("A member’s role was changed"), ("user", "role")),
    Kind("member.left", _("A member left"), ("user",)),
    Kind("member.removed", _("A member was removed"), ("user",)),
    Kind("invitation.sent", _("Somebody was invited"), ("invitation", "role")),
    Kind("plan.changed", _("The organization has another plan"), ("plan", "was", "ends_at")),
    Kind("organization.renamed", _("The organization was renamed"), ("organization",)),
    Kind("organization.transferred", _("The organization has another owner"), ("user",)),
)  # fmt: skip
BY_CODE: dict[str, Kind] = {kind.code: kind for kind in KINDS}
# What is in the outbox for others alone: a conversation is a person's own, who cancels something knows of it, a plan is told once it holds.
NOT_TOLD = (
    "plan-request.made", "plan-request.accepted", "plan-request.refused",
    "question.succeeded", "question.partial", "question.failed", "question.cancelled", "question.needs_input",
    "import.cancelled", "import.partial", "analysis.cancelled", "analysis.needs_input", "export.cancelled", "export.partial",
    "export.needs_input",
)  # fmt: skip
FIELDS: dict[str, Promise] = {
    "upload": _("id of the file"),
    "project": _("id of the project"),
    "job": _("id of the job; `/api/v1/jobs/{id}/` tells more"),
    "boq": _("id of the bill"),
    "analysis": _("id of the analysis"),
    "export": _("id of the export"),
    "error": _("code of what went wrong"),
    "user": _("id of the person"),
    "role": _("the role: owner, admin, estimator or viewer"),
    "invitation": _("id of the invitation"),
    "plan": _("code of the plan"),
    "was": _("code of the plan before"),
    "ends_at": _("when the plan ends; null for one without an end"),
    "organization": _("id of the organization"),
}


def words_of(code: str) -> str:
    """The kind in words, in the active language; the code itself for what is told no more."""
    if code == TEST:
        return str(_("A test"))
    return str(BY_CODE[code].words) if code in BY_CODE else code


def asks_for(kinds: Iterable[str], code: str) -> bool:
    """True when a webhook with these `kinds` is told of `code`; no kinds are all kinds."""
    wanted = list(kinds)
    return not wanted or code in wanted
