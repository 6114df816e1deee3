"""Codes of the reading and of jobs, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boq.engine.model import Role, RowKind, TotalKind, Verdict

Words = dict[str, str | Promise]

ROW_KINDS: Words = {
    RowKind.ITEM: _("items"),
    RowKind.HEADING: _("headings"),
    RowKind.DESCRIPTION: _("further lines of descriptions"),
    RowKind.NOTE: _("notes"),
    RowKind.SUBTOTAL: _("subtotals"),
    RowKind.COLLECTION: _("collections"),
    RowKind.SUMMARY: _("summary lines"),
    RowKind.HEADER: _("column headers"),
    RowKind.COMPONENT: _("parts of rates"),
    RowKind.MEASUREMENT: _("measurements"),
    RowKind.NOT_BILL: _("not part of the bill"),
    RowKind.BLANK: _("blank"),
    RowKind.UNREAD: _("unread"),
}
ROW_WORDS: Words = {  # one row, as short as the margin of a sheet
    RowKind.ITEM: _("item"),
    RowKind.HEADING: _("heading"),
    RowKind.DESCRIPTION: _("more text"),
    RowKind.NOTE: _("note"),
    RowKind.SUBTOTAL: _("total"),
    RowKind.COLLECTION: _("collection"),
    RowKind.SUMMARY: _("summary"),
    RowKind.HEADER: _("column headers"),
    RowKind.COMPONENT: _("part of a rate"),
    RowKind.MEASUREMENT: _("measurement"),
    RowKind.NOT_BILL: _("not bill"),
    RowKind.BLANK: "",
    RowKind.UNREAD: _("unread"),
}
# Why a row is what it is.
ROW_REASONS: Words = {
    RowKind.ITEM: _("a work to be priced"),
    RowKind.HEADING: _("opens a section"),
    RowKind.DESCRIPTION: _("goes on with the description of an item"),
    RowKind.NOTE: _("text that is neither item nor heading"),
    RowKind.SUBTOTAL: _("states a sum: see the chain of totals"),
    RowKind.COLLECTION: _("carries the total of a page"),
    RowKind.SUMMARY: _("carries the total of a bill"),
    RowKind.HEADER: _("names the columns"),
    RowKind.COMPONENT: _("part of the rate of an item"),
    RowKind.MEASUREMENT: _("a measurement behind a quantity"),
    RowKind.NOT_BILL: _("stands outside the tables of the bill"),
    RowKind.BLANK: _("holds nothing"),
    RowKind.UNREAD: _("was not understood"),
}
SHEET_REASONS: Words = {
    "bill": _("bill, read"),
    "summary": _("summary of bills"),
    "cover": _("cover or notes"),
    "rates": _("rates or price list"),
    "list": _("list without prices"),
    "measurement": _("measurement sheet"),
    "copy": _("copy of another sheet, counted once"),
    "superseded": _("superseded, not counted"),
    "hidden": _("hidden, not counted"),
    "empty": _("empty"),
    "library": _("library of items"),
    "other": _("not a bill"),
    "excluded": _("left out by you"),
}
ROLES: Words = {
    Role.REF: _("Item no."),
    Role.DESCRIPTION: _("Description"),
    Role.UNIT: _("Unit"),
    Role.QUANTITY: _("Quantity"),
    Role.RATE: _("Rate"),
    Role.AMOUNT: _("Amount"),
}
TOTAL_KINDS: Words = {
    TotalKind.SUBTOTAL: _("subtotal"),
    TotalKind.PAGE: _("page total"),
    TotalKind.CARRIED: _("carried forward"),
    TotalKind.COLLECTION: _("collection"),
    TotalKind.SUMMARY: _("summary"),
    TotalKind.NET: _("net total"),
    TotalKind.CONTINGENCY: _("contingency"),
    TotalKind.DISCOUNT: _("discount"),
    TotalKind.TAX: _("tax"),
    TotalKind.ADDITION: _("addition"),
    TotalKind.GRAND: _("grand total"),
    TotalKind.ENTRY: _("carried to the summary"),
    TotalKind.TENDER: _("form of tender"),
}
VERDICTS: Words = {
    Verdict.EQUAL: _("adds up"),
    Verdict.OFF: _("does not add up"),
    Verdict.STALE: _("out of date"),
    Verdict.TYPED: _("typed over a formula"),
    Verdict.WRONG_ROWS: _("adds up the wrong rows"),
    Verdict.UNKNOWN: _("not known what it adds up"),
}
PHASES: Words = {
    "": _("Starting"),
    "open": _("Opening the file"),
    "reading": _("Reading the sheets"),
    "understand": _("Finding the tables"),
    "assemble": _("Putting the bill together"),
    "check": _("Checking the figures"),
    "save": _("Saving the items"),
    "done": _("Done"),
    "load": _("Loading the bill"),
    "write": _("Writing the file"),
    "classify": _("Sorting the items into cost groups"),
    "review": _("Reviewing the descriptions"),
    "units": _("Comparing units and descriptions"),
    "languages": _("Comparing the languages of the texts"),
    "risks": _("Looking for risks and terms"),
    "rates": _("Looking over unusual rates"),
    "own": _("Answering your own question"),
    "answer": _("Looking it up"),
    "scope": _("Looking for missing scope"),
    "summary": _("Writing the summary"),
}
KINDS_OF_ANALYSIS: dict[str, tuple[str | Promise, str | Promise]] = {  # title, what it does
    "classify": (_("Sort into groups"), _("Each item into one group of the classification below: where the money is.")),
    "review": (
        _("Descriptions"),
        _("Texts that are ambiguous, incomplete or contradict themselves, with the question to the client."),
    ),
    "units": (_("Units"), _("Items whose unit does not fit the work described.")),
    "languages": (_("Languages"), _("Items whose Arabic, Russian and English texts say different things.")),
    "risks": (
        _("Risks and terms"),
        _("Duties without limit, risks moved to the contractor, contract terms inside the bill."),
    ),
    "rates": (
        _("Unusual rates"),
        _("Rates that stand out, judged in words. It sends these rates; no price is ever proposed."),
    ),
    "scope": (_("Missing scope"), _("Work that other items imply and that stands nowhere.")),
    "summary": (_("Summary"), _("What to know in one minute, from figures that were calculated.")),
}
STANDARDS: Words = {  # classifications, by code; names of standards stay, what they name is said
    "mizan-trades": _("Mizan’s trades"),
    "din276": _("DIN 276: cost groups"),
    "gesn": _("GESN (ГЭСН): collections of norms"),
    "icms3": _("ICMS 3: construction costs"),
    "masterformat": _("MasterFormat: divisions"),
    "nrm2": _("NRM 2: work sections"),
    "uniclass-pr": _("Uniclass: products (Pr)"),
    "uniclass-ss": _("Uniclass: systems (Ss)"),
    "uniformat": _("UniFormat II: elements"),
}
TOOLS: Words = {
    "find_items": _("Items"),
    "sum_amounts": _("Sums"),
    "sections": _("Sections"),
    "findings": _("Findings"),
    "item": _("One item"),
    "totals": _("Totals"),
    "compare": _("Two bills compared"),
    "bills": _("Bills of the project"),
}
FOUND: Words = {  # names of facts, columns and arguments of the tools
    "count": _("items"),
    "sum of amounts": _("sum of amounts"),
    "currency": _("currency"),
    "shown": _("shown"),
    "rows in all": _("rows in all"),
    "name": _("name"),
    "sum": _("sum"),
    "share in percent": _("share, %"),
    "item": _("no."),
    "text": _("description"),
    "section": _("section"),
    "kind": _("kind"),
    "unit": _("unit"),
    "quantity": _("quantity"),
    "rate": _("rate"),
    "amount": _("amount"),
    "state": _("pricing"),
    "standing": _("standing"),
    "preamble": _("preamble"),
    "sheet": _("sheet"),
    "row": _("row"),
    "cell": _("cell"),
    "findings": _("findings"),
    "prices": _("prices"),
    "party": _("bidder"),
    "items": _("items"),
    "stated total": _("stated total"),
    "sections in all": _("sections in all"),
    "by code": _("by kind"),
    "severity": _("severity"),
    "code": _("kind of finding"),
    "says": _("finding"),
    "line": _("line"),
    "stated": _("stated"),
    "adds up to": _("adds up to"),
    "verdict": _("verdict"),
    "sum of the items": _("sum of the items"),
    "they agree": _("they agree"),
    "difference": _("difference"),
    "in both": _("in both"),
    "changed": _("changed"),
    "only in the first": _("only in the first"),
    "their sum": _("their sum"),
    "only in the second": _("only in the second"),
    "the sum of those": _("the sum of those"),
    "totals": _("totals"),
    "difference of totals": _("difference of totals"),
    "first": _("first"),
    "second": _("second"),
    "bill": _("bill"),
    "bills": _("bills"),
    "by": _("by"),
    "order": _("order"),
    "limit": _("at most"),
    "group": _("cost group"),
    "finding": _("finding"),
    "amount_from": _("amount from"),
    "amount_to": _("amount to"),
    "rate_from": _("rate from"),
    "rate_to": _("rate to"),
    "quantity_from": _("quantity from"),
    "quantity_to": _("quantity to"),
}
SUGGESTIONS: tuple[str | Promise, ...] = (
    _("Where is most of the money?"),
    _("What is the sum of all provisional sums?"),
    _("Which items have no price?"),
    _("Does the stated total agree with the items?"),
    _("What are the five largest items?"),
)
FORMATS: Words = {
    "xlsx": _("Workbook with live formulas"),
    "csv": _("Plain table, for other programs"),
    "json": _("Everything, for programs"),
    "pdf": _("The receipt, to print and file"),
}


def word(table: Words, code: object) -> str:
    """The word for `code`; the code with spaces where nobody has worded it."""
    key = str(code or "")
    return str(table[key]) if key in table else key.replace("_", " ").replace("-", " ")
