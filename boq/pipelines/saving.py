"""A reading (engine values) into rows. Called inside the lease's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from decimal import Decimal
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
from boq.pipelines.copying import copy_lines, copy_rows, reserve_ids
from boq.pipelines.rows import ITEM_COLUMNS, PRICE_COLUMNS, Rows
from boq.pipelines.writer import Writer

ZERO, COUNTS = Decimal(0), engine.Standing.COUNTS
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

    def add_all(self, batches: Iterable[Rows]) -> None:
        """The next items of the bill, batch by batch."""
        tenant = str(self.upload.organization_id)
        for rows in batches:
            if not rows.count:
                continue
            self.sets.add(rows)
            self.sums.add(rows)
            ids = self._ids(rows.count)
            items = list(rows.item_lines(tenant, str(self.id), ids, self.count))
            prices = list(rows.price_lines(tenant, self.sets.keys, ids))
            self.writer.do(copy_lines, Item, ITEM_COLUMNS, items)
            self.writer.do(copy_lines, Price, PRICE_COLUMNS, prices)
            self.count += rows.count

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
        self.keys: dict[tuple[str, str], str] = {}
        self.totals: dict[tuple[str, str], Decimal] = {}

    def add(self, rows: Rows) -> None:
        """Name the sets that these items' prices need, and add the prices up."""
        totals = self.totals
        for who in dict.fromkeys(rows.parties):
            if who not in totals:
                totals[who] = ZERO
                self.sets[who] = self._set(who)
                self.keys[who] = str(self.sets[who].pk)
        for who, worth, standing in zip(rows.parties, rows.worth, rows.owners(rows.items["standing"]), strict=True):
            if worth and standing is COUNTS:
                totals[who] += worth

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

    def add(self, rows: Rows) -> None:
        """Count items in their own sections."""
        sections = rows.items["section"]
        for section, count in Counter(sections).items():
            self.counts[section] += count
        for section, standing, worth in zip(sections, rows.items["standing"], rows.firsts(), strict=True):
            if standing is COUNTS:
                self.totals[section] += worth or ZERO

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
