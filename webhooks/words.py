"""What went wrong with a delivery, in words: what it is, and what to do next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERRORS: dict[str, Promise] = {
    "refused": _("The address answered with an error. What it said stands below; mend it there, and send again."),
    "redirect": _("The address answered with a redirect, which is not followed. Give the address that it leads to."),
    "gone": _("The address answered 410 Gone, so that the webhook was switched off."),
    "timeout": _("No complete answer came in time. Answer first, with 204 say, and do the work afterwards."),
    "no_connection": _("No connection: the name is not known, or nobody listens there."),
    "tls": _("The certificate of the address is not valid for its name."),
    "broken": _("The connection broke before an answer came."),
    "bad_address": _("The address is none. Change it."),
    "private_address": _("The address leads into a private network, which this server does not allow."),
    "https_only": _("Only https:// is sent to."),
    "bad_port": _("The port is not among those that are sent to."),
    "secret": _("The secret cannot be read: a key of the server is missing. Replace the secret, or ask the operator."),
    "off": _("The webhook was switched off before it was delivered."),
}


def error_words(code: str) -> str:
    """The words for a code of a delivery or a try, in the active language."""
    return str(ERRORS.get(code, code))
