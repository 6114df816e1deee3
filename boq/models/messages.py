"""Codes to words: what a finding, a warning or a reading error says to a person, and what to do next.

Facts fill the placeholders. A code without words fails the tests. Add to the table of the room the code comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boq.models.foreign import FORMAT_ADVICE, kind_of_foreign
from boq.models.receipt_words import RECEIPT_LABELS
from llm.offline.words import spelled

Text = str | Promise

READING_ERRORS: dict[str, Text] = {
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

READING_WARNINGS: dict[str, Text] = {
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

FINDINGS: dict[str, Text] = {
    "arithmetic.amount-mismatch": _(
        "The amount is {stated}, but quantity × rate gives {expected} (difference {difference}). "
        "Find out which of the three is meant; in most tenders the rate stands and the amount is corrected."
    ),
    "arithmetic.decimal-slip": _(
        "The amount is {stated}, quantity × rate gives {expected}: exactly {factor} times apart. "
        "Look for a slipped decimal point in the quantity, the rate or the amount."
    ),
    "arithmetic.amount-of-neighbour": _(
        "The amount {stated} is that of item {neighbour}; quantity × rate gives {expected} here. "
        "Check whether amounts were copied or have shifted by a row."
    ),
    "arithmetic.hidden-decimals": _(
        "The amount {stated} fits {implied} rather than the figure shown; quantity × rate as shown gives {expected}. "
        "Show all decimals, or round the rate and correct the amount."
    ),
    "arithmetic.rounding-difference": _(
        "The amount {stated} differs from quantity × rate, {expected}, by rounding only. "
        "Nothing to do unless the tender says how to round."
    ),
    "arithmetic.rate-parts-mismatch": _(
        "The parts of the rate add up to {expected}, the rate says {stated}. Ask the bidder which parts are wrong."
    ),
    "arithmetic.amount-parts-mismatch": _(
        "The amounts of the parts add up to {expected}, the amount says {stated}. Correct the part or the amount."
    ),
    "arithmetic.parts-unclear": _(
        "In {count} of {of} items the parts of the rate do not add up to it ({cells}). "
        "Look at what the columns of the parts hold, and read the file again with other columns if need be."
    ),
    "arithmetic.large-share": _(
        "Item {item} alone is {share}% of the bill ({amount}). Make sure that quantity, unit and rate are meant so."
    ),
    "totals.section-mismatch": _(
        "{label}: the file says {stated}, its items add up to {expected} (difference {difference}). "
        "Check which rows the total adds up."
    ),
    "totals.grand-mismatch": _(
        "{label}: the file says {stated}, the lines above come to {expected} (difference {difference}). "
        "Check what the last total adds up before the sum is used."
    ),
    "totals.leaves-out": _(
        "{label}: the file says {stated}, which is {expected} without {item}. Add {item} to the total, or say that it does not count."
    ),
    "totals.counts-twice": _(
        "{label}: the file says {stated}, which is {expected} with {item} a second time. Take it out of the total once."
    ),
    "totals.rounding-difference": _(
        "{label}: the file says {stated}, its items add up to {expected}. The rounding of the items explains the difference."
    ),
    "totals.unclear": _(
        "{count} of {of} totals are not the sums of the rows above them ({cells}). "
        "The file builds its totals in another way: check them by hand before you rely on them."
    ),
    "totals.stale": _(
        "{label}: the file shows {stated}, but its own formula {formula} gives {expected} over the cells as they are. "
        "Open the file in a spreadsheet program, let it calculate anew, and save it."
    ),
    "totals.rows-left-out": _(
        "{label}: its formula {formula} leaves out {missing}. With it the total is {expected} instead of {stated}. "
        "Correct the range, or say that these rows do not count."
    ),
    "totals.rows-twice": _(
        "{label}: its formula {formula} counts {extra} a second time. Without it the total is {expected} instead of {stated}. "
        "Correct the range."
    ),
    "totals.typed-over": _(
        "{label}: {stated} was typed in, while the totals like it are formulas. "
        "It will not follow when a price changes: put the formula back."
    ),
    "totals.carried-wrong": _(
        "{label}: {stated} is carried here, but the total it is taken from is {expected} ({cells}; difference {difference}). "
        "Find out which of the two holds before the sum is signed."
    ),
    "totals.percentage-mismatch": _(
        "{label}: the file says {stated}, but {percent}% of {base} is {expected}. Check the percentage and what it is taken of."
    ),
    "completeness.missing-description": _("Item {item} has no description. Ask the client what is to be priced."),
    "completeness.missing-quantity": _(
        "Item {item} has no quantity. Ask the client for it, or mark the item as rate only."
    ),
    "completeness.no-quantities": _(
        "{count} of {of} items have no quantity ({cells}). If this is not a schedule of rates, read the file again "
        "and choose the quantity column."
    ),
    "completeness.missing-unit": _("Item {item} has a quantity but no unit. Ask the client what the quantity counts."),
    "completeness.no-units": _(
        "{count} of {of} items have no unit ({cells}). Read the file again and choose the unit column, or ask for a complete file."
    ),
    "completeness.unpriced-item": _(
        "Item {item} has no price while most of the bill has. Price it, or say where it is included."
    ),
    "completeness.not-priced": _(
        "{count} of {of} items have no price: the bill is still to be priced. Nothing to do if it is a tender."
    ),
    "completeness.missing-rate": _(
        "Item {item} has an amount but no rate. Ask for the rate: without it the amount cannot be checked."
    ),
    "completeness.missing-amount": _(
        "Item {item} has a rate but no amount, so the totals of the file leave it out. Fill in the amount and correct the totals."
    ),
    "values.negative-quantity": _(
        "Item {item} has the quantity {value}. If it is an omission or a credit, say so in its text; else correct the sign."
    ),
    "values.negative-rate": _(
        "Item {item} has the rate {value}. If it is a credit or a discount, say so in its text; else correct the sign."
    ),
    "values.negative-amount": _(
        "Item {item} has the amount {value}. If it is a credit or a discount, say so in its text; else correct the sign."
    ),
    "values.zero-rate": _(
        "Item {item} is priced at zero. Find out whether it is free, included elsewhere or forgotten."
    ),
    "values.zero-quantity": _(
        "Item {item} has the quantity zero. Fill in the quantity, or mark the item as rate only."
    ),
    "values.zero-quantities": _(
        "{count} of {of} items have the quantity zero ({cells}). If this is not a template, ask for the file with quantities."
    ),
    "values.amount-without-quantity": _(
        "Item {item} has the quantity zero but an amount of {amount}. Fill in the quantity or remove the amount."
    ),
    "values.unreadable-quantity": _(
        "The quantity of item {item} reads “{raw}”, which is no figure. Correct the cell and upload the file again."
    ),
    "values.unreadable-price": _(
        "The price of item {item} reads “{raw}”, which is no figure, and counts as nothing. Correct the cell and upload the file again."
    ),
    "values.error-value": _(
        "A price cell of item {item} shows {raw}. Mizan reckons the item at {value} by its other figures; the file's own totals may not. "
        "Ask the sender to mend the formula."
    ),
    "duplicates.repeated-item": _(
        "The same description, unit and quantity ({quantity}) stand {count} times in one section: {cells}. "
        "Remove the repetition, or add what tells them apart."
    ),
    "duplicates.same-text": _(
        "The same description and unit stand with {count} different quantities in one section: {cells}. "
        "Join them, or add what tells them apart."
    ),
    "duplicates.repeated-ref": _(
        "Item number {ref} stands {count} times in one section: {cells}. Number the items anew, so that each can be named."
    ),
    "duplicates.rates-differ": _(
        "The same description and unit is priced {count} times, from {lowest} ({lowest_cell}) to {highest} ({highest_cell}), "
        "{spread}% apart. Find out whether the difference is meant."
    ),
    "duplicates.units-differ": _(
        "The same description is measured in different units ({units}): {cells}. Use one unit, or add what tells them apart."
    ),
    "units.fractional-count": _(
        "Item {item} counts pieces ({unit}), but its quantity is {quantity}. Correct the quantity or the unit."
    ),
    "units.lump-sum-quantity": _(
        "Item {item} is a lump sum ({unit}) with the quantity {quantity}. A lump sum stands once: correct the quantity or the unit."
    ),
    "units.against-description": _(
        "Item {item} is measured in {unit}, but its description says {described}. Find out which is meant before pricing."
    ),
    "units.unknown": _(
        "Mizan does not know the unit “{unit}” ({count} items: {cells}). Check its spelling; its quantities are not compared with others."
    ),
    "hidden.money": _(
        "Item {item} stands in a hidden row and adds {amount} to the total. Show the row, or find out why it is hidden."
    ),
    "hidden.much-money": _(
        "{count} hidden rows of sheet “{sheet}” add {amount} to the total. Show the rows, or find out why they are hidden."
    ),
}

ANALYSIS: dict[str, Text] = {
    "analysis.ambiguous-description": _("Bidders may price this in different ways: {reason} {ask}"),
    "analysis.incomplete-description": _("Something that fixes the price is not said: {reason} {ask}"),
    "analysis.missing-scope": _("Probably missing ({group}): {scope}. {reason} Find out where it is priced."),
}

ANALYSIS_ERRORS: dict[str, Text] = {
    "llm.failed": _(
        "The language model gave no answer for {items} items (from {first} to {last}). Resume the analysis later."
    ),
    "llm.rate-limited": _(
        "The provider of the language model takes no more calls for now; {items} items (from {first} to {last}) are left. Resume later."
    ),
    "llm.unavailable": _(
        "The language model could not be reached; {items} items (from {first} to {last}) are left. Resume later: what is done is kept."
    ),
    "llm.timed-out": _(
        "The language model took too long; {items} items (from {first} to {last}) are left. Resume later: what is done is kept."
    ),
    "llm.invalid": _(
        "The language model did not answer in the agreed form; {items} items (from {first} to {last}) are left. Resume, or use another."
    ),
    "llm.truncated": _(
        "The answer of the language model was cut off; {items} items (from {first} to {last}) are left. Use a model with longer answers."
    ),
    "llm.too-long": _(
        "The texts do not fit the language model; {items} items (from {first} to {last}) are left. Use a model with a longer context."
    ),
    "llm.refused": _(
        "The provider refused {items} items (from {first} to {last}). Check the name of the model, then resume the analysis."
    ),
    "llm.unauthorized": _(
        "The provider does not accept the key of the language model. Ask the operator to check it, then resume."
    ),
    "llm.out-of-credit": _(
        "The account at the provider of the language model has no money left. Top it up, then resume the analysis."
    ),
}

# The words of reports: columns, lines, and the values of the engine's model. See boq/engine/reports/labels.py.
REPORT_LABELS: dict[str, Text] = {
    "sheet.summary": _("Summary"),
    "sheet.bill": _("Bill of quantities"),
    "sheet.findings": _("Findings"),
    "ref": _("Item no."),
    "description": _("Description"),
    "unit": _("Unit"),
    "quantity": _("Quantity"),
    "rate": _("Rate"),
    "amount": _("Amount"),
    "difference": _("Difference"),
    "rate_base": _("Rate per"),
    "resolved": _("Ditto in full"),
    "preamble": _("Texts over the item"),
    "kind": _("Kind"),
    "standing": _("Scope"),
    "state": _("Pricing"),
    "counts": _("In the total"),
    "note": _("Note"),
    "cell": _("Source cell"),
    "key": _("Key"),
    "section": _("Section"),
    "party": _("Bidder"),
    "severity": _("Severity"),
    "code": _("Code"),
    "finding": _("Finding"),
    "item": _("Item"),
    "items": _("Items"),
    "share": _("Share"),
    "stated": _("Stated"),
    "expected": _("Expected"),
    "total_of": _("Total of"),
    "grand_total": _("Grand total"),
    "file": _("File"),
    "format": _("Format"),
    "currency": _("Currency"),
    "total": _("Total of the items"),
    "stated_total": _("Total stated in the file"),
    "ties_out": _("The file adds up"),
    "yes": _("Yes"),
    "no": _("No"),
    "unknown": _("Not known"),
    "stated_lines": _("Totals as stated in the file"),
    "kind.measured": _("Measured"),
    "kind.lump_sum": _("Lump sum"),
    "kind.provisional_sum": _("Provisional sum"),
    "kind.prime_cost": _("Prime cost sum"),
    "kind.daywork": _("Daywork"),
    "kind.percentage": _("Percentage"),
    "kind.contingency": _("Contingency"),
    "kind.discount": _("Discount"),
    "kind.tax": _("Tax"),
    "standing.counts": _("Base"),
    "standing.optional": _("Optional"),
    "standing.alternative": _("Alternative"),
    "standing.not_applicable": _("Not applicable"),
    "standing.superseded": _("Superseded"),
    "state.priced": _("Priced"),
    "state.zero": _("Zero"),
    "state.unpriced": _("Not priced"),
    "state.included": _("Included"),
    "state.excluded": _("Excluded"),
    "state.rate_only": _("Rate only"),
    "state.unreadable": _("Unreadable"),
    "severity.error": _("Error"),
    "severity.warning": _("Warning"),
    "severity.info": _("Note"),
}

REPORT_ERRORS: dict[str, Text] = {
    "report_failed": _(
        "The {format} could not be made within its limits. Download the signed receipt as JSON, or try again later."
    ),
    "too_many_rows": _(
        "The bill needs {rows} rows and a sheet holds {limit}. Download it as csv or json, or split the bill."
    ),
}

# What a check of a signed receipt comes to.
RECEIPT_CHECKS: dict[str, Text] = {
    "": _("The receipt is genuine: this server signed it, and nothing in it has been changed."),
    "not_a_receipt": _("This is no signed receipt. Choose the JSON file that Mizan gave out as “signed receipt”."),
    "unsigned": _("The receipt bears no signature. Ask for the signed receipt of the bill."),
    "foreign_key": _("Another server signed this receipt. Check it there, or with that server's public key."),
    "changed": _("The receipt was changed after it was signed, or its signature is damaged. Ask for it anew."),
    "other_file": _("The receipt is genuine, but it is about another file: the hashes differ."),
    "too_large": _("The file is larger than a receipt can be. Choose the signed receipt itself."),
}

ADVISED = frozenset({"type_mismatch", "unsupported_format"})
TABLES = (READING_ERRORS, READING_WARNINGS, FINDINGS, ANALYSIS, ANALYSIS_ERRORS, REPORT_ERRORS)


def advised(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a file that cannot be read, with what to ask its sender for as `advice`."""
    kind = kind_of_foreign(str(facts.get("format") or ""), str(facts.get("name") or ""))
    return {**facts, "advice": str(FORMAT_ADVICE[kind])}


class Facts(dict[str, Any]):
    """Facts for `str.format_map`: one that is missing or unknown shows as a dash."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return "–" if value is None else value

    def __missing__(self, key: str) -> str:
        return "–"


def message(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The words for `code` in the active language, with `facts` filled in; the code itself when it has no words."""
    for table in TABLES:
        if code in table:
            facts = advised(facts or {}) if code in ADVISED else facts
            return str(table[code]).format_map(Facts(spelled(facts or {})))
    return code


def labels() -> dict[str, str]:
    """The words of a report in the active language: columns, lines, values, and the sentence of each finding by its code."""
    words = {key: str(text) for key, text in {**REPORT_LABELS, **RECEIPT_LABELS}.items()}
    return words | {code: str(text) for table in TABLES for code, text in table.items()}
