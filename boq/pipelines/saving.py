"""A reading (engine values) into rows. Called inside the lease's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from decimal import Decimal
from itertools import groupby, repeat
from operator import attrgetter
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db.models import Sum

from accounts.services import quotas
from boq.engine import VERSION
from boq.engine import model as engine
from boq.engine.receipt import to_text
from boq.models import Boq, Finding, Item, Price, PriceSet, Section, SheetChunk, Total, Upload
from boq.pipelines.copying import any_value, copy_lines, copy_rows, numbers, reserve_ids, texts
from boq.pipelines.writer import Writer

ZERO, COUNTS = Decimal(0), engine.Standing.COUNTS
_ITEM_COLUMNS = (
    "id", "organization_id", "boq_id", "position", "key", "section", "kind", "standing", "ref", "description", "unit", "unit_code",
    "unit_factor", "quantity", "raw_quantity", "quantity_formula", "sheet", "row", "page", "ref_column", "description_column",
    "unit_column", "quantity_column", "hidden", "note", "resolved", "resolved_row", "preamble", "preamble_row",
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


class BillSaving:
    """Saves a bill in parts: items and prices as they come, by `writer`, then the rest. The row of the bill comes late."""

    def __init__(self, upload: Upload, writer: Writer) -> None:
        self.upload, self.writer, self.id, self.count = upload, writer, uuid4(), 0
        self.sets, self.sums = _PriceSets(upload.organization_id), _SectionSums()
        self.reserved: Future[list[int]] | None = None

    def add_all(self, batches: Iterable[Sequence[engine.Item]]) -> None:
        """The next items of the bill, batch by batch."""
        tenant = str(self.upload.organization_id)
        for batch in filter(None, batches):
            self.sets.add(batch)
            self.sums.add(batch)
            ids = self._ids(len(batch))
            items = list(_item_lines(f"{tenant}\t{self.id}", ids, batch, self.count))
            self.writer.do(copy_lines, Item, _ITEM_COLUMNS, items)
            self.writer.do(copy_lines, Price, _PRICE_COLUMNS, list(_price_lines(tenant, ids, self.sets, batch)))
            self.count += len(batch)

    def _ids(self, count: int) -> list[int]:
        """Keys for `count` items. As many are reserved for the next batch, which need not wait for the copying of this one then."""
        found = self.reserved.result() if self.reserved is not None else []
        if len(found) < count:
            found += self.writer.do(reserve_ids, Item, count - len(found)).result()
        self.reserved = self.writer.do(reserve_ids, Item, count)
        return found[:count]

    def close(self, reading: engine.Reading, *, mapping: dict[str, Any], user_id: UUID | None) -> Boq:
        """All but the items, whatever `reading` itself holds of these. The writer has nothing to do after that."""
        self.writer.settle()
        boq = _save_boq(self.id, self.upload, reading, mapping, user_id)
        self.sets.save(boq)
        _save_sections(boq, reading.boq.sections, self.sums)
        _save_totals(boq, reading.boq)
        return boq


def _save_boq(pk: UUID, upload: Upload, reading: engine.Reading, mapping: dict[str, Any], user_id: UUID | None) -> Boq:
    receipt, bill = reading.receipt, reading.boq
    return Boq.objects.create(
        id=pk,
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
        items_count=receipt.items,
        sections_count=len(bill.sections),
        total=receipt.total,
        stated_total=receipt.stated_total,
        ties_out=receipt.ties_out,
        receipt_text=to_text(receipt),
        row_kinds={sheet.name: sheet.row_kinds for sheet in receipt.sheets},
        created_by_id=user_id,
    )


class _PriceSets:
    """One set for each party and version that answers any item, the file's own first, with what its prices add up to."""

    def __init__(self, tenant: UUID) -> None:
        self.tenant = tenant
        self.sets: dict[tuple[str, str], PriceSet] = {}
        self.totals: dict[tuple[str, str], Decimal] = {}

    def add(self, items: Iterable[engine.Item]) -> None:
        """Name the sets that these items' prices need, and add the prices up."""
        totals = self.totals
        for item in items:
            counts = item.standing is COUNTS
            for price in item.prices:
                who = (price.party, price.version)
                if who not in totals:
                    totals[who] = ZERO
                    self.sets[who] = self._set(who)
                if counts:
                    worth = price.calculated if price.amount is None else price.amount
                    totals[who] += worth or ZERO

    def _set(self, who: tuple[str, str]) -> PriceSet:
        return PriceSet(
            organization_id=self.tenant,
            position=len(self.sets),
            party=who[0][:255],
            version=who[1][:64],
            total=ZERO,
        )

    def save(self, boq: Boq) -> None:
        """Write the sets with their totals."""
        for who, one in self.sets.items():
            one.boq, one.total = boq, self.totals[who]
        PriceSet.objects.bulk_create(self.sets.values())


