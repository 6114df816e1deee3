"""`read_boq FILE`: read a bill of quantities on the command line, without a database, and print its receipt."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand

from boq.engine.errors import EngineError
from boq.engine.model import Item, Mapping, Reading
from boq.engine.reading import read
from boq.engine.receipt import plain, to_json, to_text
from boq.models.messages import message
from boq.pipelines.limits import reading_limits


class Command(BaseCommand):
    """Exit 0 when the file was read, 2 with a coded error when not."""

    help = "Read a bill of quantities and print its receipt. Needs no database."
    requires_system_checks: tuple[str, ...] = ()  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print the receipt as one JSON object")
        parser.add_argument("--items", action="store_true", help="add the items with their source cells")
        parser.add_argument(
            "--mapping",
            default="",
            help='a person\'s word as JSON: {"sheets": {"Bill": {"columns": {"quantity": "D"}}}}',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            mapping = msgspec.json.decode(options["mapping"], type=Mapping) if options["mapping"] else None
            data = path.read_bytes()
            reading = read(data, path.name, mapping=mapping, limits=reading_limits())
        except EngineError as error:
            self._refuse(error.code, error.facts)
        except OSError as error:
            self._refuse("file_unreadable", {"file": path.name, "detail": error.strerror or ""})
        except msgspec.DecodeError as error:
            self._refuse("mapping_invalid", {"detail": str(error)})
        else:
            self._print(reading, as_json=options["json"], items=options["items"])

    def _refuse(self, code: str, facts: dict[str, Any]) -> None:
        self.stdout.write(
            json.dumps({"error": {"code": code, "message": message(code, facts), "facts": facts}}, ensure_ascii=False)
        )
        sys.exit(2)

    def _print(self, reading: Reading, *, as_json: bool, items: bool) -> None:
        receipt = to_json(reading.receipt)
        if as_json:
            lines = {"lines": [item_json(item) for item in reading.boq.items]} if items else {}
            self.stdout.write(to_text(reading.receipt, **lines), ending="")
            return
        for key in (
            "file",
            "format",
            "language",
            "currency",
            "items",
            "sections",
            "total",
            "stated_total",
            "stated_total_cell",
            "ties_out",
        ):
            self.stdout.write(f"{key:18} {receipt[key] if receipt[key] is not None else '–'}")
        for sheet in receipt["sheets"]:
            self.stdout.write(
                f"{'sheet':18} {sheet['name']}: {sheet['reason']}, {sheet['items']} items, {sheet['total'] or '–'}"
            )
        for warning in receipt["warnings"]:
            self.stdout.write(f"{'look at':18} {warning['cell']} {message(warning['code'], warning['facts'])}")
        if items:
            for item in reading.boq.items:
                row = item_json(item)
                self.stdout.write(
                    "\t".join(
                        str(row[key] or "")
                        for key in ("cell", "ref", "description", "unit", "quantity", "rate", "amount")
                    )
                )


def item_json(item: Item) -> dict[str, Any]:
    """An item with its source cells, decimals as strings."""
    price = item.price
    return {
        "key": item.key,
        "cell": item.source.cell,
        "ref": item.ref,
        "description": item.description,
        "unit": item.unit,
        "unit_code": item.unit_code,
        "quantity": plain(item.quantity),
        "rate": plain(price.rate) if price else None,
        "amount": plain(price.amount) if price else None,
        "kind": item.kind.value,
        "standing": item.standing.value,
        "state": price.state.value if price else None,
        "cells": {
            role: item.at(column).cell
            for role, column in (
                ("ref", item.ref_column),
                ("description", item.description_column),
                ("unit", item.unit_column),
                ("quantity", item.quantity_column),
                ("rate", price.rate_column if price else 0),
                ("amount", price.amount_column if price else 0),
            )
            if column
        },
    }
