"""Items and prices on their way into the database: rows as the child sends them, taken column by column.

A figure that is only written down again stays the text that it is on the wire; kinds, places and all else are checked as of an `Item`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, repeat
from operator import attrgetter
from typing import Any

import msgspec

from boq.engine.model import Item, Price
from boq.pipelines.copying import NULL, any_value, text, texts

ITEM_COLUMNS = (
    "id", "organization_id", "boq_id", "position", "section", "row", "key", "ref", "description", "raw_quantity", "quantity",
    "unit", "unit_code", "unit_factor", "kind", "standing", "quantity_formula", "sheet", "page", "ref_column", "description_column",
    "unit_column", "quantity_column", "hidden", "note", "resolved", "resolved_row", "preamble", "preamble_row",
)  # fmt: skip
PRICE_COLUMNS = (
    "item_id", "organization_id", "price_set_id", "state", "rate_base", "components", "rate_column", "amount_column", "amount_row",
    "amount_formula", "rate", "amount", "calculated", "raw_rate", "raw_amount",
)  # fmt: skip
AS_TEXT = {Decimal: str, Decimal | None: str | None}
Column = Sequence[Any]
_of_source = attrgetter("sheet", "row", "page")


def _shape(struct: type[msgspec.Struct], **instead: Any) -> Any:
    """The type of a struct without names on the wire, as a tuple in which figures are texts."""
    types = (instead.get(field.name, AS_TEXT.get(field.type, field.type)) for field in msgspec.structs.fields(struct))
    return tuple.__class_getitem__(tuple(types))


_decoder: msgspec.msgpack.Decoder[list[tuple[Any, ...]]] = msgspec.msgpack.Decoder(
    list[_shape(Item, prices=tuple[_shape(Price), ...])]  # type: ignore[misc]
)


class Rows:
    """A run of items by columns, and all their prices."""

    def __init__(self, payload: bytes) -> None:
        """`payload`: items in MessagePack; raises msgspec.DecodeError for anything else."""
        self.items = _columns(Item, _decoder.decode(payload))
        self.count = len(self.items["key"])
        self.prices_of: Column = self.items["prices"]
        self.prices = _columns(Price, chain.from_iterable(self.prices_of))
        self.parties: list[tuple[str, str]] = list(zip(self.prices["party"], self.prices["version"], strict=True))
        self.worth = [
            None if worth is None else Decimal(worth)
            for worth in map(_stated, self.prices["amount"], self.prices["calculated"])
        ]

    @classmethod
    def of(cls, items: Sequence[Item]) -> Rows:
        """The rows of items that are values already."""
        return cls(msgspec.msgpack.encode(items))

    def owners(self, of_items: Iterable[Any]) -> Iterator[Any]:
        """For each price, what its item has among `of_items`, which holds something for each item."""
        return chain.from_iterable(map(repeat, of_items, map(len, self.prices_of)))

    def firsts(self) -> Iterator[Decimal | None]:
        """What each item is worth by its first price."""
        place = 0
        for count in map(len, self.prices_of):
            yield self.worth[place] if count else None
            place += count

    def item_lines(self, tenant: str, boq: str, ids: Sequence[int], first: int) -> Iterator[str]:
        """Lines of ITEM_COLUMNS, of items that stand in the bill `boq` from position `first` on."""
        of = self.items
        sheet, row, page = zip(*map(_of_source, of["source"]), strict=True)
        return _lines(
            map(str, ids), tenant, boq, map(str, range(first, first + self.count)), map(str, of["section"]), map(str, row),
            texts(of["key"], 40), texts(of["ref"], 64), texts(of["description"]), texts(of["raw_quantity"], 255),
            _same(of["quantity"], _figures),
            _same(of["unit"], _cut(64)), _same(of["unit_code"], texts), _same(of["unit_factor"], texts), _same(of["kind"]),
            _same(of["standing"]), _same(of["quantity_formula"], texts), _same(sheet, _cut(255)), _same(page), _same(of["ref_column"]),
            _same(of["description_column"]), _same(of["unit_column"]), _same(of["quantity_column"]), _same(of["hidden"]),
            _same(of["note"], texts), _same(of["resolved"], texts), _same(of["resolved_row"]), _same(of["preamble"], _cut(2000)),
            _same(of["preamble_row"]),
        )  # fmt: skip

    def price_lines(self, tenant: str, sets: dict[tuple[str, str], str], ids: Sequence[int]) -> Iterator[str]:
        """Lines of PRICE_COLUMNS; `sets` are the keys of the sets of prices by party and version."""
        if not self.parties:
            return iter(())
        of = self.prices
        return _lines(
            map(str, self.owners(ids)), tenant, _same([sets[who] for who in self.parties]), _same(of["state"]),
            _same(of["rate_base"], texts), _same(of["components"], _parts), _same(of["rate_column"]), _same(of["amount_column"]),
            _same(of["amount_row"]), _same(of["amount_formula"], texts), _same(of["rate"], _figures), _same(of["amount"], _figures),
            _same(of["calculated"], _figures), texts(of["raw_rate"], 255), texts(of["raw_amount"], 255),
        )  # fmt: skip


def _columns(struct: type[msgspec.Struct], rows: Iterable[tuple[Any, ...]]) -> dict[str, Column]:
    columns: Iterable[Column] = list(zip(*rows, strict=True)) or repeat(())
    return dict(zip(struct.__struct_fields__, columns, strict=False))


def _stated(amount: str | None, calculated: str | None) -> str | None:
    return calculated if amount is None else amount


def _same(values: Column, written: Callable[[Column], Iterable[str]] | None = None) -> str | Iterable[str]:
    """The values as COPY wants them; one for all where they are all the same, as in most columns of a bill."""
    first = values[0]
    if values[-1] == first and values.count(first) == len(values):
        return next(iter(written((first,)))) if written else str(first)
    return written(values) if written else map(str, values)


def _cut(length: int) -> Callable[[Column], Iterable[str]]:
    return lambda values: texts(values, length)


def _figures(values: Column) -> Iterable[str]:
    return texts(values) if None not in values else [NULL if value is None else text(value) for value in values]


def _parts(components: Column) -> Iterable[str]:
    return [any_value(list(msgspec.to_builtins(parts))) if parts else "[]" for parts in components]


def _lines(*columns: str | Iterable[str]) -> Iterator[str]:
    """Lines of columns that are texts each, or one text for all lines; of these, neighbours are joined but once."""
    joined: list[str | Iterable[str]] = []
    for column in columns:
        if isinstance(column, str) and joined and isinstance(joined[-1], str):
            joined[-1] = f"{joined[-1]}\t{column}"
        else:
            joined.append(column)
    return map("\t".join, zip(*(repeat(one) if isinstance(one, str) else one for one in joined), strict=False))
