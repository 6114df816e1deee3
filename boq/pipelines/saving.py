"""A reading (engine values) into rows. Called inside the lease's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from uuid import UUID

import msgspec

from boq.engine import VERSION
from boq.engine import model as engine
from boq.engine.receipt import to_text
from boq.models import Boq, Finding, Item, Price, PriceSet, Section, SheetChunk, Total, Upload
from boq.pipelines.copying import any_value, copy_lines, copy_rows, number, reserve_ids, text

ZERO = Decimal(0)
_ITEM_COLUMNS = (
    "id", "organization_id", "boq_id", "position", "key", "section", "kind", "standing", "ref", "description", "unit", "unit_code",
    "unit_factor", "quantity", "raw_quantity", "quantity_formula", "sheet", "row", "page", "ref_column", "description_column",
    "unit_column", "quantity_column", "hidden", "note",
)  # fmt: skip
_PRICE_COLUMNS = (
    "organization_id", "price_set_id", "item_id", "state", "rate", "amount", "calculated", "rate_base", "components", "raw_rate",
    "raw_amount", "rate_column", "amount_column", "amount_row", "amount_formula",
)  # fmt: skip
_FINDING_COLUMNS = (
    "id", "organization_id", "boq_id", "position", "origin", "code", "severity", "item_key", "sheet", "row", "cell", "facts",
    "created_at",
)  # fmt: skip


def save_chunks(upload: Upload, reading: engine.Reading) -> None:
    """The file's rows as packed texts, replacing those of an earlier reading."""
    upload.chunks.all().delete()
    copy_rows(
        SheetChunk,
        ("organization_id", "upload_id", "position", "sheet", "first_row", "rows", "data"),
        (
            (upload.organization_id, upload.pk, position, chunk.sheet[:255], chunk.first_row, chunk.rows, chunk.data)
            for position, chunk in enumerate(reading.chunks)
        ),
    )


def save_reading(*, upload: Upload, reading: engine.Reading, mapping: dict[str, Any], user_id: UUID | None) -> Boq:
    """The bill with its sections, items, prices, totals and rule findings."""
    boq = _save_boq(upload, reading, mapping, user_id)
    sets = _save_price_sets(boq, reading.boq)
    _save_sections(boq, reading.boq)
    ids = reserve_ids(Item, len(reading.boq.items))
    copy_lines(Item, _ITEM_COLUMNS, _item_lines(boq, ids, reading.boq.items))
    copy_lines(Price, _PRICE_COLUMNS, _price_lines(boq, ids, sets, reading.boq.items))
    _save_totals(boq, reading.boq)
    save_rule_findings(boq, reading.findings)
    return boq


def _save_boq(upload: Upload, reading: engine.Reading, mapping: dict[str, Any], user_id: UUID | None) -> Boq:
    receipt, bill = reading.receipt, reading.boq
    return Boq.objects.create(
        organization_id=upload.organization_id,
        project_id=upload.project_id,
        upload=upload,
        name=PurePath(upload.name).stem[:255] or upload.name,
        engine_version=VERSION,
        mapping=mapping,
        format=receipt.format,
        language=receipt.language,
        currency=receipt.currency,
        rounding=bill.rounding.quantum,
        rounding_basis=bill.rounding.basis,
        items_count=len(bill.items),
        sections_count=len(bill.sections),
        findings_count=len(reading.findings),
        total=receipt.total,
        stated_total=receipt.stated_total,
        ties_out=receipt.ties_out,
        receipt_text=to_text(receipt),
        row_kinds={sheet.name: sheet.row_kinds for sheet in receipt.sheets},
        created_by_id=user_id,
    )


def _save_price_sets(boq: Boq, bill: engine.Boq) -> dict[tuple[str, str], PriceSet]:
    """One set for each party and version that answers any item, the file's own first."""
    totals: dict[tuple[str, str], Decimal] = {}
    for item in bill.items:
        counts = item.standing is engine.Standing.COUNTS
        for price in item.prices:
            who = (price.party[:255], price.version[:64])
            totals[who] = totals.get(who, ZERO) + ((price.value or ZERO) if counts else ZERO)
    sets = [
        PriceSet(
            organization_id=boq.organization_id, boq=boq, position=position, party=who[0], version=who[1], total=total
        )
        for position, (who, total) in enumerate(totals.items())
    ]
    PriceSet.objects.bulk_create(sets)
    return {(one.party, one.version): one for one in sets}


