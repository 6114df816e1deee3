"""The bill of quantities as a value: what is asked (items), what is answered (prices), what it claims (totals).

Everything is a frozen `msgspec.Struct`: it crosses the border of the reading child process as typed MessagePack, never as pickle;
items and prices, of which there are many, without the names of their fields. Money and quantities are `Decimal`; positions are 1-based
as spreadsheet programs show them.
The kinds and states are those of the trade (see docs/reading.md).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from boq.engine.chunks import GridChunk


class ItemKind(StrEnum):
    """What is asked of the bidder."""

    MEASURED = "measured"
    LUMP_SUM = "lump_sum"
    PROVISIONAL_SUM = "provisional_sum"
    PRIME_COST = "prime_cost"
    DAYWORK = "daywork"
    PERCENTAGE = "percentage"
    CONTINGENCY = "contingency"
    DISCOUNT = "discount"
    TAX = "tax"


class Standing(StrEnum):
    """Whether the item enters the total of its bill."""

    COUNTS = "counts"
    OPTIONAL = "optional"
    ALTERNATIVE = "alternative"
    NOT_APPLICABLE = "not_applicable"
    SUPERSEDED = "superseded"


class PricingState(StrEnum):
    """What a party answered. Unpriced, included, rate-only and zero are four things."""

    PRICED = "priced"
    ZERO = "zero"
    UNPRICED = "unpriced"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    RATE_ONLY = "rate_only"
    UNREADABLE = "unreadable"


class RowKind(StrEnum):
    """The one thing that a row of the file is. Every row has exactly one kind, hidden or not."""

    ITEM = "item"
    HEADING = "heading"
    DESCRIPTION = "description"
    NOTE = "note"
    SUBTOTAL = "subtotal"
    COLLECTION = "collection"
    SUMMARY = "summary"
    HEADER = "header"
    COMPONENT = "component"
    MEASUREMENT = "measurement"
    NOT_BILL = "not_bill"
    BLANK = "blank"
    UNREAD = "unread"


class Role(StrEnum):
    """What a column holds."""

    REF = "ref"
    DESCRIPTION = "description"
    UNIT = "unit"
    QUANTITY = "quantity"
    RATE = "rate"
    AMOUNT = "amount"


class SourceRef(msgspec.Struct, frozen=True, gc=False):
    """Where a value stands in the file. `column` 0 means the whole row; `page` is set for paged formats."""

    sheet: str
    row: int
    column: int = 0
    page: int = 0

    @property
    def cell(self) -> str:
        """`Sheet1!B12`, or `Sheet1!12` for a whole row."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA, 0 -> the empty string."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class RateComponent(msgspec.Struct, frozen=True, gc=False):
    """One part of a rate given side by side in the file: labour, material, plant."""

    name: str
    rate: Decimal | None = None
    amount: Decimal | None = None


