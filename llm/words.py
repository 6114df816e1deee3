"""Words for how a provider stands and what a trial found."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from llm.services import states

STATES: dict[str, tuple[str | Promise, str]] = {
    states.READY: (_("ready"), "good"),
    states.RESTING: (_("resting after failures"), "warning"),
    states.OFF: (_("off"), ""),
    states.TERMS_MISSING: (_("off: terms missing"), "warning"),
    states.KEY_MISSING: (_("off: key missing"), "warning"),
}
RESTS: dict[str, str | Promise] = {
    "llm.unauthorized": _("refused by the provider"),
    "llm.out-of-credit": _("no credit left"),
    "llm.rate-limited": _("rate limited"),
}
ANSWERS: dict[str, str | Promise] = {
    "json_schema": _("by a JSON schema"),
    "json_object": _("as JSON, without a schema"),
    "plain": _("as plain text only"),
}