def _save_sections(boq: Boq, bill: engine.Boq) -> None:
    size = len(bill.sections)
    counts, totals, last = [0] * size, [ZERO] * size, list(range(size))
    for item in bill.items:
        if item.section >= 0:
            counts[item.section] += 1
            if item.standing is engine.Standing.COUNTS:
                totals[item.section] += item.value or ZERO
    for position in range(size - 1, -1, -1):  # children stand after their parents
        parent = bill.sections[position].parent
        if parent >= 0:
            counts[parent] += counts[position]
            totals[parent] += totals[position]
            last[parent] = max(last[parent], last[position])
    columns = (
        "organization_id", "boq_id", "position", "parent", "last", "level", "key", "ref", "title", "sheet", "row", "items_count",
        "total", "stated_total", "stated_total_cell",
    )  # fmt: skip
    copy_rows(
        Section,
        columns,
        (
            (
                boq.organization_id, boq.pk, position, one.parent, last[position], one.level, one.key, one.ref[:64], one.title,
                one.source.sheet[:255], one.source.row, counts[position], totals[position], one.stated_total,
                one.stated_total_source.cell if one.stated_total_source else "",
            )
            for position, one in enumerate(bill.sections)
        ),
    )  # fmt: skip


def _item_lines(boq: Boq, ids: list[int], items: tuple[engine.Item, ...]) -> Iterator[str]:
    """Lines of _ITEM_COLUMNS."""
    tenant = f"{boq.organization_id}\t{boq.pk}"
    for position, (pk, item) in enumerate(zip(ids, items, strict=True)):
        source = item.source
        yield (
            f"{pk}\t{tenant}\t{position}\t{item.key}\t{item.section}\t{item.kind}\t{item.standing}\t{text(item.ref[:64])}\t"
            f"{text(item.description)}\t{text(item.unit[:64])}\t{text(item.unit_code)}\t{item.unit_factor}\t"
            f"{number(item.quantity)}\t{text(item.raw_quantity[:255])}\t{text(item.quantity_formula)}\t{text(source.sheet[:255])}\t"
            f"{source.row}\t{source.page}\t{item.ref_column}\t{item.description_column}\t{item.unit_column}\t"
            f"{item.quantity_column}\t{item.hidden}\t{text(item.note)}"
        )


def _price_lines(
    boq: Boq, ids: list[int], sets: dict[tuple[str, str], PriceSet], items: tuple[engine.Item, ...]
) -> Iterator[str]:
    """Lines of _PRICE_COLUMNS."""
    tenant = str(boq.organization_id)
    owners = {who: str(one.pk) for who, one in sets.items()}
    for pk, item in zip(ids, items, strict=True):
        for price in item.prices:
            components = any_value(list(msgspec.to_builtins(price.components))) if price.components else "[]"
            owner = owners[(price.party[:255], price.version[:64])]
            yield (
                f"{tenant}\t{owner}\t{pk}\t{price.state}\t{number(price.rate)}\t{number(price.amount)}\t"
                f"{number(price.calculated)}\t{price.rate_base}\t{components}\t{text(price.raw_rate[:255])}\t"
                f"{text(price.raw_amount[:255])}\t{price.rate_column}\t{price.amount_column}\t{price.amount_row}\t"
                f"{text(price.amount_formula)}"
            )


def _save_totals(boq: Boq, bill: engine.Boq) -> None:
    columns = (
        "organization_id", "boq_id", "position", "kind", "label", "party", "section", "amount", "expected", "verdict", "cell",
        "claims", "formula", "parts", "adds", "missing", "extra", "typed",
    )  # fmt: skip
    copy_rows(
        Total,
        columns,
        (
            (
                boq.organization_id, boq.pk, position, one.kind.value, one.label, one.party[:255], one.section, one.amount,
                one.expected, one.verdict.value, one.source.cell, [claim.cell for claim in one.claims[:1000]], one.formula,
                list(one.parts), one.adds, [place.cell for place in one.missing], [place.cell for place in one.extra], one.typed,
            )
            for position, one in enumerate(bill.totals)
        ),
    )  # fmt: skip


def save_rule_findings(boq: Boq, findings: tuple[engine.Finding, ...]) -> None:
    """What the rules found, in the order of the checks."""
    rows = (
        Finding(
            organization_id=boq.organization_id,
            boq=boq,
            position=position,
            origin=Finding.Origin.RULES,
            code=one.code,
            severity=one.severity.value,
            item_key=one.item,
            sheet=one.source.sheet[:255] if one.source else "",
            row=one.source.row if one.source else 0,
            cell=one.source.cell if one.source else "",
            facts=msgspec.to_builtins(one.facts),
        )
        for position, one in enumerate(findings)
    )
    copy_rows(
        Finding,
        _FINDING_COLUMNS,
        ((*tuple(getattr(row, column) for column in _FINDING_COLUMNS[:-1]), boq.created_at) for row in rows),
    )
