"""Mizan beside the ways people do the same work without it. Kinds of tools, not products: of those we could prove nothing."""

from __future__ import annotations

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YES, PARTLY, NO = "yes", "partly", "no"
MARKS: dict[str, Promise] = {YES: _("Yes"), PARTLY: _("In part"), NO: _("No")}


class Row(msgspec.Struct, frozen=True):
    """One capability: (mark, words) for a spreadsheet, for a general chat assistant, and for Mizan."""

    title: Promise
    spreadsheet: tuple[str, Promise]
    chat: tuple[str, Promise]
    mizan: tuple[str, Promise]

    @property
    def cells(self) -> tuple[tuple[str, Promise], ...]:
        """In the order of COLUMNS."""
        return (self.spreadsheet, self.chat, self.mizan)


COLUMNS: tuple[Promise, ...] = (_("A spreadsheet, by hand"), _("A general chat assistant"), _("Mizan"))
ROWS: tuple[Row, ...] = (
    Row(
        _("Reads a workbook of any layout"),
        (PARTLY, _("You read it; copying into your own columns is your work.")),
        (PARTLY, _("Often, within the length it can take in.")),
        (YES, _("Finds the columns, or asks you.")),
    ),
    Row(
        _("Reads PDF, GAEB, BC3 and other exchange files"),
        (NO, _("Not without other programs.")),
        (PARTLY, _("PDF mostly; exchange formats rarely as such.")),
        (YES, _("PDF with page and place of every value.")),
    ),
    Row(
        _("Accounts for every row of the file"),
        (NO, _("Rows can be skipped without a trace.")),
        (NO, _("It does not say what it left out.")),
        (YES, _("The receipt adds up to the number of rows.")),
    ),
    Row(
        _("Every figure leads to its cell"),
        (YES, _("As long as the formulas are kept.")),
        (NO, _("It quotes from memory of the text.")),
        (YES, _("Drawn among its neighbours.")),
    ),
    Row(
        _("The same answer every time"),
        (YES, _("It calculates.")),
        (NO, _("Answers vary; figures can be invented.")),
        (YES, _("Rules calculate; a model only sorts and words.")),
    ),
    Row(
        _("Says which descriptions are vague or missing"),
        (NO, _("You read them all.")),
        (YES, _("A strength of such models.")),
        (YES, _("With a model of your choice, in part also by rules.")),
    ),
    Row(
        _("Free in how you work"),
        (YES, _("You can calculate anything.")),
        (YES, _("You can ask anything.")),
        (PARTLY, _("It does bills of quantities; take the export on into your spreadsheet.")),
    ),
    Row(
        _("Works with several people, with roles and an audit trail"),
        (PARTLY, _("Depends on where the file is kept.")),
        (PARTLY, _("Depends on the offer.")),
        (YES, _("Part of it.")),
    ),
    Row(
        _("Nothing leaves your own server"),
        (YES, _("If the file is kept there.")),
        (NO, _("Unless you run the model yourself.")),
        (YES, _("Unless you set up a model elsewhere.")),
    ),
    Row(
        _("Ready without setting anything up"),
        (YES, _("Everybody has one.")),
        (YES, _("With an account.")),
        (PARTLY, _("One command on a machine of yours.")),
    ),
)
