"""What a person reads where a question to a bill comes to nothing: why a query made no sense, and why no answer came."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, str | Promise] = {  # codes of `boq.services.asking.where.Asked`
    "ask.bad-arguments": _("The query was not stated in a way that can be answered. Write amounts as in 1250.50."),
    "ask.bad-number": _("“{said}” is no number that amounts can be compared with. Write one as in 1250.50."),
    "ask.no-bill": _("There is no bill “{said}” here. Ask about one of the bills of this page."),
    "ask.no-bills": _("The project has no bill yet. Upload one first."),
    "ask.no-groups": _("No analysis has sorted the items into groups yet. Analyse the bill first, or sum by section."),
    "ask.no-item": _("There is no item “{said}” in this bill. Look it up among the items."),
    "ask.no-order": _("Items cannot be put in the order of “{said}”."),
    "ask.no-section": _("No section has the number or title “{said}”. Look it up in the tree of sections."),
    "ask.no-sums-by": _("Sums cannot be made by “{said}”."),
    "ask.no-value": _("“{said}” is no kind, standing, pricing or severity that Mizan knows."),
    "ask.no-tool": _("There is no query called “{said}”."),
}
# The same codes stand in `boq.models.messages` with the words of an analysis, which speaks of items that are left.
NO_ANSWER: dict[str, str | Promise] = {
    "llm.abandoned": _("The call was cut off before its answer came. Ask again."),
    "llm.budget-exceeded": _(
        "This month's budget for language models is used up. Ask an owner or admin to raise it, then ask again."
    ),
    "llm.plan-used-up": _(
        "The plan's tokens of this month are used up. Ask again next month, set up a key of your own, or ask for another plan."
    ),
    "llm.failed": _("The language model gave no answer. Ask again later."),
    "llm.invalid": _("The language model did not answer in the agreed form. Ask again, or in other words."),
    "llm.no-provider": _(
        "There is no provider of language models any more, or your organization has opted out. Nothing was sent; "
        "the same queries can be made by hand."
    ),
    "llm.out-of-credit": _(
        "The account at the provider of the language model has no money left. Top it up, then ask again."
    ),
    "llm.rate-limited": _("The provider of the language model takes no more calls for now. Ask again later."),
    "llm.refused": _("The provider refused the question. Check the name of the model, then ask again."),
    "llm.timed-out": _("The language model took too long. Ask again, or ask for less at once."),
    "llm.too-long": _("The conversation does not fit the language model. Begin a new one."),
    "llm.truncated": _("The answer of the language model was cut off. Ask for less at once."),
    "llm.unauthorized": _(
        "The provider does not accept the key of the language model. Ask an owner or admin to check it, then ask again."
    ),
    "llm.unavailable": _("The language model could not be reached. Ask again later."),
}


def refusal(code: str, said: str) -> str:
    """Why a query made no sense, in the active language; `code` itself for what was kept before it was a code."""
    return str(REFUSALS[code]).format(said=said) if code in REFUSALS else code
