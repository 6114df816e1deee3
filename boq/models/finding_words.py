"""The words of findings, by the code of their check. Given by `boq.models.messages`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINDINGS: dict[str, str | Promise] = {
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
