"""What receipts and registers say to a person: codes to words, in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

KEPT: dict[str, Promise] = {
    "audit_entries": gettext_lazy(
        "The audit trail keeps what was done, in ids and codes. Names, addresses and programs are gone from it, "
        "so that the ids name nobody."
    ),
    "consents": gettext_lazy(
        "That somebody accepted the terms on a day is kept as proof; that it was you can no longer be told from it."
    ),
    "work_of_organizations": gettext_lazy(
        "Bills, files and analyses of organizations that live on are theirs and stay, without your name."
    ),
    "ledger": gettext_lazy(
        "A keyed hash of your account and addresses is kept, so that you are erased again should an old backup be restored."
    ),
}
LABELS: dict[str, Promise] = {
    "accounts.User": gettext_lazy("your account"),
    "accounts.Membership": gettext_lazy("memberships"),
    "accounts.Invitation": gettext_lazy("invitations"),
    "accounts.TokenFamily": gettext_lazy("signed-in programs"),
    "accounts.AuditOrigin": gettext_lazy("names and addresses in the audit trail"),
    "account.EmailAddress": gettext_lazy("email addresses"),
    "account.EmailConfirmation": gettext_lazy("confirmations of addresses"),
    "admin.LogEntry": gettext_lazy("entries of the admin's log"),
    "boq.Conversation": gettext_lazy("conversations on bills"),
    "boq.Turn": gettext_lazy("questions to bills"),
    "gdpr.ConsentPerson": gettext_lazy("the tie between you and your consents"),
    "gdpr.DataExport": gettext_lazy("exports of your data"),
    "gdpr.PrivacyRequest": gettext_lazy("requests about your data"),
    "mails.Mail": gettext_lazy("mails to you"),
    "mfa.Authenticator": gettext_lazy("second factors"),
    "projects.ProjectMember": gettext_lazy("places on narrowed projects"),
    "sessions.Session": gettext_lazy("signed-in browsers"),
    "support.Attachment": gettext_lazy("files attached to tickets"),
    "support.Message": gettext_lazy("messages to support, and the answers"),
    "support.Ticket": gettext_lazy("tickets of support"),
    "usersessions.UserSession": gettext_lazy("entries of the list of browsers"),
}


def receipt_rows(receipt: dict[str, Any]) -> list[tuple[str, int]]:
    """(what, how many) that was deleted, as the page shows it."""
    return [(str(LABELS.get(model, model)), rows) for model, rows in receipt.get("deleted", {}).items()]


def receipt_lines(receipt: dict[str, Any]) -> Iterator[str]:
    """The receipt in sentences: what was deleted, what became of organizations, what was kept and why."""
    deleted = pgettext("list", ", ").join(f"{label} ({rows})" for label, rows in receipt_rows(receipt))
    yield _("Deleted: %(what)s.") % {"what": deleted or _("nothing, for nothing was left")}
    unlinked = sum(receipt.get("unlinked", {}).values())
    if unlinked:
        text = ngettext(
            "Your name was taken off %(count)s thing that belongs to an organization.",
            "Your name was taken off %(count)s things that belong to organizations.",
            unlinked,
        )
        yield text % {"count": unlinked}
    organizations = receipt.get("organizations", {})
    if handed := organizations.get("handed_over"):
        yield ngettext(
            "%(count)s organization was handed over.", "%(count)s organizations were handed over.", handed
        ) % {"count": handed}
    if removed := organizations.get("removed"):
        yield ngettext(
            "%(count)s organization in which you were alone was deleted with all its work.",
            "%(count)s organizations in which you were alone were deleted with all their work.",
            removed,
        ) % {"count": removed}
    yield from kept_lines(receipt)


def kept_lines(receipt: dict[str, Any]) -> Iterator[str]:
    """What was kept, and why."""
    yield from (str(KEPT[code]) for code in receipt.get("kept", ()))
