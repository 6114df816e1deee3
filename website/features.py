"""What Mizan does today, one page each. Nothing is listed here before it can be tried in the demo or in a fresh installation."""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Feature(msgspec.Struct, frozen=True):
    """`lead` is the sentence under the title and the description for search engines; `points` are (title, text)."""

    slug: str
    title: Promise
    short: Promise
    lead: Promise
    points: tuple[tuple[Promise, Promise], ...]
    demo: str = ""  # the page of the demo bill that shows it, one of `website.views.demo.OPENED`


FEATURES: tuple[Feature, ...] = (
    Feature(
        "reading",
        _("Reads the file as it comes"),
        _("Workbooks however they are laid out, PDF, Word tables, GAEB, BC3, ÖNORM and more."),
        _(
            "A bill of quantities arrives as a spreadsheet, a PDF, a Word table or an exchange file. Mizan finds "
            "the columns, sections "
            "and items in it, and asks where it is not sure."
        ),
        (
            (
                _("Every common format"),
                _(
                    "xlsx, xlsm, xls, ods and csv; PDF with the place of every value on its page; Word tables; "
                    "GAEB from 90 to DA XML 3.3, "
                    "BC3, АРПС, ГГЭ XML and ÖNORM A 2063."
                ),
            ),
            (
                _("No template to fill in"),
                _(
                    "Headings, units and totals are understood in nine languages, numbers in all their spellings. "
                    "Several sheets, bills "
                    "with a summary, merged cells and hidden rows are read as they are."
                ),
            ),
            (
                _("Unsure means ask"),
                _(
                    "A doubtful file is shown as you know it, with its reading laid over. You correct a column, "
                    "see the result at once, "
                    "and the decision is kept for the next file of that layout."
                ),
            ),
            (
                _("“Ditto” and preambles"),
                _(
                    "“Ditto” and “as above” are resolved and shown as resolved; a text that rules the items under "
                    "it is shown with each of them."
                ),
            ),
            (
                _("Hostile files do no harm"),
                _(
                    "Each upload is read in a process of its own with limits of memory and time. Macros never run "
                    "and links are never followed."
                ),
            ),
        ),
        "detail",
    ),
    Feature(
        "receipt",
        _("A receipt for every row"),
        _("Every row accounted for, every total linked to what it adds up, signed."),
        _(
            "The receipt says what was in the file and whether it adds up: each row with its kind, each total "
            "with the rows it adds, "
            "each value with its cell."
        ),
        (
            (
                _("Nothing left over"),
                _(
                    "Items, headings, notes, totals, empty rows: their numbers add up to the number of rows in "
                    "the file. If one were missing, you would see it."
                ),
            ),
            (
                _("The chain of totals"),
                _(
                    "From the grand total down to the items, each line with what the file states and what it "
                    "comes to. A difference is shown where it arises."
                ),
            ),
            (
                _("Exact figures"),
                _(
                    "Figures are decimal numbers, never approximations. Stated and calculated amounts are both "
                    "kept, and the rounding of the bill is found and stated."
                ),
            ),
            (
                _("Signed, and anyone can check it"),
                _(
                    "The receipt is signed with Ed25519, as JSON and as PDF. Whoever is given one can check on a "
                    "page that not a letter of it was changed."
                ),
            ),
        ),
        "receipt-page",
    ),
    Feature(
        "checks",
        _("Checks that point to the cell"),
        _("Arithmetic, carried totals, missing rates and units, duplicates, odd values, hidden money."),
        _(
            "Rules look at every item and every total, and each finding names its cell, its exact figures and the "
            "next step. No language model is needed for any of them."
        ),
        (
            (
                _("Arithmetic"),
                _(
                    "Quantity × rate against the amount, with slipped decimals, amounts copied from a neighbour "
                    "and hidden decimals told apart from plain mistakes."
                ),
            ),
            (
                _("Totals"),
                _("Page totals, carried totals and summaries against the rows they claim to add."),
            ),
            (
                _("What is missing"),
                _("Items without a rate, a unit, a quantity or a description, and amounts that should be there."),
            ),
            (
                _("What is there twice"),
                _("The same work priced twice, and the same work at two rates."),
            ),
            (
                _("Hidden money"),
                _(
                    "Hidden rows and sheets whose amounts enter the total, and error values where a figure should stand."
                ),
            ),
        ),
        "findings",
    ),
    Feature(
        "analysis",
        _("An analyst that says who it is"),
        _("Cost groups, vague descriptions, missing scope: by the model you choose, or by rules alone."),
        _(
            "An analysis sorts the items into the groups of a standard, and says what is vague, risky or missing. "
            "A language model of your choice does it, "
            "or the offline analyst when there is none."
        ),
        (
            (
                _("Your provider, your key"),
                _(
                    "Any provider with an interface like OpenAI's, also one in your own network. Keys are "
                    "encrypted, take turns, and fail over."
                ),
            ),
            (
                _("What it costs is known before"),
                _("The highest possible cost is shown first. Monthly budgets are hard limits."),
            ),
            (
                _("What leaves can be read"),
                _(
                    "The exact text that is sent is shown before it goes. A person, an organization or a single "
                    "file can be kept out."
                ),
            ),
            (
                _("Figures stay yours"),
                _(
                    "No number of a model is ever shown as a figure of the bill, and nothing a model says changes "
                    "what the rules found."
                ),
            ),
            (
                _("Without any model"),
                _(
                    "The offline analyst works with rules and text statistics, sends nothing anywhere, and says "
                    "of every group how sure it is."
                ),
            ),
        ),
    ),
    Feature(
        "asking",
        _("Ask the bill"),
        _("Questions in words, answered with figures from queries that you can see."),
        _(
            "Ask a bill or a whole project a question. Each figure of the answer comes from a query on the bill, "
            "and the query is shown."
        ),
        (
            (
                _("Figures from the bill alone"),
                _("The model chooses the query; the database answers it. A figure that no query gave is not shown."),
            ),
            (
                _("Without a model too"),
                _("The same queries can be put together by hand."),
            ),
            (
                _("Kept, and deleted when you want"),
                _("Conversations stay with the bill until somebody deletes them."),
            ),
        ),
    ),
    Feature(
        "exports",
        _("Back out, with live formulas"),
        _("xlsx with formulas that calculate, csv, json, and the receipt as PDF."),
        _(
            "Take the bill on to the next program: a workbook whose totals calculate, plain tables, or data for "
            "programs."
        ),
        (
            (
                _("Live formulas"),
                _("Amounts and totals in the workbook are formulas, so that a changed rate changes the total."),
            ),
            (
                _("Texts stay texts"),
                _("A description that begins like a formula is written as text. Nothing in an export runs."),
            ),
            (
                _("For programs"),
                _("The whole bill with its receipt and its findings is in the json export and in the API."),
            ),
        ),
    ),
    Feature(
        "languages",
        _("English, Arabic, Russian"),
        _("The whole product in three languages, right to left where it should be."),
        _(
            "Pages, mails and documents in English, Arabic and Russian. Bills are read in nine languages, also "
            "several in one file."
        ),
        (
            (
                _("Right to left, done properly"),
                _("The layout is mirrored; codes, cells and formulas keep their direction inside Arabic text."),
            ),
            (
                _("Numbers as people write them"),
                _(
                    "Arabic digits, commas and points, apostrophes and spaces: the decimal mark is decided by the "
                    "whole column, not cell by cell."
                ),
            ),
            (
                _("The trade's own words"),
                _("Provisional sums, prime cost sums and dayworks are known for what they are, in each language."),
            ),
        ),
    ),
    Feature(
        "security",
        _("On your own server"),
        _("Your bills stay with you: self-hosted, roles, second factors, an audit trail."),
        _("Mizan runs on a machine of yours. What is priced in confidence stays there, and who did what is on record."),
        (
            (
                _("Started with one command"),
                _(
                    "One command starts everything that is needed, with a database of its own; a container image "
                    "is there for servers."
                ),
            ),
            (
                _("Who may do what"),
                _(
                    "Owner, admin, estimator and viewer; projects narrowed to named people; second factors and "
                    "passkeys that an owner can demand."
                ),
            ),
            (
                _("An audit trail"),
                _("Kept by the database itself: entries cannot be changed. Searchable, and downloadable as a table."),
            ),
            (
                _("Data protection"),
                _(
                    "Export and erasure of a person's data, consent by version, retention by rule, a register of "
                    "processing."
                ),
            ),
        ),
    ),
    Feature(
        "api",
        _("Everything through the API"),
        _("What the pages do, programs can do: described, versioned, with keys that open only what they should."),
        _(
            "Upload, read, decide, analyse and export from your own programs, with an API that is described down "
            "to every error."
        ),
        (
            (
                _("Described"),
                _("OpenAPI with Swagger and ReDoc, on your own server."),
            ),
            (
                _("Keys with limits"),
                _(
                    "API keys have scopes, an end, and a replacement with overlap. Every answer tells how many "
                    "requests are left."
                ),
            ),
            (
                _("Repeats do no harm"),
                _("A request that is sent twice with the same key does its work once and gets the same answer."),
            ),
            (
                _("On the command line"),
                _("One command reads a file and gives its receipt, without a server or database."),
            ),
        ),
    ),
)
BY_SLUG = {feature.slug: feature for feature in FEATURES}
