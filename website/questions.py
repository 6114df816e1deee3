"""Questions that people ask before they begin."""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Question(msgspec.Struct, frozen=True):
    """One question with its answer, both plain text. `slug` is its place on the page."""

    slug: str
    asked: Promise
    answer: Promise


QUESTIONS: tuple[Question, ...] = (
    Question(
        "what",
        _("What is Mizan?"),
        _(
            "A web application that reads bills of quantities, proves whether they add up, and says what needs a "
            "look. It is open source and runs on your own server. "
            "The word means the scales."
        ),
    ),
    Question(
        "formats",
        _("Which files can it read?"),
        _(
            "xlsx, xlsm, xls, ods, csv and tsv; PDF; Word tables (docx); GAEB DA XML, GAEB 2000 and GAEB 90; BC3; "
            "АРПС and ГГЭ XML; ÖNORM A 2063. A scanned PDF can be "
            "read where the program tesseract is installed on the server."
        ),
    ),
    Question(
        "template",
        _("Do I have to bring my file into a certain form?"),
        _(
            "No. Mizan looks for the columns, sections and items itself. When it is not sure it shows the file "
            "with its reading laid over and asks you; what you decide "
            "is remembered for the next file of that layout."
        ),
    ),
    Question(
        "model",
        _("Do I need a language model?"),
        _(
            "No. Reading, proving and checking work without one, and the offline analyst sorts and reviews the "
            "items with rules alone. A language model is used only where you have set one up."
        ),
    ),
    Question(
        "leaves",
        _("Does my bill leave the server?"),
        _(
            "Only if you set up a language model elsewhere and start an analysis with it. The text that would be "
            "sent can be read before. A single file, a person or a whole "
            "organization can be kept out."
        ),
    ),
    Question(
        "wrong",
        _("What if it reads something wrong?"),
        _(
            "Every figure leads to the cell it came from, and the receipt accounts for every row, so that a wrong "
            "reading can be seen. You can have the file read again with other columns."
        ),
    ),
    Question(
        "size",
        _("How large may a file be?"),
        _("100 MB and 20 million cells, unless the operator of your server has set other limits."),
    ),
    Question(
        "cost",
        _("What does it cost?"),
        _(
            "Nothing, on your own server: Mizan is free under the Apache License 2.0. Where somebody runs it for "
            "you, they may have plans with prices."
        ),
    ),
    Question(
        "offline",
        _("Can I read a bill without a connection?"),
        _(
            "Yes, if you switch it on under Settings, for this device: pages of bills that you have opened can "
            "then be read again without a connection. They are removed when you sign out."
        ),
    ),
    Question(
        "leave",
        _("Can I take my data with me?"),
        _(
            "Yes: bills as xlsx, csv or json, receipts as JSON and PDF, your own data as one archive. Deleting is "
            "possible just as well."
        ),
    ),
)