class Price(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one party says about one item in one version. `party` "" is the file's own price.

    `amount` is as stated; `calculated` is quantity × rate / `rate_base` unrounded where both are known. A rate per 100 has `rate_base` 100.
    Discounts and taxes of the row are part of `rate`, and components of it. The raw texts are what the cells hold.
    """

    state: PricingState
    party: str = ""
    version: str = ""
    rate: Decimal | None = None
    amount: Decimal | None = None
    calculated: Decimal | None = None
    rate_base: Decimal = Decimal(1)
    components: tuple[RateComponent, ...] = ()
    raw_rate: str = ""
    raw_amount: str = ""
    rate_column: int = 0
    amount_column: int = 0
    amount_row: int = 0  # 0: the item's own row
    amount_formula: str = ""

    @property
    def value(self) -> Decimal | None:
        """The stated amount; the calculated one where none is stated."""
        return self.amount if self.amount is not None else self.calculated


class Item(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One work to be priced. `key` is stable across readings of the same bill; `section` indexes `Boq.sections`."""

    key: str
    kind: ItemKind
    standing: Standing
    section: int
    source: SourceRef
    description: str
    ref: str = ""
    unit: str = ""
    unit_code: str = ""  # canonical unit ("m2"), "" when unknown
    unit_factor: Decimal = Decimal(1)  # 100 for "100 m2"
    quantity: Decimal | None = None
    raw_quantity: str = ""
    quantity_formula: str = ""
    ref_column: int = 0
    description_column: int = 0
    unit_column: int = 0
    quantity_column: int = 0
    prices: tuple[Price, ...] = ()
    hidden: bool = False
    note: str = ""
    resolved: str = ""  # the text in full where the description is a ditto ("as above"), "" elsewhere
    resolved_row: int = 0  # the row on the same sheet where that text is written
    # texts that rule the item: "supply and fix the following", inherited and no part of the description
    preamble: str = ""
    preamble_row: int = 0

    @property
    def words(self) -> str:
        """What the work is: the description, or what its ditto stands for."""
        return self.resolved or self.description

    @property
    def price(self) -> Price | None:
        """The file's own (or first party's) price."""
        return self.prices[0] if self.prices else None

    @property
    def value(self) -> Decimal | None:
        """The amount of the first price, stated or calculated."""
        if not self.prices:
            return None
        price = self.prices[0]
        return price.calculated if price.amount is None else price.amount

    def at(self, column: int) -> SourceRef:
        """The item's cell in `column`."""
        return SourceRef(self.source.sheet, self.source.row, column, self.source.page)


class Section(msgspec.Struct, frozen=True, gc=False):
    """A part of the works. The top level of the tree are the bills; `parent` -1 is the root, `level` 0 a bill."""

    key: str
    parent: int
    level: int
    title: str
    source: SourceRef
    ref: str = ""
    stated_total: Decimal | None = None
    stated_total_source: SourceRef | None = None


class TotalKind(StrEnum):
    """What a total line claims to be."""

    SUBTOTAL = "subtotal"
    PAGE = "page"
    CARRIED = "carried"
    COLLECTION = "collection"
    SUMMARY = "summary"
    NET = "net"
    CONTINGENCY = "contingency"
    DISCOUNT = "discount"
    TAX = "tax"
    ADDITION = "addition"
    GRAND = "grand"
    ENTRY = "entry"  # a line of a summary that carries the total of a bill
    TENDER = "tender"  # the sum offered in the form of tender


class Verdict(StrEnum):
    """Whether a total equals what it claims to add up. See `boq/engine/chain` for how each is found."""

    EQUAL = "equal"
    OFF = "off"  # the figures that it adds up give another sum
    STALE = "stale"  # its own formula gives another value over the cells as they are
    TYPED = "typed"  # a constant where its like are formulas; equal to its sum as far as that is known
    WRONG_ROWS = "wrong_rows"  # its formula misses rows that it claims, or counts some twice
    UNKNOWN = "unknown"


class StatedTotal(msgspec.Struct, frozen=True, gc=False):
    """A total line of the file, what Mizan finds that it adds up to (`expected`), and the cells behind that (`claims`).

    `parts` are positions in `Boq.totals` of the totals that it adds up, `adds` is the number of items that it adds up itself.
    `missing` are the rows that it should add up and does not, `extra` those that it counts twice.
    """

    kind: TotalKind
    label: str
    amount: Decimal
    source: SourceRef
    section: int = -1
    party: str = ""
    expected: Decimal | None = None
    verdict: Verdict = Verdict.UNKNOWN
    claims: tuple[SourceRef, ...] = ()
    formula: str = ""
    parts: tuple[int, ...] = ()
    adds: int = 0
    missing: tuple[SourceRef, ...] = ()
    extra: tuple[SourceRef, ...] = ()
    typed: bool = False
    derived: bool = False  # of the stated total: the chain leads to it from the items, each entering as the chain says

    @property
    def difference(self) -> Decimal | None:
        """By how much it is off: stated less expected."""
        return None if self.expected is None else self.amount - self.expected


class Rounding(msgspec.Struct, frozen=True):
    """How the bill rounds its amounts: `quantum` is its unit (0.01, 0.001, 1), inferred from the amounts themselves."""

    quantum: Decimal = Decimal("0.01")
    basis: str = "default"  # "default", "currency" or "inferred"

    def agrees(self, expected: Decimal, stated: Decimal) -> bool:
        """True when both are equal unrounded or after the bill's own rounding, half a unit either way."""
        return abs(expected - stated) * 2 <= self.quantum


class Warning(msgspec.Struct, frozen=True, gc=False):
    """Something the reader saw that a person should know: a code of `boq.messages`, the cell, and facts."""

    code: str
    cell: str = ""
    facts: dict[str, str | int | bool | None] = {}


class SheetReading(msgspec.Struct, frozen=True):
    """How one sheet (or page table) was understood. `row_kinds` has one letter a row: see `receipt.ROW_LETTERS`."""

    name: str
    used: bool
    reason: str  # a code: "bill", "summary", "cover", "rates", "measurement", "copy", "superseded", "hidden", "empty", "library", "other"
    header_row: int | None = None
    columns: dict[str, str | None] = {}  # role -> column letters
    confidence: float = 0.0
    items: int = 0
    total: Decimal | None = None
    hidden: bool = False
    row_kinds: str = ""
    parties: tuple[str, ...] = ()


class Boq(msgspec.Struct, frozen=True):
    """One reading of one file."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    totals: tuple[StatedTotal, ...] = ()
    parties: tuple[str, ...] = ()
    currency: str = ""
    language: str = ""
    rounding: Rounding = Rounding()


class TotalLine(msgspec.Struct, frozen=True, gc=False):
    """A stated total as the receipt shows it: places are cells, `parts` are positions in the receipt's list of totals."""

    cell: str
    kind: TotalKind
    label: str
    amount: Decimal
    verdict: Verdict
    expected: Decimal | None = None
    difference: Decimal | None = None
    formula: str = ""
    parts: tuple[int, ...] = ()
    adds: int = 0
    claims: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    typed: bool = False
    party: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """The account of a reading: every row has a kind, nothing is left over. See `receipt.py` for how each figure is made."""

    file: str
    format: str
    language: str
    currency: str
    items: int
    by_kind: dict[str, int]
    sections: int
    total: Decimal
    stated_total: Decimal | None
    stated_total_cell: str | None
    ties_out: bool | None
    rows: dict[str, int]
    rows_total: int
    hidden_rows: int
    cells_unused: int
    sheets: tuple[SheetReading, ...]
    warnings: tuple[Warning, ...]
    needs_confirmation: bool
    confidence: float = 0.0
    questions: tuple[Warning, ...] = ()  # why a person must confirm: the doubtful sheet, column or row
    totals: tuple[TotalLine, ...] = ()  # the chain of evidence, from pages up to the form of tender


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What a check found: a code, facts and the place. The words live in `boq/models/finding_words.py`, translated.

    Decimals among the facts are written as exact plain strings: a union of `str` and `Decimal` cannot cross the process border typed.
    """

    code: str
    severity: Severity
    source: SourceRef | None
    item: str = ""  # item key, "" when the finding is about the bill
    facts: dict[str, str | int | None] = {}


class RowRun(msgspec.Struct, frozen=True):
    """A person's word on the rows `first` to `last` (1-based, both included): what they are."""

    first: int
    last: int
    kind: RowKind


class SheetMapping(msgspec.Struct, frozen=True):
    """A person's word on one sheet: whether it is read, where its header ends, and which column is what (letters).

    A sheet that is not in `use` may still be the `summary` that adds up the others. `rows` say what certain rows are, `marks` the
    decimal mark ("." or ",") of columns by their letters. Without `columns` the sheet is read as Mizan sees it, with what is said of
    rows and marks.
    """

    use: bool = True
    header_row: int | None = None
    columns: dict[str, str] = {}
    rows: tuple[RowRun, ...] = ()
    marks: dict[str, str] = {}
    summary: bool = False


class Mapping(msgspec.Struct, frozen=True):
    """A person's word on a file: sheet name -> its mapping. Sheets not named are read as Mizan sees them."""

    sheets: dict[str, SheetMapping] = {}


class Reading(msgspec.Struct, frozen=True):
    """All that one reading yields: the bill, its receipt and what the rules found.

    `layout` names the kept layout that the file was read with and `mapping` what it came to; "" and None without one.
    """

    boq: Boq
    receipt: Receipt
    findings: tuple[Finding, ...] = ()
    chunks: tuple[GridChunk, ...] = ()
    layout: str = ""
    mapping: Mapping | None = None
