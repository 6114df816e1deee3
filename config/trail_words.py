"""The audit trail in words: what each action is, and what each object is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "user.registered": _("signed up"),
    "user.signed_in": _("signed in"),
    "user.signed_out": _("signed out"),
    "user.signed_out_everywhere": _("was signed out everywhere else"),
    "user.email_verified": _("verified their address"),
    "user.email_changed": _("changed their address"),
    "user.password_changed": _("changed their password"),
    "user.password_reset": _("set a new password through their mailbox"),
    "user.profile_changed": _("changed their profile"),
    "tokens.reused": _("came with an old token of a program, which was signed out for safety"),
    "session.ended": _("signed a device out"),
    "second_factor.added": _("set up a second factor"),
    "second_factor.removed": _("took a second factor away"),
    "second_factor.codes_made": _("made new recovery codes"),
    "admin.added": _("added a row in the admin"),
    "admin.changed": _("changed a row in the admin"),
    "admin.deleted": _("deleted a row in the admin"),
    "impersonation.begun": _("began to work in a person's name"),
    "impersonation.ended": _("stopped working in a person's name"),
    "user.activated": _("let a person in again"),
    "user.deactivated": _("kept a person out"),
    "user.forced_out": _("signed a person out everywhere"),
    "user.second_factor_reset": _("took a person's second factors away"),
    "user.verification_resent": _("sent a verification again"),
    "analysis.requested": _("asked for an analysis"),
    "analysis.resumed": _("went on with an analysis"),
    "audit.exported": _("took the audit trail out as a table"),
    "conversation.deleted": _("deleted a conversation"),
    "export.downloaded": _("downloaded an export"),
    "export.requested": _("asked for an export"),
    "job.cancelled": _("cancelled a job"),
    "key.created": _("made an API key"),
    "key.revoked": _("revoked an API key"),
    "key.rotated": _("replaced an API key"),
    "layout.changed": _("changed a layout"),
    "layout.deleted": _("deleted a layout"),
    "layout.kept": _("kept a layout"),
    "layout.renamed": _("renamed a layout"),
    "layout.switched": _("switched a layout on or off"),
    "llm-budget.set": _("set the budget for language models"),
    "llm-key.added": _("added a provider's key"),
    "llm-key.deleted": _("deleted a provider's key"),
    "llm-key.switched": _("switched a provider's key on or off"),
    "llm-provider.added": _("added a provider"),
    "llm-provider.changed": _("changed a provider"),
    "llm-provider.deleted": _("deleted a provider"),
    "llm-provider.moved": _("changed the order of providers"),
    "llm-provider.switched": _("switched a provider on or off"),
    "llm-provider.terms-recorded": _("recorded a provider's terms"),
    "llm-provider.tried": _("tested a provider"),
    "llm.environment-switched": _("allowed or refused the server's own provider"),
    "llm.opted-out": _("allowed or refused language models"),
    "organization.created": _("founded the organization"),
    "project.changed": _("changed a project"),
    "project.created": _("made a project"),
    "project.deleted": _("deleted a project"),
    "question.asked": _("asked a bill"),
    "question.retired": _("retired a question"),
    "question.written": _("wrote a question"),
    "receipt.downloaded": _("downloaded a signed receipt"),
    "upload.mapped": _("decided how a file is read"),
    "upload.read_again": _("had a file read again"),
    "upload.received": _("uploaded a file"),
}
TARGETS: dict[str, Promise] = {
    "analysis": _("analysis"),
    "apikey": _("API key"),
    "boq": _("bill"),
    "budget": _("budget"),
    "conversation": _("conversation"),
    "export": _("export"),
    "invitation": _("invitation"),
    "job": _("job"),
    "layout": _("layout"),
    "llmkey": _("provider's key"),
    "llmprovider": _("provider"),
    "membership": _("membership"),
    "organization": _("organization"),
    "ownquestion": _("question"),
    "project": _("project"),
    "upload": _("file"),
    "user": _("person"),
}


def action_words(code: str) -> str:
    """What was done, in the active language; the code itself for what nobody does any more."""
    return str(ACTIONS.get(code, code))


def target_words(kind: str) -> str:
    """What it was done to."""
    return str(TARGETS.get(kind, kind))