class _SectionSums:
    """How many items each section holds, and what they are worth. Items know their section before the sections are told."""

    def __init__(self) -> None:
        self.counts: defaultdict[int, int] = defaultdict(int)
        self.totals: defaultdict[int, Decimal] = defaultdict(Decimal)
        self.last: list[int] = []

    def add(self, items: Iterable[engine.Item]) -> None:
        """Count items in their own sections."""
        for section, own in groupby(items, attrgetter("section")):
            together = list(own)
            self.counts[section] += len(together)
            worth = [item.value or ZERO for item in together if item.standing is COUNTS]
            if worth:
                self.totals[section] = sum(worth, self.totals[section])

    def carry_up(self, sections: Sequence[engine.Section]) -> None:
        """Add the figures of the sections below to each. Children stand after their parents."""
        self.last = list(range(len(sections)))
        for position in range(len(sections) - 1, -1, -1):
            parent = sections[position].parent
            if parent >= 0:
                self.counts[parent] += self.counts[position]
                self.totals[parent] += self.totals[position]
                self.last[parent] = max(self.last[parent], self.last[position])


def _save_sections(boq: Boq, sections: Sequence[engine.Section], sums: _SectionSums) -> None:
    sums.carry_up(sections)
    columns = (
        "organization_id", "boq_id", "position", "parent", "last", "level", "key", "ref", "title", "sheet", "row", "items_count",
        "total", "stated_total", "stated_total_cell",
    )  # fmt: skip
    copy_rows(
        Section,
        columns,
        (
            (
                boq.organization_id, boq.pk, position, one.parent, sums.last[position], one.level, one.key, one.ref[:64], one.title,
                one.source.sheet[:255], one.source.row, sums.counts[position], sums.totals[position], one.stated_total,
                one.stated_total_source.cell if one.stated_total_source else "",
            )
            for position, one in enumerate(sections)
        ),
    )  # fmt: skip


_of_item = attrgetter(
    "key", "section", "kind", "standing", "ref", "description", "unit", "unit_code", "unit_factor", "quantity", "raw_quantity",
    "quantity_formula", "source", "ref_column", "description_column", "unit_column", "quantity_column", "hidden", "note", "resolved",
    "resolved_row", "preamble", "preamble_row",
)  # fmt: skip
_of_price = attrgetter(
    "state", "rate", "amount", "calculated", "rate_base", "components", "raw_rate", "raw_amount", "rate_column", "amount_column",
    "amount_row", "amount_formula",
)  # fmt: skip
_of_source = attrgetter("sheet", "row", "page")


def _item_lines(home: str, ids: list[int], items: Sequence[engine.Item], first: int) -> Iterator[str]:
    """Lines of _ITEM_COLUMNS; `home` is tenant and bill, in which the items stand from position `first` on.

    Made column by column: one look at all texts of a column tells whether any has to be escaped.
    """
    (
        key, section, kind, standing, ref, description, unit, code, factor, quantity, raw, formula, source, ref_at, text_at, unit_at,
        quantity_at, hidden, note, resolved, resolved_row, preamble, preamble_row,
    ) = zip(*map(_of_item, items), strict=True)  # fmt: skip
    sheet, row, page = zip(*map(_of_source, source), strict=True)
    columns: tuple[Iterable[str], ...] = (
        map(str, ids), repeat(home, len(ids)), map(str, range(first, first + len(ids))), key, map(str, section), kind, standing,
        texts(ref, 64), texts(description), texts(unit, 64), code, map(str, factor), numbers(quantity), texts(raw, 255),
        texts(formula), texts(sheet, 255), map(str, row), map(str, page), map(str, ref_at), map(str, text_at), map(str, unit_at),
        map(str, quantity_at), map(str, hidden), texts(note), texts(resolved), map(str, resolved_row), texts(preamble, 2000),
        map(str, preamble_row),
    )  # fmt: skip
    return map("\t".join, zip(*columns, strict=True))


def _price_lines(tenant: str, ids: list[int], sets: _PriceSets, items: Sequence[engine.Item]) -> Iterator[str]:
    """Lines of _PRICE_COLUMNS, made column by column."""
    owners = {who: f"{tenant}\t{one.pk}" for who, one in sets.sets.items()}
    prices = [(pk, price) for pk, item in zip(map(str, ids), items, strict=True) for price in item.prices]
    if not prices:
        return iter(())
    pks, given = zip(*prices, strict=True)
    state, rate, amount, calculated, base, components, raw_rate, raw_amount, rate_at, amount_at, amount_row, formula = (
        zip(*map(_of_price, given), strict=True)
    )
    columns: tuple[Iterable[str], ...] = (
        [owners[price.party, price.version] for price in given], pks, state, numbers(rate), numbers(amount), numbers(calculated),
        map(str, base), [any_value(list(msgspec.to_builtins(parts))) if parts else "[]" for parts in components],
        texts(raw_rate, 255), texts(raw_amount, 255), map(str, rate_at), map(str, amount_at), map(str, amount_row), texts(formula),
    )  # fmt: skip
    return map("\t".join, zip(*columns, strict=True))


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


def require_room(boq: Boq) -> None:
    """Raise Conflict when the bill that was just saved makes the organization hold more lines than its plan has; nothing is kept then."""
    others = Boq.objects.filter(organization_id=boq.organization_id).exclude(pk=boq.pk)
    quotas.require_items(
        boq.organization_id, lambda: others.aggregate(held=Sum("items_count"))["held"] or 0, more=boq.items_count
    )


def save_rule_findings(boq: Boq, findings: tuple[engine.Finding, ...]) -> None:
    """What the rules found, in the order of the checks."""
    boq.findings_count = len(findings)
    boq.save(update_fields=["findings_count"])
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
