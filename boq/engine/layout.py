"""What a format itself says about every row: nothing of it is inferred.

Readers of exchange formats (GAEB, BC3, АРПС, ГГЭ, ÖNORM) put a `Layout` on the `Grid` that they make: one `Record` for each
row. Texts are taken from the cells by `columns`, figures from the record, so that they are exactly those of the file.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from boq.engine.model import ItemKind, PricingState, RateComponent, Role, RowKind, Standing, TotalKind

ONE = Decimal(1)


class Record(msgspec.Struct, gc=False):
    """One row as its format declares it.

    `level` of a heading is its own depth, 1 for the top; of any other row the number of headings that are open there, so 0 is the
    whole bill. `item` None leaves the kind to the unit (a sum, a percentage); `state` None leaves the pricing state to the figures.
    `base` is 1000 for a rate per 1,000; `parts` are the components of the rate. A row of total kind has its `amount`; `expected` is
    what the format's own figures make of it (a percentage of a base), None for what is added up from the rows; `adds` says that it
    is part of what the totals of its level add up, as percentage rows are that stand among the items; `unproven` that it follows from
    nothing in the file, as a total at other prices. `ruled` is the row of a text that rules the item. `ident` is the format's own
    identifier of the row.
    """

    kind: RowKind
    level: int = 0
    item: ItemKind | None = None
    standing: Standing = Standing.COUNTS
    quantity: Decimal | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None
    state: PricingState | None = None
    base: Decimal = ONE
    parts: tuple[RateComponent, ...] = ()
    total: TotalKind | None = None
    expected: Decimal | None = None
    adds: bool = False
    unproven: bool = False
    ruled: int | None = None
    ident: str = ""


class Layout(msgspec.Struct):
    """The records of a grid, one for each of its rows (None for a row that says nothing), and its columns by role (0-based).

    `party` is who offers the prices; `stated` the row of the file's own grand total; `note` the column of a text that goes with the
    item. `partial`: prices alone; what is asked, and which items count, is in another file. `computed`: the format states no amounts
    of items, so that totals may differ from theirs by the rounding of each.
    """

    columns: dict[Role, int]
    records: list[Record | None]
    currency: str = ""
    language: str = ""
    party: str = ""
    stated: int | None = None
    note: int | None = None
    partial: bool = False
    computed: bool = False
