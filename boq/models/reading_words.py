"""The words of reading: why a file is refused, what its reader saw, what a person should confirm. Given by `boq.models.messages`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READING_ERRORS: dict[str, str | Promise] = {
    "file_unreadable": _("The file {file} cannot be opened ({detail}). Check its name and that you may read it."),
    "mapping_invalid": _("The mapping is not what is expected ({detail}). See docs/reading.md for its form."),
    "empty_file": _("The file is empty. Ask the sender for it again."),
    "file_too_large": _(
        "The file is larger than the {limit_mb} MB that may be uploaded. "
        "Remove pictures and sheets that are not part of the bill, or split it by bills."
    ),
    "unpacked_too_large": _(
        "Unpacked, the file takes {size_mb} MB; {limit_mb} MB are allowed. "
        "Copy the bill's own sheets into a new workbook and upload that."
    ),
    "too_many_parts": _(
        "The file is made of more than {limit} parts, which no bill of quantities needs. "
        "Copy the bill's own sheets into a new workbook and upload that."
    ),
    "too_many_cells": _(
        "The sheets hold more than {limit} cells. Delete what lies outside the bill, or split the file by bills."
    ),
    "text_too_long": _(
        "Cell {cell} holds a text of {length} characters; at most {limit} are read. "
        "Shorten it, or look for a quotation mark before it that is never closed."
    ),
    "pdf_limit": _(
        "The file has {pages} pages (at most {limit} are read), or its pages unpack to more than {limit_mb} MB. "
        "Split it, or take out the pages that are no bill of quantities."
    ),
    "no_text_layer": _(
        "The {pages} pages of the file are pictures without text: a scan. "
        "Ask the sender for the bill as a spreadsheet, or for the PDF that the program itself writes."
    ),
    "dtd_forbidden": _(
        "The file declares a document type or entities, which can be used for attacks, so it was not read. "
        "Open it in a spreadsheet program, save it anew, and upload the copy."
    ),
    "encrypted_file": _(
        "The file is protected by a password. Remove the password in the program that made it, and upload it again."
    ),
    "corrupt": _(
        "The file is damaged and cannot be read whole. Ask the sender for it again, "
        "or open it in a spreadsheet program, let that repair it, and save it anew."
    ),
    "type_mismatch": _("The file's name promises a spreadsheet, but it holds something else: {format}. {advice}"),
    "unsupported_format": _("This kind of file ({format}) cannot be read. {advice}"),
    "csv_error": _(
        "Line {line} of the text file is broken: a quotation mark that is never closed, or a character that no text holds. "
        "Mend that line, or export the file again."
    ),
    "out_of_memory": _(
        "Reading the file took more than {limit_mb} MB of memory and was stopped. "
        "Remove pictures, unused sheets and empty formatted rows, or split the file by bills."
    ),
    "time_limit": _(
        "Reading the file took longer than {seconds} seconds and was stopped. "
        "Copy the bill's own sheets into a new workbook, or split the file by bills."
    ),
    "reader_crashed": _(
        "The file made the reader fail. Open it in a spreadsheet program, save it anew, and upload the copy; "
        "if that fails too, send it to support."
    ),
}

READING_WARNINGS: dict[str, str | Promise] = {
    "read_with_layout": _(
        "The file was read with the layout “{layout}” of {date} by {by}. If that is not how it is meant, read it again without the layout."
    ),
    "layouts_several": _(
        "Several kept layouts fit this file and say different things: {layouts}. "
        "Check the columns here; then switch off or delete the layout that is not right."
    ),
    "layout_unfit_items": _(
        "The layout “{layout}” of {date} fits the headings of sheet {sheet}, but no items stand under them, so it was not used. "
        "Check the columns of the sheet."
    ),
    "layout_unfit_description": _(
        "The layout “{layout}” of {date} fits the headings of sheet {sheet}, but its column of descriptions holds hardly any words here, "
        "so it was not used. Check the columns of the sheet."
    ),
    "layout_unfit_quantity": _(
        "The layout “{layout}” of {date} fits the headings of sheet {sheet}, but its column of quantities does not hold numbers here, "
        "so it was not used. Check the columns of the sheet."
    ),
    "layout_unfit_unit": _(
        "The layout “{layout}” of {date} fits the headings of sheet {sheet}, but its column of units holds something else here, "
        "so it was not used. Check the columns of the sheet."
    ),
    "layout_unfit_arithmetic": _(
        "The layout “{layout}” of {date} fits the headings of sheet {sheet}, but quantity × rate does not give the amounts here, "
        "so it was not used. Check the columns of the sheet, or ask the sender about the amounts."
    ),
    "quantities_elsewhere": _(
        "The file holds the prices of {items} items and neither their quantities nor their texts, as an offer in phase {phase} may. "
        "Put the {file} of the same bill into the same project, and read this file again: the prices are then joined to its items."
    ),
    "offer_joined": _(
        "The prices were joined to the items of {file} by their numbers: {joined} joined, {unjoined} unknown there, "
        "{missing} of its items not offered."
    ),
    "figures_unreadable": _(
        "{count} figures could not be read as numbers and were left out; the first stands in {cell}."
    ),
    "items_untitled": _("{count} items have no text of their own. Ask the sender for the file with its texts."),
    "encoding_differs": _(
        "The file says that it is written in {declared}, but it is written in {encoding}. It was read as what it is."
    ),
    "bc3_loops": _(
        "{count} concepts of the file are made of themselves ({code} is one); they were read once. Ask the sender to mend the file."
    ),
    "bc3_orphans": _(
        "{count} works are measured but stand in no chapter of the file. They were read as items without a section."
    ),
    "bc3_empty_chapters": _(
        "{count} chapters list no works. Each was read as one lump sum with the chapter's own price."
    ),
    "text_library": _(
        "The file is a library of standard texts, not a bill: {items} positions were read, without quantities."
    ),
    "direct_costs_only": _(
        "The file holds the direct costs of {items} works; overheads and profit are in none of the amounts that were read."
    ),
    "price_base": _(
        "The file says that it is a price list, not a budget: {items} works were read, and their quantities may mean nothing."
    ),
    "items_missing": _("The file says that it has {said} items; {items} were read. Ask the sender for the file again."),
    "gaeb_letters_unknown": _(
        "Some items carry marks that the rules of GAEB 90 do not know ({letters}). They were read as ordinary items: look at them."
    ),
    "gaeb_fields_unread": _(
        "Items of the file carry fields that were not interpreted ({fields}). If they mark options or alternatives, say so at the items."
    ),
    "gaeb_nonconforming": _(
        "The file does not keep to the rules of GAEB ({problem}). It was read as far as it makes sense."
    ),
    "no_bill_found": _(
        "No bill of quantities was recognized. Pick the sheet, the heading row and the columns, or ask the sender for the bill itself."
    ),
    "sheet_purpose_unsure": _(
        "Sheet {sheet} may be a price list or a measurement rather than a bill. Say whether its rows are works to be priced."
    ),
    "sheet_left_out": _(
        "Sheet {sheet} was left out, though {items} of its rows look like items. Say whether it belongs to the bill, and pick its columns."
    ),
    "sheet_repeats": _(
        "Sheet {sheet} holds the same works as {other} and was not counted again. If both are meant, read the file again and use both."
    ),
    "sheet_not_bill": _(
        "Sheet {sheet} was not taken for a bill ({reason}); {items} of its rows look like items. "
        "Have it read if they are works to be priced."
    ),
    "materials_listed": _(
        "Sheet {sheet} lists materials with prices beside sheets of works, and no total adds up both. "
        "Say whether it is read as well, or its materials are in the prices of the works."
    ),
    "sheets_alike": _(
        "Sheets {sheet} and {other} are the same, prices included; one was counted. Say whether the works are done twice."
    ),
    "versions_differ": _(
        "Sheets {sheet} and {other} hold the same works with different quantities. Say which of them is the bill."
    ),
    "cell_recognized": _("Cell {cell} was recognized in a picture with {sure}% certainty. Compare it with the page."),
    "pages_without_text": _(
        "Pages {pages} are pictures without text, so nothing on them was read. Look whether they hold parts of the bill."
    ),
    "text_recognized": _(
        "The text of pages {pages} was recognized in pictures by a program, which may mistake digits. Compare the figures with the pages."
    ),
    "pages_not_joined": _(
        "The pages of {sheet} look like columns of the pages before them, but their rows do not stand at the same heights. "
        "Ask the sender for a print with all columns on one page, or for the spreadsheet."
    ),
    "heading_missing": _(
        "Sheet {sheet} has no clear heading row. Check the columns: quantity {quantity}, rate {rate}, amount {amount}."
    ),
    "quantity_column_unsure": _(
        "No heading of sheet {sheet} names the quantity; column {quantity} was taken. Check it."
    ),
    "currencies_mixed": _(
        "Sheet {sheet} states prices in several currencies ({currencies}); those of one column were read. "
        "Say which columns are the bill's rate and amount."
    ),
    "figures_unread": _(
        "{rows} of {of} items of sheet {sheet} hold in column {column} a text that is read as no number, such as “{text}”. "
        "Check what the column holds, or ask the sender for a file with numbers."
    ),
    "figures_elsewhere": _(
        "{rows} of {of} items of sheet {sheet} have no amount in column {amount}, but a figure in column {other}. "
        "Say which column is the amount."
    ),
    "prices_beside": _(
        "Columns {rate} and {amount} of sheet {sheet} hold prices of the same works as well, and their headings do not tell whose. "
        "Say which columns are the bill's rate and amount."
    ),
    "descriptions_missing": _(
        "Only {named} of {items} items of sheet {sheet} have a description. Pick the column that describes the works."
    ),
    "units_missing": _("No column of sheet {sheet} holds units. Check that its {items} items are works to be priced."),
    "units_unclear": _(
        "Only {known} of {of} units in sheet {sheet} are known. Check that the unit column is the right one."
    ),
    "decimal_mark_unsure": _(
        "In sheet {sheet} nothing tells whether {value} is a little more than one or a thousand. Say which sign is the decimal mark."
    ),
    "decimal_mark_from_file": _(
        "In sheet {sheet} values such as {value} can be read two ways; the decimal mark “{mark}” of the rest of the file was used."
    ),
    "arithmetic_disagrees": _(
        "In sheet {sheet} quantity × rate gives the amount for only {agree} of {checked} items. "
        "Check the columns: quantity {quantity}, rate {rate}, amount {amount}."
    ),
    "rows_unclear": _(
        "{rows} rows of sheet {sheet} hold figures but were not taken for items. Look at the first and say what they are."
    ),
    "amounts_without_quantity": _(
        "{rows} rows of sheet {sheet} hold an amount and nothing else and were taken for items. Check that they are no totals."
    ),
    "items_within_items": _(
        "{rows} items of sheet {sheet} have numbered items under them. Say whether those are parts of them or works of their own."
    ),
    "works_repeated": _(
        "{rows} of {of} items of sheet {sheet} repeat an earlier item word for word with the same quantity. "
        "Say whether the sheet lists the same works for several bidders or versions."
    ),
    "items_without_number": _(
        "{rows} of {of} items of sheet {sheet} have neither a number nor a price. "
        "Say whether they are works or parts of the works above them."
    ),
    "total_among_items": _(
        "{rows} items of sheet {sheet} equal the sum of the items above. Check that they are no totals."
    ),
    "hidden_items": _(
        "{rows} of {of} items of sheet {sheet} stand in hidden rows. Say whether they belong to the bill."
    ),
    "hidden_rows": _(
        "{rows} items of sheet {sheet} stand in hidden rows; they were counted. Show the rows in the file and see whether they are meant."
    ),
    "several_totals": _(
        "The sheets have totals of their own and none for the whole. Say whether they are parts of one bill or bills of their own."
    ),
    "total_unexplained": _(
        "The stated total is {stated}, the items add up to {items} (difference {difference}), and nothing in the file explains it. "
        "Check that no item is missing or counted twice."
    ),
    "total_differs": _(
        "The stated total is {stated}, the items add up to {items} (difference {difference}). "
        "Look at the totals on the receipt: the file itself leads from one to the other, or not."
    ),
    "total_unclear": _("{label}: {stated} was not found to be the sum of anything. Say what it adds up."),
    "formulas_calculated": _(
        "{count} formulas had no saved value and were calculated. Open and save the file in a spreadsheet program to compare."
    ),
    "formulas_uncalculated": _(
        "{count} formulas have no saved value and were left empty. Open and save the file in a spreadsheet program, then upload it again."
    ),
    "error_cells": _(
        "{count} cells of sheet {sheet} hold errors such as #REF!. Ask the sender for a file without them."
    ),
    "encoding_guessed": _(
        "The text's encoding was guessed to be {encoding}. Look for strange letters; if there are any, save the file as UTF-8."
    ),
}
